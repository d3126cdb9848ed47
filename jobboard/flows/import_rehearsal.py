"""Where a dry run writes: it must write to count truly, and nobody may notice."""

from collections.abc import Iterator
from contextlib import contextmanager

from jobboard.db.engine import copy_sqlite
from jobboard.state import BoardState


@contextmanager
def stage(board: BoardState, *, dry_run: bool) -> Iterator[BoardState]:
    """The board itself, or for a dry run on SQLite the board on a private copy of its database.

    SQLite has one write lock for everybody: a transaction around a whole file would turn away every applicant who
    writes meanwhile. PostgreSQL locks what is written only, so there the transaction is enough.
    """
    if not dry_run or board.engine.dialect.name != "sqlite":
        yield board
        return
    engine = copy_sqlite(board.engine)
    try:
        with board.on_its_own_session(engine) as there:
            yield there
    finally:
        engine.dispose()
