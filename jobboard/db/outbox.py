"""What must happen after a commit, written down inside it.

``add`` runs in the story's own transaction. ``drain`` runs afterwards, on a session of its own, under a lease so that
one drainer works at a time; an entry that failed stays, says why, and is tried again later.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Index, Integer, String, Text, case, delete, func, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from jobboard.db.base import Base, Keyed, OnBoard
from jobboard.db.transaction import transaction
from jobboard.errors import Conflict

_log = logging.getLogger("jobboard.outbox")

BATCH = 500
LEASE = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=1)


class OutboxEntry(Base, Keyed, OnBoard):
    """One thing to do: a topic and public ids, never personal data."""

    __tablename__ = "jobboard_outbox"
    __table_args__ = (Index("ix_jobboard_outbox_due", "board", "available_at", "id"),)

    topic: Mapped[str] = mapped_column(String(64))
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    available_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    last_error: Mapped[str] = mapped_column(Text, default="")


class Lease(Base):
    """Who may drain a board's outbox until when."""

    __tablename__ = "jobboard_lease"

    name: Mapped[str] = mapped_column(String(128), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]


Effect = Callable[[Session, Sequence[OutboxEntry]], None]
"""Does what a batch of entries of one topic asks for. May run twice for the same entry; must then do no harm."""


def add(
    session: Session,
    board: str,
    topic: str,
    payload: Mapping[str, Any],
    *,
    at: datetime,
    after: timedelta | None = None,
) -> OutboxEntry:
    """Write down that ``topic`` must happen once the current transaction has committed (``after`` a delay)."""
    entry = OutboxEntry(
        board=board, topic=topic, payload=dict(payload), created_at=at, available_at=at + (after or timedelta())
    )
    session.add(entry)
    return entry


def pending(session: Session, board: str) -> list[tuple[str, int, int]]:
    """(topic, waiting, failed at least once) for each topic with entries. One query."""
    failed = func.sum(case((OutboxEntry.attempts > 0, 1), else_=0))
    rows = session.execute(
        select(OutboxEntry.topic, func.count(), failed)
        .where(OutboxEntry.board == board)
        .group_by(OutboxEntry.topic)
        .order_by(OutboxEntry.topic)
    )
    return [(topic, count, int(bad or 0)) for topic, count, bad in rows]


def drain(session: Session, board: str, effects: Mapping[str, Effect], *, now: datetime) -> int:
    """Do everything that is due and return how many entries were done; 0 at once when another holds the lease."""
    holder = uuid4().hex
    if not _lease(session, board, holder, now=now):
        return 0
    try:
        return _drain_leased(session, board, effects, now=now)
    finally:
        with transaction(session, owned=True):
            session.execute(delete(Lease).where(Lease.name == _lease_name(board), Lease.holder == holder))


def _drain_leased(session: Session, board: str, effects: Mapping[str, Effect], *, now: datetime) -> int:
    done = 0
    tried: set[int] = set()
    while batch := [entry for entry in _due(session, board, now=now) if entry.id not in tried]:
        tried.update(entry.id for entry in batch)
        by_topic: dict[str, list[OutboxEntry]] = {}
        for entry in batch:
            by_topic.setdefault(entry.topic, []).append(entry)
        done += sum(_attempt(session, topic, entries, effects, now=now) for topic, entries in by_topic.items())
    return done


def _due(session: Session, board: str, *, now: datetime) -> Sequence[OutboxEntry]:
    return session.scalars(
        select(OutboxEntry)
        .where(OutboxEntry.board == board, OutboxEntry.available_at <= now)
        .order_by(OutboxEntry.id)
        .limit(BATCH)
    ).all()


def _attempt(
    session: Session, topic: str, entries: list[OutboxEntry], effects: Mapping[str, Effect], *, now: datetime
) -> int:
    ids = [entry.id for entry in entries]
    attempts = max(entry.attempts for entry in entries) + 1
    try:
        effects[topic](session, entries)
    except Exception as problem:  # noqa: BLE001 - any effect may fail; the entry stays and says why
        session.rollback()
        _log.exception("Outbox topic %s failed, attempt %d; it stays and is retried.", topic, attempts)
        wait = min(timedelta(seconds=2**attempts), LONGEST_WAIT)
        _mark_failed(session, ids, problem=problem, available_at=now + wait)
        return 0
    with transaction(session, owned=True):
        session.execute(delete(OutboxEntry).where(OutboxEntry.id.in_(ids)))
    return len(ids)


def _mark_failed(session: Session, ids: list[int], *, problem: Exception, available_at: datetime) -> None:
    with transaction(session, owned=True):
        session.execute(
            update(OutboxEntry)
            .where(OutboxEntry.id.in_(ids))
            .values(
                attempts=OutboxEntry.attempts + 1,
                last_error=f"{type(problem).__name__}",
                available_at=available_at,
            )
        )


def _lease_name(board: str) -> str:
    return f"outbox:{board}"


def _lease(session: Session, board: str, holder: str, *, now: datetime) -> bool:
    name, until = _lease_name(board), now + LEASE
    try:
        with transaction(session, owned=True):
            session.execute(delete(Lease).where(Lease.name == name, Lease.expires_at < now))
            session.execute(insert(Lease).values(name=name, holder=holder, expires_at=until))
    except Conflict:
        return False
    return True
