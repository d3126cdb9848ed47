"""A table as a spreadsheet or another system wrote it: its encoding and its separator are found out."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from jobboard.errors import InvalidInput

LARGEST = 128 * 1024 * 1024
"""Bytes of one table."""

_LONGEST_HEAD = 64 * 1024
_SEPARATORS = (",", ";", "\t", "|")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_DECLARED = "sep="
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the line it begins on, and its cells, as many as there are columns or more."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The first line's names, which may repeat, and every row that is not empty. Where the first line is a person, it
    is a row, and the columns are not ``named`` but numbered."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    named: bool = True


def read_table(data: bytes) -> Table:
    """Read a table. Its first line names its columns, unless a cell of it is an e-mail address. UTF-8, UTF-16 with its
    mark, else Windows-1252; separated by commas, semicolons, tabs or bars. Apostrophes that keep a spreadsheet from
    calculating a cell come off.

    Raises ``InvalidInput`` where it is no table or has more than ``LARGEST`` bytes.
    """
    if len(data) > LARGEST:
        raise InvalidInput({"file": [f"It has more than {LARGEST // 1024 // 1024} MiB; split it."]})
    text = _decoded(data)
    records = _records(text, _separator(text))
    head = next(records, None)
    if head is None or not any(head.cells):
        raise InvalidInput({"columns": ["The file is empty; its first line names the columns."]})
    named, width = not any(map(_ADDRESS.fullmatch, head.cells)), len(head.cells)
    columns = head.cells if named else tuple(f"Column {number}" for number in range(1, width + 1))
    people = records if named else chain((head,), records)
    rows = (Row(row.line, row.cells + ("",) * (width - len(row.cells))) for row in people if any(row.cells))
    return Table(columns, tuple(rows), named)


def read_head(data: bytes) -> Sequence[str]:
    """The cells of a table's first line; none where there is no table. It looks no further than it must."""
    text = _decoded(data[:_LONGEST_HEAD])
    try:
        head = next(_records(text, _separator(text)), None)
    except InvalidInput:
        return ()
    return head.cells if head else ()


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _separator(text: str) -> str:
    """What the file says itself, or what parts its first record most often."""
    first = text.partition("\n")[0].rstrip("\r")
    if first.casefold().startswith(_DECLARED) and len(first) == len(_DECLARED) + 1:
        return first[-1]
    return max(_SEPARATORS, key=lambda one: len(next(csv.reader(io.StringIO(text), delimiter=one), ())))


def _records(text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    try:
        for cells in reader:
            if line > 1 or not (cells and cells[0].casefold() == _DECLARED):
                yield Row(line, tuple(_live(cell) for cell in cells))
            line = reader.line_num + 1
    except csv.Error as problem:
        raise InvalidInput({f"line {line}": [f"This is not CSV: {problem}."]}) from problem


def _live(cell: str) -> str:
    quoted = cell[:1] == "'" and cell[1:].startswith(_FORMULA)
    return (cell[1:] if quoted else cell).strip()
