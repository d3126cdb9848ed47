"""The period a report speaks of: whole months in the board's zone, cut into cohorts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date

from jobboard.web.present import Words

USUAL_MONTHS = 12
MOST_MONTHS = 60
_MOST_COHORTS = 24
_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day of one month to before the first day of another; ``starts`` are the beginnings of its cohorts
    and its end."""

    starts: tuple[date, ...]

    @property
    def first(self) -> date:
        """The first month."""
        return self.starts[0]

    @property
    def last(self) -> date:
        """The last month, by its first day."""
        return months_on(self.starts[-1], -1)

    def moments(self, words: Words) -> list[datetime]:
        """The boundaries as moments in the board's zone."""
        return [datetime(day.year, day.month, 1, tzinfo=words.zone) for day in self.starts]

    def cohort(self, number: int) -> "Period":
        """One cohort as a period of its own."""
        return Period(self.starts[number : number + 2])

    def label(self, words: Words) -> str:
        """“November 2026”, “Dec 2025 – Feb 2026”."""
        if self.first == self.last:
            return format_date(self.first, "MMMM y", locale=words.locale)
        ends = [format_date(day, "MMM y", locale=words.locale) for day in (self.first, self.last)]
        return " – ".join(ends)

    def labels(self, words: Words) -> list[str]:
        """The cohorts' names, in order."""
        return [self.cohort(number).label(words) for number in range(len(self.starts) - 1)]


def months_on(day: date, months: int) -> date:
    """The first day of the month so many months later, or earlier."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def key(day: date) -> str:
    """“2026-03”, as it stands in addresses and files."""
    return f"{day:%Y-%m}"


def read_period(args: Mapping[str, str], words: Words) -> Period:
    """The period asked for by ``from`` and ``to``; nonsense and the future are the last twelve months."""
    this_month = words.date_of(words.now).replace(day=1)
    last = min(_month(args.get("to", "")) or this_month, this_month)
    first = _month(args.get("from", "")) or months_on(last, 1 - USUAL_MONTHS)
    return period(max(min(first, last), months_on(last, 1 - MOST_MONTHS)), last)


def period(first: date, last: date) -> Period:
    """The months from ``first`` to ``last``; more than two years are cut into quarters."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    step = 1 if count <= _MOST_COHORTS else _QUARTER
    starts = [months_on(first, number) for number in range(0, count, step)]
    return Period((*starts, months_on(first, count)))


def read_cohort(wanted: str, chosen: Period) -> Period | None:
    """The cohort that begins with the month ``wanted``, or None."""
    keys = [key(day) for day in chosen.starts[:-1]]
    return chosen.cohort(keys.index(wanted)) if wanted in keys else None


def month_choices(words: Words) -> list[tuple[str, str]]:
    """Every month that can be chosen, newest first, as key and name."""
    this_month = words.date_of(words.now).replace(day=1)
    days = [months_on(this_month, -number) for number in range(MOST_MONTHS)]
    return [(key(day), format_date(day, "MMMM y", locale=words.locale)) for day in days]


def presets(words: Words) -> list[tuple[str, str, str]]:
    """Periods one asks for often, as name, first and last month."""
    this_month = words.date_of(words.now).replace(day=1)
    quarter = months_on(this_month, -((this_month.month - 1) % _QUARTER))
    firsts = {
        "This quarter": quarter,
        "This year": this_month.replace(month=1),
        "Last 12 months": months_on(this_month, 1 - USUAL_MONTHS),
        "Last two years": months_on(this_month, 1 - _MOST_COHORTS),
    }
    return [(name, key(first), key(this_month)) for name, first in firsts.items()]


def _month(text: str) -> date | None:
    try:
        year, month = text.split("-")
        return date(int(year), int(month), 1) if len(text) == len("2026-03") else None
    except ValueError:
        return None
