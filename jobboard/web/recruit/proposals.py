"""People we met who were more senior than the role, and whom nobody kept: keep them, or say why not."""

from functools import partial
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.errors import InvalidInput
from jobboard.flows import proposals as flow
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_proposals import (
    KEEP_LABELS,
    confirmed_sentence,
    confirming_page,
    confirming_values,
    proposal_rows,
    proposals_heading,
)
from jobboard.web.wishes import choices

routes = Routes()

Errors = dict[str, list[str]]


@routes.get("/kept/proposed")
def proposed() -> ResponseReturnValue:
    """Everybody proposed, newest first; what is unsure is asked as a question."""
    page = flow.waiting(current.board(), desk.wanted_page(), actor=current.actor())
    return render_template(
        "jobboard/recruit/proposed.html",
        page=page,
        rows=proposal_rows(page.items, words()),
        heading=proposals_heading(page.total),
    )


@routes.form("/kept/<kept>/confirm")
def confirm(kept: str) -> ResponseReturnValue:
    """The record as proposed, one press from being a promise."""
    if request.method != "POST":
        return _page(kept)
    values = desk.typed("functions", "work_modes")
    if "preview" in values:
        return _page(kept, values)
    name = flow.look_at(current.board(), kept, actor=current.actor()).proposal.kept.candidate.name
    try:
        made = flow.confirm(current.board(), kept, values, actor=current.actor())
    except InvalidInput as problem:
        return _page(kept, values, problem.errors), 422
    desk.say(confirmed_sentence(name, made.status))
    return redirect(url_for(".proposed"))


@routes.form("/kept/<kept>/not-needed")
def not_needed(kept: str) -> ResponseReturnValue:
    """Why no record is needed; nobody asks again."""
    if request.method != "POST":
        return _not_needed(kept, {})
    name, values = flow.look_at(current.board(), kept, actor=current.actor()).proposal.kept.candidate.name, desk.typed()
    try:
        flow.not_needed(current.board(), kept, values, actor=current.actor())
    except InvalidInput as problem:
        return _not_needed(kept, values, problem.errors), 422
    desk.say(f"{name}: not needed. You will not be asked again.", undo_url=url_for(".propose_again", kept=kept))
    return redirect(url_for(".proposed"))


@routes.post("/kept/<kept>/propose-again")
def propose_again(kept: str) -> ResponseReturnValue:
    """Take “not needed” back."""
    flow.propose_again(current.board(), kept, actor=current.actor())
    desk.say("Taken back: it is proposed again.")
    return redirect(url_for(".proposed"))


def _page(kept: str, values: dict[str, Any] | None = None, errors: Errors | None = None) -> str:
    found = flow.look_at(current.board(), kept, actor=current.actor())
    values, errors = confirming_values(found) if values is None else values, errors or {}
    letters, wrong = desk.drafted(partial(flow.preview, current.board(), found, values, actor=current.actor()))
    return render_template(
        "jobboard/recruit/confirm.html",
        page=confirming_page(found, words()),
        values=values,
        letters=letters,
        errors=errors or wrong,
        labels=KEEP_LABELS,
        choices=choices(words()),
    )


def _not_needed(kept: str, values: dict[str, Any], errors: Errors | None = None) -> str:
    found = flow.look_at(current.board(), kept, actor=current.actor())
    page = confirming_page(found, words())
    return render_template("jobboard/recruit/not_needed.html", page=page, values=values, errors=errors or {})
