"""``flask jobboard index``: the search index, which can always be built anew from the database."""

import sys
from collections.abc import Sequence

import click

from jobboard.cli.board import current_board
from jobboard.cli.output import json_line
from jobboard.flows.index import Comparison, compare, counted_open, differences
from jobboard.flows.index import rebuild as rebuild_index
from jobboard.state import BoardState

_MOST_NAMED = 10


@click.group()
def index() -> None:
    """The search index. The database is the only truth; this is a copy of its public part."""


@index.command()
def rebuild() -> None:
    """Build the index anew from the open jobs. Search goes on with the old one until it is done."""
    board = current_board()
    if not sys.stderr.isatty():
        count = rebuild_index(board)
    else:
        with click.progressbar(length=public_jobs(board), label="Indexing", file=sys.stderr) as bar:
            count = rebuild_index(board, progress=lambda done: bar.update(done - bar.pos))
    click.echo(f"{count} jobs are in the index.")


@index.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def status(as_json: bool) -> None:
    """How many jobs the index holds and should hold, its generation, its size. Exits with 1 when it is unhealthy, also
    when another number of jobs can be found than is open."""
    found = compare(current_board())
    if as_json:
        json_line(found.figures())
    else:
        _say(found)
    if not found.healthy:
        raise SystemExit(1)


@index.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object with every id that differs.")
def check(as_json: bool) -> None:
    """Compare the ids in the index with the open jobs of the database. Exits with 1 when they differ."""
    found = differences(current_board())
    if as_json:
        json_line({"missing": found.missing, "extra": found.extra})
    elif found:
        _say_ids("Open jobs that the index lacks", found.missing)
        _say_ids("In the index and not open", found.extra)
        click.echo(
            "Changes may be on their way: `flask jobboard outbox drain`. What stays, `index rebuild` puts right."
        )
    else:
        click.echo("The index holds every open job and nothing else.")
    if found:
        raise SystemExit(1)


def _say_ids(heading: str, ids: Sequence[str]) -> None:
    if ids:
        more = f" and {len(ids) - _MOST_NAMED} more" if len(ids) > _MOST_NAMED else ""
        click.echo(f"{heading} ({len(ids)}): {', '.join(ids[:_MOST_NAMED])}{more}")


def _say(found: Comparison) -> None:
    index, healthy = found.index, "healthy" if found.healthy else "not healthy"
    click.echo(f"{index.documents} documents for {found.open_jobs} open jobs, generation {index.generation or 'none'}")
    click.echo(f"{index.size_bytes / 1_000_000:.1f} MB, {healthy}")
    if found.waiting:
        click.echo(f"{found.waiting} changes wait to be indexed, the oldest for {found.lag.total_seconds():.0f} s")
    if found.note:
        click.echo(found.note)


def public_jobs(board: BoardState) -> int:
    """How many jobs a stranger may see now. One statement."""
    return board.session().scalar(counted_open(board)) or 0
