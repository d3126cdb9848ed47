"""The inverted index of one segment in one file: for each term the documents that hold it, how often, and where.

A term's documents are read as an array, without taking apart a posting at a time. Lies beside the engine's own files of
the segment and is written through its codec (``codec.py``).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import accumulate, chain, count, repeat
from operator import add, lshift, sub
from pathlib import Path
from sys import intern

from jobboard.search.parts import PartsFile, PartsWriter

EXTENSION = ".terms"
MOST = 65_535
"""Positions and frequencies beyond this are not written: a word is not looked for so far into a text."""
SPOT_BITS = 17
"""A place may be below 0 by a step, which must not reach into the document before."""
FEW = 8
"""How many documents cost as much one by one as one of all at once."""


@dataclass(frozen=True)
class Posting:
    """One term of one field: ascending document numbers, frequencies, and the positions one document after another."""

    field: str
    text: str
    documents: array[int]
    frequencies: array[int]
    places: array[int]


@dataclass
class _Written:
    """What the file's directory will say of a field."""

    terms: list[str] = field(default_factory=list)
    holders: array[int] = field(default_factory=lambda: array("I"))
    starts: array[int] = field(default_factory=lambda: array("Q"))


class TermFileWriter:
    """Writes terms in order of field and text. ``close`` writes the directory; without it the file is unreadable."""

    def __init__(self, path: Path) -> None:
        self._file = PartsWriter(path)
        self._fields: dict[str, _Written] = {}

    def add(self, posting: Posting) -> None:
        """Write one term's postings."""
        written = self._fields.setdefault(posting.field, _Written())
        written.terms.append(posting.text)
        written.holders.append(len(posting.documents))
        written.starts.append(self._file.write(posting.documents))
        self._file.write(posting.frequencies)
        self._file.write(posting.places)

    def close(self, lengths: Mapping[str, array[int]]) -> None:
        """Write the directory; ``lengths`` are the numbers of words of each document, by field."""
        for name, written in self._fields.items():
            self._file.add(f"{name}.terms", "\n".join(written.terms).encode())
            self._file.add(f"{name}.holders", written.holders)
            self._file.add(f"{name}.starts", written.starts)
        for name, counted in lengths.items():
            self._file.add(f"{name}.lengths", counted)
        self._file.add_json("fields", {"terms": list(self._fields), "lengths": list(lengths)})
        self._file.close()


@dataclass(frozen=True)
class _Field:
    """The terms of a field in order with their numbers; for each number its holders and where its postings begin."""

    numbers: Mapping[str, int]
    holders: array[int]
    starts: array[int]


class TermFile:
    """Reads what ``TermFileWriter`` wrote. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """Raises ``IndexUnusable`` when the file is none of ours or was cut short, and ``OSError``."""
        self._file = PartsFile(path)
        said = self._file.json("fields")
        self._fields = {name: self._field(name) for name in said["terms"]}
        self._measured = frozenset(said["lengths"])

    def _field(self, name: str) -> _Field:
        """Words that several fields, segments or titles have are in memory once."""
        terms = self._file.part(f"{name}.terms").decode().split("\n")
        return _Field(
            dict(zip(map(intern, terms), count(), strict=False)),
            self._file.numbers(f"{name}.holders", "I"),
            self._file.numbers(f"{name}.starts", "Q"),
        )

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def lengths(self, field: str) -> array[int]:
        """How many words each document has in a field, nearly; those at the end that have none are left out. Read from
        the file each time."""
        return self._file.numbers(f"{field}.lengths", "H") if field in self._measured else array("H")

    def fields(self) -> Iterable[str]:
        """The fields that have terms."""
        return self._fields.keys()

    def words(self, field: str) -> Set[str]:
        """Every term of a field, in order."""
        held = self._fields.get(field)
        return held.numbers.keys() if held else frozenset()

    def terms(self, field: str) -> Iterator[tuple[str, int]]:
        """Every term of a field in order, and how many documents have it."""
        held = self._fields.get(field)
        return zip(held.numbers, held.holders, strict=True) if held else iter(())

    def holders(self, field: str, text: str) -> int:
        """How many documents hold a term, be it none."""
        return self._at(field, text)[0] if text in self.words(field) else 0

    def postings(self, field: str, text: str) -> tuple[array[int], array[int]]:
        """The documents that hold a term, ascending, and how often each does."""
        held, start = self._at(field, text)
        parts = self._file.read(start, 6 * held)
        return array("I", parts[: 4 * held]), array("H", parts[4 * held :])

    def posting(self, field: str, text: str) -> Posting:
        """Everything about a term."""
        documents, frequencies = self.postings(field, text)
        return Posting(field, text, documents, frequencies, self._places(field, text, frequencies))

    def spots(self, field: str, text: str, numbers: Set[int], step: int) -> Iterable[int]:
        """Where the term stands, less ``step``: of at least those of ``numbers`` that hold it, of others perhaps."""
        documents, frequencies = self.postings(field, text)
        places = self._places(field, text, frequencies)
        if len(numbers) * FEW < len(documents):
            return _few_spots(places, documents, frequencies, numbers, step)
        # No step of our own for a place: a common word has hundreds of thousands
        bases = map(sub, map(lshift, documents, repeat(SPOT_BITS)), repeat(step))
        return map(add, places, chain.from_iterable(map(repeat, bases, frequencies)))

    def _at(self, field: str, text: str) -> tuple[int, int]:
        """How many documents hold a term, and where its postings begin."""
        held = self._fields[field]
        number = held.numbers[text]
        return held.holders[number], held.starts[number]

    def _places(self, field: str, text: str, frequencies: Sequence[int]) -> array[int]:
        held, start = self._at(field, text)
        return array("H", self._file.read(start + 6 * held, 2 * sum(frequencies)))


def _few_spots(
    places: array[int], documents: array[int], frequencies: array[int], numbers: Set[int], step: int
) -> Iterator[int]:
    ends = list(accumulate(frequencies))
    for number in numbers:
        at = bisect_left(documents, number)
        if at < len(documents) and documents[at] == number:
            base = (number << SPOT_BITS) - step
            for place in places[ends[at] - frequencies[at] : ends[at]]:
                yield base + place
