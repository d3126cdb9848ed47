"""Considering somebody in spite of gates: which of them may be set aside, and what is written down about it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from jobboard.access import Actor
from jobboard.db.history import record
from jobboard.jobs.models import Job
from jobboard.keep_on_file.matching.gates import GateResult
from jobboard.keep_on_file.models import KeptCandidate, Surfacing, SurfacingStatus

SET_ASIDE = frozenset(
    {"above_origin", "within_reach", "wanted_level", "function", "place", "pay", "available", "not_dismissed"}
)
"""The gates that a recruiter may set aside: they judge whether somebody fits. The others keep a promise to the person
or to a client, and stand."""

_REOPENED = frozenset({SurfacingStatus.DISMISSED, SurfacingStatus.SNOOZED})


def surfacing_for(session: Session, kept: KeptCandidate, job: Job) -> Surfacing | None:
    """The newest surfacing of this person for this job, by whichever of their records, with its job and record. One
    statement."""
    return session.scalars(
        select(Surfacing)
        .join(Surfacing.kept)
        .where(KeptCandidate.candidate_id == kept.candidate_id, Surfacing.job_id == job.id)
        .options(joinedload(Surfacing.job), joinedload(Surfacing.kept))
        .order_by(Surfacing.id.desc())
        .limit(1)
    ).first()


def can_be_reopened(surfacing: Surfacing) -> bool:
    """Whether a decision was taken that somebody may take again: set aside, or asleep."""
    return surfacing.status in _REOPENED


def reopen(surfacing: Surfacing, overridden: Sequence[str]) -> None:
    """Put it back before the recruiter as seen and undecided. What was decided stands in the history."""
    surfacing.status, surfacing.overridden = SurfacingStatus.SEEN, list(overridden)
    surfacing.snoozed_until, surfacing.snoozed_for = None, {}
    surfacing.dismissal_scope, surfacing.dismissal_reason = None, ""
    surfacing.decided_by, surfacing.decided_at, surfacing.before_undo = "", None, {}


def why_now(failed: Sequence[GateResult], *, by: str) -> str:
    """The sentence the surfacing shows."""
    aside = "; ".join(gate.label for gate in failed)
    return f"Considered by {by} in spite of: {aside}." if aside else f"Brought up by {by}."


def note(
    session: Session, surfacing: Surfacing, failed: Sequence[GateResult], *, actor: Actor, now: datetime, why: str
) -> None:
    """The line in the history: which gates were set aside, and the reason."""
    aside = "; ".join(gate.label for gate in failed)
    about = surfacing.kept.candidate_id
    record(
        session,
        surfacing,
        "considered_anyway",
        actor=actor,
        at=now,
        about=about,
        before=aside,
        after=surfacing.job.title,
        why=why,
    )
