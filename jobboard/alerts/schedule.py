"""When what waits is mailed."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from jobboard.alerts.models import Frequency

HOW_OFTEN = {Frequency.INSTANT: "At once", Frequency.DAILY: "Once a day", Frequency.WEEKLY: "Once a week"}
"""A frequency in words, in the order a form shows them."""

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Schedule:
    """A board's hours. Digests leave at ``hour`` in ``zone``; who wants to hear at once hears after ``gather``, so that
    several jobs of one morning come in one mail and a mistake can be taken back."""

    zone: ZoneInfo
    hour: int
    gather: timedelta

    def due(self, frequency: Frequency, *, now: datetime, since: datetime) -> datetime:
        """When news that come in at ``now`` are mailed. A weekly digest leaves on the weekday of ``since``."""
        if frequency is Frequency.INSTANT:
            return now + self.gather
        next_day = self.next_day(now)
        if frequency is Frequency.DAILY:
            return next_day
        wait = (since.astimezone(self.zone).weekday() - next_day.astimezone(self.zone).weekday()) % _WEEK
        return self._at_hour(next_day, days=wait)

    def next_day(self, now: datetime) -> datetime:
        """The next time that it is the hour for digests."""
        today = self._at_hour(now, days=0)
        return today if today > now else self._at_hour(now, days=1)

    def start_of_day(self, now: datetime) -> datetime:
        """Midnight before ``now``."""
        return datetime.combine(now.astimezone(self.zone).date(), time(), tzinfo=self.zone)

    def _at_hour(self, moment: datetime, *, days: int) -> datetime:
        day = moment.astimezone(self.zone).date() + timedelta(days=days)
        return datetime.combine(day, time(self.hour), tzinfo=self.zone)
