"""Our own engine, for hosts that lend us none: SQLite set up for several processes, or any SQLAlchemy URL."""

import sqlite3
import time
from typing import Any

from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event, make_url

BEGIN_OPTION = "jobboard_begin"
BUSY_TIMEOUT_MS = 10_000
_SQLITE_RECYCLE_SECONDS = 3600
"""A connection of SQLite reads what ``statistics`` wrote when it opens, and never again."""


def make_engine(url: str) -> Engine:
    """An engine for ``url``. SQLite gets WAL, a busy timeout, foreign keys, and real BEGINs of ours (the driver's
    implicit ones start too late to hold a write lock from the first read on)."""
    engine = create_engine(url, **_pool_options(make_url(url)))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _pool_options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() != "sqlite":
        return {"pool_pre_ping": True}
    return {"pool_recycle": _SQLITE_RECYCLE_SECONDS} if url.database not in {None, "", ":memory:"} else {}


def copy_sqlite(engine: Engine) -> Engine:
    """What a SQLite database holds now, in a private one that SQLite itself removes when it is closed. For work whose
    writing nobody wants, so that it keeps no other writer waiting. Dispose of it."""
    private = sqlite3.connect("", check_same_thread=False)
    _prepare_sqlite(private, None)
    with engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert driver is not None, "the connection is open"
        driver.backup(private)
    copy = create_engine("sqlite://", creator=lambda: private, poolclass=StaticPool)
    event.listen(copy, "begin", _begin_sqlite)
    return copy


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    _use_wal(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _use_wal(connection: sqlite3.Connection) -> None:
    """Several processes may meet a new file at once, and the switch alone does not wait for its lock."""
    deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    mode = connection.get_execution_options().get(BEGIN_OPTION, "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")
