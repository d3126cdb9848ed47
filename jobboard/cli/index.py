"""``flask jobboard index``: the search index, which can always be built anew from the database."""

import sys

import click

from jobboard.cli.board import current_board
from jobboard.cli.output import json_line
from jobboard.flows.index import Comparison, compare, counted_open
from jobboard.flows.index import rebuild as rebuild_index
from jobboard.state import BoardState


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
        json_line(_as_json(found))
    else:
        _say(found)
    if not found.healthy:
        raise SystemExit(1)


def _as_json(found: Comparison) -> dict[str, object]:
    return {
        "documents": found.index.documents,
        "searchable": found.searchable,
        "open_jobs": found.open_jobs,
        "waiting": found.waiting,
        "generation": found.index.generation,
        "size_bytes": found.index.size_bytes,
        "healthy": found.healthy,
        "note": found.note,
    }


def _say(found: Comparison) -> None:
    index, healthy = found.index, "healthy" if found.healthy else "not healthy"
    click.echo(f"{index.documents} documents for {found.open_jobs} open jobs, generation {index.generation or 'none'}")
    click.echo(f"{index.size_bytes / 1_000_000:.1f} MB, {healthy}")
    if found.note:
        click.echo(found.note)


def public_jobs(board: BoardState) -> int:
    """How many jobs a stranger may see now. One statement."""
    return board.session().scalar(counted_open(board)) or 0
