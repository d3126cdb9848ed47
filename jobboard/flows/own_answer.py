"""A person answers an invitation on their own page: yes, I am interested; or not this one."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import Scope
from jobboard.applications import queries as applications
from jobboard.applications import service as pool
from jobboard.applications.models import Application, ApplicationStatus, CandidateMessage, Stage
from jobboard.candidates.queries import by_access_key
from jobboard.db.history import History, record
from jobboard.errors import NotFound
from jobboard.flows.messages import INVITATION
from jobboard.flows.own_wishes import THEMSELVES
from jobboard.flows.rematch import rematch
from jobboard.keep_on_file import service as keeping
from jobboard.state import BoardState

INTERESTED = "invitation_accepted"
"""What the history calls a yes."""
NOT_THIS = "withdrew_personal"
"""The reason with which an application ends whose invitation got a no."""


@dataclass(frozen=True)
class Invitation:
    """Why somebody here wrote to them: the application that the invitation started, and whether they said yes."""

    application: Application
    message: CandidateMessage
    accepted: bool


def invitations(session: Session, theirs: Sequence[Application]) -> list[Invitation]:
    """Invitations that have left and whose application still runs, newest first. Two statements at most."""
    running = {one.id: one for one in theirs if one.status is ApplicationStatus.ACTIVE and one.surfacing_id}
    if not running:
        return []
    sent = select(CandidateMessage).where(
        CandidateMessage.application_id.in_(running),
        CandidateMessage.kind == INVITATION,
        CandidateMessage.sent_at.is_not(None),
    )
    messages = session.scalars(sent.order_by(CandidateMessage.id.desc())).all()
    accepted = _accepted(session, [running[message.application_id or 0] for message in messages])
    return [
        Invitation(application, message, application.public_id in accepted)
        for message in messages
        for application in (running[message.application_id or 0],)
    ]


def _accepted(session: Session, asked: Sequence[Application]) -> set[str]:
    if not asked:
        return set()
    found = select(History.subject_id).where(
        History.board == asked[0].board,
        History.subject_type == Application.__name__,
        History.subject_id.in_([one.public_id for one in asked]),
        History.what == INTERESTED,
    )
    return set(session.scalars(found))


def interested(board: BoardState, access_key: str, application_id: str) -> None:
    """They are interested: remembered once, and shown to the recruiters until somebody moves the application on. Raises
    ``NotFound`` when there is no such invitation of theirs."""
    with board.transaction() as session:
        invited = _invited(board, session, access_key, application_id)
        if not invited.accepted:
            application = invited.application
            title, about = application.applied_title, application.candidate_id
            record(session, application, INTERESTED, actor=THEMSELVES, at=board.now(), about=about, after=title)


def not_this_one(board: BoardState, access_key: str, application_id: str) -> None:
    """They pass this one: its application ends by their wish, and they are promised the next one as before. Raises
    ``NotFound`` when there is no such invitation of theirs."""
    with board.transaction() as session:
        invited = _invited(board, session, access_key, application_id).application
        scope = Scope(board.name, THEMSELVES)
        application = applications.get_application(session, scope, invited.public_id)
        reason = pool.get_disposition(session, board.name, NOT_THIS)
        pool.close_application(session, application, reason, evidence=[], actor=THEMSELVES, now=board.now())
        why = f"They passed “{application.applied_title}”"
        kept = keeping.end_conversation(session, application.surfacing_id, actor=THEMSELVES, now=board.now(), why=why)
        if kept is not None:
            rematch(board, session, [kept.id], actor=THEMSELVES, why_now=f"{why}, and are free again.")


def _invited(board: BoardState, session: Session, access_key: str, application_id: str) -> Invitation:
    candidate = by_access_key(session, board.name, access_key)
    theirs = applications.applications_of(session, Scope(board.name, THEMSELVES), candidate)
    found = (one for one in invitations(session, theirs) if one.application.public_id == application_id)
    invited = next(found, None)
    if invited is None:
        raise NotFound("invitation")
    return invited


def said_yes(session: Session, scope: Scope, *, limit: int = 20) -> list[Application]:
    """Applications whose invitation got a yes and that nobody has moved on since, longest waiting first, with person
    and job. One statement."""
    yes = select(History.subject_id).where(
        History.board == scope.board, History.subject_type == Application.__name__, History.what == INTERESTED
    )
    return applications.in_stage(session, scope, Stage.APPLIED, among=yes, limit=limit)
