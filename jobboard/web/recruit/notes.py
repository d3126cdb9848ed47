"""Notes about a person, and the notes in which a colleague mentions the reader."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.db.seal import seal
from jobboard.errors import ChangedMeanwhile, InvalidInput
from jobboard.flows import notes as flow
from jobboard.teamwork import queries
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk, profile
from jobboard.web.recruit.present_notes import mention_hint, mention_rows, mentions_heading, note_saved

routes = Routes()


@routes.post("/candidates/<candidate>/notes")
def write_note(candidate: str) -> ResponseReturnValue:
    """Write a note about a person."""
    values = desk.typed()
    try:
        unknown = flow.write(current.board(), candidate, values, actor=current.actor())
    except InvalidInput as problem:
        return profile.page(candidate, profile.Typed("note", values, problem.errors)), 422
    desk.say(note_saved(unknown))
    return _to_notes(candidate)


@routes.form("/notes/<note>")
def note(note: str) -> ResponseReturnValue:
    """One's own note, to change or delete."""
    found = flow.own_note(current.board(), note, actor=current.actor())
    if request.method != "POST":
        return _page(note, {"text": found.text, "seal": seal(found, flow.SEALED)}, {})
    values, candidate = desk.typed(), found.candidate.public_id
    try:
        unknown = flow.edit(current.board(), note, values, actor=current.actor())
    except ChangedMeanwhile as problem:
        return _page(note, values | {"seal": problem.seal}, {}, theirs=problem.theirs), 409
    except InvalidInput as problem:
        return _page(note, values, problem.errors), 422
    desk.say(note_saved(unknown))
    return _to_notes(candidate)


@routes.post("/notes/<note>/delete")
def delete_note(note: str) -> ResponseReturnValue:
    """Take one's own note away."""
    candidate = flow.delete(current.board(), note, actor=current.actor())
    desk.say("Note deleted.", undo_url=url_for(".restore_note", note=note))
    return _to_notes(candidate)


@routes.post("/notes/<note>/restore")
def restore_note(note: str) -> ResponseReturnValue:
    """Bring it back."""
    candidate = flow.restore(current.board(), note, actor=current.actor())
    desk.say("The note is back.")
    return _to_notes(candidate)


@routes.get("/mentions")
def mentions() -> ResponseReturnValue:
    """Every note that mentions the reader and is not ticked off."""
    page = queries.mentions_waiting(desk.session(), current.scope(), desk.wanted_page())
    return render_template(
        "jobboard/recruit/mentions.html",
        page=page,
        mentions=mention_rows(page.items, words()),
        heading=mentions_heading(page.total),
    )


@routes.post("/notes/<note>/seen")
def tick_mention(note: str) -> ResponseReturnValue:
    """Take a mention off the first page."""
    name = flow.tick(current.board(), note, seen=True, actor=current.actor())
    desk.say(f"Ticked off: the note about {name}.", undo_url=url_for(".untick_mention", note=note))
    return redirect(_back())


@routes.post("/notes/<note>/unseen")
def untick_mention(note: str) -> ResponseReturnValue:
    """Put it back there."""
    flow.tick(current.board(), note, seen=False, actor=current.actor())
    desk.say("It is on your first page again.")
    return redirect(_back())


def _back() -> str:
    return url_for(".mentions" if request.form.get("back") == "mentions" else ".today")


def _to_notes(candidate: str) -> ResponseReturnValue:
    return redirect(url_for(".candidate", candidate=candidate) + "#notes")


def _page(
    public_id: str, values: dict[str, Any], errors: dict[str, list[str]], *, theirs: dict[str, str] | None = None
) -> str:
    board = current.board()
    return render_template(
        "jobboard/recruit/note.html",
        note=flow.own_note(board, public_id, actor=current.actor()),
        values=values,
        errors=errors,
        theirs=theirs or {},
        hint=mention_hint(flow.colleagues(board), current.actor()),
    )
