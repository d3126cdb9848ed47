"""Where a page begins, said by the hits of the page before: holds while jobs come and go.

A key says where a hit stood. How well a hit answers words changes a little with every job that is indexed, so where
hits are ranked by them a cursor also bears short marks of the hits seen last: the next page begins around them and
leaves them out.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from jobboard.search.query import SearchQuery, Sort

Key = tuple[float | str, ...]
"""What hits are in order by; the last part is the id, so that no two are equal."""

LONGEST = 400
MOST_MARKS = 40
"""Hits a cursor remembers: two pages, since those of the page before the last may change places with its hits."""

_MARK = 4  # characters: of the jobs on a page one in 25,000 pages bears the mark of another
_REACH = 4 * MOST_MARKS
T = TypeVar("T")


class Side(StrEnum):
    """On which side of the hit the page lies."""

    BEFORE = "b"
    AFTER = "a"


@dataclass(frozen=True)
class Cursor:
    """The page that ends before, or begins after, the hit with ``key``; ``marks`` are ``marks_of`` the hits seen on
    that side, in their order."""

    side: Side
    sort: Sort
    key: Key
    marks: tuple[str, ...] = ()

    def written(self) -> str:
        """As it stands in an address."""
        said = json.dumps([self.side.value, self.sort.value, *self.key], separators=(",", ":"))
        place = base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")
        return f"{place}.{''.join(self.marks)}" if self.marks else place


def read_cursor(written: str, sort: Sort, *, like: Key) -> Cursor | None:
    """The cursor somebody sends back; ``None`` when it is none of ours, or of another order.

    ``like`` is any key of this order: a cursor with other parts could not be compared with it.
    """
    if not written or len(written) > LONGEST:
        return None
    place, _, marks = written.partition(".")
    try:
        side, of, *key = json.loads(base64.urlsafe_b64decode(place + "=" * (-len(place) % 4)))
        cursor = Cursor(Side(side), Sort(of), tuple(key), _cut(marks))
    except (ValueError, TypeError, binascii.Error, RecursionError):
        return None
    return cursor if of == sort and _is_comparable(cursor.key, like) else None


def _is_comparable(key: Key, like: Key) -> bool:
    kinds = zip(key, like, strict=False)
    return len(key) == len(like) and all(
        isinstance(part, str) if isinstance(other, str) else isinstance(part, int | float) for part, other in kinds
    )


def _cut(marks: str) -> tuple[str, ...]:
    return tuple(marks[at : at + _MARK] for at in range(0, len(marks), _MARK))[-MOST_MARKS:]


def marks_of(ids: Iterable[str]) -> tuple[str, ...]:
    """A short mark of each of ``ids``."""
    sums = (zlib.crc32(job_id.encode()).to_bytes(4, "big") for job_id in ids)
    return tuple(base64.urlsafe_b64encode(whole[1:]).decode() for whole in sums)


@dataclass(frozen=True)
class Everything:
    """Everything a search finds in order: how many there are, and the ids of those from one number up to another."""

    total: int
    ids: Callable[[int, int], Sequence[str]]


def is_ranked(query: SearchQuery) -> bool:
    """Whether words decide the order of hits, so that it may change with any job that is indexed."""
    return query.sort is Sort.RELEVANCE and bool(query.text.strip())


@dataclass(frozen=True)
class Stretch:
    """The numbers of a page's hits in their order, and whether anything follows that was not seen."""

    numbers: Sequence[int]
    goes_on: bool


def unseen(cursor: Cursor | None, order: Everything, *, near: int, limit: int) -> Stretch | None:
    """The hits of the page at ``cursor``, none of which bears a mark of it. ``near`` is where its hit is expected.

    The page after begins half a page before the end of what was seen, so that nobody is lost who has passed a hit
    seen before. ``None`` where there are no marks to go by, or all hits that bore them are gone.
    """
    if cursor is None:
        return None
    is_after = cursor.side is Side.AFTER
    latest = cursor.marks[len(cursor.marks) // 2 :] if is_after else cursor.marks
    middle = _middle(latest, order, near)
    if middle is None:
        return None
    most = limit + len(cursor.marks)
    if is_after:
        start = max(middle - len(latest), 0)
        numbers = _unmarked(cursor.marks, order, start, start + most + 1)
        return Stretch(numbers[:limit], len(numbers) > limit)
    end = middle - len(latest) // 2
    numbers = _unmarked(cursor.marks, order, max(end - most, 0), end)
    return Stretch(numbers[max(len(numbers) - limit, 0) :], True)


def _unmarked(marks: Sequence[str], order: Everything, start: int, end: int) -> list[int]:
    held = marks_of(order.ids(start, min(end, order.total))) if start < end else ()
    return [number for number, mark in enumerate(held, start) if mark not in marks]


def _middle(marks: Sequence[str], order: Everything, near: int) -> int | None:
    """Where the one in the middle of the hits with ``marks`` stands, looked for around ``near`` and ever farther
    until half of them are found: one that was edited may stand anywhere."""
    reach = _REACH
    while marks:
        start, end = max(near - reach, 0), min(near + reach, order.total)
        held = marks_of(order.ids(start, end))
        places = [number for number, mark in enumerate(held, start) if mark in marks]
        is_whole = start == 0 and end == order.total
        if places and (is_whole or 2 * len(places) >= len(marks)):
            return places[len(places) // 2]
        if is_whole:
            return None
        reach *= 4
    return None


def seen_marks(query: SearchQuery, cursor: Cursor | None, order: Everything, numbers: Sequence[int]) -> tuple[str, ...]:
    """What the cursor of the next page remembers once the hits with ``numbers`` are seen too."""
    if not is_ranked(query):
        return ()
    shown = marks_of(_ids(order, numbers))
    if cursor and cursor.marks and cursor.side is Side.AFTER:
        return (*cursor.marks, *shown)[-MOST_MARKS:]
    return (*marks_of(order.ids(max(numbers[0] - MOST_MARKS, 0), numbers[0])), *shown)[-MOST_MARKS:]


def shown_marks(query: SearchQuery, order: Everything, numbers: Sequence[int]) -> tuple[str, ...]:
    """What the cursor of the page before remembers: the hits with ``numbers`` that begin this one."""
    return marks_of(_ids(order, numbers[: MOST_MARKS // 2])) if is_ranked(query) else ()


def _ids(order: Everything, numbers: Sequence[int]) -> list[str]:
    held = order.ids(numbers[0], numbers[-1] + 1)
    return [held[number - numbers[0]] for number in numbers]


@dataclass(frozen=True)
class Window(Generic[T]):
    """The hits of a page, how many come before them, and the cursors of the page's neighbours."""

    hits: tuple[T, ...]
    first: int
    before: str | None = None
    after: str | None = None


def window(hits: Sequence[T], query: SearchQuery, key: Callable[[T], Key]) -> Window[T]:
    """Which of ``hits`` (ascending by ``key``) ``query`` asks for, and the cursors of their neighbours."""
    order = Everything(len(hits), lambda start, end: [str(key(hit)[-1]) for hit in hits[start:end]])
    cursor = read_cursor(query.cursor, query.sort, like=key(hits[0])) if hits else None
    start, end = _bounds(hits, query, key, cursor)
    page = unseen(cursor, order, near=start, limit=max(query.limit, 0))
    page = page or Stretch(range(start, end), end < len(hits))
    if not page.numbers:
        return Window((), start)
    first, last = page.numbers[0], page.numbers[-1]
    before = Cursor(Side.BEFORE, query.sort, key(hits[first]), shown_marks(query, order, page.numbers))
    after = Cursor(Side.AFTER, query.sort, key(hits[last]), seen_marks(query, cursor, order, page.numbers))
    begins = last + 1 - len(page.numbers)
    return Window(
        tuple(hits[number] for number in page.numbers),
        begins,
        before=before.written() if begins else None,
        after=after.written() if page.goes_on else None,
    )


def _bounds(hits: Sequence[T], query: SearchQuery, key: Callable[[T], Key], cursor: Cursor | None) -> tuple[int, int]:
    limit = max(query.limit, 0)
    if cursor is None:
        start = min(max(query.offset, 0), len(hits))
    elif cursor.side is Side.AFTER:
        start = bisect_right(hits, cursor.key, key=key)
    else:
        start = max(bisect_left(hits, cursor.key, key=key) - limit, 0)
    return start, min(start + limit, len(hits))
