"""How commands print: JSON lines for programs, plain tables for people."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click


def json_line(value: Mapping[str, Any]) -> None:
    """One object on one line, letters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, default=str))


def table(rows: Iterable[Sequence[object]], *, head: Sequence[str]) -> None:
    """Columns as wide as they need to be; the last one may run on."""
    lines = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        padded = [cell.ljust(width) for cell, width in zip(line[:-1], widths[:-1], strict=True)]
        click.echo("  ".join((*padded, line[-1])).rstrip())


def signed(value: float) -> str:
    """+2, −1, 0, with a real minus sign."""
    return f"{value:+g}".replace("-", "−") if value else "0"
