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
    """A number of every document, sorted."""

    def __init__(self, values: Sequence[float]) -> None:
        self._numbers = array("I", sorted(range(len(values)), key=values.__getitem__))
        self._sorted = array("d", map(values.__getitem__, self._numbers))
        self._remembered: Remembered[int, int] = Remembered(entries=MOST_REMEMBERED)

    def between(self, low: float, high: float) -> int:
        """The documents whose number is ``low`` or more, but below ``high``."""
        return self.at_least(low) & ~self.at_least(high)

    def at_least(self, value: float) -> int:
        """The documents whose number is ``value`` or more."""
        start = bisect_left(self._sorted, value)
        found = self._remembered.get(start)
        if found is None:
            found = bits_of(islice(self._numbers, start, None), len(self._numbers))
            self._remembered.put(start, found)
        return found


class Facet:
    """Which documents have which values of one facet."""

    def __init__(self, column: Coded[tuple[str, ...]]) -> None:
        self._column = column
        self._codes: dict[str, list[int]] = defaultdict(list)
        for code, combination in enumerate(column.values):
            for value in combination:
                self._codes[value].append(code)
        few = len(self._codes) <= MOST_SETS
        self._sets = {value: self._holders(value) for value in self._codes} if few else {}

    def having(self, value: str) -> int:
        """The documents that have ``value``."""
        return self._sets[value] if value in self._sets else self._holders(value)

    def _holders(self, value: str) -> int:
        held = (self._column.holders[code] for code in self._codes.get(value, ()))
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
        self.days = array("l", map(day_of, file.posted))
        """The days on which they were posted, counted from the epoch."""
        self.facets = {facet: Facet(column) for facet, column in zip(FACETS, file.facets, strict=True)}
        self.pay_from, self.pay_to = Range(file.low), Range(file.high)
        self.since, self.ending = Range(file.posted), Range(file.valid)
        self._titles: dict[int, Title] = {}

    @cached_property
    def newest(self) -> array[int]:
        """The documents, newest first; of equals the first by id."""
        by_id = sorted(range(self.size), key=self.ids.__getitem__)
        return array("I", sorted(by_id, key=self.posted.__getitem__, reverse=True))

    @cached_property
    def best_paid(self) -> array[int]:
        """The documents, best paid first; of equals the newest."""
        by_bottom = sorted(self.newest, key=self.low.__getitem__, reverse=True)
        return array("I", sorted(by_bottom, key=self.high.__getitem__, reverse=True))

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


def day_of(moment: float) -> int:
    """The day of a moment in seconds, both counted from the epoch, UTC."""
    return int(moment // 86_400)


def pay_key(low: int, high: int) -> tuple[bool, float, float]:
    """Best top of the range first, then best bottom; jobs that name no pay come last."""
    return (True, 0, 0) if high == NO_PAY else (False, -high, -low)
