"""What is known, wished or allowed of kept people has changed: judge again who waits, and look for more."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.flows.policy import policy
from jobboard.flows.surface import surface_people_later
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus
from jobboard.keep_on_file.surfacing import retire_people
from jobboard.state import BoardState


def rematch(board: BoardState, session: Session, kept_ids: Sequence[int], *, actor: Actor, why_now: str) -> int:
    """Take back what no longer holds for these records (internal keys) at once, explain anew what does, and once this
    transaction has committed bring them up for the open jobs that fit now. Returns how many were taken back.

    Decisions stay as they are, and nobody surfaces twice for a job under one policy.
    """
    if not kept_ids:
        return 0
    session.flush()
    retired = retire_people(session, kept_ids, policy(board, session), actor=actor, why=why_now)
    surface_people_later(board, session, kept_ids, actor=actor, why_now=why_now)
    return retired


def rematch_person(board: BoardState, session: Session, candidate_id: int, *, actor: Actor, why_now: str) -> int:
    """The same for every active record of a person (internal key). One statement more."""
    active = select(KeptCandidate.id).where(
        KeptCandidate.candidate_id == candidate_id, KeptCandidate.status == KeptStatus.ACTIVE
    )
    return rematch(board, session, session.scalars(active).all(), actor=actor, why_now=why_now)
