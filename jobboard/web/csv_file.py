"""Tables as CSV files: a spreadsheet opens them as text and numbers, never formulas, and a program reads them back."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

Cell = str | int

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_QUOTE = "'"
"""What spreadsheets take as “this is text” and do not show."""


def csv_response(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """A download called ``name``: UTF-8 with a byte order mark, so that every spreadsheet reads accents."""
    text = csv_text(head, rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return Response("\ufeff" + text, mimetype="text/csv", headers=headers)


def csv_text(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The lines. Whole numbers are digits alone; a text that a spreadsheet would calculate starts with a quote."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def _safe(cell: Cell) -> Cell:
    return _QUOTE + cell if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell
