"""Every read of the review inbox: its pages, who comes before and after, who sleeps, what decisions need to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from jobboard.access import Scope
from jobboard.applications.models import Application, Interview
from jobboard.candidates.models import Candidate
from jobboard.db.paging import MOST_TOGETHER, Page, PageRequest, a_few, in_order, page_of
from jobboard.jobs.models import HiringOrganization, Job
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus, Surfacing, SurfacingStatus
from jobboard.keep_on_file.queries import awaiting, kept_loaded, no_review, surfacings_on
from jobboard.keep_on_file.rule_queries import rules_in_force

PAGE = 50
MOST_JOBS = 100


class Grouping(StrEnum):
    """How the inbox is laid out."""

    JOB = "job"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class WantedInbox:
    """Which part of the inbox: how it is grouped, one job's people alone (a public id), the page, counted from 1."""

    now: datetime
    by: Grouping = Grouping.JOB
    job: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class InboxPage:
    """Some of the ``total`` who wait for a decision. ``before`` and ``after`` are who stands just beyond the page
    (public ids, empty at the ends); ``jobs`` and ``people`` count what is behind ``total``."""

    items: Sequence[Surfacing]
    total: int
    jobs: int
    people: int
    number: int
    before: str = ""
    after: str = ""

    @property
    def first(self) -> int:
        """Position of the first one shown, counted from 1."""
        return (self.number - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """Position of the last one shown."""
        return self.first + len(self.items) - 1

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


def _waiting(scope: Scope, now: datetime, job: str = "") -> Select[Any]:
    statement = surfacings_on(scope.board).where(awaiting(now))
    return statement.where(Job.public_id == job) if job else statement


def _for_a_list() -> tuple[ORMOption, ...]:
    """What a line of a list shows; the joins of ``surfacings_on`` carry most of it."""
    kept = contains_eager(Surfacing.kept)
    return (
        contains_eager(Surfacing.job).joinedload(Job.organization),
        kept.contains_eager(KeptCandidate.candidate).selectinload(Candidate.consents),
        kept.joinedload(KeptCandidate.origin_application),
    )


def _order(by: Grouping) -> tuple[Any, ...]:
    """Newest job first and best person first; or the person with the best score first, and their jobs by score."""
    if by is Grouping.JOB:
        return Job.published_at.desc(), Job.id.desc(), Surfacing.score.desc(), Surfacing.id
    best = func.max(Surfacing.score).over(partition_by=KeptCandidate.candidate_id)
    return best.desc(), KeptCandidate.candidate_id, Surfacing.score.desc(), Surfacing.id


def inbox_page(session: Session, scope: Scope, wanted: WantedInbox) -> InboxPage:
    """One page of who waits, with people, consents, jobs and applications of origin. A page beyond the last is the
    last. Four statements, however many wait."""
    waiting = _waiting(scope, wanted.now, wanted.job)
    counts = waiting.with_only_columns(
        func.count(), func.count(Surfacing.job_id.distinct()), func.count(KeptCandidate.candidate_id.distinct())
    )
    total, jobs, people = session.execute(counts).one()
    number = min(max(wanted.page, 1), max(1, -(-total // PAGE)))
    skipped = (number - 1) * PAGE
    lead = 1 if skipped else 0  # one more at either side: who comes before and after the page
    # Keys are put in order first and rows read afterwards: a row with its explanation is too wide to sort by thousands
    keys = waiting.with_only_columns(Surfacing.id).order_by(*_order(wanted.by))
    rows = _in_order(session, scope, session.scalars(keys.offset(skipped - lead).limit(lead + PAGE + 1)).all())
    beyond = rows[lead + PAGE :]
    return InboxPage(
        items=rows[lead : lead + PAGE],
        total=total,
        jobs=jobs,
        people=people,
        number=number,
        before=rows[0].public_id if lead and rows else "",
        after=beyond[0].public_id if beyond else "",
    )


def _in_order(session: Session, scope: Scope, keys: Sequence[int]) -> list[Surfacing]:
    read = surfacings_on(scope.board).where(Surfacing.id.in_(keys)).options(*_for_a_list())
    return in_order(session.scalars(read).unique(), keys)


def inbox_count(session: Session, scope: Scope, *, now: datetime) -> int:
    """How many wait for a decision, as far as ``a_few`` counts. One statement."""
    return session.scalar(select(a_few(_waiting(scope, now)))) or 0


@dataclass(frozen=True, slots=True)
class JobWaiting:
    """An open job with people who wait for a decision; ``id`` is the job's internal key."""

    id: int
    public_id: str
    title: str
    organization: str
    people: int


def jobs_waiting(session: Session, scope: Scope, *, now: datetime, limit: int = MOST_JOBS) -> list[JobWaiting]:
    """The jobs for which somebody waits, newest first, and how many. One statement."""
    rows = session.execute(
        _waiting(scope, now)
        .join(HiringOrganization, HiringOrganization.id == Job.organization_id)
        .with_only_columns(Job.id, Job.public_id, Job.title, HiringOrganization.name, func.count())
        .group_by(Job.id, Job.public_id, Job.title, HiringOrganization.name, Job.published_at)
        .order_by(Job.published_at.desc(), Job.id.desc())
        .limit(limit)
    )
    return [JobWaiting(*row) for row in rows]


def to_review_by_job(session: Session, scope: Scope, jobs: Sequence[Job], *, now: datetime) -> dict[int, int]:
    """How many wait for a decision, by internal job key, for one page of jobs. One statement."""
    ids = [job.id for job in jobs]
    rows = session.execute(
        _waiting(scope, now)
        .where(Job.id.in_(ids))
        .with_only_columns(Surfacing.job_id, func.count())
        .group_by(Surfacing.job_id)
    )
    return {row[0]: row[1] for row in rows}


def jobs_of_people(session: Session, scope: Scope, people: Sequence[int], *, now: datetime) -> dict[int, int]:
    """For how many jobs each of these people (internal keys) waits. One statement."""
    rows = session.execute(
        _waiting(scope, now)
        .where(KeptCandidate.candidate_id.in_(people))
        .with_only_columns(KeptCandidate.candidate_id, func.count())
        .group_by(KeptCandidate.candidate_id)
    )
    return {row[0]: row[1] for row in rows}


def first_of_each(session: Session, scope: Scope, jobs: Sequence[int], *, now: datetime) -> list[Surfacing]:
    """The best of those who wait for each of these jobs (internal keys), with what a line shows. Two statements."""
    place = func.row_number().over(partition_by=Surfacing.job_id, order_by=(Surfacing.score.desc(), Surfacing.id))
    ranked = (
        _waiting(scope, now)
        .where(Surfacing.job_id.in_(jobs))
        .with_only_columns(Surfacing.id, place.label("place"))
        .subquery()
    )
    first = select(ranked.c.id).where(ranked.c.place == 1)
    read = surfacings_on(scope.board).where(Surfacing.id.in_(first)).options(*_for_a_list())
    return list(session.scalars(read.order_by(Job.published_at.desc(), Job.id.desc())).unique())


def place_of(session: Session, scope: Scope, found: Surfacing, *, now: datetime) -> tuple[int, int]:
    """Which of how many ``found`` is among those who wait for its job, best first; (0, n) when it does not wait. One
    statement."""
    better = or_(Surfacing.score > found.score, and_(Surfacing.score == found.score, Surfacing.id <= found.id))
    here = func.count().filter(Surfacing.id == found.id)
    row = session.execute(
        _waiting(scope, now)
        .where(Surfacing.job_id == found.job_id)
        .with_only_columns(func.count(), func.count().filter(better), here)
    ).one()
    return (row[1] if row[2] else 0), row[0]


def snoozed_page(session: Session, scope: Scope, page: PageRequest, *, now: datetime) -> Page[Surfacing]:
    """Who sleeps, soonest first, with people, consents and jobs. Three statements."""
    erased = select(KeptCandidate.id).where(
        KeptCandidate.board == scope.board, KeptCandidate.status == KeptStatus.ERASED
    )
    asleep = _asleep(scope, now)
    total = session.scalar(select(func.count(Surfacing.id)).where(*asleep, Surfacing.kept_id.not_in(erased))) or 0
    shown = surfacings_on(scope.board).where(*asleep).options(*_for_a_list())
    return page_of(session, shown.order_by(Surfacing.snoozed_until, Surfacing.id), page, total=total)


def _asleep(scope: Scope, now: datetime) -> tuple[Any, ...]:
    return (
        Surfacing.board == scope.board,
        Surfacing.status == SurfacingStatus.SNOOZED,
        Surfacing.snoozed_until > now,
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """What waits on the pages beside the inbox: how many sleep, how many rules are in force; each as far as ``a_few``
    counts."""

    asleep: int
    rules: int


def beside_the_inbox(session: Session, scope: Scope, *, now: datetime) -> Beside:
    """Both counts. One statement."""
    asleep = surfacings_on(scope.board).where(*_asleep(scope, now))
    return Beside(*session.execute(select(a_few(asleep), a_few(rules_in_force(scope, now)))).one())


def opened(session: Session, scope: Scope, public_id: str) -> Surfacing:
    """One review with what its pages show, or ``NotFound``: person, consents, job, and the application of origin with
    its interviews. Three statements; what matching needs is not read."""
    found: Surfacing | None = (
        session.scalars(
            surfacings_on(scope.board)
            .where(Surfacing.public_id == public_id)
            .options(
                *_for_a_list(),
                contains_eager(Surfacing.kept)
                .joinedload(KeptCandidate.origin_application)
                .selectinload(Application.interviews),
            )
        )
        .unique()
        .one_or_none()
    )
    if found is None:
        raise no_review(session, scope, public_id)
    return found


def chosen(session: Session, scope: Scope, public_ids: Sequence[str]) -> list[Surfacing]:
    """These reviews with everything a comparison and a decision need, in the order of their jobs and scores; ids that
    are not here are left out. About twenty statements, however many."""
    read = (
        surfacings_on(scope.board)
        .where(Surfacing.public_id.in_(list(public_ids)[:MOST_TOGETHER]))
        .options(
            contains_eager(Surfacing.job).joinedload(Job.organization),
            contains_eager(Surfacing.job).selectinload(Job.locations),
            *kept_loaded(joinedload(Surfacing.kept)),
        )
        .order_by(*_order(Grouping.JOB))
    )
    return list(session.scalars(read).unique())


def decided_together(session: Session, scope: Scope, together: str, *, since: datetime) -> list[Surfacing]:
    """The reviews decided in one act after ``since`` and not again since, with jobs and kept records. One
    statement."""
    read = (
        surfacings_on(scope.board)
        .where(
            Surfacing.board == scope.board,
            Surfacing.status.in_([SurfacingStatus.SNOOZED, SurfacingStatus.DISMISSED]),
            Surfacing.decided_at >= since,
            Surfacing.before_undo["together"].as_string() == together,
        )
        .options(contains_eager(Surfacing.job), contains_eager(Surfacing.kept))
        .order_by(Surfacing.id)
        .limit(MOST_TOGETHER)
    )
    return list(session.scalars(read).unique())


def last_met(session: Session, surfacings: Sequence[Surfacing]) -> dict[int, datetime]:
    """When each kept record's newest evidence is from, by internal key of the record: the last interview for the job
    of origin, their own words, or that they said all this still holds; without any of these, the promise. One
    statement."""
    kept = {found.kept_id: found.kept for found in surfacings}
    origins = [record.origin_application_id for record in kept.values() if record.origin_application_id]
    met: dict[int, datetime] = dict(
        session.execute(
            select(Interview.application_id, func.max(Interview.completed_at))
            .where(Interview.application_id.in_(origins), Interview.completed_at.is_not(None))
            .group_by(Interview.application_id)
        ).all()  # type: ignore[arg-type] # rows are pairs
    )
    return {key: _newest(record, met.get(record.origin_application_id or 0)) for key, record in kept.items()}


def _newest(record: KeptCandidate, met: datetime | None) -> datetime:
    known = [moment for moment in (met, record.own_words_at, record.reconfirmed_at) if moment is not None]
    return max(known, default=record.promised_at)
