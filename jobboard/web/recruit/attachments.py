"""A person's files other than résumés."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.errors import InvalidInput
from jobboard.flows import attachments as flow
from jobboard.web.blueprints import Routes
from jobboard.web.recruit import desk, profile

routes = Routes()


@routes.post("/candidates/<candidate>/attachments")
def add_attachment(candidate: str) -> ResponseReturnValue:
    """Add a file that somebody handed over."""
    values, upload = desk.typed(), desk.upload("file")
    try:
        if upload is None:
            raise InvalidInput({"file": ["Choose a file first."]})
        flow.add(current.board(), candidate, values, upload, actor=current.actor())
    except InvalidInput as problem:
        return profile.page(candidate, profile.Typed("attachment", values, problem.errors)), 422
    desk.say("Attachment added.")
    return _to_attachments(candidate)


@routes.get("/attachments/<attachment>")
def attachment(attachment: str) -> ResponseReturnValue:
    """The file as a download."""
    found, stream = flow.open_file(current.board(), attachment, actor=current.actor())
    return desk.download(stream, found.filename)


@routes.post("/attachments/<attachment>/remove")
def remove_attachment(attachment: str) -> ResponseReturnValue:
    """Take it away."""
    candidate = flow.remove(current.board(), attachment, actor=current.actor())
    desk.say("Attachment removed.", undo_url=url_for(".restore_attachment", attachment=attachment))
    return _to_attachments(candidate)


@routes.post("/attachments/<attachment>/restore")
def restore_attachment(attachment: str) -> ResponseReturnValue:
    """Bring it back."""
    candidate = flow.restore(current.board(), attachment, actor=current.actor())
    desk.say("The attachment is back.")
    return _to_attachments(candidate)


def _to_attachments(candidate: str) -> ResponseReturnValue:
    return redirect(url_for(".candidate", candidate=candidate) + "#attachments")
