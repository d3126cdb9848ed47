"""How a board says dates, money and the words of its lists, in its own locale, zone and ladder.

``words()`` is the current request's; templates reach the same through filters that start with ``jb_``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal, get_currency_name, parse_pattern

from jobboard import current
from jobboard.candidates.models import AttachmentKind, ResumeVersion
from jobboard.db.paging import MOST_COUNTED
from jobboard.fit.functions import FUNCTIONS
from jobboard.fit.ladder import Ladder
from jobboard.fit.pay import PER_YEAR
from jobboard.jobs.models import EmploymentType, Job, SalaryUnit, WorkMode
from jobboard.jobs.queries import JobSummary
from jobboard.money import shown_digits, to_major, to_minor

WORK_MODES = {WorkMode.ONSITE: "On site", WorkMode.HYBRID: "Hybrid", WorkMode.REMOTE: "Remote"}
EMPLOYMENT_TYPES = {
    EmploymentType.FULL_TIME: "Full time",
    EmploymentType.PART_TIME: "Part time",
    EmploymentType.CONTRACTOR: "Contractor",
    EmploymentType.TEMPORARY: "Temporary",
    EmploymentType.INTERN: "Internship",
    EmploymentType.VOLUNTEER: "Volunteer",
    EmploymentType.PER_DIEM: "By the day",
    EmploymentType.OTHER: "Other",
}
ATTACHMENT_KINDS = {
    AttachmentKind.REFERENCE: "Reference letter",
    AttachmentKind.CERTIFICATE: "Certificate",
    AttachmentKind.WORK_SAMPLE: "Sample of work",
    AttachmentKind.OTHER: "Other",
}
UNITS = {
    SalaryUnit.HOUR: "an hour",
    SalaryUnit.DAY: "a day",
    SalaryUnit.WEEK: "a week",
    SalaryUnit.MONTH: "a month",
    SalaryUnit.YEAR: "a year",
}
FUNCTION_LABELS = {function.key: function.label for function in FUNCTIONS}

_WEEK, _MONTH = 7, 30


@dataclass(frozen=True, slots=True)
class Words:
    """Values as words, seen at ``now``."""

    locale: str
    zone: ZoneInfo
    ladder: Ladder
    now: datetime
    currency: str
    distance_unit: str

    def date_of(self, moment: datetime | date) -> date:
        """The calendar day on which a moment falls in the board's zone."""
        return moment.astimezone(self.zone).date() if isinstance(moment, datetime) else moment

    def day(self, moment: datetime | date) -> str:
        """“18 December”, with the year where it is not this one."""
        that = self.date_of(moment)
        if that.year != self.date_of(self.now).year:
            return self.full_day(that)
        return _day(that, self.locale)

    def full_day(self, moment: datetime | date) -> str:
        """“18 December 2026”."""
        return _full_day(self.date_of(moment), self.locale)

    def time(self, moment: datetime) -> str:
        """“14:30”, in the board's zone."""
        return format_time(moment.astimezone(self.zone), "short", locale=self.locale)

    def days_until(self, moment: datetime | date) -> int:
        """Whole calendar days from today; negative for days gone by."""
        return (self.date_of(moment) - self.date_of(self.now)).days

    def ago(self, moment: datetime | date) -> str:
        """“today”, “yesterday”, “3 days ago”, “last week”, “2 weeks ago”, then the date: “on 3 October”."""
        days = -self.days_until(moment)
        if days <= 0:
            return "today"
        if days < _WEEK:
            return "yesterday" if days == 1 else f"{days} days ago"
        if days < _MONTH:
            return "last week" if days < 2 * _WEEK else f"{days // _WEEK} weeks ago"
        return f"on {self.day(moment)}"

    def closes(self, moment: datetime | date | None) -> str:
        """“Closes today”, “Closes tomorrow”, “Closes 18 December”, “No closing date”."""
        if moment is None:
            return "No closing date"
        near = {0: "today", 1: "tomorrow"}.get(self.days_until(moment))
        return f"Closes {near or self.day(moment)}"

    def days_left(self, moment: datetime | date) -> str:
        """“24 days left”, “1 day left”, “last day”."""
        days = self.days_until(moment)
        return "last day" if days <= 0 else f"{days} day{'' if days == 1 else 's'} left"

    def number(self, value: int) -> str:
        """“1,003”."""
        return _number(value, self.locale)

    def money(self, minor: int, currency: str) -> str:
        """An amount in minor units: “£46,000”, “£18.50”. Pence only where there are any."""
        return _money(minor, currency, self.locale)

    def currency_name(self, currency: str) -> str:
        """What amounts of a currency are called: “US dollars”; the code itself for one that nobody knows."""
        return get_currency_name(currency, count=1_000, locale=self.locale)

    def distance(self, length: int) -> str:
        """A length in the board's unit: “25 miles”, “1 mile”, “40 km”."""
        if self.distance_unit == "km":
            return f"{length} km"
        return f"{length} mile" if length == 1 else f"{length} miles"

    def minor(self, amount: int) -> int:
        """An amount of whole units of the board's own currency, in minor units."""
        return to_minor(amount, self.currency)

    def pay_range(self, job: Job | JobSummary, *, times: int = 1) -> str:
        """“£46,000–£52,000”, “from £46,000”, “up to £52,000”; empty when the job does not say. ``times`` multiplies."""
        currency = job.salary_currency or ""
        low = self.money(times * job.salary_min, currency) if job.salary_min is not None and currency else ""
        high = self.money(times * job.salary_max, currency) if job.salary_max is not None and currency else ""
        if low and high:
            return low if low == high else f"{low}–{high}"
        return f"from {low}" if low else f"up to {high}" if high else ""

    def pay(self, job: Job | JobSummary) -> str:
        """The range and what it is for: “£46,000–£52,000 a year”; empty when the job does not say."""
        said = self.pay_range(job)
        return f"{said} {UNITS[job.salary_unit]}" if said and job.salary_unit else said

    def pay_a_year(self, job: Job | JobSummary) -> str:
        """What pay for a shorter time is compared by: “£26,000–£29,120 a full-time year”; empty for pay by the year."""
        if job.salary_unit is None or job.salary_unit is SalaryUnit.YEAR:
            return ""
        said = self.pay_range(job, times=PER_YEAR[job.salary_unit])
        return f"{said} a full-time year" if said else ""

    def level(self, rank: int | None) -> str:
        """The ladder's word for a rank; empty for none."""
        return "" if rank is None else self.ladder.label(rank)


@lru_cache(maxsize=4096)
def _day(day: date, locale: str) -> str:
    return format_skeleton("MMMMd", day, locale=locale)


@lru_cache(maxsize=4096)
def _full_day(day: date, locale: str) -> str:
    return format_date(day, "long", locale=locale)


@lru_cache(maxsize=4096)
def _number(value: int, locale: str) -> str:
    return str(format_decimal(value, locale=locale))


@lru_cache(maxsize=4096)
def _money(minor: int, currency: str, locale: str) -> str:
    shown = shown_digits(minor, currency)
    pattern = parse_pattern(Locale.parse(locale).currency_formats["standard"].pattern)
    pattern.frac_prec = (shown, shown)
    return str(pattern.apply(to_major(minor, currency), locale, currency=currency, currency_digits=False))


def words() -> Words:
    """The words of the current request's board, at its clock's time."""
    board, config = current.board(), current.board().config
    return Words(config.locale, board.zone, board.ladder, board.now(), config.currency, config.measures_in)


def work_mode(mode: str | None) -> str:
    """“Hybrid”; empty for none."""
    return WORK_MODES[WorkMode(mode)] if mode else ""


def employment(types: Sequence[str]) -> str:
    """“Full time”, “Part time, temporary”; empty for none."""
    labels = [EMPLOYMENT_TYPES[EmploymentType(kind)] for kind in types]
    return ", ".join([*labels[:1], *(label.lower() for label in labels[1:])])


def function(key: str | None) -> str:
    """“Marketing”; the key itself when the list does not have it, empty for none."""
    return FUNCTION_LABELS.get(key or "", (key or "").replace("_", " ").capitalize())


def few(count: int) -> str:
    """“7”; “99+” for what was only counted that far."""
    return str(count) if count <= MOST_COUNTED else f"{MOST_COUNTED}+"


def size(count: int) -> str:
    """“240 KB”, “1.5 MB”."""
    if count < 1024 * 1024:
        return f"{max(1, round(count / 1024))} KB"
    return f"{count / (1024 * 1024):.1f}".removesuffix(".0") + " MB"


def reading(resume: ResumeVersion) -> str:
    """What became of reading the file, in a sentence; empty where nobody tried."""
    if resume.unread:
        return f"Its text was not read: {resume.unread}."
    if resume.hidden_text:
        return "Its text was read. It also holds text that cannot be seen on its pages, which was left out."
    return "Its text was read." if resume.text else ""


def _of_the_request(method: Callable[..., str]) -> Callable[..., str]:
    def say(*values: Any) -> str:
        return method(words(), *values)

    return say


FILTERS: dict[str, Callable[..., str]] = {
    "jb_day": _of_the_request(Words.day),
    "jb_full_day": _of_the_request(Words.full_day),
    "jb_time": _of_the_request(Words.time),
    "jb_ago": _of_the_request(Words.ago),
    "jb_closes": _of_the_request(Words.closes),
    "jb_days_left": _of_the_request(Words.days_left),
    "jb_number": _of_the_request(Words.number),
    "jb_money": _of_the_request(Words.money),
    "jb_pay": _of_the_request(Words.pay),
    "jb_level": _of_the_request(Words.level),
    "jb_work_mode": work_mode,
    "jb_employment": employment,
    "jb_function": function,
    "jb_few": few,
    "jb_size": size,
    "jb_reading": reading,
}
"""Template filters by name."""
