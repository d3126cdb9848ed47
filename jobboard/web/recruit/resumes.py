"""A person's résumés: adding one, and reading one."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.errors import InvalidInput
from jobboard.flows import resumes
from jobboard.web.blueprints import Routes
from jobboard.web.recruit import desk, profile

routes = Routes()


@routes.post("/candidates/<candidate>/resume")
def add_resume(candidate: str) -> ResponseReturnValue:
    """Add a résumé that somebody handed over."""
    upload = desk.upload("resume")
    try:
        if upload is None:
            raise InvalidInput({"resume": ["Choose a file first."]})
        resumes.add_resume(current.board(), candidate, upload, actor=current.actor())
    except InvalidInput as problem:
        return profile.page(candidate, profile.Typed("new", {}, problem.errors)), 422
    desk.say("Résumé added; the newest version counts from now on.")
    return redirect(url_for(".candidate", candidate=candidate) + "#resumes")


@routes.get("/candidates/<candidate>/resume/<int:number>")
def resume(candidate: str, number: int) -> ResponseReturnValue:
    """One résumé version as a download."""
    version, stream = resumes.open_resume(current.board(), candidate, number, actor=current.actor())
    return desk.download(stream, version.filename)
