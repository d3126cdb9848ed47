"""Levels from titles: what waits to be placed, the board's own ladder, and who would move before a change is saved."""

from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.db.paging import PageRequest
from jobboard.errors import Conflict, InvalidInput
from jobboard.fit.functions import UnknownFunction, parse_function
from jobboard.flows import ladders as flow
from jobboard.flows.ladder_preview import preview
from jobboard.flows.ladders import Proposal
from jobboard.flows.titles import titles
from jobboard.flows.unknown_titles import unknown_titles
from jobboard.ladders import queries
from jobboard.ladders.files import dump_ladder
from jobboard.ladders.schemas import LONGEST_PHRASE
from jobboard.taxonomy.onet import ATTRIBUTION
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_levels import (
    change_rows,
    entry_choices,
    entry_rows,
    entry_values,
    from_to,
    further_pages,
    ladder_heading,
    moved_heading,
    moved_sentences,
    proposal_heading,
    proposal_sentences,
    saved_sentence,
    unknown_heading,
    unknown_rows,
)

routes = Routes()

ENTRY_FIELDS = {
    "phrase": "Title or rung",
    "level": "Stands at",
    "kind": "What it is",
    "function": "Field",
    "track": "Track",
    "label": "Your name for the rung",
    "why": "Why",
}
"""The form's fields by the words of their labels."""
PREVIEWED = 20


@routes.get("/levels")
def levels() -> ResponseReturnValue:
    """Titles that we can only guess at, the most frequent first, each with its suggestions."""
    page, complete = unknown_titles(current.board(), desk.wanted_page())
    return render_template(
        "jobboard/recruit/levels.html",
        page=page,
        rows=unknown_rows(page.items, words()),
        heading=unknown_heading(page.total, words()),
        complete=complete,
        attribution=ATTRIBUTION if titles(current.board()).occupations else "",
    )


@routes.get("/levels/ladder")
def ladder() -> ResponseReturnValue:
    """The board's own entries, and the newest changes."""
    page = queries.entries(
        desk.session(), current.scope().board, desk.wanted_page(), text=desk.search_text(), function=_function()
    )
    return render_template(
        "jobboard/recruit/ladder.html",
        page=page,
        rows=entry_rows(page.items, words()),
        heading=ladder_heading(page.total, words()),
        changes=change_rows(queries.changes(desk.session(), current.scope().board), words()),
        choices=entry_choices(words()),
        q=desk.search_text(),
        function=request.args.get("function", ""),
    )


@routes.get("/levels/ladder.csv")
def ladder_file() -> ResponseReturnValue:
    """The ladder as a file for a spreadsheet; `flask jobboard ladder import` takes it back."""
    board = current.board()
    text = dump_ladder(titles(board).host.entries, ladder=board.ladder)
    found = Response(text, mimetype="text/csv")
    found.headers["Content-Disposition"] = "attachment; filename=ladder.csv"
    return found


@routes.form("/levels/ladder/new")
def new_entry() -> ResponseReturnValue:
    """Put a title or a rung on the ladder: the form, who would move, and at last the change."""
    return _change(None)


@routes.form("/levels/ladder/<entry>")
def edit_entry(entry: str) -> ResponseReturnValue:
    """The same for one that stands there."""
    return _change(entry)


@routes.form("/levels/ladder/<entry>/remove")
def remove_entry(entry: str) -> ResponseReturnValue:
    """Who would move without it, and taking it off."""
    values = desk.typed()
    proposal = flow.propose_removal(current.board(), entry, values)
    if "confirmed" in values:
        return _save(proposal, values)
    return _preview(proposal, values)


@routes.post("/levels/changes/<change>/undo")
def undo_ladder_change(change: str) -> ResponseReturnValue:
    """Take a change back as far as nobody changed the same entries since."""
    board = current.board()
    made = flow.change_ladder(board, flow.propose_undo(board, change), actor=current.actor())
    desk.say("Taken back. The levels it touched are being read anew." if made else saved_sentence(None))
    return redirect(url_for(".ladder"))


def _function() -> str | None:
    wanted = request.args.get("function", "")
    if wanted == "every":
        return ""
    try:
        return parse_function(wanted) if wanted else None
    except UnknownFunction:
        return None


def _change(entry: str | None) -> ResponseReturnValue:
    found = queries.get_entry(desk.session(), current.scope().board, entry) if entry else None
    if request.method != "POST":
        asked = {"phrase": request.args.get("phrase", "")[:LONGEST_PHRASE]} if found is None else {}
        return _form(entry, {**entry_values(found), **asked}, {})
    values = desk.typed()
    if "edit" in values:
        return _form(entry, values, {})
    try:
        proposal = flow.propose(current.board(), values, replaces=entry or "")
    except InvalidInput as problem:
        return _form(entry, values, problem.errors), 422
    return _save(proposal, values) if "confirmed" in values else _preview(proposal, values)


def _save(proposal: Proposal, values: dict[str, Any]) -> ResponseReturnValue:
    try:
        made = flow.change_ladder(current.board(), proposal, actor=current.actor())
    except Conflict as problem:
        return _preview(proposal, {**values, "seen": ""}, problem=str(problem)), 409
    undo = url_for(".undo_ladder_change", change=made.public_id) if made else ""
    desk.say(saved_sentence(made), undo_url=undo)
    return redirect(url_for(".levels" if values.get("back") == "levels" else ".ladder"))


def _form(entry: str | None, values: dict[str, Any], errors: dict[str, list[str]]) -> str:
    return render_template(
        "jobboard/recruit/ladder_entry.html",
        entry=entry,
        values=values,
        errors=errors,
        labels=ENTRY_FIELDS,
        choices=entry_choices(words()),
    )


def _preview(proposal: Proposal, values: dict[str, Any], *, problem: str = "") -> str:
    board, said = current.board(), words()
    found = preview(board, proposal, PageRequest(_number(values.get("page", "")), PREVIEWED))
    before, after = further_pages(found)
    kept = {name: values.get(name, "") for name in (*ENTRY_FIELDS, "back")}
    return render_template(
        "jobboard/recruit/ladder_preview.html",
        proposal=proposal,
        heading=proposal_heading(proposal, said),
        sentences=proposal_sentences(proposal, titles(board).host.entries, said),
        moved=moved_heading(found),
        notes=moved_sentences(found),
        preview=found,
        from_to=lambda row: from_to(row.before, row.after, said),
        values={**kept, "seen": queries.state_of(desk.session(), board.name)},
        problem=problem,
        page_before=before,
        page_after=after,
    )


def _number(value: str) -> int:
    return min(max(int(value), 1), desk.MOST_PAGES) if value.isdecimal() and len(value) < 7 else 1
