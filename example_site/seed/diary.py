"""The interview diary of the coming week, in which nobody sits in two rooms at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from example_site.seed.dates import at

_STARTS = ((9, 0), (10, 30), (11, 45), (13, 30), (15, 0), (16, 15))
_WEEK = timedelta(days=7)
_LENGTH = timedelta(minutes=75)


class Diary:
    """Books interviews on working days after ``now`` and at most a week away."""

    def __init__(self, now: datetime, rng: Random) -> None:
        self._now = now
        self._slots = list(_openings(now))
        rng.shuffle(self._slots)
        self._taken: set[tuple[datetime, str]] = set()

    def book(self, people: Sequence[str]) -> datetime:
        """A start at which all of these staff ids are free, and takes it. Raises ``LookupError`` if none is."""
        for slot in self._slots:
            if not any(self._busy(person, slot) for person in people):
                self.take(slot, people)
                return slot
        raise LookupError(f"No slot is left this week for {', '.join(people)}: seed fewer interviews.")

    def take(self, start: datetime, people: Sequence[str]) -> None:
        """Notes an interview whose time is already agreed."""
        self._taken.update((start, person) for person in people)

    def next_at(self, hour: int, minute: int, *, weekday: int | None = None) -> datetime:
        """The next time after ``now`` that a working day, or this weekday (Monday is 0), strikes this clock time."""
        for days in range(8):
            start = at(self._now.date() + timedelta(days=days), hour, minute)
            wanted = start.weekday() < 5 if weekday is None else start.weekday() == weekday
            if wanted and start > self._now:
                return start
        raise AssertionError("eight days hold every weekday")

    def _busy(self, person: str, start: datetime) -> bool:
        return any(who == person and abs(start - taken) < _LENGTH for taken, who in self._taken)


def _openings(now: datetime) -> list[datetime]:
    days = (now.date() + timedelta(days=ahead) for ahead in range(8))
    starts = (at(day, *start) for day in days if day.weekday() < 5 for start in _STARTS)
    return [start for start in starts if now < start <= now + _WEEK]
