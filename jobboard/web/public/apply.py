"""Apply: five fields and a résumé, a look over it, sent once. What was typed waits in a draft in between."""

from collections.abc import Mapping
from typing import Any, BinaryIO, cast

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.applications.models import ApplicationDraft
from jobboard.errors import InvalidInput, NotFound
from jobboard.flows import apply as flow
from jobboard.flows.uploads import Upload
from jobboard.jobs import queries
from jobboard.jobs.models import Job
from jobboard.web import present
from jobboard.web.blueprints import Routes
from jobboard.web.public.cards import places

routes = Routes()

LABELS = {
    "name": "Your name",
    "email": "E-mail",
    "tel": "Phone",
    "place": "Where you live",
    "resume": "Résumé",
    "note": "Anything the résumé does not say",
    "keep": "Keep me on file",
}
"""Field to its words on the form, in the order of the form."""


@routes.form("/<job_id>/apply")
def apply(job_id: str) -> ResponseReturnValue:
    """The form; sent, it is kept as a draft and shown once more before it goes."""
    board = current.board()
    wanted = queries.public_job(board.session(), current.scope(), job_id, now=board.now())
    if request.method == "POST":
        return _keep(wanted, request.form.get("draft") or None)
    if request.args.get("draft"):
        draft, _job = flow.get_draft(board, request.args["draft"])
        return _form(wanted, draft.form, draft_id=draft.public_id, resume=draft.resume)
    return _form(wanted, {})


def _keep(job: Job, draft_id: str | None) -> ResponseReturnValue:
    typed = {name: value for name, value in request.form.items() if name in LABELS}
    try:
        draft_id = _saved(job, typed, draft_id)
    except flow.DraftInvalid as problem:
        draft, _job = flow.get_draft(current.board(), problem.draft_id)
        page = _form(job, draft.form, draft_id=draft.public_id, resume=draft.resume, errors=_ordered(problem))
        return page, 422
    return redirect(url_for(".review", draft_id=draft_id), 303)


def _saved(job: Job, typed: Mapping[str, str], draft_id: str | None) -> str:
    board, upload = current.board(), _upload()
    try:
        if draft_id and request.form.get("remove_resume") and upload is None:
            flow.remove_resume(board, draft_id)
        return flow.save_draft(board, job.public_id, typed, upload, draft_id=draft_id)
    except NotFound:  # the draft has expired or was sent meanwhile: what was typed starts a new one
        return flow.save_draft(board, job.public_id, typed, upload)


def _upload() -> Upload | None:
    """The file that was chosen; a browser sends a nameless empty one when none was."""
    file = request.files.get("resume")
    return Upload(cast("BinaryIO", file.stream), file.filename) if file and file.filename else None


def _ordered(problem: InvalidInput) -> dict[str, list[str]]:
    return {name: problem.errors[name] for name in [*LABELS, *problem.errors] if name in problem.errors}


def _form(
    job: Job,
    values: Mapping[str, Any],
    *,
    draft_id: str = "",
    resume: Mapping[str, Any] | None = None,
    errors: Mapping[str, list[str]] | None = None,
) -> str:
    return render_template(
        "jobboard/public/apply.html",
        job=job,
        place=places(job),
        values=values,
        draft_id=draft_id,
        resume=_file(resume),
        errors=errors or {},
        labels=LABELS,
    )


def _file(resume: Mapping[str, Any] | None) -> dict[str, str] | None:
    if not resume:
        return None
    return {"name": resume["filename"], "size": present.size(resume["size_bytes"])}


@routes.get("/apply/<draft_id>")
def review(draft_id: str) -> ResponseReturnValue:
    """The whole application once, before it goes."""
    try:
        draft, job = flow.get_draft(current.board(), draft_id)
    except NotFound:
        return _sent_or_lost()
    return render_template(
        "jobboard/public/review.html",
        draft=draft,
        job=job,
        place=places(job),
        resume=_file(draft.resume),
        notes=_notes(draft),
        labels=LABELS,
        kept=bool(draft.form.get("keep")),
    )


def _notes(draft: ApplicationDraft) -> dict[str, str]:
    """What to know of an answer before it goes, by field."""
    notes = dict.fromkeys(flow.said_in_resume(draft), "As in your résumé")
    if draft.resume.get("unread"):
        notes["resume"] = f"We could not read its text: {draft.resume['unread']}. It is sent all the same."
    return notes


@routes.post("/apply/<draft_id>")
def send(draft_id: str) -> ResponseReturnValue:
    """Send the application. Pressed twice, it is still sent once and both presses see the receipt."""
    try:
        receipt = flow.send(current.board(), draft_id)
    except flow.DraftInvalid:
        _draft, job = flow.get_draft(current.board(), draft_id)
        return redirect(url_for(".apply", job_id=job.public_id, draft=draft_id), 303)
    session[_receipt_key()] = {
        "draft": draft_id,
        "job": receipt.job_title,
        "organization": receipt.organization,
        "email": receipt.email_masked,
        "kept": receipt.kept,
    }
    return redirect(url_for(".received"), 303)


def _sent_or_lost() -> ResponseReturnValue:
    draft_id = (request.view_args or {}).get("draft_id")
    if session.get(_receipt_key(), {}).get("draft") == draft_id:
        return redirect(url_for(".received"), 303)
    raise NotFound("unsent application")


@routes.get("/received")
def received() -> ResponseReturnValue:
    """What happens next. The person's own link is only ever mailed, never shown here."""
    return render_template("jobboard/public/received.html", receipt=session.get(_receipt_key()))


def _receipt_key() -> str:
    return f"{current.board().name}_receipt"
