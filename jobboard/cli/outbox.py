"""``flask jobboard outbox``: what must still happen after commits."""

import signal
import threading
import time

import click
from sqlalchemy.exc import DBAPIError

from jobboard import effects
from jobboard.cli.board import current_board
from jobboard.cli.output import json_line, table
from jobboard.cli.retention import what_ended
from jobboard.errors import Conflict
from jobboard.flows import retention
from jobboard.state import BoardState

_RETENTION_EVERY = 3600.0


@click.group()
def outbox() -> None:
    """Indexing, mail and signals that wait to be done."""


@outbox.command()
def drain() -> None:
    """Do everything that is due, once."""
    click.echo(f"{effects.drain(current_board())} done.")


@outbox.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON line a topic.")
def status(as_json: bool) -> None:
    """What waits, by topic, and how much of it failed before."""
    waiting = effects.pending(current_board())
    if as_json:
        for topic, count, failed in waiting:
            json_line({"topic": topic, "waiting": count, "failed": failed})
    elif waiting:
        table(waiting, head=("topic", "waiting", "failed before"))
    else:
        click.echo("Nothing waits.")


@outbox.command()
@click.option("--every", default=2.0, show_default=True, metavar="SECONDS", type=click.FloatRange(0.1, 3600))
def work(every: float) -> None:
    """Keep draining until stopped, for sites with JOBBOARD_OUTBOX = "worker". At the start and once an hour, what is
    over is ended as by `retention run`."""
    board, stopped = current_board(), threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())
    click.echo("Draining the outbox. Stop with Ctrl-C.", err=True)
    next_sweep = time.monotonic()
    while not stopped.is_set():
        if time.monotonic() >= next_sweep:
            _sweep(board)
            next_sweep = time.monotonic() + _RETENTION_EVERY
        done = _drain(board)
        if done:
            click.echo(f"{done} done.")
        stopped.wait(0 if done else every)


def _drain(board: BoardState) -> int:
    """A worker outlives a database that is busy or away for a while: what waits is still there afterwards."""
    try:
        return effects.drain(board)
    except DBAPIError as problem:
        _say_away(problem)
        return 0


def _sweep(board: BoardState) -> None:
    try:
        over = retention.sweep(board)
    except DBAPIError as problem:
        _say_away(problem)
    except Conflict:
        click.echo("Somebody else ends what is over at this moment; trying again in an hour.", err=True)
    else:
        if over.any:
            click.echo(what_ended(over))
    finally:
        board.session.remove()  # nothing of it is looked at again, and the next hour must not begin with old rows


def _say_away(problem: DBAPIError) -> None:
    click.echo(f"The database could not be used ({type(problem.orig).__name__}); trying again.", err=True)
