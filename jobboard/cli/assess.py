"""``flask jobboard assess``: one title against another, as the board reads them."""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import click
from sqlalchemy.exc import DBAPIError

from jobboard.cli.board import current_board
from jobboard.cli.output import json_line, signed
from jobboard.errors import InvalidInput
from jobboard.fit.functions import UnknownFunction, parse_function
from jobboard.fit.reading import TitleReader
from jobboard.flows.titles import titles

_COLUMNS = ("id", "prev_title", "applied_title")


@click.command()
@click.option("--previous", metavar="TITLE", help="A title the person has held.")
@click.option("--applied", metavar="TITLE", help="The title of the job they apply for.")
@click.option("--function", metavar="NAME", help="The trade both are in, such as finance: it settles doubtful titles.")
@click.option(
    "--batch",
    metavar="FILE.csv",
    help="Columns id, prev_title, applied_title and optionally function; - reads standard input. One line an id.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON lines; --batch always prints them.")
def assess(previous: str | None, applied: str | None, function: str | None, batch: str | None, as_json: bool) -> None:
    """Say whether somebody who was TITLE is over, at or under another title, and why."""
    if batch:
        _assess_batch(batch)
        return
    if not previous or not applied:
        raise click.UsageError("Give --previous and --applied, or --batch FILE.csv.")
    found = _assess(previous, applied, function, _reader())
    if as_json:
        json_line(found)
    else:
        _print(previous, applied, found)


def _reader() -> TitleReader:
    """As the board reads. A board without tables has no ladder of its own; what is built in answers alone."""
    board = current_board()
    try:
        return titles(board)
    except DBAPIError:
        board.session().rollback()
        click.echo("There are no tables of a ladder here, so titles are read by what is built in.", err=True)
        return TitleReader(board.ladder)


def _assess(previous: str, applied: str, function: str | None, reader: TitleReader) -> dict[str, Any]:
    from jobboard.fit.assess import assess as judge  # its tables are read only by who asks

    return dict(judge(previous, applied, function=_known(function), reader=reader).to_json())


def _known(function: str | None) -> str | None:
    """Our key for a function; the name of a trade that has a ladder of its own (“banking”) passes as it is."""
    if not function or not function.strip():
        return None
    try:
        return parse_function(function)
    except UnknownFunction:
        return function.strip().casefold()


def _assess_batch(path: str) -> None:
    if path == "-":
        _print_batch(sys.stdin)
        return
    with Path(path).open(encoding="utf-8-sig", newline="", errors="replace") as lines:
        _print_batch(lines)


def _print_batch(lines: TextIO) -> None:
    reader = _reader()
    for row in _rows(lines):
        found = _assess(row["prev_title"] or "", row["applied_title"] or "", row.get("function"), reader)
        json_line({"id": row["id"], **found})


def _rows(lines: TextIO) -> Iterator[dict[str, str]]:
    table = csv.DictReader(lines)
    missing = [name for name in _COLUMNS if name not in (table.fieldnames or ())]
    if missing:
        raise InvalidInput({"columns": [f"{', '.join(missing)} missing; the first line names the columns."]})
    try:
        yield from table
    except csv.Error as problem:
        raise InvalidInput({f"line {table.line_num}": [f"This is not CSV: {problem}."]}) from problem


def _print(previous: str, applied: str, found: dict[str, Any]) -> None:
    words = {"over": "more senior than this role needs", "at": "at its level", "under": "below its level"}
    click.echo(f"{found['verdict']} ({signed(found['gap'])}): {words.get(found['verdict'], 'a person must decide')}")
    for title, level in ((previous, found["previous"]), (applied, found["applied"])):
        click.echo(
            f"\n{title}: {level['level']} ({level['rank']}), {level['track']}, confidence {level['confidence']:.2f}"
        )
        for sentence in level["evidence"]:
            click.echo(f"  {sentence}")
