"""What the desk says beyond the words of every page: days as a colleague names them, counts, ages, levels."""

from collections.abc import Sequence
from datetime import date, datetime

from babel.dates import format_date

from jobboard.jobs.models import SalaryUnit
from jobboard.web.present import UNITS, Words

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_WEEK = 7
_MONTH = 30.44


def number(count: int) -> str:
    """A count in a sentence: words up to nine, digits above."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)


def many(count: int, one: str, several: str = "") -> str:
    """“1 person”, “4 people”: digits and the word that goes with them."""
    return f"{count} {one if count == 1 else several or one + 's'}"


def joined(parts: Sequence[str]) -> str:
    """“a”, “a and b”, “a, b and c”."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def weekday(words: Words, moment: datetime | date) -> str:
    """“Tuesday 24 November”."""
    return format_date(words.date_of(moment), "EEEE d MMMM", locale=words.locale)


def short_day(words: Words, moment: datetime | date) -> str:
    """“24 Nov 2026”."""
    return format_date(words.date_of(moment), "d MMM y", locale=words.locale)


def nearby(words: Words, moment: datetime | date) -> str:
    """A day as one says it: today, yesterday, tomorrow, on Friday, on 3 March, on 3 March 2024."""
    away = words.days_until(moment)
    if away in (-1, 0, 1):
        return ("yesterday", "today", "tomorrow")[away + 1]
    if abs(away) < _WEEK:
        return format_date(words.date_of(moment), "'on' EEEE", locale=words.locale)
    return f"on {words.day(moment)}"


def since(words: Words, moment: datetime | date) -> str:
    """“since Monday”, “since yesterday”, “since 3 March”."""
    return f"since {nearby(words, moment).removeprefix('on ')}"


def in_month(words: Words, moment: datetime | date) -> str:
    """“in March” this year, “in March 2024” before, “this month” now."""
    day, today = words.date_of(moment), words.date_of(words.now)
    if (day.year, day.month) == (today.year, today.month):
        return "this month"
    return format_date(day, "'in' MMMM" if day.year == today.year else "'in' MMMM y", locale=words.locale)


def age(words: Words, moment: datetime | date) -> str:
    """“from today”, “5 days old”, “3 weeks old”, “8 months old”, “2 years old”."""
    days = -words.days_until(moment)
    if days < 1:
        return "from today"
    if days < 2 * _WEEK:
        return f"{many(days, 'day')} old"
    if days < 2 * _MONTH:
        return f"{many(days // _WEEK, 'week')} old"
    months = round(days / _MONTH)
    return f"{many(months, 'month')} old" if months < 24 else f"{many(months // 12, 'year')} old"


def level(words: Words, rank: int) -> str:
    """“manager”, “head or senior manager”: a level inside a sentence."""
    return words.level(rank).lower()


def levels(words: Words, lowest: int, highest: int) -> str:
    """“manager”, or “manager to director”."""
    if lowest == highest:
        return level(words, lowest)
    return f"{level(words, lowest)} to {level(words, highest)}"


def pay(words: Words, minor: int | None, currency: str | None, unit: SalaryUnit | None) -> str:
    """“£45,000 a year”; empty when there is no amount."""
    if minor is None or not currency:
        return ""
    said = words.money(minor, currency)
    return f"{said} {UNITS[unit]}" if unit else said
