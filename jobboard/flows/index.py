"""The search index beside the database: whether they agree, and building it anew from there when they do not."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from jobboard.db import lease
from jobboard.db.outbox import OutboxEntry
from jobboard.db.transaction import transaction
from jobboard.flows.whereabouts import locator
from jobboard.jobs.documents import document
from jobboard.jobs.models import Job, JobStatus
from jobboard.jobs.queries import is_public, jobs_of
from jobboard.jobs.service import JOB_CHANGED
from jobboard.search.documents import JobDocument
from jobboard.search.port import REBUILD, IndexStatus
from jobboard.search.query import SearchQuery
from jobboard.state import BoardState

_log = logging.getLogger("jobboard.index")

EVERY = timedelta(minutes=1)
"""How often a process compares the two, and how long it waits before it tries again what failed."""
LEASE = timedelta(minutes=2)
BATCH = 500

_compared: dict[tuple[str, Path], datetime] = {}
_tried: dict[tuple[str, Path], datetime] = {}


@dataclass(frozen=True, slots=True)
class Comparison:
    """The two side by side: ``searchable`` live jobs in the index for ``open_jobs`` a stranger may see, and
    ``waiting`` changes in the outbox that are still on their way into it, the oldest of them since ``lag``."""

    index: IndexStatus
    searchable: int
    open_jobs: int
    waiting: int
    lag: timedelta

    def figures(self) -> dict[str, object]:
        """For programs. ``search`` is ``ok``, or ``degraded`` while the database answers in the index's place."""
        return {
            "search": "ok" if self.index.healthy else "degraded",
            "documents": self.index.documents,
            "searchable": self.searchable,
            "open_jobs": self.open_jobs,
            "waiting": self.waiting,
            "lag_seconds": round(self.lag.total_seconds()),
            "generation": self.index.generation,
            "size_bytes": self.index.size_bytes,
            "healthy": self.healthy,
            "note": self.note,
        }

    @property
    def healthy(self) -> bool:
        """Whether every open job can be found, and no other."""
        return self.index.healthy and self.searchable == self.open_jobs

    @property
    def needs_rebuild(self) -> bool:
        """Whether what waits cannot put it right."""
        return not self.index.healthy or abs(self.searchable - self.open_jobs) > self.waiting

    @property
    def note(self) -> str:
        """What is wrong and what will put it right. Empty when nothing is wrong."""
        if not self.index.healthy or self.healthy:
            return self.index.note
        said = f"{self.searchable} jobs can be found and {self.open_jobs} are open."
        waiting = f"{self.waiting} changes wait in the outbox; `flask jobboard outbox drain` does what is due."
        return f"{said} {REBUILD if self.needs_rebuild else waiting}"


def counted_open(board: BoardState) -> Select[Any]:
    """Counts the jobs a stranger may see now, which are those the index should have."""
    return select(func.count()).select_from(Job).where(Job.board == board.name, *is_public(board.now()))


def compare(board: BoardState) -> Comparison:
    """Compare the index with the database. One statement, and two questions to the index."""
    now, jobs = board.now(), counted_open(board)
    changes = (OutboxEntry.board == board.name, OutboxEntry.topic == JOB_CHANGED)
    waiting, oldest = select(func.count()).where(*changes), select(func.min(OutboxEntry.created_at)).where(*changes)
    with Session(board.engine) as session:  # before the index is asked: what is done by now, it has
        counted = select(jobs.scalar_subquery(), waiting.scalar_subquery(), oldest.scalar_subquery())
        open_jobs, waits, since = session.execute(counted).one()
    index = board.search.status()
    live = board.search.search(SearchQuery("", now=now, limit=0))
    lag = max(now - since, timedelta()) if since else timedelta()
    return Comparison(index, 0 if live.degraded else live.total, open_jobs, waits, lag)


@dataclass(frozen=True, slots=True)
class Differences:
    """Public ids on one side alone, in order: open jobs that the index lacks, and what it holds that is not open."""

    missing: list[str]
    extra: list[str]

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra)


def differences(board: BoardState) -> Differences:
    """Compare the ids in the index with the database. One statement that reads two columns of every open job; a job
    past its last day may be in the index and is never shown."""
    wanted = select(Job.public_id, and_(*is_public(board.now()))).where(
        Job.board == board.name, Job.status == JobStatus.OPEN
    )
    with Session(board.engine) as session:
        is_shown = dict(session.execute(wanted).all())
    held = board.search.ids()
    return Differences(
        sorted(job_id for job_id, shown in is_shown.items() if shown and job_id not in held),
        sorted(held - is_shown.keys()),
    )


def heal(board: BoardState) -> int:
    """Build the index anew if it cannot be used, or lacks or has too many jobs that no change in the outbox explains;
    how many are in it then, and 0 when nothing was done. Never raises over the index.

    Call it before changes are put into the index, as often as one likes: with a sound index it costs a look at the
    disk, and once a minute a process what ``compare`` costs. One process builds, the others go on.
    """
    place, now = (board.name, board.data_dir), board.now()
    if _is_recent(_tried.get(place), now):
        return 0
    if board.search.status().healthy:
        if _is_recent(_compared.get(place), now):
            return 0
        _compared[place] = now
        if not compare(board).needs_rebuild:
            return 0
    _tried[place] = now
    built = _rebuild_alone(board)
    if built is None:
        return 0
    del _tried[place]
    return built


def rebuild(board: BoardState, *, progress: Callable[[int], None] | None = None) -> int:
    """Build the index anew from the open jobs; how many there are. Search goes on with the old one until it is done.

    ``progress`` is called with the number done so far.
    """
    return board.search.rebuild(_open_jobs(board), progress=progress)


def _is_recent(then: datetime | None, now: datetime) -> bool:
    return then is not None and then <= now < then + EVERY


def _rebuild_alone(board: BoardState) -> int | None:
    """``None`` when another process does it, or it failed."""
    name = f"index:{board.name}"
    with Session(board.engine) as session:
        holder = lease.take(session, name, now=board.now(), lasts=LEASE)
        if holder is None:
            return None
        _log.warning("The search index is missing, damaged or incomplete; building it anew.")

        def hold_on(done: int) -> None:
            if done % BATCH == 0:
                with transaction(session, owned=True):
                    lease.renew(session, name, holder, until=board.now() + LEASE)

        try:
            return rebuild(board, progress=hold_on)
        except Exception:  # noqa: BLE001 - whatever keeps an index from being built must not keep mail from leaving
            _log.exception("The search index could not be built; it is tried again in a minute.")
            return None
        finally:
            lease.release(session, name, holder)


def _open_jobs(board: BoardState) -> Iterator[JobDocument]:
    """The documents of every job a stranger may see. Nothing of the database is held while the engine takes them, and
    each batch is read when it is wanted, so that no change done before the engine's lock is missed."""
    last, now, locate = 0, board.now(), locator(board)
    with Session(board.engine) as session:
        while True:
            wanted = jobs_of(board.name).where(Job.id > last, *is_public(now)).order_by(Job.id).limit(BATCH)
            jobs = session.scalars(wanted).unique().all()
            documents = [document(job, locate, currency=board.config.currency) for job in jobs]
            if not jobs:
                return
            last = jobs[-1].id
            session.expunge_all()
            session.rollback()
            yield from documents
