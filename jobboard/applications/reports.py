"""What a pool looks like in numbers: how far people come, how long it takes, from where, who interviews, why it ends.

Each is counted in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select, true
from sqlalchemy.orm import Session

from jobboard.access import Scope
from jobboard.applications.models import (
    Application,
    ApplicationStatus,
    Disposition,
    Interview,
    InterviewPanelist,
    InterviewStatus,
    Party,
    Scorecard,
    Stage,
)
from jobboard.db.history import History
from jobboard.jobs.models import HiringOrganization, Job, JobStatus

FUNNEL = (Stage.APPLIED, Stage.SCREEN, Stage.ASSESSMENT, Stage.INTERVIEW, Stage.OFFER, Stage.HIRED)
AGES = (5, 14)
"""Days after which somebody has stood in a stage for long, and for very long."""
MOST_LINES = 200
MOST_FILLED = 2_000

_ORDER = {stage: at for at, stage in enumerate(FUNNEL)}


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment to before another; of one job alone (its internal key), if any."""

    since: datetime
    until: datetime
    job: int | None = None

    def holds(self, moment: Any) -> ColumnElement[bool]:
        """Condition: the column's moment is within it."""
        return and_(moment >= self.since, moment < self.until)


def _applications(scope: Scope, span: Span) -> tuple[ColumnElement[bool], ...]:
    own = (Application.board == scope.board,)
    return own if span.job is None else (*own, Application.job_id == span.job)


def funnel(session: Session, scope: Scope, span: Span) -> dict[Stage, int]:
    """How many of those who applied in the span came at least as far as each stage. One statement."""
    rows = session.execute(
        select(Application.stage, func.count())
        .where(*_applications(scope, span), span.holds(Application.applied_at))
        .group_by(Application.stage)
    )
    furthest = dict(rows.all())
    return {stage: sum(furthest.get(later, 0) for later in FUNNEL[at:]) for at, stage in enumerate(FUNNEL)}


@dataclass(frozen=True, slots=True)
class Source:
    """Where people came from: how many applied, how many of them were interviewed, how many hired."""

    name: str
    applied: int
    interviewed: int
    hired: int


def sources(session: Session, scope: Scope, span: Span) -> list[Source]:
    """Where those came from who applied in the span, most first; files write a source with spaces or without. One
    statement."""
    met = Application.stage.in_([Stage.INTERVIEW, Stage.OFFER, Stage.HIRED])
    applied, name = func.count(), func.replace(Application.source, "_", " ")
    rows = session.execute(
        select(name, applied, _sum_of(met), _sum_of(Application.status == ApplicationStatus.HIRED))
        .where(*_applications(scope, span), span.holds(Application.applied_at))
        .group_by(name)
        .order_by(applied.desc(), name)
        .limit(MOST_LINES)
    )
    return [Source(*row) for row in rows]


def _sum_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


@dataclass(frozen=True, slots=True)
class Ending:
    """A reason and whose decision it was, and how many applications ended with it."""

    label: str
    party: Party
    count: int


def endings(session: Session, scope: Scope, span: Span) -> list[Ending]:
    """Why applications ended in the span, the most frequent reason first. One statement."""
    count = func.count(Application.id)
    rows = session.execute(
        select(Disposition.label, Disposition.party, count)
        .join(Application, Application.disposition_id == Disposition.id)
        .where(*_applications(scope, span), span.holds(Application.closed_at))
        .group_by(Disposition.id, Disposition.label, Disposition.party)
        .order_by(count.desc(), Disposition.label)
        .limit(MOST_LINES)
    )
    return [Ending(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Ageing:
    """Who stands in a stage now: for at most five days, at most two weeks, and longer."""

    stage: Stage
    fresh: int
    long: int
    very_long: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.fresh + self.long + self.very_long


def ageing(session: Session, scope: Scope, *, now: datetime, job: int | None = None) -> list[Ageing]:
    """For how long running applications have stood where they stand, by stage. One statement."""
    few, many = (now - timedelta(days=days) for days in AGES)
    entered = Application.stage_entered_at
    rows = session.execute(
        select(
            Application.stage,
            _sum_of(entered >= few),
            _sum_of(and_(entered < few, entered >= many)),
            _sum_of(entered < many),
        )
        .where(*_applications(scope, Span(now, now, job)), Application.status == ApplicationStatus.ACTIVE)
        .group_by(Application.stage)
    )
    return sorted((Ageing(*row) for row in rows), key=lambda one: _ORDER[one.stage])


@dataclass(frozen=True, slots=True)
class Filled:
    """A job that was filled, and how many days after it opened."""

    public_id: str
    title: str
    organization: str
    at: datetime
    days: int


def filled_jobs(session: Session, scope: Scope, span: Span) -> list[Filled]:
    """Jobs that were filled in the span and have not opened again since, newest first. One statement."""
    at = func.max(History.at)
    rows = session.execute(
        select(Job.public_id, Job.title, HiringOrganization.name, at, Job.published_at)
        .join(HiringOrganization, HiringOrganization.id == Job.organization_id)
        .join(History, and_(History.board == Job.board, History.subject_id == Job.public_id))
        .where(
            Job.board == scope.board,
            Job.status == JobStatus.FILLED,
            Job.published_at.is_not(None),
            History.subject_type == "Job",
            History.what == "job_moved",
            History.after == JobStatus.FILLED.value,
            true() if span.job is None else Job.id == span.job,
        )
        .group_by(Job.id, Job.public_id, Job.title, HiringOrganization.name, Job.published_at)
        .having(span.holds(at))
        .order_by(at.desc(), Job.id)
        .limit(MOST_FILLED)
    )
    return [
        Filled(public_id, title, name, moment, max((moment - opened).days, 0))
        for public_id, title, name, moment, opened in rows
        if opened is not None
    ]


def median_days(filled: Sequence[Filled]) -> float | None:
    """The days after which half of the jobs were filled; None where none was."""
    return median(one.days for one in filled) if filled else None


@dataclass(frozen=True, slots=True)
class Load:
    """An interviewer: interviews of the span that took place or are to come, and scorecards that are in and owed."""

    name: str
    interviews: int
    cards: int
    owed: int


def interviewer_load(session: Session, scope: Scope, span: Span, *, now: datetime) -> list[Load]:
    """Who interviews how much, most first. One statement."""
    took_place = Interview.status.in_([InterviewStatus.SCHEDULED, InterviewStatus.COMPLETED])
    submitted = Scorecard.submitted_at.is_not(None)
    owed = and_(Scorecard.submitted_at.is_(None), Interview.scheduled_at <= now)
    interviews = func.count()
    rows = session.execute(
        select(func.max(InterviewPanelist.name), interviews, _sum_of(submitted), _sum_of(owed))
        .join(Interview, Interview.id == InterviewPanelist.interview_id)
        .join(Application, Application.id == Interview.application_id)
        .outerjoin(
            Scorecard,
            and_(
                Scorecard.interview_id == Interview.id,
                Scorecard.author_id == InterviewPanelist.actor_id,
                Scorecard.submitted_at.is_not(None),
            ),
        )
        .where(*_applications(scope, span), took_place, span.holds(Interview.scheduled_at))
        .group_by(InterviewPanelist.actor_id)
        .order_by(interviews.desc(), func.max(InterviewPanelist.name))
        .limit(MOST_LINES)
    )
    return [Load(*row) for row in rows]
