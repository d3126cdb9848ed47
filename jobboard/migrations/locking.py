"""One schema change at a time, whoever else is starting up: a lock where the database gives one."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from jobboard.db.base import TABLE_PREFIX
from jobboard.db.engine import BEGIN_OPTION
from jobboard.errors import JobboardError

_LOCK = 0x6A6F62626F617264  # “jobboard” in ASCII: one number for all of us, unlikely to be another application's
_PATIENCE_MS = 10 * 60 * 1000


@contextmanager
def one_at_a_time(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction that no second one like it can enter before this one has ended.

    Commits at the end, rolls back on any error. PostgreSQL holds an advisory lock, SQLite its write lock;
    with another database, the operator runs one upgrade at a time.
    """
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            yield from _on_sqlite(connection)
            return
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            yield connection


def _on_sqlite(connection: Connection) -> Iterator[Connection]:
    """Foreign keys rest meanwhile and are checked at the end: SQLite alters a table by copying and dropping
    it, and with them on, dropping a parent deletes its children. Whoever comes second waits for a whole upgrade, which
    takes longer than an engine's usual patience."""
    enforced, patience = _pragma(connection, "foreign_keys"), _pragma(connection, "busy_timeout")
    _pragma(connection, "foreign_keys=OFF")
    _pragma(connection, f"busy_timeout={_PATIENCE_MS}")
    try:
        with connection.execution_options(**{BEGIN_OPTION: "IMMEDIATE"}).begin():
            _hold_write_lock(connection)
            before = _orphans(connection)
            yield connection
            _refuse(_orphans(connection) - before)
    finally:
        _pragma(connection, f"foreign_keys={enforced or 0}")
        _pragma(connection, f"busy_timeout={patience or 0}")


def _hold_write_lock(connection: Connection) -> None:
    """A host's engine may leave BEGIN to the driver, which waits for the first write: too late."""
    driver = connection.connection.dbapi_connection
    if driver is not None and not driver.in_transaction:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _orphans(connection: Connection) -> set[tuple[str, int]]:
    """Rows of ours that point to nothing, as (table, row)."""
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check")
    return {(table, row) for table, row, *_rest in rows if table.startswith(TABLE_PREFIX)}


def _refuse(orphans: set[tuple[str, int]]) -> None:
    if not orphans:
        return
    tables = ", ".join(sorted({table for table, _row in orphans}))
    raise JobboardError(f"The change was undone: it would leave rows that point to nothing in {tables}.")


def _pragma(connection: Connection, statement: str) -> int | None:
    """Run a PRAGMA on the driver's connection, outside any transaction: inside one this pragma is ignored."""
    driver = connection.connection.dbapi_connection
    assert driver is not None, "the connection is open"
    cursor = driver.cursor()
    try:
        row = cursor.execute(f"PRAGMA {statement}").fetchone()
    finally:
        cursor.close()
    return int(row[0]) if row else None
