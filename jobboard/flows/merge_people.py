"""Two records turn out to be one person: everything comes together under one, and nothing is lost or said twice."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from jobboard.access import Actor, Scope
from jobboard.applications import queries as applications
from jobboard.applications import service as pool
from jobboard.applications.models import Application, ApplicationStatus, CandidateMessage
from jobboard.candidates.merge import absorb
from jobboard.candidates.models import Candidate, ConsentPurpose
from jobboard.candidates.queries import get_candidate, live_consent, newest_consent
from jobboard.db.history import History
from jobboard.errors import Conflict
from jobboard.flows import messages
from jobboard.flows.rematch import rematch_person
from jobboard.keep_on_file import queries, service
from jobboard.keep_on_file.lifecycle import MOVES
from jobboard.keep_on_file.models import BenchRow, DismissalRule, KeptCandidate, KeptStatus, Surfacing
from jobboard.state import BoardState
from jobboard.teamwork.service import move_notes
from jobboard.teamwork.tasks import move_tasks

_DUPLICATE = "duplicate"


def merge(board: BoardState, stays_id: str, goes_id: str, *, actor: Actor) -> None:
    """Bring everything about ``goes_id`` under ``stays_id``; the old id and the old private link lead there from now
    on. It cannot be undone.

    Where both applied for the same job, the application of ``goes_id`` ends as a duplicate and no longer points to it.
    A consent given as one of them counts for both, and so does one withdrawn. Raises ``Conflict`` when both are the
    same already, and ``NotFound``.
    """
    with board.transaction() as session:
        scope = Scope(board.name, actor)
        stays, goes = get_candidate(session, scope, stays_id), get_candidate(session, scope, goes_id)
        if stays.id == goes.id:
            raise Conflict("These two are one person already.")
        _end_duplicates(board, session, stays, goes, actor=actor)
        _move(session, stays, goes)
        stays, goes = get_candidate(session, scope, stays_id), get_candidate(session, scope, goes_id)
        merged = absorb(session, stays, goes, actor=actor, now=board.now())
        _settle_promises(board, session, merged, actor=actor)
        _one_surfacing_a_job(session, merged)
        rematch_person(board, session, merged.id, actor=actor, why_now="Two records of them were merged.")


def _end_duplicates(board: BoardState, session: Session, stays: Candidate, goes: Candidate, *, actor: Actor) -> None:
    theirs = select(Application.job_id).where(Application.candidate_id == stays.id, Application.job_id.is_not(None))
    twice = session.scalars(
        select(Application.public_id).where(Application.candidate_id == goes.id, Application.job_id.in_(theirs))
    ).all()
    for public_id in twice:
        application = applications.get_application(session, Scope(board.name, actor), public_id)
        if application.status is ApplicationStatus.ACTIVE:
            reason = pool.get_disposition(session, board.name, _DUPLICATE)
            pool.close_application(
                session, application, reason, evidence=[], actor=actor, now=board.now(), why="merged"
            )
        application.job_id = None
    session.flush()


def _move(session: Session, stays: Candidate, goes: Candidate) -> None:
    """Everything that points to the person, but for what they are made of. Rows that somebody may be writing to count a
    version up, so that a stale writer learns of it."""
    for versioned in (Application, KeptCandidate, DismissalRule):
        moved: dict[str, Any] = {"candidate_id": stays.id, "version": versioned.version + 1}
        session.execute(update(versioned).where(versioned.candidate_id == goes.id).values(moved))
    for table in (CandidateMessage, BenchRow):
        session.execute(update(table).where(table.candidate_id == goes.id).values(candidate_id=stays.id))
    move_notes(session, goes=goes.id, stays=stays.id)
    move_tasks(session, goes=goes.id, stays=stays.id)
    session.execute(update(History).where(History.about == goes.id).values(about=stays.id))
    session.flush()
    session.expire_all()


def _settle_promises(board: BoardState, session: Session, merged: Candidate, *, actor: Actor) -> None:
    """A yes said as one of them makes the other's record active, a stop ends both."""
    now, purpose = board.now(), ConsentPurpose.KEEP_ON_FILE
    live, newest = live_consent(merged, purpose, now), newest_consent(merged, purpose)
    stopped = newest is not None and newest.withdrawn_at is not None
    for kept in service.kept_people(session, merged.id):
        if live is not None and kept.status is KeptStatus.AWAITING_CONSENT:
            kept.expires_at = live.expires_at
            service.move_kept(session, kept, KeptStatus.ACTIVE, actor=actor, now=now, why="consent given")
        elif stopped and KeptStatus.WITHDRAWN in MOVES[kept.status]:
            service.move_kept(session, kept, KeptStatus.WITHDRAWN, actor=actor, now=now, why="consent withdrawn")
    if stopped or merged.do_not_contact:
        for message in session.scalars(messages.unsent_about_keeping(merged)):
            messages.cancel(message, now=now)


def _one_surfacing_a_job(session: Session, merged: Candidate) -> None:
    """Of what nobody has decided yet the best stays for each job: one human being is one to call."""
    ids = [kept.id for kept in service.kept_people(session, merged.id)]
    waiting: Sequence[Surfacing] = queries.undecided_of(session, ids) if ids else ()
    seen: set[int] = set()
    for found in sorted(waiting, key=lambda one: -one.score):
        if found.job_id in seen:
            session.delete(found)
        seen.add(found.job_id)
    session.flush()
