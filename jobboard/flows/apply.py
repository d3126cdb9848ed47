"""Somebody applies: a draft that keeps what came in, a look over it, one application however often it is sent."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from jobboard.access import STRANGER, Actor, Role, Scope
from jobboard.applications import queries as applications
from jobboard.applications.answers import read_answers
from jobboard.applications.models import Application, ApplicationDraft, ScreeningQuestion
from jobboard.applications.screening import questions_of
from jobboard.applications.service import AppliedFor, start_application
from jobboard.candidates import service as people
from jobboard.candidates.models import Candidate, ConsentPurpose
from jobboard.candidates.queries import live_consent
from jobboard.candidates.resume_contact import read_contact
from jobboard.candidates.schemas import read_apply_form
from jobboard.dates import months_after
from jobboard.db import outbox
from jobboard.db.history import record
from jobboard.errors import AlreadyApplied, Conflict, InvalidInput
from jobboard.flows import machines, screening_answers
from jobboard.flows.announce import announce
from jobboard.flows.files import delete_later, discard_draft, keeping_files
from jobboard.flows.rematch import rematch_person
from jobboard.flows.resumes import attach, store
from jobboard.flows.uploads import Upload, in_megabytes
from jobboard.jobs import queries as jobs
from jobboard.jobs.models import Job
from jobboard.state import BoardState

DRAFT_LIVES = timedelta(days=2)
_TRIES = 3
RECEIPT = "mail.receipt"
"""Outbox topic: ``{"application": public_id}`` gets its receipt with the person's own link."""


class DraftInvalid(InvalidInput):
    """Something must be put right; what was typed and the file are safe in the draft ``draft_id``."""

    def __init__(self, errors: Mapping[str, list[str]], draft_id: str) -> None:
        super().__init__(errors)
        self.draft_id = draft_id


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the page after sending may say: nothing that shows whether we knew the address before."""

    job_title: str
    organization: str
    email_masked: str
    kept: bool


def save_draft(
    board: BoardState,
    job_id: str,
    form: Mapping[str, Any],
    upload: Upload | None,
    *,
    draft_id: str | None = None,
    answer_files: Mapping[str, Upload] = MappingProxyType({}),
    asked_from: str | None = None,
) -> str:
    """Keep what was typed and the files, and return the draft's id. What was left empty is taken from the résumé where
    its text could be read; ``answer_files`` are by the fields of the screening questions. ``asked_from`` is the
    internet address of whoever applies, by which beginnings are counted; a caller who answers for them leaves it out.

    Raises ``DraftInvalid`` with every problem; nothing is lost by one. Raises ``TooManyRequests``."""
    if draft_id is None:
        machines.brake_beginning(board, asked_from)
    received = _receive_file(board, upload)
    answering, unfit = screening_answers.receive_files(board, questions_for(board, job_id), answer_files)
    stored = [file.stored.key for file in answering.values()]
    if isinstance(received, dict):
        stored.append(received["storage_key"])
    with keeping_files(board, *stored) as session:
        job = jobs.public_job(session, Scope(board.name, STRANGER), job_id, now=board.now())
        draft, questions = _draft(board, session, job, draft_id), questions_of(session, job)
        draft.form = {
            name: str(form.get(name, ""))[:5000] for name in ("name", "email", "tel", "place", "note", "keep")
        }
        problems = _keep_file(board, session, draft, received)
        draft.form = _filled_in(draft.form, draft.resume)
        screening_answers.keep_answers(board, session, draft, questions, form, answering)
        _read, errors = read_apply_form(draft.form)
        _answers, unanswered = read_answers(questions, draft.answers, draft.files)
        errors |= problems | unanswered | unfit
        if asked_from is not None and not errors:  # whoever has something to fix looks at the form once more anyway
            errors = machines.signs_of_a_machine(board, form, begun_at=draft.created_at if draft_id else None)
        session.flush()
        saved = draft.public_id
    if errors:
        raise DraftInvalid(errors, saved)
    return saved


def questions_for(board: BoardState, job_id: str) -> list[ScreeningQuestion]:
    """What whoever applies for a job is asked. Raises ``NotFound``, and ``Gone`` when the job has ended."""
    job = jobs.public_job(board.session(), Scope(board.name, STRANGER), job_id, now=board.now())
    return questions_of(board.session(), job)


def _draft(board: BoardState, session: Session, job: Job, draft_id: str | None) -> ApplicationDraft:
    if draft_id:
        draft = applications.get_draft(session, board.name, draft_id, now=board.now(), lock=True)
        draft.job_id = job.id
        return draft
    draft = ApplicationDraft(
        board=board.name,
        job_id=job.id,
        resume={},
        form={},
        answers={},
        files=[],
        created_at=board.now(),
        expires_at=board.now() + DRAFT_LIVES,
    )
    session.add(draft)
    return draft


def _receive_file(board: BoardState, upload: Upload | None) -> dict[str, Any] | InvalidInput | None:
    """Look into the file and store it, before any transaction: what a stranger sends may take its time."""
    if upload is None:
        return None
    try:
        return store(board, upload)
    except InvalidInput as problem:
        return problem


def _keep_file(
    board: BoardState, session: Session, draft: ApplicationDraft, received: dict[str, Any] | InvalidInput | None
) -> dict[str, list[str]]:
    if isinstance(received, InvalidInput):
        return received.errors
    if received is None:
        return {} if draft.resume else _no_file(board)
    if draft.resume:
        delete_later(board, session, draft.resume["storage_key"])
    draft.resume = received
    return {}


def _filled_in(form: Mapping[str, Any], resume: Mapping[str, Any]) -> dict[str, Any]:
    said = read_contact(resume.get("text", ""))
    return {name: value if value.strip() else said.get(name, value) for name, value in form.items()}


def said_in_resume(draft: ApplicationDraft) -> frozenset[str]:
    """The fields of the form that hold what the draft's file says."""
    said = read_contact(draft.resume.get("text", ""))
    return frozenset(name for name, value in said.items() if draft.form.get(name) == value)


def _no_file(board: BoardState) -> dict[str, list[str]]:
    return {"resume": [f"Choose a file of up to {in_megabytes(board.config.max_upload_bytes)}"]}


def get_draft(board: BoardState, draft_id: str) -> tuple[ApplicationDraft, Job]:
    """An unsent draft and its job. Raises ``NotFound`` once sent or expired, ``Gone`` when the job has ended."""
    session = board.session()
    draft = applications.get_draft(session, board.name, draft_id, now=board.now())
    job = jobs.get_job_by_key(session, board.name, draft.job_id)
    return draft, jobs.public_job(session, Scope(board.name, STRANGER), job.public_id, now=board.now())


def remove_resume(board: BoardState, draft_id: str) -> None:
    """Take the file out of a draft and delete it."""
    with board.transaction() as session:
        draft = applications.get_draft(session, board.name, draft_id, now=board.now(), lock=True)
        if draft.resume:
            delete_later(board, session, draft.resume["storage_key"])
        draft.resume = {}


def discard(board: BoardState, draft_id: str) -> Job:
    """Throw an unsent draft and its files away; returns the job it was for. Raises ``NotFound`` once that is done, it
    was sent, or it has expired."""
    with board.transaction() as session:
        draft = applications.get_draft(session, board.name, draft_id, now=board.now(), lock=True)
        job = jobs.get_job_by_key(session, board.name, draft.job_id)
        discard_draft(board, session, draft)
        return job


def send(board: BoardState, draft_id: str, *, asked_from: str | None = None) -> Receipt:
    """Turn a draft into an application; pressed twice, both presses get the same receipt. Sending for the same job
    again adds the new file to the application there is. ``asked_from`` as for ``save_draft``.

    Raises ``DraftInvalid`` when the draft is not complete, ``NotFound`` when there is none, and ``TooManyRequests``,
    whereupon the draft stays.
    """
    for _ in range(_TRIES):
        try:
            return _send(board, draft_id, asked_from)
        except Conflict:  # the other press, or another applicant of the same name and address, was a moment earlier
            continue
    return _send(board, draft_id, asked_from)


def _send(board: BoardState, draft_id: str, asked_from: str | None) -> Receipt:
    with board.transaction() as session:
        draft = applications.get_draft(session, board.name, draft_id, now=board.now(), lock=True, sent=True)
        if draft.receipt:
            return Receipt(**draft.receipt)
        job = jobs.get_job_by_key(session, board.name, draft.job_id)
        jobs.public_job(session, Scope(board.name, STRANGER), job.public_id, now=board.now())
        read, errors = read_apply_form(draft.form)
        answers, unanswered = read_answers(questions_of(session, job), draft.answers, draft.files)
        errors |= unanswered if draft.resume else unanswered | _no_file(board)
        if errors:
            raise DraftInvalid(errors, draft_id)
        machines.brake_sending(board, session, read["email"], asked_from)
        application = _receive(board, session, job, read, draft.resume)
        screening_answers.hand_over(board, session, draft, application, answers)
        receipt = Receipt(job.title, job.organization.name, mask(read["email"]), bool(read["keep"]))
        draft.form, draft.resume, draft.receipt = {}, {}, asdict(receipt)
        return receipt


def _receive(
    board: BoardState, session: Session, job: Job, read: Mapping[str, Any], resume: Mapping[str, Any]
) -> Application:
    now = board.now()
    applicant = Actor("", "The applicant", Role.STRANGER)
    candidate, is_new = _person(board, session, read, applicant)
    attach(board, session, candidate, resume, actor=applicant)
    _consents(board, session, candidate, applicant, keep=bool(read["keep"]) and is_new)
    try:
        application = start_application(
            session, candidate, AppliedFor.of(job), job=job, actor=applicant, now=now, note=read["note"]
        )
    except AlreadyApplied as existing:
        application = applications.get_application(session, Scope(board.name, applicant), existing.application_id)
        record(session, application, "applied_again", actor=applicant, at=now, about=candidate.id)
    else:
        if candidate.name != read["name"]:
            record(
                session,
                application,
                "applied_under_another_name",
                actor=applicant,
                at=now,
                about=candidate.id,
                why=read["name"],
            )
        announce(board, session, "application-received", application=application.public_id)
    if not is_new:
        rematch_person(board, session, candidate.id, actor=applicant, why_now="They sent a new résumé.")
    outbox.add(session, board.name, RECEIPT, {"application": application.public_id}, at=now)
    return application


def _person(board: BoardState, session: Session, read: Mapping[str, Any], applicant: Actor) -> tuple[Candidate, bool]:
    """The person this address belongs to, or a new one. Anybody can type one, so what is known is left as it is."""
    known = people.find_by_email(session, board.name, read["email"])
    if known is not None:
        return known, False
    candidate = people.create_candidate(session, board.name, name=read["name"], actor=applicant, now=board.now())
    people.add_email(candidate, read["email"])
    people.add_phone(candidate, read["tel"])
    candidate.locality = read["place"]
    return candidate, True


def _consents(board: BoardState, session: Session, candidate: Candidate, applicant: Actor, *, keep: bool) -> None:
    """Somebody known says yes to being kept on their own page, which the receipt leads to: a form that anybody can
    fill in with their address must neither give nor prolong it."""
    now, months = board.now(), board.config.keep_months
    wanted = {ConsentPurpose.APPLICATION: None, ConsentPurpose.KEEP_ON_FILE: months_after(now, months)}
    for purpose, expires_at in wanted.items():
        if purpose is ConsentPurpose.KEEP_ON_FILE and not keep:
            continue
        if purpose is ConsentPurpose.APPLICATION and live_consent(candidate, purpose, now):
            continue
        people.grant_consent(
            session,
            candidate,
            purpose,
            actor=applicant,
            granted_at=now,
            expires_at=expires_at,
            channel="web",
            text_version=board.config.consent_text,
        )


def mask(address: str) -> str:
    """“m…d@example.org”: enough to spot a typing mistake, too little to read over a shoulder."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}…{name[-1:]}@{domain}"
