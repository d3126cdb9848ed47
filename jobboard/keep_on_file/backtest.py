"""A look back: whom two policies would have brought up for a job that was opened in the past.

What can be known, and what cannot: whoever surfaced then is judged by the facts of then, as they were logged. Everybody
else who was on file by then is judged as they are known today, because nothing was stored of people who did not
surface. Both policies judge the same people, so what differs is the policy's doing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Case, case, exists, func, select
from sqlalchemy.orm import Session, contains_eager

from jobboard.applications.models import Application, ApplicationStatus
from jobboard.jobs.models import Job, JobStatus
from jobboard.keep_on_file.look import look
from jobboard.keep_on_file.matching.facts import KeptPerson, OpenJob
from jobboard.keep_on_file.matching.rank import judge
from jobboard.keep_on_file.matching.stored import UnreadableFacts, job_from_json, person_from_json
from jobboard.keep_on_file.models import KeptCandidate, Surfacing, SurfacingRun, SurfacingRunEntry, SurfacingStatus
from jobboard.keep_on_file.policies import Settings
from jobboard.keep_on_file.surfacing import MOST_FOR_ONE_JOB

_APPROACHED = (SurfacingStatus.CONTACTED, SurfacingStatus.CONVERTED)
MOST_LOGGED = 300
"""Logged people of one job that a look back judges again, the newest."""
_TWICE = 4 * MOST_FOR_ONE_JOB
"""How deep it looks today, so that people kept since can be left out."""
NAMED = 10
"""People named on each side of one opening; the counts are of all."""


@dataclass(frozen=True, slots=True)
class Then:
    """One person as they were judged in a logged look."""

    kept: KeptCandidate
    person: KeptPerson
    job: OpenJob
    at: datetime


@dataclass(frozen=True, slots=True)
class Became:
    """People (internal keys) whom this opening's surfacings led to: written to or invited, and hired."""

    contacted: frozenset[int]
    hired: frozenset[int]


@dataclass(frozen=True, slots=True)
class Sample:
    """Past openings to look back on, those that tell most first, and how many there are of each kind. ``of`` is how
    many were ever published."""

    jobs: Sequence[str]
    of: int
    with_outcome: int
    ended: int

    def to_json(self) -> dict[str, Any]:
        """As stored with a proposal."""
        return {"of": self.of, "with_outcome": self.with_outcome, "ended": self.ended}


_HIRED, _WRITTEN_TO, _ENDED, _OTHER = range(4)


def sample(session: Session, board: str, *, limit: int) -> Sample:
    """Openings where somebody who surfaced was hired, then where somebody was written to, then those that ended, then
    the others, each the newest first. An opening that still runs has no outcome to compare with. Two statements."""
    published = (Job.board == board, Job.published_at.is_not(None))
    kind = _kind()
    newest = (kind, Job.published_at.desc(), Job.id.desc())
    rows = session.execute(select(Job.public_id, kind).where(*published).order_by(*newest).limit(limit)).all()
    kinds = [found for _, found in rows]
    return Sample(
        jobs=[public_id for public_id, _ in rows],
        of=session.scalar(select(func.count()).select_from(Job).where(*published)) or 0,
        with_outcome=kinds.count(_HIRED) + kinds.count(_WRITTEN_TO),
        ended=kinds.count(_ENDED),
    )


def _kind() -> Case[int]:
    hired = exists().where(
        Application.job_id == Job.id,
        Application.surfacing_id.is_not(None),
        Application.status == ApplicationStatus.HIRED,
    )
    written_to = exists().where(Surfacing.job_id == Job.id, Surfacing.status.in_(_APPROACHED))
    ended = Job.status.in_([JobStatus.FILLED, JobStatus.CLOSED])
    return case((hired, _HIRED), (written_to, _WRITTEN_TO), (ended, _ENDED), else_=_OTHER)


Found = dict[int, KeptCandidate]
"""Whom a policy brings up, best first: the record by the person's internal key."""


def look_back(session: Session, job: Job, old: Settings, new: Settings, *, now: datetime) -> dict[str, Any]:
    """What changing from ``old`` to ``new`` would have done to one opening, as counts and public ids. About ten
    statements, and two looks at the bench."""
    logged = _logged(session, job)
    before = _found(session, job, logged, old, now=now)
    after = _found(session, job, logged, new, now=now)
    became = _became(session, job)
    appear = [kept for person, kept in after.items() if person not in before]
    disappear = [kept for person, kept in before.items() if person not in after]
    return {
        "job": job.public_id,
        "logged": len(logged),
        "before": len(before),
        "after": len(after),
        "appear": len(appear),
        "disappear": len(disappear),
        "appearing": [kept.public_id for kept in appear[:NAMED]],
        "disappearing": [kept.public_id for kept in disappear[:NAMED]],
        "contacted": _kept_up(became.contacted, before, after),
        "hired": _kept_up(became.hired, before, after),
    }


def _kept_up(people: frozenset[int], before: Found, after: Found) -> list[int]:
    """How many there were, and how many of them each policy brings up."""
    return [len(people), len(people & set(before)), len(people & set(after))]


def _found(session: Session, job: Job, logged: Sequence[Then], settings: Settings, *, now: datetime) -> Found:
    scored = [*_again(logged, settings), *_today(session, job, logged, settings, now=now)]
    best: Found = {}
    for _, kept in sorted(scored, key=lambda each: -each[0]):
        best.setdefault(kept.candidate_id, kept)
    return dict(list(best.items())[:MOST_FOR_ONE_JOB])


def _again(logged: Iterable[Then], settings: Settings) -> Iterable[tuple[int, KeptCandidate]]:
    for then in logged:
        outcome = judge(then.person, then.job, settings.in_force(version=0, now=then.at))
        if outcome.passed:
            yield outcome.score, then.kept


def _today(
    session: Session, job: Job, logged: Iterable[Then], settings: Settings, *, now: datetime
) -> Iterable[tuple[int, KeptCandidate]]:
    known = {then.kept.candidate_id for then in logged}
    policy = settings.in_force(version=0, now=now)
    for match in look(session, job, policy, limit=_TWICE, again=True).matches:
        kept = match.kept
        if kept.candidate_id not in known and _was_on_file(kept, job):
            yield match.outcome.score, kept


def _was_on_file(kept: KeptCandidate, job: Job) -> bool:
    return job.published_at is None or kept.promised_at <= job.published_at


def _logged(session: Session, job: Job) -> list[Then]:
    """Each person of the job's looks once, as they were judged last; nobody whom somebody considered in spite of a
    gate. One statement."""
    rows = session.scalars(
        select(SurfacingRunEntry)
        .join(SurfacingRunEntry.run)
        .join(SurfacingRunEntry.kept)
        .where(SurfacingRun.job_id == job.id)
        .options(contains_eager(SurfacingRunEntry.run), contains_eager(SurfacingRunEntry.kept))
        .order_by(SurfacingRunEntry.id.desc())
        .limit(MOST_LOGGED)
    ).all()
    newest: dict[int, Then] = {}
    for entry in (row for row in rows if row.facts and not row.overridden):
        if entry.kept.candidate_id not in newest and (then := _then(entry)) is not None:
            newest[entry.kept.candidate_id] = then
    return list(newest.values())


def _then(entry: SurfacingRunEntry) -> Then | None:
    """None for facts stored in a form that this version cannot read: then today's are looked at instead."""
    try:
        person, job = person_from_json(entry.facts), job_from_json(entry.run.job_facts)
    except UnreadableFacts:
        return None
    return Then(entry.kept, person, job, entry.run.ran_at)


def _became(session: Session, job: Job) -> Became:
    contacted = session.scalars(
        select(KeptCandidate.candidate_id)
        .join(Surfacing, Surfacing.kept_id == KeptCandidate.id)
        .where(Surfacing.job_id == job.id, Surfacing.status.in_(_APPROACHED))
    )
    hired = session.scalars(
        select(Application.candidate_id).where(
            Application.job_id == job.id,
            Application.surfacing_id.is_not(None),
            Application.status == ApplicationStatus.HIRED,
        )
    )
    return Became(frozenset(contacted), frozenset(hired))
