"""One transaction around one story: everything commits together or nothing does."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from jobboard.db.engine import BEGIN_OPTION
from jobboard.errors import Conflict

_OPEN = "jobboard_transaction_open"


def in_transaction(session: Session) -> bool:
    """Whether a ``transaction`` of ours is already open on this session."""
    return bool(session.info.get(_OPEN))


@contextmanager
def transaction(session: Session, *, owned: bool) -> Iterator[Session]:
    """Commit at the end, roll back on any error. Inside another one it joins: the outermost commits.

    ``owned`` says the session is ours alone. Then a read transaction left open is ended first and SQLite takes its
    write lock at once (BEGIN IMMEDIATE), so that what is read here cannot change before it is written. On a host's
    session the host's own pending work commits with ours. Raises ``Conflict`` when a row changed in between.
    """
    if in_transaction(session):
        yield session
        return
    if owned:
        _take_write_lock(session)
    session.info[_OPEN] = True
    try:
        yield session
        session.commit()
    except StaleDataError as stale:
        session.rollback()
        raise Conflict("Somebody else changed this in the meantime. Reload to see their version.") from stale
    except IntegrityError as clash:
        session.rollback()
        raise Conflict("The same was written at the same moment by somebody else. Try again.") from clash
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop(_OPEN, None)


def _take_write_lock(session: Session) -> None:
    if session.in_transaction():
        session.rollback()
    session.connection(execution_options={BEGIN_OPTION: "IMMEDIATE"})
