"""Files of people: sent, mapped, looked at, tried, brought in."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from jobboard import current
from jobboard.candidates.queries import bare_people
from jobboard.candidates.tags import tag_key
from jobboard.errors import InvalidInput
from jobboard.flows import file_imports as flow
from jobboard.flows.file_import_preview import Preview, preview
from jobboard.flows.file_import_steps import next_step
from jobboard.foreign import queries
from jobboard.foreign.lifecycle import AT_WORK, NOT_BEGUN
from jobboard.foreign.models import FileImport
from jobboard.web import due, present
from jobboard.web.blueprints import Routes
from jobboard.web.csv_file import csv_response
from jobboard.web.present import words
from jobboard.web.recruit import desk
from jobboard.web.recruit import present_file_imports as said

routes = Routes()

MOST_LOOKS = 400
"""How often a page that shows how far it is asks again by itself."""


@routes.get("/imports")
def imports() -> ResponseReturnValue:
    """Send a file, and those that were sent before. Two statements."""
    return _list({})


@routes.post("/imports")
def send_import() -> ResponseReturnValue:
    """A file arrives."""
    upload = desk.upload("file")
    try:
        if upload is None:
            raise InvalidInput({"file": ["Choose a file first."]})
        sent = flow.receive(current.board(), upload, actor=current.actor())
    except InvalidInput as problem:
        return _list(problem.errors), 422
    return redirect(url_for(".file_import", found=sent))


def _list(errors: dict[str, list[str]]) -> str:
    page = queries.imports_page(desk.session(), current.scope(), desk.wanted_page())
    return render_template(
        "jobboard/recruit/imports.html",
        heading="Import people",
        page=page,
        rows=said.import_rows(page.items, words()),
        errors=errors,
        most_bytes=flow.MOST_BYTES,
        most=present.size(flow.MOST_BYTES),
    )


@routes.get("/imports/<found>")
def file_import(found: str) -> ResponseReturnValue:
    """One file: how it is read, how far it is, what became of whom."""
    return _page(found, {}, {})


@routes.post("/imports/<found>/reading")
def read_import_as(found: str) -> ResponseReturnValue:
    """Say what its columns are, and then look again, try it, or bring it in."""
    values, actor, board = desk.typed(), current.actor(), current.board()
    try:
        flow.read_otherwise(board, found, said.chosen_fields(values), values, actor=actor)
        if values.get("do") in {"try", "start"}:
            flow.start(board, found, only_try=values["do"] == "try", actor=actor)
    except InvalidInput as problem:
        return _page(found, values, problem.errors), 422
    return _back(found, anchor="" if values.get("do") in {"try", "start"} else "first")


@routes.post("/imports/<found>/start")
def start_import(found: str) -> ResponseReturnValue:
    """Bring its people in, or go on where it was stopped."""
    flow.start(current.board(), found, only_try=False, actor=current.actor())
    return _back(found)


@routes.post("/imports/<found>/stop")
def stop_import(found: str) -> ResponseReturnValue:
    """Take nobody else out of it."""
    flow.stop(current.board(), found, actor=current.actor())
    desk.say("Stopped. Who is in stays.")
    return _back(found)


@routes.post("/imports/<found>/forget")
def forget_import(found: str) -> ResponseReturnValue:
    """Delete the file."""
    flow.let_go(current.board(), found, actor=current.actor())
    desk.say("The file is deleted. Who came in by it stays.")
    return redirect(url_for(".imports"))


@routes.get("/imports/<found>/rejects.csv")
def import_rejects(found: str) -> ResponseReturnValue:
    """Who could not be brought in, to be put right and sent again."""
    rejects = flow.rejects(current.board(), found, actor=current.actor())
    return csv_response("not-brought-in.csv", rejects.head, rejects.rows)


def _back(public_id: str, *, anchor: str = "") -> Response:
    return redirect(url_for(".file_import", found=public_id, _anchor=anchor or None))


def _page(public_id: str, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    found = queries.get_import(desk.session(), current.scope(), public_id)
    return render_template(
        "jobboard/recruit/file_import.html",
        found=found,
        heading=said.heading(found),
        shape_and_words=said.STATUS_WORDS[found.status],
        file_words=said.file_words(found, present.size(found.size_bytes)),
        outcome=said.outcome_facts(found, words()),
        tag_key=tag_key(found.tag),
        errors=errors,
        **_at_work(found),
        **_to_be_read(found, values),
        **_said_of_lines(found),
        gone=_gone(found),
    )


def _at_work(found: FileImport) -> dict[str, Any]:
    """How far it is; the page asks again by itself, but not for ever."""
    if found.status not in AT_WORK:
        return {"progress": ""}
    due.after_commit(current.board())  # whoever waits for it also moves it on, where no worker does
    tried = request.args.get("looked", 0, type=int)
    return {
        "progress": said.progress_words(found, words()),
        "waiting": said.waiting_words(next_step(current.board(), found), words()),
        "look_again": url_for(".file_import", found=found.public_id, looked=tried + 1),
        "looks_by_itself": 0 <= tried < MOST_LOOKS,
    }


def _gone(found: FileImport) -> str:
    """Why the file is no longer held, unless it is. One statement at most."""
    deleted = None if found.storage_key else queries.file_deleted(desk.session(), found)
    return said.gone_words(*deleted, words()) if deleted else ""


def _to_be_read(found: FileImport, values: dict[str, Any]) -> dict[str, Any]:
    """How it is read, and the first people, while that can be changed."""
    if found.status not in NOT_BEGUN or not found.storage_key:
        return {"looked": None}
    looked: Preview = preview(current.board(), found)
    return {
        "looked": looked,
        "columns": said.column_rows(looked.columns, values),
        "people": said.person_rows(looked, words()),
        "first_people": said.first_people_words(looked, words()),
        "rest": said.rest_words(looked, words()),
        "in_the_way": said.preview_words(looked, words()),
        "problems": said.problem_rows(looked, found.kind),
        "alone": said.alone_words(found.kind),
        "read_like": said.read_like_words(queries.read_like(desk.session(), found), words()),
        "dates": values.get("dates", found.dates.value if found.dates else ""),
        "date_options": said.DATE_OPTIONS,
        "tag": values.get("tag", found.tag),
    }


def _said_of_lines(found: FileImport) -> dict[str, Any]:
    """Who could not come in, and what to look at. Three statements at most."""
    if not found.storage_key or not found.taken:
        return {"rejects": None, "remarks": []}
    page = queries.rejects_page(desk.session(), found, desk.wanted_page())
    named = bare_people(desk.session(), current.scope(), {one.person for one in page.items if one.person})
    remarks = said.remark_words(queries.remarks_of(desk.session(), found))
    return {
        "rejects": page,
        "reject_rows": [said.reject_row(one, found.kind, named) for one in page.items],
        "remarks": remarks,
    }
