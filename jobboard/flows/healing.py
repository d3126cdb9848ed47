"""An index is a copy of a part of the database, built anew by itself where it cannot be used or lacks something."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy.orm import Session

from jobboard.db import lease
from jobboard.db.transaction import transaction
from jobboard.search.port import IndexStatus
from jobboard.state import BoardState

_log = logging.getLogger("jobboard.index")

EVERY = timedelta(minutes=1)
"""How often a process compares the two, and how long it waits before it tries again what failed."""
LEASE = timedelta(minutes=2)
BATCH = 500

T = TypeVar("T")
Progress = Callable[[int], None]
"""Called with the number of documents written so far."""

_compared: dict[tuple[str, str, Path], datetime] = {}
_tried: dict[tuple[str, str, Path], datetime] = {}


@dataclass(frozen=True, slots=True)
class Copy:
    """One index: its ``name``, what people call it, how it stands, whether it lacks what no waiting change brings, and
    how it is built."""

    name: str
    title: str
    status: Callable[[BoardState], IndexStatus]
    needs_rebuild: Callable[[BoardState], bool]
    rebuild: Callable[[BoardState, Progress], int]


def in_batches(board: BoardState, read: Callable[[Session, int], tuple[int, Sequence[T]]]) -> Iterator[T]:
    """Documents of everything there is: ``read`` gives those of the rows behind a key and the last key among them, 0 at
    the end. Nothing of the database is held while the engine takes them, and each batch is read when it is wanted, so
    that no change done before the engine's lock is missed."""
    last = 0
    with Session(board.engine) as session:
        while True:
            last, documents = read(session, last)
            if not last:
                return
            session.expunge_all()
            session.rollback()
            yield from documents


def heal(board: BoardState, copy: Copy) -> int:
    """Build the index anew if it cannot be used, or lacks or has too much that no change in the outbox explains; how
    many are in it then, and 0 when nothing was done. Never raises over the index.

    Call it before changes are put into the index, as often as one likes: with a sound index it costs a look at the
    disk, and once a minute a process what comparing costs. One process builds, the others go on.
    """
    place, now = (copy.name, board.name, board.data_dir), board.now()
    if _is_recent(_tried.get(place), now):
        return 0
    if copy.status(board).healthy:
        if _is_recent(_compared.get(place), now):
            return 0
        _compared[place] = now
        if not copy.needs_rebuild(board):
            return 0
    _tried[place] = now
    built = _rebuild_alone(board, copy)
    if built is None:
        return 0
    del _tried[place]
    return built


def _is_recent(then: datetime | None, now: datetime) -> bool:
    return then is not None and then <= now < then + EVERY


def _rebuild_alone(board: BoardState, copy: Copy) -> int | None:
    """``None`` when another process does it, or it failed."""
    name = f"{copy.name}:{board.name}"
    with Session(board.engine) as session:
        holder = lease.take(session, name, now=board.now(), lasts=LEASE)
        if holder is None:
            return None
        _say_why(copy.title, copy.status(board))

        def hold_on(done: int) -> None:
            if done % BATCH == 0:
                with transaction(session, owned=True):
                    lease.renew(session, name, holder, until=board.now() + LEASE)

        try:
            return copy.rebuild(board, hold_on)
        except Exception:  # noqa: BLE001 - whatever keeps an index from being built must not keep mail from leaving
            _log.exception("The %s could not be built; it is tried again in a minute.", copy.title)
            return None
        finally:
            lease.release(session, name, holder)


def _say_why(title: str, found: IndexStatus) -> None:
    if found.healthy or found.size_bytes:
        _log.warning("The %s is damaged or incomplete; building it anew.", title)
    else:
        _log.warning("There is no %s yet; building it.", title)
