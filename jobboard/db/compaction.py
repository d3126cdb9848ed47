"""SQLite keeps what was deleted in its write-ahead log until somebody empties it."""

import logging
from contextlib import closing

from sqlalchemy import Engine

_log = logging.getLogger("jobboard.db")

_PATIENCE_MS = 2_000
"""New writers wait as long as we do, so this must be well below what they put up with."""


def forget_deleted(engine: Engine) -> None:
    """Empty SQLite's write-ahead log, in which deleted words would stay readable on disk; nothing elsewhere.

    Call it after the commit, with no transaction of one's own open. Where others read for longer than two seconds the
    log stays until the next call, and a warning says so.
    """
    if engine.dialect.name != "sqlite" or not engine.url.database or engine.url.database == ":memory:":
        return
    with closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        (patience,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
        try:
            busy, _frames, _emptied = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout={patience}")
    if busy:
        _log.warning("The database is being read, so what was erased stays in its write-ahead log for now.")
