"""A person answers an invitation on their own page: yes, I am interested; or not this one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import Scope
from jobboard.applications import queries as applications
from jobboard.applications import service as pool
from jobboard.applications.dispositions import WITHDREW_PERSONAL
from jobboard.applications.models import Application, ApplicationStatus, CandidateMessage, Stage
from jobboard.candidates.models import Candidate
from jobboard.candidates.queries import by_access_key
from jobboard.db.history import History, record
from jobboard.errors import Conflict, NotFound
from jobboard.flows.messages import INVITATION
from jobboard.flows.own_wishes import THEMSELVES
from jobboard.flows.own_withdrawal import end_by_their_wish
from jobboard.keep_on_file import service as keeping
from jobboard.keep_on_file.conversations import hold_person, invited_conversations
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus, Surfacing
from jobboard.keep_on_file.queries import consent_is_live
from jobboard.state import BoardState

INTERESTED = "invitation_accepted"
"""What the history calls a yes."""


@dataclass(frozen=True)
class Invitation:
    """Why somebody here wrote to them: the application that the invitation started, and whether they said yes."""

    application: Application
    message: CandidateMessage
    accepted: bool


def sent_invitations(session: Session, theirs: Sequence[Application]) -> dict[int, CandidateMessage]:
    """The newest invitation that has left, by the internal key of the application it started. One statement at most."""
    started = [one.id for one in theirs if one.surfacing_id]
    if not started:
        return {}
    sent = select(CandidateMessage).where(
        CandidateMessage.application_id.in_(started),
        CandidateMessage.kind == INVITATION,
        CandidateMessage.sent_at.is_not(None),
    )
    messages = session.scalars(sent.order_by(CandidateMessage.id)).all()
    return {message.application_id: message for message in messages if message.application_id is not None}


def known_to_them(theirs: Sequence[Application], sent: Mapping[int, CandidateMessage]) -> list[Application]:
    """Applications the person knows of: not those that an invitation started which has not left, unless work on them
    has begun all the same. Interviews must be loaded."""
    return [
        one
        for one in theirs
        if not one.surfacing_id or one.id in sent or one.interviews or one.stage is not Stage.APPLIED
    ]


def invitations(
    session: Session, theirs: Sequence[Application], sent: Mapping[int, CandidateMessage]
) -> list[Invitation]:
    """Invitations that have left and whose application still runs, newest first. One statement at most."""
    running = [one for one in theirs if one.status is ApplicationStatus.ACTIVE and one.id in sent]
    accepted = _accepted(session, running)
    newest = sorted(running, key=lambda one: sent[one.id].id, reverse=True)
    return [Invitation(one, sent[one.id], one.public_id in accepted) for one in newest]


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
    """They are interested: remembered once, and shown to the recruiters until somebody moves the application on. After
    a no it takes that back while the job is open and nobody here talks with them. Raises ``NotFound`` when there is no
    such invitation of theirs, and ``Conflict``, naming whom to write to, when it is closed for good."""
    with board.transaction() as session:
        invited = _invited(board, session, access_key, application_id)
        application = invited.application
        passed = application.status is not ApplicationStatus.ACTIVE
        if passed:
            _after_all(board, session, invited)
        if passed or not invited.accepted:
            title, about = application.applied_title, application.candidate_id
            record(session, application, INTERESTED, actor=THEMSELVES, at=board.now(), about=about, after=title)


def _after_all(board: BoardState, session: Session, invited: Invitation) -> None:
    """Open again what they had passed, and the conversation with it."""
    application, now = invited.application, board.now()
    hold_person(session, board.name, application.surfacing_id or "")
    kept = _free(board, session, application)
    if kept is None:
        raise Conflict(
            "This invitation is closed by now, so your yes was not noted. If you would like to talk, write to "
            f"{invited.message.author_name}: an answer to the mail that invited you is enough."
        )
    why = "They said yes after all"
    pool.reopen_application(session, application, actor=THEMSELVES, now=now, why=why)
    keeping.move_kept(session, kept, KeptStatus.IN_CONVERSATION, actor=THEMSELVES, now=now, why=why)


def _free(board: BoardState, session: Session, application: Application) -> KeptCandidate | None:
    """The record behind an invitation that they passed themselves, if it can go on: the job is open, their consent
    holds, and nobody talks with them. At most three statements."""
    reason, job = application.disposition, application.job
    if reason is None or reason.code != WITHDREW_PERSONAL or job is None or not job.accepts_applications:
        return None
    if invited_conversations(session, [application.candidate_id]):
        return None
    behind = (
        select(KeptCandidate)
        .join(Surfacing, Surfacing.kept_id == KeptCandidate.id)
        .join(Candidate, Candidate.id == KeptCandidate.candidate_id)
        .where(
            Surfacing.public_id == application.surfacing_id,
            KeptCandidate.status == KeptStatus.ACTIVE,
            consent_is_live(board.now()),
        )
    )
    return session.scalars(behind).one_or_none()


def not_this_one(board: BoardState, access_key: str, application_id: str) -> None:
    """They pass this one: its application ends by their wish, and they are promised the next one as before. Raises
    ``NotFound`` when there is no such invitation of theirs."""
    with board.transaction() as session:
        invited = _invited(board, session, access_key, application_id).application
        if invited.status is not ApplicationStatus.ACTIVE:
            raise NotFound("invitation")
        scope = Scope(board.name, THEMSELVES)
        application = applications.get_application(session, scope, invited.public_id)
        end_by_their_wish(board, session, application)


def _invited(board: BoardState, session: Session, access_key: str, application_id: str) -> Invitation:
    """The invitation behind this application of theirs, whether or not it still runs."""
    candidate = by_access_key(session, board.name, access_key)
    theirs = applications.applications_of(session, Scope(board.name, THEMSELVES), candidate)
    mine = [one for one in theirs if one.public_id == application_id]
    sent = sent_invitations(session, mine)
    if not sent:
        raise NotFound("invitation")
    (application,) = mine
    return Invitation(application, sent[application.id], bool(_accepted(session, mine)))


def said_yes(session: Session, scope: Scope, *, limit: int = 20) -> list[Application]:
    """Applications whose invitation got a yes and that nobody has moved on since, longest waiting first, with person
    and job. One statement."""
    yes = select(History.subject_id).where(
        History.board == scope.board, History.subject_type == Application.__name__, History.what == INTERESTED
    )
    return applications.in_stage(session, scope, Stage.APPLIED, among=yes, limit=limit)
