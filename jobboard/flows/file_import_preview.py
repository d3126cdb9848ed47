"""What a file that nobody has begun looks like: its columns, and the first people as they would come in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from jobboard.candidates.interchange import load_candidate
from jobboard.errors import InvalidInput
from jobboard.flows.file_imports import as_tagged, open_file, people_in_file
from jobboard.foreign.columns import NEVER, map_columns, plain
from jobboard.foreign.models import FileImport
from jobboard.foreign.tables import Row, Table
from jobboard.interchange import Entry
from jobboard.state import BoardState

SHOWN = 5
_LOOKED_AT = 200
_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: what it becomes (``""``: nothing), and some of its cells. ``refused`` is never held here."""

    name: str
    field: str
    samples: tuple[str, ...]
    refused: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """``columns`` of a table; of ``total`` people the first that can come in, and among the first two hundred how many
    could not, with the first reason."""

    columns: Sequence[Column]
    total: int
    people: Sequence[Entry]
    looked_at: int
    bad: int
    reason: str


def preview(board: BoardState, found: FileImport) -> Preview:
    """Look at a file. Raises ``Conflict`` where it is no longer held."""
    file = open_file(board, found)
    columns = _columns(file.table, found) if file.table is not None else ()
    people = people_in_file(found, file)
    looked_at = as_tagged(people[:_LOOKED_AT], found.tag)
    problems = {id(one): problem for one in looked_at if (problem := _problem(one))}
    good = [one for one in looked_at if id(one) not in problems]
    reason = next(iter(problems.values()), "")
    return Preview(columns, len(people), good[:SHOWN], len(looked_at), len(problems), reason)


def _columns(table: Table, found: FileImport) -> list[Column]:
    mapped = map_columns(table.columns, found.columns)
    return [
        Column(name, field, _samples(table.rows, place), bool(NEVER.search(plain(name))))
        for place, (name, field) in enumerate(zip(mapped.columns, mapped.fields, strict=True))
    ]


def _samples(rows: Iterable[Row], place: int) -> tuple[str, ...]:
    cells = (row.cells[place] for row in islice(rows, _LOOKED_AT))
    return tuple(islice(dict.fromkeys(filter(None, cells)), _SAMPLES))


def _problem(entry: Entry) -> str:
    try:
        if entry.problem:
            raise entry.problem
        load_candidate(entry.values)
    except InvalidInput as problem:
        return " ".join(sentence for said in problem.errors.values() for sentence in said)
    return ""
