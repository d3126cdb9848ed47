"""The private index of people beside the database: what changed is brought in, and what is missing is built anew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from jobboard.applications.documents import person_documents
from jobboard.candidates.models import Candidate
from jobboard.candidates.queries import people_of
from jobboard.db.history import PERSON_CHANGED
from jobboard.db.outbox import OutboxEntry
from jobboard.flows import healing
from jobboard.flows.healing import BATCH, Progress, in_batches
from jobboard.flows.index import Differences
from jobboard.search.people.documents import PersonDocument
from jobboard.search.port import REBUILD, IndexStatus
from jobboard.state import BoardState


@dataclass(frozen=True, slots=True)
class PeopleComparison:
    """The private index for ``people`` who are there, and ``waiting`` changes on their way into it."""

    index: IndexStatus
    people: int
    waiting: int
    lag: timedelta

    @property
    def healthy(self) -> bool:
        """Whether everybody can be found, and nobody else."""
        return self.index.healthy and self.index.documents == self.people

    @property
    def note(self) -> str:
        """What is wrong and what will put it right. Empty when nothing is wrong."""
        if not self.index.healthy or self.healthy:
            return self.index.note
        return f"{self.index.documents} people can be found and {self.people} are there. {REBUILD}"

    def figures(self) -> dict[str, object]:
        """For programs."""
        return {
            "documents": self.index.documents,
            "people": self.people,
            "waiting": self.waiting,
            "lag_seconds": round(self.lag.total_seconds()),
            "generation": self.index.generation,
            "size_bytes": self.index.size_bytes,
            "healthy": self.healthy,
            "note": self.note,
        }

    @property
    def needs_rebuild(self) -> bool:
        """Whether what waits cannot put it right."""
        return not self.index.healthy or abs(self.index.documents - self.people) > self.waiting


def count(board: BoardState) -> int:
    """How many people are there. One statement."""
    return board.session().scalar(_counted(board)) or 0


def _counted(board: BoardState) -> Select[Any]:
    return people_of(board.name).with_only_columns(func.count(), maintain_column_froms=True)


def differences(board: BoardState) -> Differences:
    """Compare the ids in the private index with the database. One statement that reads a column of everybody."""
    with Session(board.engine) as session:
        wanted = set(session.scalars(people_of(board.name).with_only_columns(Candidate.public_id)))
    held = board.people.ids()
    return Differences(sorted(wanted - held), sorted(held - wanted))


def compare(board: BoardState) -> PeopleComparison:
    """Compare the private index with the database. One statement."""
    now = board.now()
    changes = (OutboxEntry.board == board.name, OutboxEntry.topic == PERSON_CHANGED)
    waiting, oldest = select(func.count()).where(*changes), select(func.min(OutboxEntry.created_at)).where(*changes)
    with Session(board.engine) as session:  # before the index is asked: what is done by now, it has
        counted = select(_counted(board).scalar_subquery(), waiting.scalar_subquery(), oldest.scalar_subquery())
        there, waits, since = session.execute(counted).one()
    lag = max(now - since, timedelta()) if since else timedelta()
    return PeopleComparison(board.people.status(), there, waits, lag)


def heal(board: BoardState) -> int:
    """``healing.heal`` for the index of people."""
    return healing.heal(board, _PEOPLE)


def rebuild(board: BoardState, *, progress: Progress | None = None) -> int:
    """Build the index anew from the people who are there; how many that are. Search goes on with the old one."""
    return board.people.rebuild(_everybody(board), progress=progress)


def index_people(board: BoardState, session: Session, entries: Sequence[OutboxEntry]) -> None:
    """Bring those of whom the entries tell up to date; of who was erased no file keeps a word."""
    keys = sorted({int(entry.payload["person"]) for entry in entries})
    documents = person_documents(session, board.name, keys, now=board.now())
    there = {document.id for document in documents}
    rows = session.execute(select(Candidate.public_id, Candidate.erased_at).where(Candidate.id.in_(keys))).all()
    session.rollback()
    gone = {public_id: erased_at for public_id, erased_at in rows if public_id not in there}
    board.people.update(documents, removed=[key for key, erased_at in gone.items() if erased_at is None])
    if erased := [key for key, erased_at in gone.items() if erased_at is not None]:
        board.people.purge(erased)


def _everybody(board: BoardState) -> Iterator[PersonDocument]:
    def read(session: Session, after: int) -> tuple[int, Sequence[PersonDocument]]:
        wanted = people_of(board.name).with_only_columns(Candidate.id).where(Candidate.id > after)
        keys = session.scalars(wanted.order_by(Candidate.id).limit(BATCH)).all()
        documents = person_documents(session, board.name, keys, now=board.now()) if keys else []
        return keys[-1] if keys else 0, documents

    return in_batches(board, read)


_PEOPLE = healing.Copy(
    "people",
    title="private index of people",
    status=lambda board: board.people.status(),
    needs_rebuild=lambda board: compare(board).needs_rebuild,
    rebuild=lambda board, progress: rebuild(board, progress=progress),
)
