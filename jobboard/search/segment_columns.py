"""The facts of the documents of one segment, by column. Made once: a segment never changes, it is only replaced."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import compress, islice
from typing import Any

from jobboard.search.bits import Members, bits_of
from jobboard.search.geo import EARTH_RADIUS_KM, Point, kilometres_between
from jobboard.search.names import Names
from jobboard.search.query import FACETS, Near
from jobboard.search.titles import Title

Row = Sequence[Any]
ID, TITLE, FACET_VALUES, PLACES, LOW, HIGH, POSTED, VALID, POINTS, NAMES = range(10)
MOST_REMEMBERED = 64
MOST_SETS = 200
"""A facet with more values than this keeps a number a document instead of a set a value."""


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
            having = (number for _, number in islice(self._sorted, start, None))
            self._remembered[start] = bits_of(having, self._size)
        return self._remembered[start]


class Facet:
    """Which documents have which values of one facet."""

    def __init__(self, values: Sequence[Sequence[str]]) -> None:
        self._size = len(values)
        self._numbers: dict[str, array[int]] = defaultdict(lambda: array("I"))
        for number, held in enumerate(values):
            for value in held:
                self._numbers[value].append(number)
        self._sets: dict[str, int] = {}
        if len(self._numbers) <= MOST_SETS:
            self._sets = {value: bits_of(having, self._size) for value, having in self._numbers.items()}
        else:
            known: dict[tuple[str, ...], int] = {}
            self._which = [known.setdefault(tuple(held), len(known)) for held in values]
            self._combinations = tuple(known)

    def having(self, value: str) -> int:
        """The documents that have ``value``."""
        return self._sets[value] if value in self._sets else bits_of(self._numbers.get(value, ()), self._size)

    def counts(self, found: int, members: Members) -> Mapping[str, int]:
        """How many of ``found`` have each value; ``members`` are the same documents."""
        if self._sets or not self._numbers:
            return {value: (bits & found).bit_count() for value, bits in self._sets.items()}
        counted: dict[str, int] = defaultdict(int)
        for which, count in Counter(compress(self._which, members.flags)).items():
            for value in self._combinations[which]:
                counted[value] += count
        return counted


class SegmentColumns:
    """What filters, facets, sorts and the ranking know of one segment's documents."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.size = size = len(rows)
        self.titles = _each_once(Title.of(row[TITLE]) for row in rows)
        """What the titles say; equal ones are one object."""
        self.days = array("l", (day_of(row[POSTED]) for row in rows))
        """The days on which they were posted, counted from the epoch."""
        held = list(enumerate(rows))
        self.facets = {facet: Facet([row[FACET_VALUES][at] for row in rows]) for at, facet in enumerate(FACETS)}
        self.pay = Range(((row[HIGH], n) for n, row in held if row[HIGH] is not None), size)
        self.posted = Range(((row[POSTED], n) for n, row in held), size)
        self.ending = Range(((row[VALID], n) for n, row in held if row[VALID] is not None), size)
        self.endless = bits_of((n for n, row in held if row[VALID] is None), size)
        self._points = sorted((Point(*point), n) for n, row in held for point in row[POINTS])
        self._places: dict[str, array[int]] = defaultdict(lambda: array("I"))
        for number, row in held:
            self._places[row[PLACES]].append(number)

    @cached_property
    def newest(self) -> list[tuple[float, str, int]]:
        """(what the documents are in order by, number), newest first."""
        return sorted((-row[POSTED], row[ID], number) for number, row in enumerate(self.rows))

    @cached_property
    def best_paid(self) -> list[tuple[tuple[bool, float, float], float, str, int]]:
        """The same, best paid first."""
        return sorted((pay_key(row), -row[POSTED], row[ID], number) for number, row in enumerate(self.rows))

    @cached_property
    def names(self) -> Names:
        """What suggestions are made of; put together when somebody first types."""
        return Names((number, row[NAMES]) for number, row in enumerate(self.rows))

    def called(self, wanted: str) -> int:
        """The documents with a place so called, folded."""
        numbers = (n for places, held in self._places.items() if is_place(wanted, places) for n in held)
        return bits_of(numbers, self.size)

    def within(self, near: Near) -> int:
        """The documents in a circle. Latitude first: it is sorted, and leaves few distances to be worked out."""
        band = math.degrees(near.kilometres / EARTH_RADIUS_KM)
        start = bisect_left(self._points, ((near.point.latitude - band, -math.inf), -1))
        end = bisect_left(self._points, ((near.point.latitude + band, math.inf), self.size))
        inside = (n for point, n in self._points[start:end] if kilometres_between(point, near.point) <= near.kilometres)
        return bits_of(inside, self.size)


def day_of(moment: float) -> int:
    """The day of a moment in seconds, both counted from the epoch, UTC."""
    return int(moment // 86_400)


def _each_once(titles: Iterable[Title]) -> list[Title]:
    known: dict[Title, Title] = {}
    return [known.setdefault(title, title) for title in titles]


def pay_key(row: Row) -> tuple[bool, float, float]:
    """Best top of the range first, then best bottom; jobs that name no pay come last."""
    return (row[HIGH] is None, -(row[HIGH] or 0), -(row[LOW] or 0))


def is_place(wanted: str, places: str) -> bool:
    """Whether every word typed begins a word of the place's names: "leed", "york, ny"."""
    names = places.replace(",", " ").split()
    words = wanted.replace(",", " ").split()
    return all(any(name.startswith(word) for name in names) for word in words)
