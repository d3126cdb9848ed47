"""The time, as an argument: rules are told ``now``, edges ask the clock for it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The current moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The current moment in UTC."""
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """The twin for tests: stands still until told to move."""

    at: datetime = field(default_factory=lambda: datetime(2026, 11, 24, 9, 0, tzinfo=UTC))

    def now(self) -> datetime:
        """The moment it stands at."""
        return self.at

    def advance(self, by: timedelta) -> None:
        """Move forward (or back, for clock jumps)."""
        self.at += by
