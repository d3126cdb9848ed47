"""Data that a host brings in, as one SQLite file in the board's data folder: written once, then only read.

A new file takes the old one's place in one step, so that every process reads either the one or the other, whole.
"""

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import local
from urllib.parse import quote

from jobboard.db.durable import sync


def state_of(path: Path) -> tuple[int, int, int] | None:
    """What tells one file at ``path`` from another; None when there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


@contextmanager
def replacing(path: Path) -> Iterator[sqlite3.Connection]:
    """An empty database to fill; it becomes the file at ``path`` when the block ends without an error."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, made = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".tmp", dir=path.parent)
    os.close(handle)
    try:
        with closing(sqlite3.connect(made)) as connection:
            yield connection
            connection.commit()
        sync(Path(made))
        Path(made).replace(path)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise
    sync(path.parent)


def open_for_reading(path: Path) -> sqlite3.Connection:
    """A connection that goes on reading this file when another takes its place."""
    connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)
    connection.execute("PRAGMA query_only=ON")
    return connection


def connections(path: Path) -> Callable[[], sqlite3.Connection]:
    """Gives each thread a connection of its own ``open_for_reading``; the caller's is opened at once."""
    own = local()

    def connection() -> sqlite3.Connection:
        if not hasattr(own, "connection"):
            own.connection = open_for_reading(path)
        found: sqlite3.Connection = own.connection
        return found

    connection()
    return connection


def remove(path: Path) -> bool:
    """Take the file away; whether there was one."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    return True
