"""Rows that people put in order within a job, such as the rounds of its interviews. Call inside a transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ForeignKey, Integer, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from jobboard.db.base import Keyed, OnBoard, Public
from jobboard.db.history import of_subject
from jobboard.errors import RemovedMeanwhile
from jobboard.jobs.models import Job


class InOrder(Keyed, Public, OnBoard):
    """A row that has its place within a job, by ``position``; ``removed_at`` is set while it can still be brought
    back."""

    job_id: Mapped[int] = mapped_column(ForeignKey("jobboard_job.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    removed_at: Mapped[datetime | None]


Row = TypeVar("Row", bound=InOrder)


def rows_of(session: Session, kind: type[Row], job: Job) -> list[Row]:
    """A job's rows of a kind in their order. One statement."""
    theirs = select(kind).where(kind.job_id == job.id, kind.removed_at.is_(None))
    return list(session.scalars(theirs.order_by(kind.position, kind.id)))


def find_row(session: Session, kind: type[Row], job: Job, public_id: str, *, removed: bool = False) -> Row | None:
    """One row of a job, or None; with ``removed`` the one that was taken out. One statement."""
    gone = kind.removed_at.is_not(None) if removed else kind.removed_at.is_(None)
    return session.scalars(select(kind).where(kind.job_id == job.id, kind.public_id == public_id, gone)).one_or_none()


def check_not_removed(
    session: Session, job: Job, public_id: str, *, recorded: str, error: type[RemovedMeanwhile]
) -> None:
    """Raise ``error`` where the job's history has it, under the key ``recorded``, that this row was taken out. One
    statement."""
    for entry in of_subject(session, job, only=(recorded,)):
        if entry.after == public_id:
            raise error(entry.before, by=entry.actor_name, at=entry.at, job_id=job.public_id)


def copy_to(session: Session, job: Job, rows: Iterable[Row], columns: Iterable[str], *, after: int) -> None:
    """Give a job copies of another's rows, with these columns, behind the ``after`` that it has."""
    names = tuple(columns)
    for place, row in enumerate(rows, start=after):
        copied = type(row)()
        copied.board, copied.job_id, copied.position = job.board, job.id, place
        for name in names:
            setattr(copied, name, getattr(row, name))
        session.add(copied)


def move(rows: Iterable[Row], moved: Row, steps: int) -> None:
    """Let one of a job's rows come so many places later, or earlier where ``steps`` is negative; it stops at the
    ends."""
    others = [row for row in rows if row is not moved]
    others.insert(min(max(moved.position + steps, 0), len(others)), moved)
    _number(others)


def take_out(session: Session, job: Job, gone: Row, *, now: datetime) -> None:
    """Take a row out of its job. It can be brought back until the next one is taken out."""
    kind = type(gone)
    session.execute(delete(kind).where(kind.job_id == job.id, kind.removed_at.is_not(None)))
    gone.removed_at = now
    session.flush()
    _number(rows_of(session, kind, job))


def bring_back(rows: Iterable[Row], back: Row) -> None:
    """Bring a row that was taken out back to its place among the job's others."""
    others = list(rows)
    back.removed_at = None
    others.insert(min(back.position, len(others)), back)
    _number(others)


def _number(rows: Iterable[Row]) -> None:
    for place, row in enumerate(rows):
        row.position = place
