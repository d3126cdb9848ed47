"""Past roles read from the plain text of a résumé: lines with a title, an employer and a span of years.

Deliberately careful: a line that is not clearly a role is left out, because a level read from a wrong line would speak
about a person with our authority. Recruiters see each line with its source and can add others.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from jobboard.fit.reading import PLAIN, TitleReader

MOST_LINES = 40
_SURE_TITLE = 0.5
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
_MONTH = r"(?:(?P<{0}m>[A-Za-z]{{3,9}})\.?\s+|(?P<{0}n>\d{{1,2}})/)?(?P<{0}y>(?:19|20)\d\d)"
_NOW = r"present|now|today|current|date"
_SPAN = re.compile(
    _MONTH.format("a") + r"\s*(?:-|–|—|to|until)\s*(?:" + _MONTH.format("b") + rf"|(?P<now>{_NOW}))", re.IGNORECASE
)
_SPLIT = re.compile(r"\s*(?:,|\||\t|·|•|–|—| - | at | @ )\s*")


def read_work_lines(text: str, titles: TitleReader = PLAIN) -> list[dict[str, Any]]:
    """Work history rows as ``service.set_work_history`` takes them, in the order of the text, at most 40."""
    rows = list(_rows([line.strip() for line in text.splitlines()][:2000], titles))
    return rows[:MOST_LINES]


def _rows(lines: list[str], titles: TitleReader) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, start=1):
        span = _SPAN.search(line)
        if span is None:
            continue
        parts = [
            part for part in _SPLIT.split((line[: span.start()] + " | " + line[span.end() :]).strip(" ,|()–—-")) if part
        ]
        parts = [part.strip(" ()|,") for part in parts if part.strip(" ()|,")]
        if not parts and number > 1:
            parts = [part for part in _SPLIT.split(lines[number - 2]) if part]
        titled = [part for part in parts[:3] if titles.read(part).confidence >= _SURE_TITLE]
        if not titled:
            continue
        rest = [part for part in parts if part != titled[0]]
        yield {
            "title": titled[0][:300],
            "employer": rest[0][:200] if rest else "",
            "started_on": _date(span, "a"),
            "ended_on": None if span["now"] else _date(span, "b"),
            "source": f"résumé line {number}",
        }


def _date(span: re.Match[str], end: str) -> date | None:
    month = _MONTHS.get((span[f"{end}m"] or "")[:3].lower()) or int(span[f"{end}n"] or 1)
    return date(int(span[f"{end}y"]), month if 1 <= month <= 12 else 1, 1)
