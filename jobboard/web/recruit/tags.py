"""Tags on a person's page."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.errors import InvalidInput
from jobboard.flows import tags as flow
from jobboard.web.blueprints import Routes
from jobboard.web.recruit import desk, profile
from jobboard.web.recruit.voice import joined

routes = Routes()


@routes.post("/candidates/<candidate>/tags")
def add_tags(candidate: str) -> ResponseReturnValue:
    """Give a person tags."""
    values = desk.typed()
    try:
        new = flow.add(current.board(), candidate, values, actor=current.actor())
    except InvalidInput as problem:
        return profile.page(candidate, profile.Typed("tag", values, problem.errors)), 422
    desk.say(f"Tagged: {joined(new)}." if new else "They had that tag already.")
    return redirect(url_for(".candidate", candidate=candidate))


@routes.post("/candidates/<candidate>/tags/remove")
def remove_tag(candidate: str) -> ResponseReturnValue:
    """Take a tag off a person."""
    label = flow.remove(current.board(), candidate, request.form.get("tag", ""), actor=current.actor())
    if label:
        undo = url_for(".add_tags", candidate=candidate)
        desk.say(f"No longer tagged {label}.", undo_url=undo, undo_fields={"tags": label})
    return redirect(url_for(".candidate", candidate=candidate))
