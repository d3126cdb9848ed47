"""The inverted index of one segment in one file: for each term the documents that hold it, how often, and where.

Written once, front to back. A term's documents are read as an array, without taking apart a posting at a time; the file
is read and not mapped into memory, since whoever cut a mapped file short would end the process. Lies beside the
engine's own files of the segment and is written through its codec (``codec.py``).
"""

from __future__ import annotations

import json
import struct
import sys
import threading
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate, chain, repeat
from operator import add, lshift, sub
from pathlib import Path
from typing import Any, BinaryIO

from jobboard.search.port import IndexUnusable

EXTENSION = ".terms"
MOST = 65_535
"""Positions and frequencies beyond this are written as this: a word is not looked for so far into a text."""
SPOT_BITS = 17
"""A place may be below 0 by a step, which must not reach into the document before."""
FEW = 8
"""How many documents cost as much one by one as one of all at once."""
_FOOTER = struct.Struct("<QQ")


@dataclass(frozen=True)
class Posting:
    """One term of one field: ascending document numbers, frequencies, and the positions one document after another."""

    field: str
    text: bytes
    documents: array[int]
    frequencies: array[int]
    places: array[int]


@dataclass
class _Field:
    """What the file's directory says of a field."""

    terms: list[bytes]
    holders: array[int]
    starts: array[int]


class TermFileWriter:
    """Writes terms in order of field and text. ``close`` writes the directory; without it the file is unreadable."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._at = 0
        self._fields: dict[str, _Field] = {}
        self._lengths: dict[str, array[int]] = {}

    def add(self, posting: Posting) -> None:
        """Write one term's postings."""
        field = self._fields.setdefault(posting.field, _Field([], array("I"), array("Q")))
        field.terms.append(posting.text)
        field.holders.append(len(posting.documents))
        field.starts.append(self._at)
        for part in (posting.documents, posting.frequencies, posting.places):
            self._write(part)
        self._write_padding()

    def close(self, lengths: Mapping[str, array[int]]) -> None:
        """Write the directory; ``lengths`` are the numbers of words of each document, by field."""
        said: dict[str, Any] = {"byteorder": sys.byteorder, "fields": {}, "lengths": {}}
        for name, field in self._fields.items():
            texts = b"\n".join(field.terms)
            said["fields"][name] = [self._written(texts), self._written(field.holders), self._written(field.starts)]
        for name, counted in lengths.items():
            said["lengths"][name] = self._written(counted)
        start, length = self._written(json.dumps(said).encode())
        self._file.write(_FOOTER.pack(start, length))
        self._file.close()

    def _written(self, part: bytes | array[int]) -> tuple[int, int]:
        self._write_padding()
        start = self._at
        self._write(part)
        return start, self._at - start

    def _write(self, part: bytes | array[int]) -> None:
        self._file.write(part if isinstance(part, bytes) else part.tobytes())
        self._at += len(part) if isinstance(part, bytes) else len(part) * part.itemsize

    def _write_padding(self) -> None:
        self._write(bytes(-self._at % 8))


class TermFile:
    """Reads what ``TermFileWriter`` wrote. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """Raises ``IndexUnusable`` when the file is none of ours or was cut short, and ``OSError``."""
        self._file = path.open("rb")
        self._reading = threading.Lock()
        start, length = _FOOTER.unpack(self._read(path.stat().st_size - _FOOTER.size, _FOOTER.size))
        said = json.loads(self._read(start, length))
        if said["byteorder"] != sys.byteorder:
            raise IndexUnusable("It was written on another kind of machine.")
        self._fields = {name: self._field(*parts) for name, parts in said["fields"].items()}
        self._numbers = {
            name: {text: number for number, text in enumerate(field.terms)} for name, field in self._fields.items()
        }
        self.lengths: dict[str, Sequence[int]] = {
            name: self._part("H", *part) for name, part in said["lengths"].items()
        }

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _field(self, texts: tuple[int, int], holders: tuple[int, int], starts: tuple[int, int]) -> _Field:
        held = self._read(*texts).split(b"\n")
        return _Field(held, array("I", self._read(*holders)), array("Q", self._read(*starts)))

    def _part(self, code: str, start: int, length: int) -> array[int]:
        return array(code, self._read(start, length))

    def _read(self, start: int, length: int) -> bytes:
        with self._reading:
            self._file.seek(max(start, 0))
            held = self._file.read(length)
        if len(held) != length:
            raise IndexUnusable(f"The file {Path(self._file.name).name} was cut short.")
        return held

    def fields(self) -> Iterable[str]:
        """The fields that have terms."""
        return self._fields.keys()

    def holds(self, field: str, text: bytes) -> bool:
        """Whether any document has the term."""
        return text in self._numbers.get(field, {})

    def holders(self, field: str, text: bytes) -> int:
        """How many documents have the term."""
        number = self._numbers.get(field, {}).get(text)
        return 0 if number is None else self._fields[field].holders[number]

    def terms(self, field: str) -> Iterator[tuple[bytes, int]]:
        """Every term of a field in order, and how many documents have it."""
        held = self._fields.get(field)
        return iter(zip(held.terms, held.holders, strict=True)) if held else iter(())

    def postings(self, field: str, text: bytes) -> tuple[array[int], array[int]]:
        """The documents that hold a term, ascending, and how often each does."""
        number = self._numbers[field][text]
        count, start = self._fields[field].holders[number], self._fields[field].starts[number]
        held = self._read(start, 6 * count)
        return array("I", held[: 4 * count]), array("H", held[4 * count :])

    def posting(self, field: str, text: bytes) -> Posting:
        """Everything about a term."""
        documents, frequencies = self.postings(field, text)
        start = self._places_start(field, text)
        places = self._part("H", start, 2 * sum(frequencies))
        return Posting(field, text, documents, frequencies, places)

    def spots(self, field: str, text: bytes, numbers: Set[int], step: int) -> Iterable[int]:
        """Where the term stands, less ``step``: of at least those of ``numbers`` that hold it, of others perhaps."""
        documents, frequencies = self.postings(field, text)
        start = self._places_start(field, text)
        if len(numbers) * FEW < len(documents):
            return self._few_spots(start, documents, frequencies, numbers, step)
        places = self._part("H", start, 2 * sum(frequencies))
        # No step of our own for a place: a common word has hundreds of thousands
        bases = map(sub, map(lshift, documents, repeat(SPOT_BITS)), repeat(step))
        return map(add, places, chain.from_iterable(map(repeat, bases, frequencies)))

    def _few_spots(
        self, start: int, documents: array[int], frequencies: array[int], numbers: Set[int], step: int
    ) -> Iterator[int]:
        ends = list(accumulate(frequencies))
        places = self._part("H", start, 2 * (ends[-1] if ends else 0))
        for number in numbers:
            at = bisect_left(documents, number)
            if at < len(documents) and documents[at] == number:
                base = (number << SPOT_BITS) - step
                for place in places[ends[at] - frequencies[at] : ends[at]]:
                    yield base + place

    def _places_start(self, field: str, text: bytes) -> int:
        number = self._numbers[field][text]
        return self._fields[field].starts[number] + 6 * self._fields[field].holders[number]
