"""Apply: five fields and a résumé, a look over it, sent once. What was typed waits in a draft in between."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, BinaryIO, cast

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.applications.models import ApplicationDraft
from jobboard.errors import NotFound
from jobboard.flows import apply as flow
from jobboard.flows.limits import TRAP
from jobboard.flows.machines import form_opened
from jobboard.flows.uploads import Upload
from jobboard.jobs import queries
from jobboard.jobs.models import Job
from jobboard.web import present
from jobboard.web.blueprints import Routes
from jobboard.web.public import own_drafts
from jobboard.web.public.cards import places
from jobboard.web.public.screening_fields import AskedField, asked_fields

routes = Routes()

_LABELS = {
    "name": "Your name",
    "email": "E-mail",
    "tel": "Phone",
    "place": "Where you live",
    "resume": "Résumé",
    "note": "Anything the résumé does not say",
    "keep": "Keep me on file",
}
"""Field to its words on the form; what the job asks besides comes after the résumé."""
_ASKED_AFTER = list(_LABELS).index("resume") + 1


@routes.form("/<job_id>/apply")
def apply(job_id: str) -> ResponseReturnValue:
    """The form; sent, it is kept as a draft and shown once more before it goes."""
    board = current.board()
    wanted = queries.public_job(board.session(), current.scope(), job_id, now=board.now())
    if request.method == "POST":
        draft_id = request.form.get("draft", "")
        return _keep(wanted, draft_id if own_drafts.is_own(draft_id) else None)
    if request.args.get("draft"):
        draft, _job = _own_draft(request.args["draft"])
        return _form(wanted, draft)
    return _form(wanted, begun=_begun(wanted))


def _own_draft(draft_id: str) -> tuple[ApplicationDraft, Job]:
    """A draft that this browser began, and its job. Raises ``NotFound``, and ``Gone`` when the job has ended."""
    _require_own(draft_id)
    return flow.get_draft(current.board(), draft_id)


def _require_own(draft_id: str) -> None:
    if not own_drafts.is_own(draft_id):
        raise NotFound("unsent application")


def _begun(job: Job) -> ApplicationDraft | None:
    """What this browser began for the job and has not sent."""
    draft_id = own_drafts.newest_for(job.public_id)
    try:
        return _own_draft(draft_id)[0] if draft_id else None
    except NotFound:  # sent, thrown away or expired
        return None


def _keep(job: Job, draft_id: str | None) -> ResponseReturnValue:
    try:
        draft_id = _saved(job, draft_id)
    except flow.DraftInvalid as problem:
        own_drafts.remember(job.public_id, problem.draft_id)
        return _put_right(problem)
    own_drafts.remember(job.public_id, draft_id)
    return redirect(url_for(".review", draft_id=draft_id), 303)


def _saved(job: Job, draft_id: str | None) -> str:
    board, typed, files = current.board(), request.form.to_dict(), _uploads()
    upload = files.pop("resume", None)
    save = partial(flow.save_draft, board, job.public_id, typed, upload, answer_files=files, asked_from=_asked_from())
    try:
        if draft_id and typed.get("remove_resume") and upload is None:
            flow.remove_resume(board, draft_id)
        return save(draft_id=draft_id)
    except NotFound:  # the draft has expired or was sent meanwhile: what was typed starts a new one
        return save()


def _asked_from() -> str:
    return request.remote_addr or ""


def _uploads() -> dict[str, Upload]:
    """The files that were chosen, by field; a browser sends a nameless empty one when none was."""
    chosen = {name: file for name, file in request.files.items() if file.filename}
    return {name: Upload(cast("BinaryIO", file.stream), file.filename or "") for name, file in chosen.items()}


def _put_right(problem: flow.DraftInvalid) -> ResponseReturnValue:
    """The form with what is wrong beside its fields."""
    draft, job = flow.get_draft(current.board(), problem.draft_id)
    return _form(job, draft, problem.errors), 422


def _form(
    job: Job,
    draft: ApplicationDraft | None = None,
    errors: Mapping[str, list[str]] | None = None,
    *,
    begun: ApplicationDraft | None = None,
) -> str:
    asked = asked_fields(flow.questions_for(current.board(), job.public_id), draft)
    labels, errors = _labels(asked), errors or {}
    return render_template(
        "jobboard/public/apply.html",
        job=job,
        place=places(job),
        values=draft.form if draft else {},
        draft_id=draft.public_id if draft else "",
        begun=begun,
        began_at=present.words().time(begun.created_at) if begun else "",
        resume=_resume(draft),
        asked=asked,
        errors={name: errors[name] for name in [*labels, *errors] if name in errors},
        labels=labels,
        trap=TRAP,
        opened=form_opened(current.board()),
    )


def _labels(asked: Iterable[AskedField]) -> dict[str, str]:
    """Field to its words, in the order of the form."""
    before, after = list(_LABELS.items())[:_ASKED_AFTER], list(_LABELS.items())[_ASKED_AFTER:]
    return dict([*before, *((one.name, one.label) for one in asked), *after])


def _resume(draft: ApplicationDraft | None) -> dict[str, str] | None:
    if draft is None or not draft.resume:
        return None
    return {
        "name": draft.resume["filename"],
        "size": present.size(draft.resume["size_bytes"]),
        "note": _not_read(draft.resume),
    }


def _not_read(resume: Mapping[str, Any]) -> str:
    """Why nothing was taken from a file; empty where its text was read."""
    if resume.get("text"):
        return ""
    why = f": {resume['unread']}" if resume.get("unread") else " here"
    return f"We could not read its text{why}. It is sent all the same."


@routes.get("/apply/<draft_id>")
def review(draft_id: str) -> ResponseReturnValue:
    """The whole application once, before it goes."""
    try:
        draft, job = _own_draft(draft_id)
    except NotFound:
        return _sent_or_lost()
    asked = asked_fields(flow.questions_for(current.board(), job.public_id), draft)
    return render_template(
        "jobboard/public/review.html",
        draft=draft,
        job=job,
        place=places(job),
        resume=_resume(draft),
        asked=asked,
        notes=_notes(draft),
        labels=_labels(asked),
        kept=bool(draft.form.get("keep")),
    )


def _notes(draft: ApplicationDraft) -> dict[str, str]:
    """What to know of an answer before it goes, by field."""
    notes = dict.fromkeys(flow.said_in_resume(draft), "As in your résumé")
    if draft.resume.get("unread"):
        notes["resume"] = _not_read(draft.resume)
    return notes


@routes.post("/apply/<draft_id>")
def send(draft_id: str) -> ResponseReturnValue:
    """Send the application. Pressed twice, it is still sent once and both presses see the receipt."""
    _require_own(draft_id)
    try:
        receipt = flow.send(current.board(), draft_id, asked_from=_asked_from())
    except flow.DraftInvalid as problem:  # such as a question that was added since
        return _put_right(problem)
    session[_receipt_key()] = {
        "draft": draft_id,
        "job": receipt.job_title,
        "organization": receipt.organization,
        "email": receipt.email_masked,
        "kept": receipt.kept,
    }
    return redirect(url_for(".received"), 303)


@routes.post("/apply/<draft_id>/discard")
def discard(draft_id: str) -> ResponseReturnValue:
    """Throw away what was begun, files and all, and start over. Pressed twice it is gone once."""
    _require_own(draft_id)
    job = flow.discard(current.board(), draft_id)
    return redirect(url_for(".apply", job_id=job.public_id), 303)


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
