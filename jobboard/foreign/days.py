"""Dates as people and spreadsheets write them, as ISO dates."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from jobboard.errors import InvalidInput

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = "|".join(_MONTHS)
_ISO = re.compile(r"^\d{4}-\d{1,2}(-\d{1,2})?([T ].*)?$")
_YEAR_FIRST = re.compile(r"^(\d{4})[/.](\d{1,2})[/.](\d{1,2})\b")
_DOTTED = re.compile(r"^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b")
_SLASHED = re.compile(r"^(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b")
_DAY_NAMED = re.compile(rf"^(\d{{1,2}})[ -]({_NAMED})[a-z]*\.?[ ,-]+(\d{{4}})\b", re.IGNORECASE)
_MONTH_NAMED = re.compile(rf"^({_NAMED})[a-z]*\.? (\d{{1,2}}),? (\d{{4}})\b", re.IGNORECASE)
_MONTHS_A_YEAR = 12


class DateOrder(StrEnum):
    """Which number comes first in 03/04/2026."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


def order_of(texts: Iterable[str]) -> DateOrder | None:
    """The order that dates with slashes in one file have, told by those that can only be read one way; None where
    there is none of these or where they disagree."""
    found = {order for text in texts if (order := _telling(text))}
    return found.pop() if len(found) == 1 else None


def _telling(text: str) -> DateOrder | None:
    match = _SLASHED.match(text)
    if match is None:
        return None
    if int(match[1]) > _MONTHS_A_YEAR:
        return DateOrder.DAY_FIRST
    return DateOrder.MONTH_FIRST if int(match[2]) > _MONTHS_A_YEAR else None


def iso_day(text: str, order: DateOrder | None, *, field: str) -> str:
    """``text`` as an ISO date; what is one already, with or without a time, stays. Raises ``InvalidInput`` on
    ``field`` for what is no date, and for one that can be two days where ``order`` is None."""
    if _ISO.match(text):
        return text
    try:
        return _day(text, order).isoformat()
    except _TwoDays:
        said = f"“{text}” can be two days. Say whether the day or the month comes first."
    except ValueError:
        said = f"“{text[:40]}” is not a date. Write one such as 2026-03-31."
    raise InvalidInput({field: [said]})


class _TwoDays(Exception):
    """Day and month could change places."""


def _day(text: str, order: DateOrder | None) -> date:
    if match := _YEAR_FIRST.match(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DOTTED.match(text):
        return date(int(match[3]), int(match[2]), int(match[1]))
    if match := _DAY_NAMED.match(text):
        return date(int(match[3]), _MONTHS.index(match[2].casefold()) + 1, int(match[1]))
    if match := _MONTH_NAMED.match(text):
        return date(int(match[3]), _MONTHS.index(match[1].casefold()) + 1, int(match[2]))
    if match := _SLASHED.match(text):
        return _slashed(int(match[1]), int(match[2]), int(match[3]), order or _telling(text))
    raise ValueError(text)


def _slashed(first: int, second: int, year: int, order: DateOrder | None) -> date:
    if order is None and first != second:
        raise _TwoDays
    return date(year, second, first) if order is DateOrder.DAY_FIRST else date(year, first, second)
