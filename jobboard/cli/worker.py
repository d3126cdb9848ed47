"""``flask jobboard worker``: the one process beside the web processes that indexes, mails and ends what is over."""

import signal
import threading
import time
from collections.abc import Sequence
from types import FrameType

import click
from sqlalchemy.exc import DBAPIError

from jobboard import effects
from jobboard.cli.board import chosen_boards
from jobboard.cli.duty import Duty
from jobboard.cli.retention import what_ended
from jobboard.db import statistics
from jobboard.errors import Conflict
from jobboard.flows import retention
from jobboard.state import BoardState

_RETENTION_EVERY = 3600.0
_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@click.command()
@click.option("--every", default=0.25, show_default=True, metavar="SECONDS", type=click.FloatRange(0.1, 3600))
def worker(every: float) -> None:
    """Do what waits in the outbox of every board until stopped, for sites with JOBBOARD_OUTBOX = "worker". At the start
    and once an hour, what is over is ended as by `retention run`.

    One is enough; of several, one works at a time and the others stand by. SIGTERM or Ctrl-C ends it after the entry at
    hand, a second one at once. While nothing waits, a look each --every SECONDS costs one statement a board.
    """
    boards, stopped = chosen_boards(), threading.Event()
    _listen(stopped)
    for board in boards:
        if board.config.outbox != "worker":
            click.echo(f"{board.name}: its web processes do the same, as JOBBOARD_OUTBOX is not 'worker'.", err=True)
    duties = [Duty(board, called=f"{board.name}: " if len(boards) > 1 else "") for board in boards]
    _work(duties, stopped, every=every)
    for duty in duties:
        _leave(duty)
    click.echo("Stopped.", err=True)


def _listen(stopped: threading.Event) -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()
        for name in _SIGNALS:
            signal.signal(name, signal.SIG_DFL)

    for name in _SIGNALS:
        signal.signal(name, stop)


def _work(duties: Sequence[Duty], stopped: threading.Event, *, every: float) -> None:
    next_sweep = dict.fromkeys((duty.board.name for duty in duties), time.monotonic())
    while not stopped.is_set():
        ours = [duty.board for duty in duties if _is_ours(duty)]
        for board in ours:
            if time.monotonic() >= next_sweep[board.name]:
                _sweep(board)
                next_sweep[board.name] = time.monotonic() + _RETENTION_EVERY
        done = sum(_drain(board, stopped) for board in ours)
        if done:
            click.echo(f"{done} done.")
        stopped.wait(0 if done else every)


def _is_ours(duty: Duty) -> bool:
    try:
        return duty.is_ours()
    except DBAPIError as problem:
        _say_away(problem)
        return False


def _leave(duty: Duty) -> None:
    try:
        duty.end()
    except DBAPIError as problem:
        _say_away(problem)


def _drain(board: BoardState, stopped: threading.Event) -> int:
    """A worker outlives a database that is busy or away for a while: what waits is still there afterwards."""
    try:
        return effects.drain(board, stopped=stopped.is_set)
    except DBAPIError as problem:
        _say_away(problem)
        return 0


def _sweep(board: BoardState) -> None:
    try:
        over = retention.sweep(board)
        statistics.refresh(board.engine)
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
