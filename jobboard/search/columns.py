"""The facts of every document as bits and sorted numbers: filters, facets, orders and ranges without the engine.

A set of documents is one Python integer with a bit a document; intersecting and counting are single operations.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from jobboard.search.cursors import Key
from jobboard.search.geo import EARTH_RADIUS_KM, Point, kilometres_between
from jobboard.search.names import Names
from jobboard.search.port import FacetCount, StepCounts
from jobboard.search.query import FACETS, Near, SearchQuery, Sort, Steps
from jobboard.search.text import fold

Row = Sequence[Any]
_ID, _TITLE, _FACETS, _PLACES, _LOW, _HIGH, _POSTED, _VALID, _POINTS, _NAMES = range(10)
MOST_REMEMBERED = 64
PAY, POSTED = "pay", "posted"
"""The ranges, beside ``FACETS`` in what ``chosen`` says."""


def bits_of(numbers: Iterable[int], size: int) -> int:
    """A set of document numbers as bits."""
    held = bytearray((size >> 3) + 1)
    for number in numbers:
        held[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(held, "little")


class Members:
    """A set of bits that is asked about one document after another."""

    def __init__(self, bits: int, size: int) -> None:
        self._bytes = bits.to_bytes((size >> 3) + 1, "little")

    def __contains__(self, number: int) -> bool:
        return bool(self._bytes[number >> 3] >> (number & 7) & 1)


class Range:
    """A sorted number of every document that has one."""

    def __init__(self, values: Iterable[tuple[float, int]], size: int) -> None:
        self._sorted = sorted(values)
        self._size = size
        self._remembered: dict[int, int] = {}

    def at_least(self, value: float) -> int:
        """The documents whose number is ``value`` or more."""
        start = bisect_left(self._sorted, (value, -1))
        if start not in self._remembered:
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[start] = bits_of((number for _, number in self._sorted[start:]), self._size)
        return self._remembered[start]


class Columns:
    """What filters, facets and sorts know of the documents of one index at one moment."""

    def __init__(self, rows: list[Row | None]) -> None:
        self.rows = rows
        self.size = len(rows)
        held = [(number, row) for number, row in enumerate(rows) if row is not None]
        self.everything = bits_of((number for number, _ in held), self.size)
        self._values = self._facets(held)
        self._pay = Range(((row[_HIGH], n) for n, row in held if row[_HIGH] is not None), self.size)
        self._posted = Range(((row[_POSTED], n) for n, row in held), self.size)
        self._ending = Range(((row[_VALID], n) for n, row in held if row[_VALID] is not None), self.size)
        self._endless = bits_of((n for n, row in held if row[_VALID] is None), self.size)
        places: dict[str, list[int]] = defaultdict(list)
        for number, row in held:
            places[row[_PLACES]].append(number)
        self._places = dict(places)
        self._points = sorted((Point(*point), n) for n, row in held for point in row[_POINTS])
        by_id = sorted(held, key=lambda item: item[1][_ID])
        self.newest = [n for n, _ in sorted(by_id, key=lambda item: -item[1][_POSTED])]
        pay = {n: _pay_key(row) for n, row in held}
        self.best_paid = sorted(self.newest, key=pay.__getitem__)

    def _facets(self, held: list[tuple[int, Row]]) -> dict[str, dict[str, int]]:
        numbers: dict[str, dict[str, list[int]]] = {facet: defaultdict(list) for facet in FACETS}
        for number, row in held:
            for facet, values in zip(FACETS, row[_FACETS], strict=True):
                for value in values:
                    numbers[facet][value].append(number)
        return {
            facet: {value: bits_of(having, self.size) for value, having in values.items()}
            for facet, values in numbers.items()
        }

    def id_of(self, number: int) -> str:
        """The public id of a document."""
        return str(self._row(number)[_ID])

    def posted(self, number: int) -> float:
        """When a document was posted, in seconds of the epoch."""
        return float(self._row(number)[_POSTED])

    def title(self, number: int) -> tuple[tuple[tuple[str, int], ...], int]:
        """The folded words of a document's title with their places, and how many places say what the job is."""
        title: tuple[tuple[tuple[str, int], ...], int] = self._row(number)[_TITLE]
        return title

    def _row(self, number: int) -> Row:
        row = self.rows[number]
        if row is None:
            raise IndexError(f"Document {number} was removed.")
        return row

    def live(self, now: datetime) -> int:
        """The documents that have not expired."""
        return self.everything & (self._endless | self._ending.at_least(now.timestamp()))

    def open_to(self, query: SearchQuery) -> int:
        """The documents that are live and where it was asked for; filters and ranges are not looked at."""
        found = self.live(query.now)
        wanted = fold(query.place)
        if query.near is None:
            return found & self._called(wanted) if wanted.strip() else found
        near = self._within(query.near)
        return found & (near | self._called(wanted) if wanted.strip() else near)

    def _called(self, wanted: str) -> int:
        numbers = (n for places, held in self._places.items() if is_place(wanted, places) for n in held)
        return bits_of(numbers, self.size)

    def _within(self, near: Near) -> int:
        """Latitude first: it is sorted, and leaves few whose distance has to be worked out."""
        band = math.degrees(near.kilometres / EARTH_RADIUS_KM)
        start = bisect_left(self._points, ((near.point.latitude - band, -180.0), -1))
        end = bisect_left(self._points, ((near.point.latitude + band, 180.0), self.size))
        inside = (n for point, n in self._points[start:end] if kilometres_between(point, near.point) <= near.kilometres)
        return bits_of(inside, self.size)

    def chosen(self, query: SearchQuery) -> dict[str, int]:
        """For every filter and range in use, the documents it lets through."""
        picked: dict[str, int] = {}
        for facet, values in query.filters.items():
            if values:
                picked[facet] = 0
                for value in values:
                    picked[facet] |= self._values[facet].get(value, 0)
        if query.pay_at_least is not None:
            picked[PAY] = self._pay.at_least(query.pay_at_least)
        if query.posted_since is not None:
            picked[POSTED] = self._posted.at_least(query.posted_since.timestamp())
        return picked

    def counts(self, found: int, chosen: Mapping[str, int]) -> dict[str, tuple[FacetCount, ...]]:
        """Every facet's counts over ``found``, all filters kept but the facet's own."""
        counted: dict[str, tuple[FacetCount, ...]] = {}
        for facet in FACETS:
            others = _all_but(facet, found, chosen)
            tally = {value: (bits & others).bit_count() for value, bits in self._values[facet].items()}
            counted[facet] = ranked_counts(tally)
        return counted

    def step_counts(self, steps: Steps, found: int, chosen: Mapping[str, int]) -> StepCounts:
        """How many of ``found`` each step of a range would leave, all filters kept but the range's own."""
        by_pay, by_date = _all_but(PAY, found, chosen), _all_but(POSTED, found, chosen)
        return StepCounts(
            pay=tuple((by_pay & self._pay.at_least(amount)).bit_count() for amount in steps.pay),
            posted=tuple((by_date & self._posted.at_least(moment.timestamp())).bit_count() for moment in steps.posted),
        )

    def key(self, number: int, sort: Sort, score: float) -> Key:
        """What the document is in order by; ``ordered`` goes up by it."""
        row = self._row(number)
        newest = (-row[_POSTED], row[_ID])
        if sort is Sort.PAY:
            return (*_pay_key(row), *newest)
        return (-score, *newest) if sort is Sort.RELEVANCE else newest

    @cached_property
    def names(self) -> Names:
        """What suggestions are made of; put together when somebody first types."""
        return Names((number, row[_NAMES]) for number, row in enumerate(self.rows) if row is not None)

    def ordered(self, found: int, sort: Sort) -> Iterable[int]:
        """The documents of ``found``, newest or best paid first."""
        members = Members(found, self.size)
        order = self.best_paid if sort is Sort.PAY else self.newest
        return (number for number in order if number in members)


def _pay_key(row: Row) -> tuple[bool, float, float]:
    """Best top of the range first, then best bottom; jobs that name no pay come last."""
    return (row[_HIGH] is None, -(row[_HIGH] or 0), -(row[_LOW] or 0))


def _all_but(own: str, found: int, chosen: Mapping[str, int]) -> int:
    for other, bits in chosen.items():
        found &= bits if other != own else -1
    return found


def is_place(wanted: str, places: str) -> bool:
    """Whether every word typed begins a word of the place's names: "leed", "york, ny"."""
    names = places.replace(",", " ").split()
    words = wanted.replace(",", " ").split()
    return all(any(name.startswith(word) for name in names) for word in words)


def ranked_counts(tally: Mapping[str, int]) -> tuple[FacetCount, ...]:
    """Counts above 0, most frequent first, equal ones by value."""
    counted = (FacetCount(value, count) for value, count in tally.items() if count)
    return tuple(sorted(counted, key=lambda found: (-found.count, found.value)))
