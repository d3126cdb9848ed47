"""The facts of the people of one segment, by column: in a file beside its words, and as sets in memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

from jobboard.search.column_file import Coded, add_codes, read_codes
from jobboard.search.parts import PartsFile, PartsWriter
from jobboard.search.people.documents import PersonDocument
from jobboard.search.people.port import PersonHit
from jobboard.search.people.query import FACETS
from jobboard.search.segment_columns import Facet, Range, highest_first

EXTENSION = ".people"
UNSAID, NEVER, FOR_EVER = -inf, -1e12, inf
NUMBERS = ("created", "contact", "until")
"""When the person came, when there was last contact, and when their consent ends, in seconds. ``UNSAID`` is the contact
of who is found by name only, ``NEVER`` that of who had none."""


class Row(NamedTuple):
    """One person: ``facts`` in the order of ``FACETS``, ``numbers`` in that of ``NUMBERS``."""

    id: str
    facts: tuple[tuple[str, ...], ...]
    numbers: tuple[float, ...]


def row_of(document: PersonDocument) -> Row:
    """What the columns know of a person."""
    facts = document.facts()
    contact, until = document.last_contact, document.consent_until
    return Row(
        document.id,
        tuple(facts.get(facet, ()) for facet in FACETS),
        (
            document.created_at.timestamp(),
            UNSAID if document.by_name_only else NEVER if contact is None else contact.timestamp(),
            FOR_EVER if until is None else until.timestamp(),
        ),
    )


class PeopleFileWriter:
    """Takes the rows of a segment, and writes them when all are there."""

    def __init__(self) -> None:
        self._rows: list[Row] = []

    def add(self, row: Row) -> None:
        """Take the next person's row."""
        self._rows.append(row)

    def write(self, path: Path) -> None:
        """Write the file."""
        file = PartsWriter(path)
        file.add_json("ids", [row.id for row in self._rows])
        for at, facet in enumerate(FACETS):
            values = list(dict.fromkeys(row.facts[at] for row in self._rows))
            codes = {value: code for code, value in enumerate(values)}
            file.add_json(f"{facet}.values", values)
            add_codes(file, facet, array("I", (codes[row.facts[at]] for row in self._rows)))
        for at, name in enumerate(NUMBERS):
            file.add(name, array("d", (row.numbers[at] for row in self._rows)))
        file.close()


class PeopleColumns:
    """Reads what ``PeopleFileWriter`` wrote."""

    def __init__(self, path: Path) -> None:
        """Raises ``IndexUnusable`` when the file is none of ours or was cut short, and ``OSError``."""
        file = PartsFile(path)
        self.ids: list[str] = file.json("ids")
        self.size = len(self.ids)
        self._coded = {facet: _coded(file, facet) for facet in FACETS}
        self.facets: Mapping[str, Facet] = {facet: Facet(column) for facet, column in self._coded.items()}
        self.numbers: Mapping[str, array[Any]] = {name: file.numbers(name, "d") for name in NUMBERS}
        self.ranges = {name: Range(numbers, highest_first(numbers)) for name, numbers in self.numbers.items()}
        file.close()

    def hit(self, number: int) -> PersonHit:
        """What a list says of a person."""
        contact = self.numbers["contact"][number]
        last = None if contact <= NEVER else datetime.fromtimestamp(contact, UTC)
        return PersonHit(self.ids[number], next(iter(self._coded["stage"][number]), None), last)

    def rows(self) -> Iterator[Row]:
        """The people, in the order of their numbers."""
        for number, key in enumerate(self.ids):
            facts = tuple(self._coded[facet][number] for facet in FACETS)
            yield Row(key, facts, tuple(self.numbers[name][number] for name in NUMBERS))


def _coded(file: PartsFile, facet: str) -> Coded[tuple[str, ...]]:
    return Coded([tuple(value) for value in file.json(f"{facet}.values")], read_codes(file, facet))
