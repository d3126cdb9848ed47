"""The order of what a query finds, and the part of it that a page shows.

Tantivy hands out any part of an order without the rest, so a cursor says where its page lay and which hit it holds on
to; that hit is looked for around there, further away the more has changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from tantivy import Order, Query, Searcher

from jobboard.search.cursors import (
    LONGEST,
    Cursor,
    Everything,
    Side,
    Stretch,
    read_cursor,
    seen_marks,
    shown_marks,
    unseen,
)
from jobboard.search.query import SearchQuery, Sort
from jobboard_search_tantivy.schema import BEST_PAID, FRESH, NEWEST

Ranked = tuple[Any, Any]
"""What a hit is in order by, ascending, and tantivy's address of it."""

_NEARBY = 20
_FURTHEST = 2**40


@dataclass(frozen=True)
class Row:
    """A hit as it is stored."""

    id: str
    shown: str
    score: float


@dataclass(frozen=True)
class Window:
    """The rows of a page, and where it lies in the whole."""

    rows: Sequence[Row]
    total: int
    first: int
    before: str | None
    after: str | None


class Ranking:
    """Everything that ``found`` finds, in the order ``query`` wants."""

    def __init__(self, searcher: Searcher, found: Query, query: SearchQuery, *, by_score: bool) -> None:
        self._searcher, self._found, self._query = searcher, found, query
        self._by_score = by_score and query.sort is Sort.RELEVANCE
        self._limit = max(query.limit, 0)
        self._ranked = cache(self._search)  # the same hits are wanted for the page and for its cursors

    def window(self) -> Window:
        """The page asked for; an empty one past the end."""
        like = (0, 0.0 if self._by_score else "", "")
        cursor = read_cursor(self._query.cursor, self._query.sort, like=like)
        if cursor is None or not _is_place(cursor.key[0]):
            start = min(max(self._query.offset, 0), _FURTHEST)
            cursor, (_, total) = None, self._ranked(start, self._limit)
        else:
            _, total = self._ranked(0, 0)
            start = self._start(cursor, total)
        start = min(start, total)
        order = Everything(total, self._ids)
        page = unseen(cursor, order, near=start, limit=self._limit)
        end = min(start + self._limit, total)
        page = page or Stretch(range(start, end), end < total)
        return self._window(start, page, cursor, order)

    def _window(self, start: int, page: Stretch, cursor: Cursor | None, order: Everything) -> Window:
        numbers = page.numbers
        if not numbers:
            return Window((), order.total, start, None, None)
        ranked, _ = self._ranked(numbers[0], numbers[-1] + 1 - numbers[0])
        chosen = [ranked[number - numbers[0]] for number in numbers]
        rows = [self._row(key, address) for key, address in chosen]
        first, last = numbers[-1] + 1 - len(numbers), numbers[-1] + 1
        before = Cursor(Side.BEFORE, self._query.sort, (first, chosen[0][0], rows[0].id))
        after = Cursor(Side.AFTER, self._query.sort, (last, chosen[-1][0], rows[-1].id))
        return Window(
            rows,
            order.total,
            first,
            _written(before, shown_marks(self._query, order, numbers)) if first else None,
            _written(after, seen_marks(self._query, cursor, order, numbers)) if page.goes_on else None,
        )

    def _ids(self, start: int, end: int) -> list[str]:
        ranked, _ = self._ranked(start, end - start)
        return [self._row(key, address).id for key, address in ranked]

    def _row(self, key: Any, address: Any) -> Row:
        stored = self._searcher.doc(address)
        return Row(str(stored.get_first("id")), str(stored.get_first("shown")), -key if self._by_score else 0.0)

    def _search(self, start: int, count: int) -> tuple[list[Ranked], int]:
        """The hits from ``start`` on, and how many there are in all."""
        room: dict[str, Any] = {"limit": max(count, 1), "offset": start if count else 0, "count": True}
        found: Any  # the engine's types know no count
        if self._by_score:
            found = self._searcher.search(self._found, **room, weight_by_field=FRESH)
            hits = [(-score, address) for score, address in found.hits]
        else:
            column = BEST_PAID if self._query.sort is Sort.PAY else NEWEST
            found = self._searcher.search(self._found, **room, order_by_field=column, order=Order.Asc)
            hits = list(found.hits)
        return (hits if count else []), int(found.count)

    def _start(self, cursor: Cursor, total: int) -> int:
        place, key, job_id = cursor.key
        at, is_there = self._place_after(int(place), key, str(job_id), total)
        return at if cursor.side is Side.AFTER else max(at - is_there - self._limit, 0)

    def _place_after(self, place: int, key: Any, job_id: str, total: int) -> tuple[int, bool]:
        """How many hits come up to and with the one a cursor holds on to, and whether that is still there."""
        reach = max(self._limit, _NEARBY)
        while True:
            start, end = max(min(place, total) - reach, 0), min(place + reach, total)
            ranked, _ = self._ranked(start, end - start)
            equals = [number for number, (held, _) in enumerate(ranked) if held == key]
            for number in equals:
                if self._row(*ranked[number]).id == job_id:
                    return start + number + 1, True
            before = sum(held <= key for held, _ in ranked)
            if (before or not start) and (before < len(ranked) or end == total):
                return start + before, False
            reach *= 4


def _is_place(place: Any) -> bool:
    return isinstance(place, int) and 0 <= place < _FURTHEST


def _written(cursor: Cursor, marks: tuple[str, ...]) -> str | None:
    written = replace(cursor, marks=marks).written()
    return written if len(written) <= LONGEST else None
