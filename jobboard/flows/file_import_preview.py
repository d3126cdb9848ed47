"""What a file that nobody has begun looks like: its columns, and the first people as they would come in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from jobboard.access import SYSTEM
from jobboard.errors import InvalidInput
from jobboard.flows.file_imports import as_tagged, open_file, people_in_file
from jobboard.flows.import_people import PersonImport
from jobboard.flows.line_import import in_one, read_entry
from jobboard.foreign.columns import NEVER, map_columns, plain
from jobboard.foreign.models import FileImport
from jobboard.foreign.tables import Row, Table
from jobboard.interchange import Entry
from jobboard.state import BoardState

SHOWN = 5
MOST_PROBLEMS = 10
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
    """``columns`` of a table, ``named`` by its first line; of ``total`` people the first that can come in, and among
    the first two hundred how many could not: of the first ``MOST_PROBLEMS`` of these the line and all that is wrong."""

    columns: Sequence[Column]
    named: bool
    total: int
    people: Sequence[Entry]
    looked_at: int
    bad: int
    problems: Sequence[tuple[int, str]]


def preview(board: BoardState, found: FileImport) -> Preview:
    """Look at a file. Raises ``Conflict`` where it is no longer held."""
    file = open_file(board, found)
    people = people_in_file(found, file)
    looked_at = as_tagged(people[:_LOOKED_AT], found.tag)
    reader = PersonImport(board, SYSTEM)
    said = [(one, _problem(reader, one)) for one in looked_at]
    problems = [(one.line, problem) for one, problem in said if problem]
    return Preview(
        columns=_columns(file.table, found) if file.table is not None else (),
        named=file.table is None or file.table.named,
        total=len(people),
        people=[one for one, problem in said if not problem][:SHOWN],
        looked_at=len(looked_at),
        bad=len(problems),
        problems=problems[:MOST_PROBLEMS],
    )


def _columns(table: Table, found: FileImport) -> list[Column]:
    mapped = map_columns(table.columns, found.columns)
    return [
        Column(name, field, _samples(table.rows, place), bool(NEVER.search(plain(name))))
        for place, (name, field) in enumerate(zip(mapped.columns, mapped.fields, strict=True))
    ]


def _samples(rows: Iterable[Row], place: int) -> tuple[str, ...]:
    cells = (row.cells[place] for row in islice(rows, _LOOKED_AT))
    return tuple(islice(dict.fromkeys(filter(None, cells)), _SAMPLES))


def _problem(reader: PersonImport, entry: Entry) -> str:
    try:
        read_entry(reader.read, entry)
    except InvalidInput as problem:
        return in_one(problem.errors)
    return ""
