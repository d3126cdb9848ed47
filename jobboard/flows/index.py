"""The search index beside the database: whether they agree, and building it anew from there when they do not."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from jobboard.db.outbox import OutboxEntry
from jobboard.flows import healing
from jobboard.flows.healing import BATCH, Progress, in_batches
from jobboard.flows.whereabouts import locator
from jobboard.jobs.documents import document
from jobboard.jobs.models import Job, JobStatus
from jobboard.jobs.queries import is_public, jobs_of
from jobboard.jobs.service import JOB_CHANGED
from jobboard.search.documents import JobDocument
from jobboard.search.port import REBUILD, IndexStatus
from jobboard.search.query import SearchQuery
from jobboard.state import BoardState


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


def documents(board: BoardState, jobs: Iterable[Job]) -> list[JobDocument]:
    """What the index holds of these jobs. Organizations, places and requirements must be loaded."""
    locate, config = locator(board), board.config
    return [document(job, locate, currency=config.currency, home=config.default_country) for job in jobs]


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
    """Public ids on one side alone, in order: what the index lacks, and what it holds that should not be there."""

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
    """``healing.heal`` for the jobs' index."""
    return healing.heal(board, _JOBS)


def rebuild(board: BoardState, *, progress: Progress | None = None) -> int:
    """Build the index anew from the open jobs; how many there are. Search goes on with the old one until it is done.

    ``progress`` is called with the number done so far.
    """
    return board.search.rebuild(_open_jobs(board), progress=progress)


def _open_jobs(board: BoardState) -> Iterator[JobDocument]:
    """The documents of every job a stranger may see."""
    now = board.now()

    def read(session: Session, after: int) -> tuple[int, Sequence[JobDocument]]:
        wanted = jobs_of(board.name).where(Job.id > after, *is_public(now)).order_by(Job.id).limit(BATCH)
        jobs = session.scalars(wanted).unique().all()
        return jobs[-1].id if jobs else 0, documents(board, jobs)

    return in_batches(board, read)


_JOBS = healing.Copy(
    "index",
    title="search index",
    status=lambda board: board.search.status(),
    needs_rebuild=lambda board: compare(board).needs_rebuild,
    rebuild=lambda board, progress: rebuild(board, progress=progress),
)
