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
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from jobboard.search.geo import Point
from jobboard.search.packed import Packed
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
DAYS, NEWEST, BEST_PAID = "days", "newest", "best_paid"
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


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
        _add_packed(file, IDS, self._ids)
        _add_packed(file, f"{TITLES}.values", map(json.dumps, self._titles))
        add_codes(file, TITLES, self._titles.codes)
        columns = (self._places, self._points, *self._facets, self._names)
        for name, column in zip((PLACES, POINTS, *FACETS, NAMES), columns, strict=True):
            file.add_json(f"{name}.values", list(column))
            add_codes(file, name, column.codes)
        file.add(f"{NAMES}.ends", self._ends)
        file.add(LOW, self._low)
        file.add(HIGH, self._high)
        file.add(POSTED, self._posted)
        file.add(VALID, self._valid)
        file.add(DAYS, array("i", map(day_of, self._posted)))
        self._write_orders(file)
        file.close()

    def _write_orders(self, file: PartsWriter) -> None:
        by_id = sorted(range(len(self._ids)), key=self._ids.__getitem__)
        newest = sorted(by_id, key=self._posted.__getitem__, reverse=True)
        by_bottom = sorted(newest, key=self._low.__getitem__, reverse=True)
        file.add(NEWEST, array("I", newest))
        file.add(BEST_PAID, array("I", sorted(by_bottom, key=self._high.__getitem__, reverse=True)))


def add_codes(file: PartsWriter, column: str, codes: array[int]) -> None:
    """Write which value each document has, in as few bytes as the highest number needs."""
    most = max(codes, default=0)
    narrow = array("B" if most < 1 << 8 else "H" if most < 1 << 16 else "I", codes)
    file.add(f"{column}.codes", narrow)
    file.add_json(f"{column}.width", narrow.typecode)


def read_codes(file: PartsFile, column: str) -> array[int]:
    """What ``add_codes`` wrote."""
    return file.numbers(f"{column}.codes", file.json(f"{column}.width"))


def _add_packed(file: PartsWriter, name: str, texts: Iterable[str]) -> None:
    packed = Packed.of(texts)
    file.add(name, packed.held)
    file.add(f"{name}.ends", packed.ends)


class Values(Protocol[T_co]):
    """Values by number."""

    def __len__(self) -> int: ...

    def __getitem__(self, number: int, /) -> T_co: ...

    def __iter__(self) -> Iterator[T_co]: ...


class _Stored:
    """Texts that stay in their file, end to end."""

    def __init__(self, file: PartsFile, name: str) -> None:
        self._file = file
        self._start, _ = file.parts[name]
        self._ends = file.numbers(f"{name}.ends", "I")

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> str:
        start, end = self._ends[number : number + 2]
        return self._file.read(self._start + start, end - start).decode()

    def __iter__(self) -> Iterator[str]:
        return map(self.__getitem__, range(len(self)))


class Coded(Generic[T]):
    """A column of values that documents share."""

    def __init__(self, values: Values[T], codes: array[int]) -> None:
        self.values, self.codes = values, codes
        """The different values, and for each document which of them it has."""

    def __getitem__(self, number: int) -> T:
        return self.values[self.codes[number]]

    def by_value(self) -> Sequence[Sequence[int]]:
        """For each value the documents that have it."""
        holders = [array("I") for _ in self.values]
        for number, code in enumerate(self.codes):
            holders[code].append(number)
        return holders

    @cached_property
    def holders(self) -> Sequence[Sequence[int]]:
        """``by_value``, kept for the next time."""
        return self.by_value()

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
        self.ids = self._packed(IDS)
        self.titles = Coded(_Stored(self._file, f"{TITLES}.values"), read_codes(self._file, TITLES))
        """As JSON, each read from the file when it is asked for: few ever are."""
        self.places: Coded[str] = self._coded(PLACES, str)
        self.points = self._coded(POINTS, _points)
        self.facets: list[Coded[tuple[str, ...]]] = [self._coded(facet, tuple) for facet in FACETS]
        self.low, self.high = self._file.numbers(LOW, "q"), self._file.numbers(HIGH, "q")
        self.posted, self.valid = self._file.numbers(POSTED, "d"), self._file.numbers(VALID, "d")
        self.newest = self._file.numbers(NEWEST, "I")
        """The documents, newest first; of equals the first by id."""
        self.best_paid = self._file.numbers(BEST_PAID, "I")
        """The documents, best paid first, the top of the range before its bottom; of equals the newest."""

    def _packed(self, name: str) -> Packed:
        return Packed(self._file.part(name), self._file.numbers(f"{name}.ends", "I"))

    def _coded(self, name: str, read: Callable[[Any], T]) -> Coded[T]:
        values = list(map(read, self._file.json(f"{name}.values")))
        return Coded(values, read_codes(self._file, name))

    def days(self) -> array[int]:
        """The days on which the documents were posted, counted from the epoch; read from the file each time."""
        return self._file.numbers(DAYS, "i")

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


def day_of(moment: float) -> int:
    """The day of a moment in seconds, both counted from the epoch, UTC."""
    return int(moment // 86_400)


def _points(written: Sequence[Sequence[float]]) -> tuple[Point, ...]:
    return tuple(Point(*point) for point in written)


def _name(written: Sequence[str]) -> tuple[Named, str]:
    kind, name = written
    return Named(kind), name
