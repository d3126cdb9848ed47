"""Where a page begins, said by the hit at its end: holds while jobs come and go on the pages before."""

from __future__ import annotations

import base64
import binascii
import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from jobboard.search.query import SearchQuery, Sort

Key = tuple[float | str, ...]
"""What hits are in order by; the last part is the id, so that no two are equal."""

LONGEST = 300
T = TypeVar("T")


class Side(StrEnum):
    """On which side of the hit the page lies."""

    BEFORE = "b"
    AFTER = "a"


@dataclass(frozen=True)
class Cursor:
    """The page that ends before, or begins after, the hit with ``key``."""

    side: Side
    sort: Sort
    key: Key

    def written(self) -> str:
        """As it stands in an address."""
        said = json.dumps([self.side.value, self.sort.value, *self.key], separators=(",", ":"))
        return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def read_cursor(written: str, sort: Sort, *, like: Key) -> Cursor | None:
    """The cursor somebody sends back; ``None`` when it is none of ours, or of another order.

    ``like`` is any key of this order: a cursor with other parts could not be compared with it.
    """
    if not written or len(written) > LONGEST:
        return None
    try:
        side, of, *key = json.loads(base64.urlsafe_b64decode(written + "=" * (-len(written) % 4)))
        cursor = Cursor(Side(side), Sort(of), tuple(key))
    except (ValueError, TypeError, binascii.Error, RecursionError):
        return None
    return cursor if of == sort and _is_comparable(cursor.key, like) else None


def _is_comparable(key: Key, like: Key) -> bool:
    kinds = zip(key, like, strict=False)
    return len(key) == len(like) and all(
        isinstance(part, str) if isinstance(other, str) else isinstance(part, int | float) for part, other in kinds
    )


@dataclass(frozen=True)
class Window:
    """The part of an order that a page shows."""

    start: int
    end: int
    before: str | None
    after: str | None


def window(order: Sequence[T], query: SearchQuery, key: Callable[[T], Key]) -> Window:
    """Which part of ``order`` (ascending by ``key``) ``query`` asks for, and the cursors of its neighbours."""
    start, end = _bounds(order, query, key)
    if start >= end:
        return Window(start, start, None, None)
    first, last = key(order[start]), key(order[end - 1])
    return Window(
        start,
        end,
        before=Cursor(Side.BEFORE, query.sort, first).written() if start else None,
        after=Cursor(Side.AFTER, query.sort, last).written() if end < len(order) else None,
    )


def _bounds(order: Sequence[T], query: SearchQuery, key: Callable[[T], Key]) -> tuple[int, int]:
    limit = max(query.limit, 0)
    cursor = read_cursor(query.cursor, query.sort, like=key(order[0])) if order else None
    if cursor is None:
        start = min(max(query.offset, 0), len(order))
    elif cursor.side is Side.AFTER:
        start = bisect_right(order, cursor.key, key=key)
    else:
        start = max(bisect_left(order, cursor.key, key=key) - limit, 0)
    return start, min(start + limit, len(order))
