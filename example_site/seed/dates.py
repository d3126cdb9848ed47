"""Every date of the story, counted from a ``now``. Office hours are London's; what leaves here is UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_SETTLED = timedelta(days=100)

Spec = int | dict[str, int]
"""Days before ``now``, or ``{"since": month, "day": offset}``: that many days after the first of a past month."""


def day_of(now: datetime, spec: Spec) -> date:
    """The day a spec means. A past month is the latest one that began at least 100 days ago, so that what
    happened "in March" is settled and its two-year consent still runs."""
    if isinstance(spec, int):
        return now.date() - timedelta(days=spec)
    first = date(now.year, spec["since"], 1)
    if first > now.date() - _SETTLED:
        first = first.replace(year=first.year - 1)
    return first + timedelta(days=spec["day"])


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """That day at a London clock time, as aware UTC."""
    return datetime.combine(day, time(hour, minute), LONDON).astimezone(UTC)


def working_day(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def next_working_day(day: date) -> date:
    """The first day from Monday to Friday after ``day``."""
    return day + timedelta(days=1 if day.weekday() < 4 else 7 - day.weekday())


def years_after(moment: datetime, years: int) -> datetime:
    """The same moment some years on; the last of February for a leap day."""
    target = moment.year + years
    leap_day = (moment.month, moment.day) == (2, 29)
    return moment.replace(year=target, day=28) if leap_day else moment.replace(year=target)


def month_before(now: datetime, months: int) -> str:
    """``YYYY-MM`` of the month that lies ``months`` before this one, as JSON Resume writes work dates."""
    count = now.year * 12 + now.month - 1 - months
    return f"{count // 12:04d}-{count % 12 + 1:02d}"
