"""A person's résumés: adding one, reading one, and comparing two."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.errors import InvalidInput
from jobboard.flows import resumes
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk, profile
from jobboard.web.recruit.present_difference import difference_page

routes = Routes()


@routes.post("/candidates/<candidate>/resume")
def add_resume(candidate: str) -> ResponseReturnValue:
    """Add a résumé that somebody handed over."""
    upload = desk.upload("resume")
    try:
        if upload is None:
            raise InvalidInput({"resume": ["Choose a file first."]})
        added = resumes.add_resume(current.board(), candidate, upload, actor=current.actor())
    except InvalidInput as problem:
        return profile.page(candidate, profile.Typed("new", {}, problem.errors)), 422
    if added:
        desk.say("Résumé added; the newest version counts from now on.")
    else:
        desk.say("This is the very file that is their newest version already. Nothing was added.")
    return redirect(url_for(".candidate", candidate=candidate) + "#resumes")


@routes.get("/candidates/<candidate>/resume/<int:number>")
def resume(candidate: str, number: int) -> ResponseReturnValue:
    """One résumé version as a download."""
    version, stream = resumes.open_resume(current.board(), candidate, number, actor=current.actor())
    return desk.download(stream, version.filename)


@routes.get("/candidates/<candidate>/resume/difference")
def resume_difference(candidate: str) -> ResponseReturnValue:
    """Two versions compared: the newest with the one before it, unless others are chosen."""
    old, new = (request.args.get(name, type=int) for name in ("old", "new"))
    found = resumes.compare(current.board(), candidate, old, new, actor=current.actor())
    return render_template("jobboard/recruit/resume_difference.html", page=difference_page(found, words()))
