"""``flask jobboard index``: the search index, which can always be built anew from the database."""

import sys

import click
from sqlalchemy import func, select

from jobboard.cli.board import current_board
from jobboard.cli.output import json_line
from jobboard.jobs.documents import document
from jobboard.jobs.models import Job
from jobboard.jobs.queries import is_public, stream_open
from jobboard.state import BoardState


@click.group()
def index() -> None:
    """The search index. The database is the only truth; this is a copy of its public part."""


@index.command()
def rebuild() -> None:
    """Build the index anew from the open jobs. Search goes on with the old one until it is done."""
    board = current_board()
    total = public_jobs(board)
    documents = (document(job) for job in stream_open(board.session(), board.name, now=board.now()))
    if not sys.stderr.isatty():
        count = board.search.rebuild(documents)
    else:
        with click.progressbar(length=total, label="Indexing", file=sys.stderr) as bar:
            count = board.search.rebuild(documents, progress=lambda done: bar.update(done - bar.pos))
    click.echo(f"{count} jobs are in the index.")


@index.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def status(as_json: bool) -> None:
    """How many jobs the index holds and should hold, its generation, its size. Exits with 1 when unhealthy."""
    board = current_board()
    found, wanted = board.search.status(), public_jobs(board)
    if as_json:
        json_line(
            {
                "documents": found.documents,
                "open_jobs": wanted,
                "generation": found.generation,
                "size_bytes": found.size_bytes,
                "healthy": found.healthy,
                "note": found.note,
            }
        )
    else:
        click.echo(f"{found.documents} documents for {wanted} open jobs, generation {found.generation or 'none'}")
        click.echo(f"{found.size_bytes / 1_000_000:.1f} MB, {'healthy' if found.healthy else 'not healthy'}")
        if found.note:
            click.echo(found.note)
    if not found.healthy:
        raise SystemExit(1)


def public_jobs(board: BoardState) -> int:
    """How many jobs a stranger may see now. One statement."""
    counted = select(func.count()).select_from(Job).where(Job.board == board.name, *is_public(board.now()))
    return board.session().scalar(counted) or 0
