"""What wakes somebody who sleeps in the inbox before their day: a job of the kind they were put aside for.

“A director role in Leeds” is an event. When a job that answers it surfaces the person, their earlier reviews that wait
for such a job come back at once, and say why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from jobboard.access import Actor
from jobboard.db.history import record
from jobboard.fit.functions import function_label
from jobboard.jobs.models import Job
from jobboard.keep_on_file.matching.places import names_place
from jobboard.keep_on_file.models import KeptCandidate, Surfacing, SurfacingStatus


@dataclass(frozen=True, slots=True)
class Event:
    """A job of this level (a rank), in this function, at this place; what is empty does not matter."""

    level_rank: int | None = None
    function: str | None = None
    place: str = ""

    @classmethod
    def stored(cls, values: Mapping[str, Any]) -> "Event | None":
        """The event out of ``Surfacing.snoozed_for``; None for somebody who only waits for a day."""
        return cls(values.get("level_rank"), values.get("function"), values.get("place", "")) if values else None

    def to_json(self) -> dict[str, Any]:
        """As stored in ``Surfacing.snoozed_for``."""
        return asdict(self)

    def answered_by(self, job: Job) -> bool:
        """Whether ``job`` is what was waited for. Its places must be loaded."""
        return (
            self.level_rank in (None, job.level_rank)
            and self.function in (None, job.function)
            and (not self.place or names_place(self.place, _places(job)))
        )

    def in_words(self, level: str) -> str:
        """“a director role in marketing, in Leeds”; ``level`` is the ladder's word for the rank, empty for none."""
        kind = f"a {level.lower()} role" if level else "a role"
        field = f" in {function_label(self.function).lower()}" if self.function else ""
        place = f"{',' if field else ''} in {self.place}" if self.place else ""
        return f"{kind}{field}{place}"


def _places(job: Job) -> list[str]:
    return [", ".join(filter(None, [place.locality, place.region, place.postal_code])) for place in job.locations]


def wake(session: Session, job: Job, people: Iterable[int], *, actor: Actor, now: datetime) -> list[Surfacing]:
    """Bring back whoever of ``people`` (internal keys of candidates) was put aside until a job like ``job``, which has
    just surfaced them. Places and organization of the job must be loaded. One statement."""
    woken = [found for found in _asleep(session, list(people), now) if _waits_for(found, job)]
    for found in woken:
        until, found.snoozed_until = found.snoozed_until, now
        found.why_now = f"Snooze ended: {job.title} at {job.organization.name} has opened."[:300]
        record(
            session,
            found,
            "surfacing_woken",
            actor=actor,
            at=now,
            about=found.kept.candidate_id,
            before=f"until {until:%-d %B %Y}" if until else "",
            after=job.title,
        )
    return woken


def _asleep(session: Session, people: Sequence[int], now: datetime) -> Sequence[Surfacing]:
    return session.scalars(
        select(Surfacing)
        .join(Surfacing.kept)
        .where(
            KeptCandidate.candidate_id.in_(people),
            Surfacing.status == SurfacingStatus.SNOOZED,
            Surfacing.snoozed_until > now,
        )
        .options(joinedload(Surfacing.kept))
    ).all()


def _waits_for(found: Surfacing, job: Job) -> bool:
    event = Event.stored(found.snoozed_for)
    return event is not None and found.job_id != job.id and event.answered_by(job)
