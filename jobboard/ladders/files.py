"""A ladder as a CSV file that a host can keep, edit in a spreadsheet and give back."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import TextIO

from jobboard.errors import InvalidInput
from jobboard.fit.host import HostEntry
from jobboard.fit.ladder import Ladder
from jobboard.ladders.queries import MOST_ENTRIES
from jobboard.ladders.schemas import read_entry

COLUMNS = ("phrase", "kind", "level", "function", "track", "label")
_NEEDED = ("phrase", "level")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def dump_ladder(entries: Iterable[HostEntry], *, ladder: Ladder) -> str:
    """The entries as CSV. ``load_ladder`` reads the same entries back. A cell that a spreadsheet would take for a
    formula gets an apostrophe in front."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        track = entry.track.value if entry.track else ""
        row = (entry.phrase, entry.kind.value, ladder.key(entry.rank), entry.function or "", track, entry.label)
        writer.writerow([_inert(cell) for cell in row])
    return out.getvalue()


def load_ladder(lines: TextIO, *, ladder: Ladder) -> list[HostEntry]:
    """The entries of a CSV file. Raises ``InvalidInput`` by line with every problem; nothing of a bad file is used."""
    table = csv.DictReader(lines)
    missing = [name for name in _NEEDED if name not in (table.fieldnames or ())]
    if missing:
        raise InvalidInput({"columns": [f"{', '.join(missing)} missing; the first line names the columns."]})
    found: dict[tuple[str, str, str], HostEntry] = {}
    errors: dict[str, list[str]] = {}
    for number, row in _rows(table):
        try:
            entry = _entry(row, ladder)
        except InvalidInput as problem:
            errors[f"line {number}"] = [str(problem)]
            continue
        if entry.place in found:
            errors[f"line {number}"] = [f"“{entry.phrase}” stands in this file twice for the same function."]
        found[entry.place] = entry
    if errors:
        raise InvalidInput(errors)
    if len(found) > MOST_ENTRIES:
        raise InvalidInput({"file": [f"It has {len(found)} entries; a ladder holds at most {MOST_ENTRIES}."]})
    return list(found.values())


def _rows(table: "csv.DictReader[str]") -> Iterator[tuple[int, dict[str, str]]]:
    try:
        for row in table:
            if any(row.get(name) for name in COLUMNS):
                yield table.line_num, row
    except csv.Error as problem:
        raise InvalidInput({f"line {table.line_num}": [f"This is not CSV: {problem}."]}) from problem


def _entry(row: dict[str, str], ladder: Ladder) -> HostEntry:
    return read_entry({name: _live(row.get(name) or "") for name in COLUMNS}, ladder=ladder)[0]


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _live(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell
