"""A recruiter's morning: look at who surfaced, invite, snooze, set aside, undo, and ask why not."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from jobboard.access import Actor, Scope
from jobboard.applications import queries as applications
from jobboard.applications.lifecycle import is_untouched
from jobboard.applications.models import Application
from jobboard.applications.service import AppliedFor, start_application
from jobboard.candidates.models import Consent, ConsentPurpose
from jobboard.candidates.queries import live_consent
from jobboard.errors import Conflict, ConsentMissing, IllegalMove
from jobboard.flows import messages
from jobboard.jobs.models import JobStatus
from jobboard.keep_on_file import queries, service
from jobboard.keep_on_file.models import KeptStatus, Surfacing, SurfacingStatus
from jobboard.keep_on_file.schemas import read_dismiss_form, read_invite_form, read_snooze_form
from jobboard.state import BoardState

SOURCE = "kept on file"


def open_surfacing(board: BoardState, surfacing_id: str, *, actor: Actor) -> None:
    """Remember that somebody looked at this person for this job."""
    with board.transaction() as session:
        found = queries.get_surfacing(session, Scope(board.name, actor), surfacing_id)
        service.mark_seen(session, found, actor=actor, now=board.now())


def invitation(board: BoardState, surfacing_id: str, *, actor: Actor) -> messages.MessageDraft:
    """The personal message an invitation starts with. Raises ``ConsentMissing``."""
    found = queries.get_surfacing(board.session(), Scope(board.name, actor), surfacing_id)
    return _invitation(board, found, actor=actor)


def _invitation(board: BoardState, found: Surfacing, *, actor: Actor) -> messages.MessageDraft:
    consent = _consent(board, found)
    kept = found.kept
    return messages.invitation(board, kept.candidate, kept.origin_application, found.job, actor=actor, consent=consent)


def _consent(board: BoardState, found: Surfacing) -> Consent:
    candidate = found.kept.candidate
    consent = live_consent(candidate, ConsentPurpose.KEEP_ON_FILE, board.now())
    if consent is None or candidate.do_not_contact:
        raise ConsentMissing(
            f"{candidate.name}'s consent to be kept on file has ended, so contact is blocked. Ask for a new one first."
        )
    return consent


def invite(board: BoardState, surfacing_id: str, form: Mapping[str, Any], *, actor: Actor) -> str:
    """Start the application for the better role and write to the person; returns the application's public id.

    The mail leaves after the board's delay, in which ``undo`` cancels it. Raises ``ConsentMissing``, ``InvalidInput``,
    ``AlreadyApplied``, or ``IllegalMove`` when the job has closed or somebody else is in conversation with them.
    """
    subject, body = read_invite_form(form)
    with board.transaction() as session:
        found = queries.get_surfacing(session, Scope(board.name, actor), surfacing_id)
        _consent(board, found)
        _check_open(found)
        application = _start(board, session, found, actor=actor)
        service.decide(session, found, SurfacingStatus.CONVERTED, actor=actor, now=board.now())
        service.move_kept(
            session, found.kept, KeptStatus.IN_CONVERSATION, actor=actor, now=board.now(), why=found.job.title
        )
        draft = messages.MessageDraft(messages.INVITATION, "", subject, body)
        messages.write_message(board, session, found.kept.candidate, draft, application=application, actor=actor)
        return application.public_id


def _check_open(found: Surfacing) -> None:
    if found.job.status is not JobStatus.OPEN:
        raise IllegalMove(
            f"“{found.job.title}”",
            here=found.job.status.value,
            wanted="an invitation",
            allowed=["open, by reopening it"],
        )


def _start(board: BoardState, session: Session, found: Surfacing, *, actor: Actor) -> Application:
    candidate = found.kept.candidate
    return start_application(
        session,
        candidate,
        AppliedFor.of(found.job),
        job=found.job,
        actor=actor,
        now=board.now(),
        source=SOURCE,
        surfacing_id=found.public_id,
    )


def snooze(board: BoardState, surfacing_id: str, form: Mapping[str, Any], *, actor: Actor) -> None:
    """Let a person sleep until the morning of a day. Raises ``InvalidInput``."""
    today = board.now().astimezone(board.zone).date()
    until = read_snooze_form(form, today=today, zone=board.zone)
    with board.transaction() as session:
        found = queries.get_surfacing(session, Scope(board.name, actor), surfacing_id)
        service.decide(session, found, SurfacingStatus.SNOOZED, actor=actor, now=board.now(), snoozed_until=until)


def dismiss(board: BoardState, surfacing_id: str, form: Mapping[str, Any], *, actor: Actor) -> None:
    """Set a person aside for this job, level, function, or always. Raises ``InvalidInput``."""
    scope, reason = read_dismiss_form(form)
    with board.transaction() as session:
        found = queries.get_surfacing(session, Scope(board.name, actor), surfacing_id)
        service.decide(session, found, SurfacingStatus.DISMISSED, actor=actor, now=board.now(), scope=scope, why=reason)


def undo(board: BoardState, surfacing_id: str, *, actor: Actor) -> None:
    """Take back the last decision; an invitation's unsent mail is cancelled and its untouched application removed.
    Raises ``Conflict`` when there is nothing to undo, the mail has left, or work on the application has begun."""
    with board.transaction() as session:
        found = queries.get_surfacing(session, Scope(board.name, actor), surfacing_id)
        if found.status is SurfacingStatus.CONVERTED:
            _take_back(board, session, found, actor=actor)
        service.undo_decision(session, found, actor=actor, now=board.now())


def _take_back(board: BoardState, session: Session, found: Surfacing, *, actor: Actor) -> None:
    application = applications.application_from(session, Scope(board.name, actor), found.public_id)
    if not is_untouched(application):
        raise Conflict("Work has begun on this application. Close it with its reason instead.")
    written = session.scalars(messages.for_application(application)).all()
    for message in written:
        messages.cancel(message, now=board.now())
        message.application_id = None
    session.flush()
    session.delete(application)
    if found.kept.status is KeptStatus.IN_CONVERSATION:
        service.move_kept(session, found.kept, KeptStatus.ACTIVE, actor=actor, now=board.now(), why="invitation undone")
