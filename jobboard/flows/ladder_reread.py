"""After a change of the ladder: the levels it touches are read anew, in bounded batches, each with its history.

Declared levels stay, of jobs and of past roles. Done twice, it changes nothing the second time.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import Actor, Role
from jobboard.candidates.models import Candidate, WorkHistory
from jobboard.candidates.service import place_role
from jobboard.db import outbox
from jobboard.db.history import record
from jobboard.db.outbox import OutboxEntry
from jobboard.db.transaction import transaction
from jobboard.fit.host import HostEntry
from jobboard.fit.occupations import DOUBTFUL
from jobboard.fit.titles import Level
from jobboard.flows.ladder_preview import STILL_OPEN, Difference
from jobboard.flows.ladders import REREAD, Proposal
from jobboard.flows.policy import policy
from jobboard.flows.rematch import rematch
from jobboard.flows.surface import surface_jobs_later
from jobboard.flows.titles import titles
from jobboard.jobs.models import Job, JobStatus, LevelSource
from jobboard.jobs.queries import jobs_of
from jobboard.jobs.service import edit_job
from jobboard.keep_on_file import bench, surfacing
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus
from jobboard.ladders.models import LadderChange
from jobboard.ladders.queries import entry_from
from jobboard.state import BoardState

JOBS, LINES = "jobs", "lines"
JOBS_AT_ONCE, LINES_AT_ONCE = 100, 1_000
BATCHES_AT_ONCE = 10
"""So many batches for one outbox entry; what is left follows as the next, so that nobody waits for a big board."""
_BREATH = timedelta(seconds=1)


def reread(board: BoardState, session: Session, entries: Sequence[OutboxEntry]) -> None:
    """Do what ``REREAD`` asks for, a transaction a batch."""
    for payload in (entry.payload for entry in entries):
        left = _some_steps(board, session, payload)
        if left is not None:
            with transaction(session, owned=True):
                outbox.add(session, board.name, REREAD, left, at=board.now(), after=_BREATH)


def _some_steps(board: BoardState, session: Session, payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
    left: Mapping[str, Any] = payload
    for _batch in range(BATCHES_AT_ONCE):
        with transaction(session, owned=True):
            following = _step(board, session, left)
        if following is None:
            return None
        left = following
    return left


def _step(board: BoardState, session: Session, payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Read one batch anew and say where to go on; None when everything is done."""
    change = session.scalars(select(LadderChange).where(LadderChange.public_id == payload["change"])).one_or_none()
    if change is None:
        return None
    done = _Rereading(board, session, change, _actor(payload))
    if payload["what"] == JOBS:
        last = done.jobs(payload["after"])
        return {**payload, "after": last} if last else {**payload, "what": LINES, "after": 0}
    last = done.lines(payload["after"])
    if not last:
        change.reread_at = board.now()
        return None
    return {**payload, "after": last}


def _actor(payload: Mapping[str, Any]) -> Actor:
    who = payload["actor"]
    return Actor(who["id"], who["name"], Role(who["role"]))


class _Rereading:
    """One change at work: what it touches, why, and by whom."""

    def __init__(self, board: BoardState, session: Session, change: LadderChange, actor: Actor) -> None:
        self.board, self.session, self.change, self.actor = board, session, change, actor
        self.now = titles(board, session)
        before, after = (tuple(map(entry_from, rows)) for rows in (change.before, change.after))
        self.difference = Difference(Proposal(before, after), self.now)
        self.everything = not before and not after
        self.why = change.why if self.everything else f"The ladder was changed: {_named(after or before)}."

    def jobs(self, after: int) -> int:
        """Read the jobs behind ``after`` anew; the last key looked at, 0 at the end."""
        jobs = (
            self.session.scalars(
                jobs_of(self.board.name)
                .where(Job.status.in_(STILL_OPEN), Job.id > after)
                .order_by(Job.id)
                .limit(JOBS_AT_ONCE)
            )
            .unique()
            .all()
        )
        inferred = [job for job in jobs if job.level_source is LevelSource.INFERRED]
        moved = [job for job in inferred if self._touched(job.title, job.function) and self._place(job)]
        for job in jobs if self.everything else ():
            job.occupation = self.now.occupation(job.title)
        self.change.jobs_moved += len(moved)
        opened = [job for job in moved if job.status is JobStatus.OPEN]
        for job in opened:
            surfacing.retire(self.session, job, policy(self.board, self.session), actor=self.actor, why=self.why)
        surface_jobs_later(self.board, self.session, opened, actor=self.actor, why_now=self.why)
        return jobs[-1].id if jobs else 0

    def _touched(self, title: str, function: str | None = None) -> bool:
        return self.everything or self.difference.of(title, function) is not None

    def _place(self, job: Job) -> bool:
        read = self.now.read(job.title, field=job.function)
        fields: Any = {"level_rank": read.rank, "level_confidence": read.confidence}
        return bool(edit_job(self.session, job, fields, actor=self.actor, now=self.board.now()))

    def lines(self, after: int) -> int:
        """Read the lines of work history behind ``after`` anew; the last key looked at, 0 at the end."""
        rows = self.session.execute(
            select(WorkHistory.id, WorkHistory.title)
            .join(Candidate, Candidate.id == WorkHistory.candidate_id)
            .where(Candidate.board == self.board.name, WorkHistory.id > after)
            .order_by(WorkHistory.id)
            .limit(LINES_AT_ONCE)
        ).all()
        touched = {title for title in {row.title for row in rows} if self._touched(title)}
        found = [row.id for row in rows if row.title in touched]
        if found:
            self._place_lines(found)
        return rows[-1].id if rows else 0

    def _place_lines(self, keys: Sequence[int]) -> None:
        lines = self.session.scalars(select(WorkHistory).where(WorkHistory.id.in_(keys))).all()
        if self.everything:
            self._name_occupations(lines)
        moved = [line for line in lines if not line.level_declared and _differs(line, self.now.read(line.title))]
        people = {line.candidate_id for line in moved}
        found = {each.id: each for each in self.session.scalars(select(Candidate).where(Candidate.id.in_(people)))}
        for line in moved:
            self._place_line(line, found[line.candidate_id])
        self.change.lines_moved += len(moved)
        if moved:
            self._surface(people)

    def _name_occupations(self, lines: Sequence[WorkHistory]) -> None:
        """What the occupation data says of the lines. It moves nobody, so the bench alone must learn of it."""
        news = [line for line in lines if line.occupation != self.now.occupation(line.title)]
        for line in news:
            line.occupation = self.now.occupation(line.title)
        self.session.flush()
        bench.mark_stale(self.session, self._kept({line.candidate_id for line in news}))

    def _place_line(self, line: WorkHistory, candidate: Candidate) -> None:
        read = self.now.read(line.title)
        before = self._said(line.level_rank, line.level_confidence)
        place_role(line, read)
        record(
            self.session,
            candidate,
            "level_read_anew",
            actor=self.actor,
            at=self.board.now(),
            about=candidate.id,
            before=before,
            after=self._said(read.rank, read.confidence),
            why=self.why,
        )

    def _said(self, rank: int, confidence: float) -> str:
        return f"{self.now.ladder.label(rank)}{', a guess' if confidence < DOUBTFUL else ''}"

    def _surface(self, people: set[int]) -> None:
        """Whom a new level brings comes to the inbox; who waits there and no longer fits goes."""
        self.session.flush()
        rematch(self.board, self.session, self._kept(people), actor=self.actor, why_now=self.why)

    def _kept(self, people: set[int]) -> Sequence[int]:
        active = select(KeptCandidate.id).where(
            KeptCandidate.candidate_id.in_(people), KeptCandidate.status == KeptStatus.ACTIVE
        )
        return self.session.scalars(active.order_by(KeptCandidate.id)).all()


def _differs(line: WorkHistory, read: Level) -> bool:
    stored = (line.level_rank, line.level_track, line.level_confidence, tuple(line.level_evidence))
    return stored != (read.rank, read.track.value, read.confidence, read.evidence)


def _named(entries: Sequence[HostEntry]) -> str:
    names = ", ".join(f"“{entry.phrase}”" for entry in entries[:3])
    more = len(entries) - 3
    return f"{names} and {more} more" if more > 0 else names
