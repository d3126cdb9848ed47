"""``flask jobboard ladder``: the board's own titles and rungs as a file, and who would move by a change."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from jobboard.access import SYSTEM
from jobboard.cli.board import current_board
from jobboard.cli.output import json_line, table
from jobboard.db.paging import PageRequest
from jobboard.flows.ladder_preview import Preview, preview
from jobboard.flows.ladders import change_ladder, replacing, reread_everything
from jobboard.flows.titles import titles
from jobboard.flows.unknown_titles import unknown_titles
from jobboard.ladders.files import dump_ladder, load_ladder
from jobboard.state import BoardState

_SHOWN = 20


@click.group()
def ladder() -> None:
    """What the firm's own titles and rungs mean. They win over everything built in."""


@ladder.command()
@click.argument("file")
def export(file: str) -> None:
    """Write the ladder to FILE as CSV; - writes to standard output. `ladder import` reads it back."""
    board = current_board()
    text = dump_ladder(titles(board).host.entries, ladder=board.ladder)
    if file == "-":
        click.echo(text, nl=False)
        return
    Path(file).write_text(text, encoding="utf-8")
    click.echo(f"{text.count(chr(10)) - 1} entries written to {file}.", err=True)


@ladder.command("import")
@click.argument("file")
@click.option("--replace", is_flag=True, help="Take out what the file does not have.")
@click.option("--dry-run", is_flag=True, help="Say who would move; change nothing.")
@click.option("--why", default="Imported from a file.", show_default=True, help="Stays in the history.")
def import_(file: str, replace: bool, dry_run: bool, why: str) -> None:
    """Put the entries of a CSV file on the ladder. - reads standard input.

    Columns phrase, level (a key, a label or a rank) and optionally kind (title or rung), function, track, label. A file
    with anything wrong in it changes nothing. Levels that it touches are read anew through the outbox.
    """
    board = current_board()
    with _opened(file) as lines:
        entries = load_ladder(lines, ladder=board.ladder)
    proposal = replacing(board, entries, whole=replace, why=why)
    found = preview(board, proposal, PageRequest(1, _SHOWN))
    _print_moves(board, found)
    if dry_run:
        click.echo("Nothing was written: this was a dry run.", err=True)
        return
    change = change_ladder(board, proposal, actor=SYSTEM)
    if change is None:
        click.echo("The ladder says all that already; nothing was changed.")
        return
    click.echo(f"Changed: {len(change.after)} put, {len(change.before)} taken out or replaced.")


@ladder.command()
@click.option("--limit", type=click.IntRange(1, 5_000), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON line a title.")
def unknown(limit: int, as_json: bool) -> None:
    """Titles on the board that can only be guessed at, the most frequent first, with what they might be."""
    board = current_board()
    page, _complete = unknown_titles(board, PageRequest(1, limit))
    if as_json:
        for one in page.items:
            places = [{**board.ladder.describe(each.rank), "because": each.because} for each in one.suggestions]
            json_line({"title": one.title, "lines": one.lines, "jobs": one.jobs, "suggestions": places})
        return
    if not page.items:
        click.echo("Every title on the board says its level.")
        return
    rows = [(one.title, one.lines, one.jobs, one.suggestions[0].because) for one in page.items]
    table(rows, head=("title", "past roles", "jobs", "reads as"))
    click.echo(f"{page.total} in all.")


@ladder.command()
@click.option("--why", default="Every level was read anew.", show_default=True, help="Stays in the history.")
def reread(why: str) -> None:
    """Read every inferred level of the board anew, such as after an upgrade. Runs through the outbox, in batches."""
    reread_everything(current_board(), actor=SYSTEM, why=why)
    click.echo("Asked for. `flask jobboard outbox drain` does what is due; a worker or the next pages do the rest.")


@contextmanager
def _opened(file: str) -> Iterator[TextIO]:
    if file == "-":
        yield sys.stdin
        return
    with Path(file).open(encoding="utf-8-sig", newline="", errors="replace") as lines:
        yield lines


def _print_moves(board: BoardState, found: Preview) -> None:
    click.echo(f"{found.jobs.total} jobs and {found.lines.total} past roles of kept people would move.")
    label = board.ladder.label
    rows = [("job", one.title, _label(board, one.before), label(one.after)) for one in found.jobs.items]
    rows += [("past role", one.title, label(one.before), label(one.after)) for one in found.lines.items]
    if rows:
        table(rows, head=("", "title", "from", "to"))
    if not found.complete:
        click.echo("There are too many different titles to list all who would move.", err=True)


def _label(board: BoardState, rank: int | None) -> str:
    return "–" if rank is None else board.ladder.label(rank)
