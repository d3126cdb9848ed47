"""Every write to the review of one person for one job: seen, decided, taken back, waiting again. Call inside a
transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.db.history import record
from jobboard.errors import AlreadyDecided, Conflict
from jobboard.keep_on_file.lifecycle import DECISIONS, check_decision
from jobboard.keep_on_file.models import (
    CONSIDERED,
    WRITTEN_TO,
    DismissalScope,
    KeptCandidate,
    Surfacing,
    SurfacingStatus,
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a recruiter decided about one person for one job.

    ``snoozed_until`` is when they come back at the latest, ``snoozed_for`` the event that brings them back before
    (``waking.Event`` as stored). ``together`` names the decisions taken in one act, so that one undo takes all back.
    """

    status: SurfacingStatus
    why: str = ""
    scope: DismissalScope | None = None
    snoozed_until: datetime | None = None
    snoozed_for: Mapping[str, Any] = field(default_factory=dict)
    together: str = ""


def mark_seen(session: Session, surfacing: Surfacing, *, actor: Actor, now: datetime) -> None:
    """Remember who looked first, and when. Later looks change nothing."""
    if surfacing.status is SurfacingStatus.NEW:
        surfacing.status, surfacing.seen_at, surfacing.seen_by = SurfacingStatus.SEEN, now, actor.name
        _note(session, surfacing, "surfacing_seen", before="new", actor=actor, now=now)


def decide(session: Session, surfacing: Surfacing, decision: Decision, *, actor: Actor, now: datetime) -> None:
    """Record a recruiter's decision; the one before is kept so that it can be undone. Raises ``AlreadyDecided`` when
    somebody's decision stands in the way, ``IllegalMove`` for any other move that the table does not have."""
    _check_undecided(surfacing, decision.status)
    check_decision(surfacing, decision.status)
    before = surfacing.status
    surfacing.before_undo = _snapshot(surfacing) | {"together": decision.together}
    surfacing.status = decision.status
    surfacing.snoozed_until, surfacing.snoozed_for = decision.snoozed_until, dict(decision.snoozed_for)
    surfacing.dismissal_scope = decision.scope
    surfacing.dismissal_reason = decision.why if decision.status is SurfacingStatus.DISMISSED else ""
    surfacing.decided_by, surfacing.decided_at = actor.name, now
    _count(session, surfacing, decision.status, 1)
    _note(session, surfacing, "surfacing_decided", before=before.value, actor=actor, now=now, why=decision.why)


def is_decided(surfacing: Surfacing, *, now: datetime) -> bool:
    """Whether somebody has decided about this person for this job, and that still stands: a snooze that is over does
    not."""
    if surfacing.status is SurfacingStatus.SNOOZED:
        return surfacing.snoozed_until is not None and surfacing.snoozed_until > now
    return surfacing.status in CONSIDERED


def _check_undecided(surfacing: Surfacing, to: SurfacingStatus) -> None:
    if to in DECISIONS[surfacing.status] or not surfacing.decided_by:
        return
    became = _BECAME.get(surfacing.status, "decided about them")
    raise AlreadyDecided(f"{surfacing.decided_by} has {became} for this job before. Undo that first.")


_BECAME = {
    SurfacingStatus.CONVERTED: "invited them",
    SurfacingStatus.CONTACTED: "written to them",
    SurfacingStatus.DISMISSED: "set them aside",
}


def undo_decision(session: Session, surfacing: Surfacing, *, actor: Actor, now: datetime) -> None:
    """Put back what the last decision replaced. Raises ``Conflict`` when there is nothing to undo."""
    if not surfacing.before_undo:
        raise Conflict("There is no decision to undo.")
    before, past = surfacing.status, surfacing.before_undo
    _count(session, surfacing, before, -1)
    until = past["snoozed_until"]
    _clear(surfacing, SurfacingStatus(past["status"]))
    surfacing.snoozed_until = datetime.fromisoformat(until) if until else None
    surfacing.snoozed_for = past.get("snoozed_for", {})
    surfacing.why_now = past.get("why_now", surfacing.why_now)  # an event that woke them had said another
    _note(session, surfacing, "surfacing_undone", before=before.value, actor=actor, now=now)


def reopen(session: Session, surfacing: Surfacing, *, actor: Actor, now: datetime, why: str) -> None:
    """Somebody who was set aside waits for a decision again; ``why`` becomes the sentence of why now."""
    before = surfacing.status
    _clear(surfacing, SurfacingStatus.SEEN)
    surfacing.why_now = why
    _note(session, surfacing, "surfacing_reopened", before=before.value, actor=actor, now=now, why=why)


def _clear(surfacing: Surfacing, status: SurfacingStatus) -> None:
    surfacing.status = status
    surfacing.snoozed_until, surfacing.snoozed_for = None, {}
    surfacing.dismissal_scope, surfacing.dismissal_reason = None, ""
    surfacing.decided_by, surfacing.decided_at = "", None
    surfacing.before_undo = {}


def _count(session: Session, surfacing: Surfacing, decided: SurfacingStatus, by: int) -> None:
    """On the kept record, where it outlives the surfacing; added up by the database, since two recruiters may decide
    about one person at once, each for a job of their own."""
    kept = KeptCandidate
    counts = {
        kept.times_considered: kept.times_considered + by * (decided in CONSIDERED),
        kept.times_contacted: kept.times_contacted + by * (decided in WRITTEN_TO),
    }
    session.execute(update(kept).where(kept.id == surfacing.kept_id).values(counts))


def _snapshot(surfacing: Surfacing) -> dict[str, Any]:
    until = surfacing.snoozed_until
    return {
        "status": surfacing.status.value,
        "snoozed_until": until.isoformat() if until else None,
        "snoozed_for": surfacing.snoozed_for,
        "why_now": surfacing.why_now,
    }


def _note(
    session: Session, surfacing: Surfacing, what: str, *, before: str, actor: Actor, now: datetime, why: str = ""
) -> None:
    record(
        session,
        surfacing,
        what,
        actor=actor,
        at=now,
        about=surfacing.kept.candidate_id,
        before=before,
        after=surfacing.status.value,
        why=why,
    )
