"""What must happen after a commit, written down inside it.

``add`` runs in the story's own transaction. ``drain`` runs afterwards, on a session of its own, under a lease so that
one drainer works at a time. An entry is claimed before it is done, by pushing the moment it is due ahead, so that no
transaction is open while a mail server or a disk takes its time, and a drainer that has lost its lease unawares does
nothing twice. An entry that failed stays, says why, and is tried again later; it holds up no other.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, Integer, String, Text, case, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from jobboard.db import lease
from jobboard.db.base import Base, Keyed, OnBoard
from jobboard.db.transaction import transaction

_log = logging.getLogger("jobboard.outbox")

BATCH = 500
LEASE = timedelta(seconds=30)
"""Renewed with each entry. So long others stand by after a drainer died; who takes longer over one entry loses it to
another, and stops after that entry."""
CLAIM = timedelta(minutes=15)
"""After this long an entry whose drainer died over it is tried again, unless its effect says otherwise. Longer than the
slowest mail server answers."""
_MOST_DOUBLINGS = 12  # 2 ** 12 seconds are more than LONGEST_WAIT
LONGEST_WAIT = timedelta(hours=1)


class OutboxEntry(Base, Keyed, OnBoard):
    """One thing to do: a topic and public ids, never personal data. ``available_at`` is when it is due; while somebody
    is doing it, when their claim ends."""

    __tablename__ = "jobboard_outbox"
    __table_args__ = (Index("ix_jobboard_outbox_due", "board", "available_at", "id"),)

    topic: Mapped[str] = mapped_column(String(64))
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    available_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    last_error: Mapped[str] = mapped_column(Text, default="")


@dataclass(frozen=True, slots=True)
class Effect:
    """Does what entries of one topic ask for. May run twice for the same entry; must then do no harm.

    ``do`` gets the entries one by one, so that one that fails neither repeats nor blocks another; ``together`` up to
    ``BATCH`` at once, for what is cheaper so and costs nothing to repeat. ``claim`` is longer than ``do`` ever takes.
    """

    do: Callable[[Session, Sequence[OutboxEntry]], None]
    together: bool = False
    claim: timedelta = CLAIM


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


def waiting(session: Session, board: str, topic: str) -> Sequence[OutboxEntry]:
    """Up to ``BATCH`` entries of a topic, oldest first. One query."""
    wanted = select(OutboxEntry).where(OutboxEntry.board == board, OutboxEntry.topic == topic)
    return session.scalars(wanted.order_by(OutboxEntry.id).limit(BATCH)).all()


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


def drain(
    session: Session,
    board: str,
    effects: Mapping[str, Effect],
    *,
    now: Callable[[], datetime],
    stopped: Callable[[], bool] = lambda: False,
) -> int:
    """Do everything that is due, each entry at most once, and return how many were done. 0 after one read when nothing
    is due, and after two when another holds the lease; a drainer that loses its lease stops, and one that is
    ``stopped`` begins nothing more.

    Looks again after letting the lease go: whoever wrote an entry in between and found the lease held relies on it.
    """
    done = 0
    work = _Work(board, effects, now, stopped)
    while not stopped() and _due(session, board, now=now(), limit=1):
        newly = _under_lease(session, work)
        if newly is None:
            break
        done += newly
    return done


@dataclass(frozen=True, slots=True)
class _Work:
    """What a drainer was told: whose entries, how they are done, the time, and when to end."""

    board: str
    effects: Mapping[str, Effect]
    now: Callable[[], datetime]
    stopped: Callable[[], bool]


def _under_lease(session: Session, work: _Work) -> int | None:
    """How many were done; None when the lease is another's."""
    name = f"outbox:{work.board}"
    holder = lease.take(session, name, now=work.now(), lasts=LEASE)
    if holder is None:
        return None
    try:
        return _Drainer(session, work, name, holder).everything()
    finally:
        lease.release(session, name, holder)


def _due(session: Session, board: str, *, now: datetime, after: int = 0, limit: int = BATCH) -> Sequence[OutboxEntry]:
    """What is due, oldest first, as rows that no later rollback makes the session read again; the read is ended."""
    entries = session.scalars(
        select(OutboxEntry)
        .where(OutboxEntry.board == board, OutboxEntry.available_at <= now, OutboxEntry.id > after)
        .order_by(OutboxEntry.id)
        .limit(limit)
    ).all()
    session.expunge_all()
    session.rollback()
    return entries


@dataclass(frozen=True, slots=True)
class _Drainer:
    session: Session
    work: _Work
    lease_name: str
    holder: str

    def everything(self) -> int:
        done, last = 0, 0
        while batch := _due(self.session, self.work.board, now=self.work.now(), after=last):
            last = batch[-1].id
            for portion in self._portions(batch):
                if self.work.stopped():
                    return done
                claimed = self._claim(portion)
                if claimed is None:
                    _log.warning("Another drainer has the lease by now; this one stops.")
                    return done
                done += self._attempt(claimed) if claimed else 0
        return done

    def _portions(self, batch: Sequence[OutboxEntry]) -> Iterator[list[OutboxEntry]]:
        by_topic: dict[str, list[OutboxEntry]] = {}
        for entry in batch:
            by_topic.setdefault(entry.topic, []).append(entry)
        for topic, entries in by_topic.items():
            together = topic in self.work.effects and self.work.effects[topic].together
            yield from [entries] if together else [[entry] for entry in entries]

    def _claim(self, entries: list[OutboxEntry]) -> list[OutboxEntry] | None:
        """Those of the entries that nobody else has taken; None when the lease is lost."""
        now = self.work.now()
        claim = (
            update(OutboxEntry)
            .where(_among(entries), OutboxEntry.available_at <= now)
            .values(available_at=now + self._claim_of(entries[0].topic))
            .returning(OutboxEntry.id)
            .execution_options(synchronize_session=False)
        )
        with transaction(self.session, owned=True):
            if not lease.renew(self.session, self.lease_name, self.holder, until=now + LEASE):
                return None
            claimed = set(self.session.scalars(claim))
        return [entry for entry in entries if entry.id in claimed]

    def _claim_of(self, topic: str) -> timedelta:
        return self.work.effects[topic].claim if topic in self.work.effects else CLAIM

    def _attempt(self, entries: list[OutboxEntry]) -> int:
        topic = entries[0].topic
        try:
            self.work.effects[topic].do(self.session, entries)
        except Exception as problem:  # noqa: BLE001 - any effect may fail; the entry stays and says why
            self.session.rollback()
            self._put_back(entries, problem)
            return 0
        with transaction(self.session, owned=True):
            self.session.execute(delete(OutboxEntry).where(_among(entries)))
        return len(entries)

    def _put_back(self, entries: list[OutboxEntry], problem: Exception) -> None:
        attempts = max(entry.attempts for entry in entries) + 1
        _log.exception("Outbox topic %s failed, attempt %d; it stays and is retried.", entries[0].topic, attempts)
        wait = min(timedelta(seconds=2 ** min(attempts, _MOST_DOUBLINGS)), LONGEST_WAIT)
        with transaction(self.session, owned=True):
            self.session.execute(
                update(OutboxEntry)
                .where(_among(entries))
                .values(
                    attempts=OutboxEntry.attempts + 1,
                    last_error=type(problem).__name__,
                    available_at=self.work.now() + wait,
                )
            )


def _among(entries: Sequence[OutboxEntry]) -> Any:
    return OutboxEntry.id.in_([entry.id for entry in entries])
