"""One transaction around one story: everything commits together or nothing does."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from jobboard.db.engine import BEGIN_OPTION
from jobboard.errors import Conflict

_OPEN = "jobboard_transaction_open"
_UNIQUE_VIOLATION = "23505"


def in_transaction(session: Session) -> bool:
    """Whether a ``transaction`` of ours is already open on this session."""
    return bool(session.info.get(_OPEN))


@contextmanager
def transaction(session: Session, *, owned: bool) -> Iterator[Session]:
    """Commit at the end, roll back on any error. Inside another one it joins: the outermost commits.

    ``owned`` says the session is ours alone. Then a read transaction left open is ended first and SQLite takes its
    write lock at once (BEGIN IMMEDIATE), so that what is read here cannot change before it is written. On a host's
    session the host's own pending work commits with ours. Raises ``Conflict`` when a row changed in between or
    the same was written twice; every other broken constraint is a mistake of ours and comes out as it is.
    """
    if in_transaction(session):
        yield session
        return
    if owned:
        _take_write_lock(session)
    else:
        _begin_for_real(session)
    session.info[_OPEN] = True
    try:
        yield session
        session.commit()
    except StaleDataError as stale:
        session.rollback()
        raise Conflict("Somebody else changed this in the meantime. Reload to see their version.") from stale
    except IntegrityError as clash:
        session.rollback()
        if not is_duplicate(clash):
            raise
        raise Conflict("The same was written at the same moment by somebody else. Try again.") from clash
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop(_OPEN, None)


def is_duplicate(problem: IntegrityError) -> bool:
    """Whether a row is there already that must be unique, as PostgreSQL and SQLite say it."""
    said = problem.orig
    return getattr(said, "sqlstate", None) == _UNIQUE_VIOLATION or str(said).startswith("UNIQUE constraint failed")


def _take_write_lock(session: Session) -> None:
    if session.in_transaction():
        session.rollback()
    session.connection(execution_options={BEGIN_OPTION: "IMMEDIATE"})


def _begin_for_real(session: Session) -> None:
    """On SQLite a host's engine may leave BEGIN to the driver, which waits for the first write. A SAVEPOINT that
    comes before it would be the whole transaction, and releasing it would commit."""
    connection = session.connection()
    driver = connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite" and driver is not None and not driver.in_transaction:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
