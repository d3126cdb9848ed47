"""The facts of the documents of one segment, by column. Made once: a segment never changes, it is only replaced."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain, compress, islice

from jobboard.search.bits import Members, bits_of
from jobboard.search.column_file import NO_PAY, Coded, ColumnFile
from jobboard.search.geo import EARTH_RADIUS_KM, Point, kilometres_between
from jobboard.search.names import Names
from jobboard.search.places import is_place
from jobboard.search.query import FACETS, Near
from jobboard.search.remembered import Remembered
from jobboard.search.titles import Title

MOST_REMEMBERED = 64
MOST_SETS = 200
"""A facet with more values than this keeps a number a document instead of a set a value."""


class Range:
    """A number of every document, and the documents in order of it, the highest first."""

    def __init__(self, values: Sequence[float], order: array[int]) -> None:
        self._values, self._order = values, order
        self._remembered: Remembered[int, int] = Remembered(entries=MOST_REMEMBERED)

    def between(self, low: float, high: float) -> int:
        """The documents whose number is ``low`` or more, but below ``high``."""
        return self.at_least(low) & ~self.at_least(high)

    def at_least(self, value: float) -> int:
        """The documents whose number is ``value`` or more."""
        end = bisect_left(self._order, True, key=lambda number: self._values[number] < value)
        found = self._remembered.get(end)
        if found is None:
            found = bits_of(islice(self._order, end), len(self._order))
            self._remembered.put(end, found)
        return found


def highest_first(values: Sequence[float]) -> array[int]:
    """The documents in the order of a number each of them has."""
    return array("I", sorted(range(len(values)), key=values.__getitem__, reverse=True))


class Facet:
    """Which documents have which values of one facet."""

    def __init__(self, column: Coded[tuple[str, ...]]) -> None:
        self._column = column
        self._codes: dict[str, list[int]] = defaultdict(list)
        for code, combination in enumerate(column.values):
            for value in combination:
                self._codes[value].append(code)
        self._sets: dict[str, int] = {}
        if len(self._codes) <= MOST_SETS:
            holders = column.by_value()
            self._sets = {value: self._among(holders, value) for value in self._codes}

    def having(self, value: str) -> int:
        """The documents that have ``value``."""
        return self._sets[value] if value in self._sets else self._among(self._column.holders, value)

    def _among(self, holders: Sequence[Sequence[int]], value: str) -> int:
        held = (holders[code] for code in self._codes.get(value, ()))
        return bits_of(chain.from_iterable(held), len(self._column.codes))

    def counts(self, found: int, members: Members) -> Mapping[str, int]:
        """How many of ``found`` have each value; ``members`` are the same documents."""
        if self._sets:
            return {value: (bits & found).bit_count() for value, bits in self._sets.items()}
        counted: dict[str, int] = defaultdict(int)
        for code, count in Counter(compress(self._column.codes, members.flags)).items():
            for value in self._column.values[code]:
                counted[value] += count
        return counted


class SegmentColumns:
    """What filters, facets, sorts and the ranking know of one segment's documents."""

    def __init__(self, file: ColumnFile) -> None:
        self._file = file
        self.ids = file.ids
        self.size = len(file.ids)
        self.posted, self.low, self.high = file.posted, file.low, file.high
        self.newest, self.best_paid = file.newest, file.best_paid
        self.facets = {facet: Facet(column) for facet, column in zip(FACETS, file.facets, strict=True)}
        self.pay_from, self.pay_to = Range(file.low, highest_first(file.low)), Range(file.high, file.best_paid)
        self.since, self.ending = Range(file.posted, file.newest), Range(file.valid, highest_first(file.valid))
        self._titles: dict[int, Title] = {}

    def days(self) -> array[int]:
        """The days on which the documents were posted, counted from the epoch; read each time."""
        return self._file.days()

    @cached_property
    def names(self) -> Names:
        """What suggestions are made of; put together when somebody first types."""
        return Names(enumerate(self._file.names()))

    def title(self, number: int) -> Title:
        """What a document's title says; equal titles are one object."""
        code = self._file.titles.codes[number]
        if code not in self._titles:
            self._titles[code] = self._file.title(number)
        return self._titles[code]

    def called(self, wanted: Sequence[str]) -> int:
        """The documents with a place so called; see ``typed_words``."""
        return bits_of(self._file.places.where(lambda names: is_place(wanted, names)), self.size)

    @cached_property
    def unplaced(self) -> int:
        """The documents of which nobody knows where on earth they are."""
        return bits_of(self._file.points.where(lambda points: not points), self.size)

    def within(self, near: Near) -> int:
        """The documents in a circle. Latitude first: it leaves few distances to be worked out."""
        band = math.degrees(near.kilometres / EARTH_RADIUS_KM)

        def is_inside(point: Point) -> bool:
            is_level = abs(point.latitude - near.point.latitude) <= band
            return is_level and kilometres_between(point, near.point) <= near.kilometres

        return bits_of(self._file.points.where(lambda points: any(map(is_inside, points))), self.size)


def pay_key(low: int, high: int) -> tuple[bool, float, float]:
    """Best top of the range first, then best bottom; jobs that name no pay come last."""
    return (True, 0, 0) if high == NO_PAY else (False, -high, -low)
