"""Who would move if the ladder were changed: reads only, bounded, counted and paged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from jobboard.candidates.models import Candidate, WorkHistory
from jobboard.db.paging import Page, PageRequest
from jobboard.fit.host import touched_by
from jobboard.fit.reading import TitleReader
from jobboard.fit.titles import Level
from jobboard.flows.ladders import Proposal
from jobboard.flows.titles import titles
from jobboard.jobs.models import Job, JobStatus, LevelSource
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus
from jobboard.state import BoardState

MOST_SPELLINGS = 20_000
"""Different titles looked at for one preview, the most frequent first; rarer ones are read anew all the same."""
MOST_JOBS = 20_000
MOST_TOUCHED = 5_000
STILL_OPEN = (JobStatus.DRAFT, JobStatus.OPEN, JobStatus.ON_HOLD)


@dataclass(frozen=True, slots=True)
class MovedJob:
    """A job whose level was read from its title and would be another."""

    id: str
    title: str
    organization: str
    before: int | None
    after: int


@dataclass(frozen=True, slots=True)
class MovedLine:
    """A line of a kept person's work history that would stand elsewhere."""

    candidate_id: str
    name: str
    title: str
    employer: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Preview:
    """Who would move, a page of jobs and a page of lines at a time. ``settled`` counts lines that stay where they are
    and would no longer be a guess. ``complete`` is False where there were too many titles to look at all."""

    jobs: Page[MovedJob]
    lines: Page[MovedLine]
    settled: int
    complete: bool


def preview(board: BoardState, proposal: Proposal, wanted: PageRequest) -> Preview:
    """What ``proposal`` would move among jobs that are not over (inferred levels only: declared ones stay) and the
    histories of kept people. Seven statements, however many titles."""
    session, now = board.session(), titles(board)
    change = Difference(proposal, now)
    spelt = _spellings(session, board.name)
    differ = {title: level for title in spelt[:MOST_SPELLINGS] if (level := change.of(title))}
    complete = len(spelt) <= MOST_SPELLINGS and len(differ) <= MOST_TOUCHED
    differ = dict(list(differ.items())[:MOST_TOUCHED])
    moved, settled = _lines(session, board.name, differ, wanted)
    return Preview(_jobs(session, board.name, change, wanted), moved, settled, complete)


class Difference:
    """What a proposal does to a title's reading."""

    def __init__(self, proposal: Proposal, now: TitleReader) -> None:
        self._now, self._then = now, proposal.reader(now)
        self._touches = touched_by([*proposal.put, *proposal.drop])

    def of(self, title: str, function: str | None = None) -> Level | None:
        """How the title reads afterwards; None when it reads as before."""
        if not self._touches(title):
            return None
        after = self._then.read(title, field=function)
        return None if after == self._now.read(title, field=function) else after


def kept_people(board: str) -> Select[Any]:
    """Internal keys of the people with a kept record that is not erased."""
    return select(KeptCandidate.candidate_id).where(
        KeptCandidate.board == board, KeptCandidate.status != KeptStatus.ERASED
    )


def inferred_jobs(board: str) -> tuple[ColumnElement[bool], ...]:
    """Conditions on jobs whose level was read from the title and that are not over."""
    return Job.board == board, Job.level_source == LevelSource.INFERRED, Job.status.in_(STILL_OPEN)


def _spellings(session: Session, board: str) -> Sequence[str]:
    """Titles in the histories of kept people, the most frequent first, one more than are looked at."""
    return session.scalars(
        select(WorkHistory.title)
        .where(WorkHistory.candidate_id.in_(kept_people(board)))
        .group_by(WorkHistory.title)
        .order_by(func.count().desc(), WorkHistory.title)
        .limit(MOST_SPELLINGS + 1)
    ).all()


def _lines(
    session: Session, board: str, differ: Mapping[str, Level], wanted: PageRequest
) -> tuple[Page[MovedLine], int]:
    """A page of the lines that would move, by person, and how many others would no longer be a guess; declared levels
    stay."""
    if not differ:
        return Page((), 0, wanted.number, wanted.size), 0
    theirs = and_(WorkHistory.candidate_id.in_(kept_people(board)), WorkHistory.level_declared.is_(False))
    moves = _moves(differ)
    total, touched = session.execute(
        select(func.count().filter(moves), func.count()).where(theirs, WorkHistory.title.in_(differ))
    ).one()
    rows = session.execute(
        select(WorkHistory.title, WorkHistory.employer, WorkHistory.level_rank, Candidate.public_id, Candidate.name)
        .join(Candidate, Candidate.id == WorkHistory.candidate_id)
        .where(theirs, moves)
        .order_by(Candidate.id, WorkHistory.position)
        .limit(wanted.size)
        .offset(wanted.offset)
    )
    found = [
        MovedLine(public_id, name, title, employer, rank, differ[title].rank)
        for title, employer, rank, public_id, name in rows
    ]
    return Page(found, total, wanted.number, wanted.size), touched - total


def _moves(differ: Mapping[str, Level]) -> ColumnElement[bool]:
    """Condition on ``WorkHistory``: the stored level is another than the title's new one."""
    by_rank: dict[int, list[str]] = {}
    for title, level in differ.items():
        by_rank.setdefault(level.rank, []).append(title)
    return or_(*(and_(WorkHistory.title.in_(found), WorkHistory.level_rank != rank) for rank, found in by_rank.items()))


def _jobs(session: Session, board: str, change: Difference, wanted: PageRequest) -> Page[MovedJob]:
    columns = select(Job.id, Job.title, Job.function, Job.level_rank).where(*inferred_jobs(board))
    after: dict[int, int] = {}
    for key, title, function, rank in session.execute(columns.order_by(Job.id.desc()).limit(MOST_JOBS)):
        level = change.of(title, function)
        if level is not None and level.rank != rank:
            after[key] = level.rank
    shown = list(after)[wanted.offset : wanted.offset + wanted.size]
    rows = session.scalars(
        select(Job).where(Job.id.in_(shown)).options(joinedload(Job.organization)).order_by(Job.id.desc())
    )
    found = [MovedJob(job.public_id, job.title, job.organization.name, job.level_rank, after[job.id]) for job in rows]
    return Page(found, len(after), wanted.number, wanted.size)
