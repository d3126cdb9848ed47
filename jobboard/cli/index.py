"""``flask jobboard index``: the search indexes, which can always be built anew from the database."""

import sys
from collections.abc import Callable, Sequence

import click

from jobboard.cli.board import current_board
from jobboard.cli.output import json_line
from jobboard.flows import people_index
from jobboard.flows.healing import Progress
from jobboard.flows.index import Comparison, compare, counted_open, differences
from jobboard.flows.index import rebuild as rebuild_index
from jobboard.flows.people_index import PeopleComparison
from jobboard.state import BoardState

_MOST_NAMED = 10
_PEOPLE = click.option("--people", is_flag=True, help="The recruiters' private index of people, not that of jobs.")


@click.group()
def index() -> None:
    """The search indexes. The database is the only truth; that of jobs is a copy of its public part."""


@index.command()
@_PEOPLE
def rebuild(people: bool) -> None:
    """Build the index anew from the open jobs. Search goes on with the old one until it is done."""
    board = current_board()
    if people:
        count = _telling(people_index.count(board), lambda progress: people_index.rebuild(board, progress=progress))
        click.echo(f"{count} people are in the private index.")
    else:
        count = _telling(public_jobs(board), lambda progress: rebuild_index(board, progress=progress))
        click.echo(f"{count} jobs are in the index.")


def _telling(length: int, build: Callable[[Progress], int]) -> int:
    """Build while a bar grows or, where standard error is no terminal, with a line at the start and every 10 %."""
    if not sys.stderr.isatty():
        click.echo(f"Indexing {length}.", err=True)
        return build(_tenths(length))
    with click.progressbar(length=length, label="Indexing", file=sys.stderr) as bar:
        return build(lambda done: bar.update(done - bar.pos))


def _tenths(length: int) -> Progress:
    told = 0

    def tell(done: int) -> None:
        nonlocal told
        tenths = 10 * done // max(length, 1)
        if tenths > told:
            told = tenths
            click.echo(f"{told * 10} % ({done} of {length})", err=True)

    return tell


@index.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@_PEOPLE
def status(as_json: bool, people: bool) -> None:
    """How many jobs the index holds and should hold, its generation, its size. Exits with 1 when it is unhealthy, also
    when another number of jobs can be found than is open."""
    found = people_index.compare(current_board()) if people else compare(current_board())
    if as_json:
        json_line(found.figures())
    else:
        _say(found)
    if not found.healthy:
        raise SystemExit(1)


@index.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object with every id that differs.")
@_PEOPLE
def check(as_json: bool, people: bool) -> None:
    """Compare the ids in the index with the open jobs of the database. Exits with 1 when they differ."""
    found = people_index.differences(current_board()) if people else differences(current_board())
    if as_json:
        json_line({"missing": found.missing, "extra": found.extra})
    elif found:
        _say_ids("People whom the index lacks" if people else "Open jobs that the index lacks", found.missing)
        _say_ids("In the index and not there" if people else "In the index and not open", found.extra)
        click.echo(
            "Changes may be on their way: `flask jobboard outbox drain`. What stays, `index rebuild` puts right."
        )
    else:
        click.echo(f"The index holds every {'person' if people else 'open job'} and nothing else.")
    if found:
        raise SystemExit(1)


def _say_ids(heading: str, ids: Sequence[str]) -> None:
    if ids:
        more = f" and {len(ids) - _MOST_NAMED} more" if len(ids) > _MOST_NAMED else ""
        click.echo(f"{heading} ({len(ids)}): {', '.join(ids[:_MOST_NAMED])}{more}")


def _say(found: Comparison | PeopleComparison) -> None:
    index, healthy = found.index, "healthy" if found.healthy else "not healthy"
    wanted = f"{found.people} people" if isinstance(found, PeopleComparison) else f"{found.open_jobs} open jobs"
    click.echo(f"{index.documents} documents for {wanted}, generation {index.generation or 'none'}")
    click.echo(f"{index.size_bytes / 1_000_000:.1f} MB, {healthy}")
    if found.waiting:
        click.echo(f"{found.waiting} changes wait to be indexed, the oldest for {found.lag.total_seconds():.0f} s")
    if found.note:
        click.echo(found.note)


def public_jobs(board: BoardState) -> int:
    """How many jobs a stranger may see now. One statement."""
    return board.session().scalar(counted_open(board)) or 0
