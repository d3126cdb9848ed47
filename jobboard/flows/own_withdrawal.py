"""A person withdraws an application on their own page, and may take that back for a day."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import Scope
from jobboard.applications import queries as applications
from jobboard.applications import service as pool
from jobboard.applications.dispositions import WITHDREW_PERSONAL
from jobboard.applications.models import Application, ApplicationStatus, Interview, InterviewStatus
from jobboard.applications.schemas import read_withdrawal
from jobboard.candidates.models import Candidate
from jobboard.candidates.queries import by_access_key
from jobboard.db.history import History, acting_together, done_together
from jobboard.errors import Conflict, NotFound
from jobboard.flows import interview_mail
from jobboard.flows.announce import announce
from jobboard.flows.limits import Limit, brake
from jobboard.flows.own_wishes import THEMSELVES
from jobboard.flows.rematch import rematch
from jobboard.keep_on_file import service as keeping
from jobboard.state import BoardState

TAKEN_BACK_WITHIN = timedelta(days=1)
NEWS_FOR = timedelta(days=3)
"""How long the desk's first page names who withdrew."""
CLOSED, MARKED = "application_closed", "interview_marked"
_LIMIT = Limit("own-withdrawals", 20, timedelta(days=1))


def to_withdraw(board: BoardState, access_key: str, application_id: str) -> Application:
    """The person's application, with its interviews, as the page that asks shows it. Raises ``NotFound`` for anybody
    else's, and ``Conflict`` once it has ended."""
    candidate = by_access_key(board.session(), board.name, access_key)
    application = _theirs(board, board.session(), candidate, application_id)
    if application.status is not ApplicationStatus.ACTIVE:
        raise Conflict("This application has ended already, so there is nothing to withdraw.")
    return application


def withdraw(board: BoardState, access_key: str, application_id: str, form: Mapping[str, Any]) -> None:
    """End the person's application by their wish, with their reason if they gave one. Interviews that are still to come
    are called off. Pressed twice it is withdrawn once.

    Raises ``InvalidInput`` by field, ``NotFound`` for anybody else's application, ``TooManyRequests``.
    """
    why = read_withdrawal(form)
    with board.transaction() as session:
        candidate = by_access_key(session, board.name, access_key)
        application = _theirs(board, session, candidate, application_id)
        if application.status is ApplicationStatus.ACTIVE:
            brake(board, session, _LIMIT, candidate.public_id)
            end_by_their_wish(board, session, application, why=why)


def end_by_their_wish(board: BoardState, session: Session, application: Application, *, why: str = "") -> None:
    """The same inside a transaction, for an application that is loaded as ``get_application`` does. Who was invited to
    it for a better role is promised the next one as before."""
    now = board.now()
    reason = pool.get_disposition(session, board.name, WITHDREW_PERSONAL)
    with acting_together(session):
        pool.close_application(session, application, reason, evidence=[], actor=THEMSELVES, now=now, why=why)
        for interview in _ahead(application, board):
            _call_off(board, session, application, interview)
    ended = f"They passed “{application.applied_title}”"
    kept = keeping.end_conversation(session, application.surfacing_id, actor=THEMSELVES, now=now, why=ended)
    if kept is not None:
        rematch(board, session, [kept.id], actor=THEMSELVES, why_now=f"{ended}, and are free again.")
    announce(board, session, "application-closed", application=application.public_id)


def take_back(board: BoardState, access_key: str, application_id: str) -> None:
    """The application runs again, and with it the interviews that were called off and are still to come. Pressed twice
    it is taken back once. Raises ``NotFound`` for anybody else's, and ``Conflict`` when it is too late."""
    with board.transaction() as session:
        candidate = by_access_key(session, board.name, access_key)
        application = _theirs(board, session, candidate, application_id)
        if application.status is ApplicationStatus.ACTIVE:
            return
        entry = withdrawals(board, session, [application]).get(application.public_id)
        if entry is None:
            raise Conflict("This can no longer be taken back here. If you would like to go on, answer a mail of ours.")
        brake(board, session, _LIMIT, candidate.public_id)
        told = board.now() >= entry.at + timedelta(minutes=board.config.mail_delay_minutes)
        why = "They took their withdrawal back"
        pool.reopen_application(session, application, actor=THEMSELVES, now=board.now(), why=why)
        for interview in _called_off_by(board, session, application, entry):
            _arrange_again(board, session, application, interview, told=told)


def withdrawals(board: BoardState, session: Session, theirs: Sequence[Application]) -> dict[str, History]:
    """The withdrawals that can be taken back, by the application's public id: their own, of the last day, for a job
    that still takes applications. One that began with an invitation is answered instead. Jobs must be loaded. One
    statement at most."""
    since = board.now() - TAKEN_BACK_WITHIN
    open_to_it = {one.public_id: one for one in theirs if _may_run_again(one) and (one.closed_at or since) > since}
    if not open_to_it:
        return {}
    closed = select(History).where(
        History.board == board.name,
        History.subject_type == Application.__name__,
        History.subject_id.in_(open_to_it),
        History.what == CLOSED,
        History.actor_id == THEMSELVES.id,
    )
    return {entry.subject_id: entry for entry in session.scalars(closed) if _is_the_end(open_to_it, entry)}


def _is_the_end(ended: Mapping[str, Application], entry: History) -> bool:
    """Whether the entry is the end as it stands, not one before the application was opened again."""
    return entry.at == ended[entry.subject_id].closed_at


def _may_run_again(application: Application) -> bool:
    job = application.job
    is_own = application.status is ApplicationStatus.WITHDRAWN and not application.surfacing_id
    return is_own and job is not None and job.accepts_applications


def withdrew_lately(board: BoardState, scope: Scope, *, limit: int = 10) -> list[Application]:
    """Applications whose people withdrew them in the last days, newest first, with person, job and organization. One
    statement."""
    themselves = (History.what == CLOSED, History.actor_id == THEMSELVES.id)
    since = board.now() - NEWS_FOR
    return applications.withdrawn_since(board.session(), scope, since, recorded=themselves, limit=limit)


def _theirs(board: BoardState, session: Session, candidate: Candidate, application_id: str) -> Application:
    found = applications.get_application(session, Scope(board.name, THEMSELVES), application_id)
    if found.candidate_id != candidate.id:
        raise NotFound("application")
    return found


def _ahead(application: Application, board: BoardState) -> list[Interview]:
    scheduled = [one for one in application.interviews if one.status is InterviewStatus.SCHEDULED]
    return [one for one in scheduled if one.scheduled_at > board.now()]


def _call_off(board: BoardState, session: Session, application: Application, interview: Interview) -> None:
    to, about = InterviewStatus.CANCELLED, application.candidate_id
    pool.mark_interview(session, interview, to, about=about, actor=THEMSELVES, now=board.now())
    interview_mail.call_off_later(board, session, interview, interview_mail.invited(interview), by=THEMSELVES)


def _called_off_by(
    board: BoardState, session: Session, application: Application, withdrawal: History
) -> list[Interview]:
    act = done_together(session, board.name, withdrawal.together, since=withdrawal.at)
    marked = {entry.subject_id for entry in act if entry.what == MARKED}
    cancelled = [one for one in application.interviews if one.status is InterviewStatus.CANCELLED]
    return [one for one in cancelled if one.public_id in marked and one.scheduled_at > board.now()]


def _arrange_again(
    board: BoardState, session: Session, application: Application, interview: Interview, *, told: bool
) -> None:
    """Who was ``told`` that it was called off is invited anew; a cancellation that has not left never leaves."""
    to, about = InterviewStatus.SCHEDULED, application.candidate_id
    pool.mark_interview(session, interview, to, about=about, actor=THEMSELVES, now=board.now())
    if told:
        interview.sequence += 1
        interview_mail.invite_later(board, session, interview, interview_mail.invited(interview), by=THEMSELVES)
