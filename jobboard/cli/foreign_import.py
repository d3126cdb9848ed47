"""How the files of other systems come in: looked at first, or brought in by the same import as our own lines."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

import click

from jobboard.access import SYSTEM
from jobboard.cli.board import current_board
from jobboard.cli.importing import bar, tell
from jobboard.cli.output import json_line
from jobboard.errors import JobboardError
from jobboard.flows.line_import import ImportReport, read_entry
from jobboard.interchange import Entry

preview_option = click.option(
    "--preview",
    type=click.IntRange(1, 1000),
    metavar="N",
    help="Show the first N as they would come in.",
)


def bring_in(
    flow: Callable[..., ImportReport], entries: Iterable[Entry], file: str, *, dry_run: bool, rejects: str | None
) -> None:
    """Import the entries of a file and say what became of them."""
    read = list(entries)
    length = max((entry.line for entry in read), default=0)
    with bar(length, lambda line: line) as progress:
        report = flow(current_board(), read, actor=SYSTEM, dry_run=dry_run, progress=progress)
    tell(report, file, dry_run=dry_run, rejects=rejects)


def show(entries: Iterable[Entry], count: int, *, read: Callable[[Any], object]) -> None:
    """The first entries as our lines on standard output; on standard error what stands in the way of one."""
    for entry in islice(entries, count):
        try:
            _show(entry, read)
        except JobboardError as problem:
            click.echo(f"Line {entry.line} would be rejected: {problem}", err=True)
    click.echo("Nothing was written: this was a preview.", err=True)


def _show(entry: Entry, read: Callable[[Any], object]) -> None:
    read_entry(read, entry)
    json_line(entry.values)
    for remark in entry.remarks:
        click.echo(f"Line {entry.line}, {remark.field}: {remark.said}", err=True)
