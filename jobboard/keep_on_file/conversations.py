"""Who is talking to a kept person already: one open conversation a person, whoever leads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.applications.models import Application, ApplicationStatus, CandidateMessage
from jobboard.candidates.models import Candidate
from jobboard.db.history import History
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus, Surfacing, SurfacingStatus


@dataclass(frozen=True, slots=True)
class Conversation:
    """An open conversation: who leads it, since when (None when nobody wrote that down), about which job, and the
    application it runs in (a public id, empty without one).

    ``ours`` says that we began it by inviting a kept person; then there is no second one. An application that the
    person sent by themselves does not stand in the way of a better role, if a recruiter says so.
    """

    who: str
    since: datetime | None
    about: str
    application_id: str
    ours: bool


def invited_conversations(session: Session, people: Sequence[int]) -> dict[int, Conversation]:
    """The conversations we began with these people (internal keys) and that are not over, by person. Two statements."""
    found = {
        kept.candidate_id: Conversation(kept.owner_name, None, "", "", ours=True)
        for kept in session.scalars(
            select(KeptCandidate).where(
                KeptCandidate.candidate_id.in_(people), KeptCandidate.status == KeptStatus.IN_CONVERSATION
            )
        )
    }
    rows = session.execute(
        select(Application, Surfacing.decided_by, Surfacing.decided_at)
        .join(Surfacing, Surfacing.public_id == Application.surfacing_id)
        .where(
            Application.candidate_id.in_(people),
            Application.status == ApplicationStatus.ACTIVE,
            Surfacing.status == SurfacingStatus.CONVERTED,
        )
        .order_by(Application.id)
    )
    for application, who, since in rows:
        found[application.candidate_id] = Conversation(
            who, since, application.applied_title, application.public_id, ours=True
        )
    return found


def conversation_with(session: Session, candidate: Candidate, *, job_id: int) -> Conversation | None:
    """Who talks to this person, about whichever job; ours before an application that they sent by themselves, unless
    that is for this job (an internal key). At most four statements."""
    ours = invited_conversations(session, [candidate.id]).get(candidate.id)
    return ours or own_application(session, candidate, job_id=job_id)


def own_application(session: Session, candidate: Candidate, *, job_id: int) -> Conversation | None:
    """The newest application of this person in progress for another job than this one. At most two statements."""
    application = session.scalars(
        select(Application)
        .where(
            Application.candidate_id == candidate.id,
            Application.status == ApplicationStatus.ACTIVE,
            Application.job_id.is_distinct_from(job_id),
        )
        .order_by(Application.id.desc())
        .limit(1)
    ).one_or_none()
    if application is None:
        return None
    who = _last_doer(session, application)
    return Conversation(who, application.applied_at, application.applied_title, application.public_id, ours=False)


def _last_doer(session: Session, application: Application) -> str:
    """Which colleague last did something about an application; empty when only the person did."""
    return (
        session.scalar(
            select(History.actor_name)
            .where(
                History.board == application.board,
                History.subject_type == "Application",
                History.subject_id == application.public_id,
                History.what != "applied",
            )
            .order_by(History.id.desc())
            .limit(1)
        )
        or ""
    )


def last_written(session: Session, candidate: Candidate) -> CandidateMessage | None:
    """The newest mail to a person that was not cancelled, whatever it was about. One statement."""
    return session.scalars(
        select(CandidateMessage)
        .where(CandidateMessage.candidate_id == candidate.id, CandidateMessage.cancelled_at.is_(None))
        .order_by(CandidateMessage.id.desc())
        .limit(1)
    ).one_or_none()


def hold_person(session: Session, board: str, surfacing_id: str) -> None:
    """Let nobody else begin a conversation with the person of this review until the transaction is over: two who press
    at once come one after the other. One statement; SQLite's write lock does the same for the whole file."""
    session.execute(
        select(Candidate.id)
        .join(KeptCandidate, KeptCandidate.candidate_id == Candidate.id)
        .join(Surfacing, Surfacing.kept_id == KeptCandidate.id)
        .where(Surfacing.board == board, Surfacing.public_id == surfacing_id)
        .with_for_update(of=Candidate)
    )
