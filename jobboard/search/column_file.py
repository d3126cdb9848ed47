"""The facts of one segment's documents in one file, a column after the other: what filters, facets, sorts and the
ranking need to know without reading a document.

A value that many documents share is written once; each of them has its number.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from jobboard.search.geo import Point
from jobboard.search.parts import PartsFile, PartsWriter
from jobboard.search.port import Named
from jobboard.search.query import FACETS
from jobboard.search.titles import Title

EXTENSION = ".columns"
NO_PAY = -(1 << 63)
"""Stands in a column of pay for "not named", and below every pay."""
FOR_EVER = inf
"""The end of a job that has none."""
IDS, TITLES, PLACES, POINTS, NAMES, LOW, HIGH, POSTED, VALID = (
    "ids", "titles", "places", "points", "names", "low", "high", "posted", "valid",
)  # fmt: skip
T = TypeVar("T")


class Row(NamedTuple):
    """What the columns know of one document: ``facets`` are its values in the order of ``FACETS``, ``places`` are
    as ``place_names`` says, pay is a year's in minor units, times are in seconds."""

    id: str
    title: Title
    facets: tuple[tuple[str, ...], ...]
    places: str
    points: tuple[Point, ...]
    low: int
    high: int
    posted: float
    valid: float
    names: tuple[tuple[Named, str], ...]


class _Numbered(dict[Any, int]):
    """Values, numbered as they are met, and a column of such numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.codes = array("I")

    def __missing__(self, value: Any) -> int:
        self[value] = number = len(self)
        return number

    def add(self, value: Any) -> None:
        """One document's value."""
        self.codes.append(self[value])

    def extend(self, values: Iterable[Any]) -> None:
        """Several values of one document."""
        self.codes.extend(map(self.__getitem__, values))


class ColumnFileWriter:
    """Takes the rows of a segment, and writes them when all are there."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._titles, self._places, self._points, self._names = (_Numbered() for _ in range(4))
        self._facets = [_Numbered() for _ in FACETS]
        self._ends = array("I", [0])
        self._low, self._high = array("q"), array("q")
        self._posted, self._valid = array("d"), array("d")

    def add(self, row: Row) -> None:
        """Take the next document's row."""
        self._ids.append(row.id)
        self._titles.add(row.title)
        self._places.add(row.places)
        self._points.add(row.points)
        for facet, values in zip(self._facets, row.facets, strict=True):
            facet.add(values)
        self._names.extend(row.names)
        self._ends.append(len(self._names.codes))
        self._low.append(row.low)
        self._high.append(row.high)
        self._posted.append(row.posted)
        self._valid.append(row.valid)

    def write(self, path: Path) -> None:
        """Write the file."""
        file = PartsWriter(path)
        file.add_json(IDS, self._ids)
        names = (TITLES, PLACES, POINTS, *FACETS, NAMES)
        columns = (self._titles, self._places, self._points, *self._facets, self._names)
        for name, column in zip(names, columns, strict=True):
            file.add_json(f"{name}.values", list(map(json.dumps, column)) if name == TITLES else list(column))
            file.add(f"{name}.codes", column.codes)
        file.add(f"{NAMES}.ends", self._ends)
        file.add(LOW, self._low)
        file.add(HIGH, self._high)
        file.add(POSTED, self._posted)
        file.add(VALID, self._valid)
        file.close()


class Coded(Generic[T]):
    """A column of values that documents share."""

    def __init__(self, values: Sequence[T], codes: array[int]) -> None:
        self.values, self.codes = values, codes
        """The different values, and for each document which of them it has."""

    def __getitem__(self, number: int) -> T:
        return self.values[self.codes[number]]

    @cached_property
    def holders(self) -> Sequence[Sequence[int]]:
        """For each value the documents that have it."""
        holders = [array("I") for _ in self.values]
        for number, code in enumerate(self.codes):
            holders[code].append(number)
        return holders

    def where(self, holds: Callable[[T], bool]) -> Iterator[int]:
        """The documents whose value passes a test, which is made once a value."""
        return (
            number for value, held in zip(self.values, self.holders, strict=True) if holds(value) for number in held
        )


class ColumnFile:
    """Reads what ``ColumnFileWriter`` wrote. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """Raises ``IndexUnusable`` when the file is none of ours or was cut short, and ``OSError``."""
        self._file = PartsFile(path)
        self.ids: list[str] = self._file.json(IDS)
        self.titles: Coded[str] = self._coded(TITLES, str)
        """As JSON: few of them are ever asked for."""
        self.places: Coded[str] = self._coded(PLACES, str)
        self.points = self._coded(POINTS, _points)
        self.facets: list[Coded[tuple[str, ...]]] = [self._coded(facet, tuple) for facet in FACETS]
        self.low, self.high = self._file.numbers(LOW, "q"), self._file.numbers(HIGH, "q")
        self.posted, self.valid = self._file.numbers(POSTED, "d"), self._file.numbers(VALID, "d")

    def _coded(self, name: str, read: Callable[[Any], T]) -> Coded[T]:
        values = list(map(read, self._file.json(f"{name}.values")))
        return Coded(values, self._file.numbers(f"{name}.codes", "I"))

    def names(self) -> Iterator[tuple[tuple[Named, str], ...]]:
        """What each document is called; read from the file each time."""
        names = self._coded(NAMES, _name)
        for start, end in pairwise(self._file.numbers(f"{NAMES}.ends", "I")):
            yield tuple(names.values[code] for code in names.codes[start:end])

    def title(self, number: int) -> Title:
        """What the title of a document says."""
        return Title.of(json.loads(self.titles[number]))

    def rows(self) -> Iterator[Row]:
        """The documents' rows, in the order of their numbers."""
        for number, names in enumerate(self.names()):
            yield Row(
                self.ids[number],
                self.title(number),
                tuple(facet[number] for facet in self.facets),
                self.places[number],
                self.points[number],
                self.low[number],
                self.high[number],
                self.posted[number],
                self.valid[number],
                names,
            )

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _points(written: Sequence[Sequence[float]]) -> tuple[Point, ...]:
    return tuple(Point(*point) for point in written)


def _name(written: Sequence[str]) -> tuple[Named, str]:
    kind, name = written
    return Named(kind), name
