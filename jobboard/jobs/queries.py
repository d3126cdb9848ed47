"""Every read of jobs. Each says what it loads and how many statements it costs."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from jobboard.access import Scope
from jobboard.db.paging import Page, PageRequest, page_of
from jobboard.errors import Gone, InvalidInput, NotFound
from jobboard.jobs.expressions import boolean_condition
from jobboard.jobs.models import (
    HiringOrganization,
    Job,
    JobLocation,
    JobRequirement,
    JobStatus,
    JobTeamMember,
    SalaryUnit,
    WorkMode,
)

# Asked for the board as well as for public ids, SQLite goes through all jobs of the board rather than look up twenty
# ids; so queries by public id look at the board afterwards.

_ENDED = {JobStatus.FILLED, JobStatus.CLOSED}
MOST_ORGANIZATIONS = 500


def loaded() -> tuple[ORMOption, ...]:
    """What a page about a job needs: organization joined, places and requirements in two more statements."""
    return joinedload(Job.organization), selectinload(Job.locations), selectinload(Job.requirements)


def jobs_of(board: str) -> Select[Any]:
    """The board's jobs, fully loaded. Three statements."""
    return select(Job).where(Job.board == board).options(*loaded())


def seen_by(scope: Scope) -> ColumnElement[bool]:
    """Condition: the job is there for the actor, who may see those of their hiring teams alone."""
    if not scope.actor.sees_own_jobs_only:
        return true()
    return Job.id.in_(select(JobTeamMember.job_id).where(JobTeamMember.actor_id == scope.actor.id))


def get_job(session: Session, scope: Scope, public_id: str) -> Job:
    """The job by its public id, or ``NotFound``, also where it is not one of the actor's. Three statements."""
    return _one(session, jobs_of(scope.board).where(Job.public_id == public_id, seen_by(scope)))


def job_and_source(session: Session, scope: Scope, public_id: str, source_id: str) -> tuple[Job, Job]:
    """A job, and the one of which something is taken over for it. Raises ``NotFound``, and ``InvalidInput`` on
    ``source`` where that is none of the actor's. Six statements."""
    job = get_job(session, scope, public_id)
    try:
        return job, get_job(session, scope, source_id)
    except NotFound:
        raise InvalidInput({"source": ["Choose a job from the list."]}) from None


def any_job(session: Session, board: str, public_id: str) -> Job:
    """The job by its public id whoever asks, for the public pages, or ``NotFound``. Three statements."""
    return _one(session, jobs_of(board).where(Job.public_id == public_id))


def team_of(session: Session, job: Job) -> list[JobTeamMember]:
    """A job's hiring team by name. One statement."""
    theirs = select(JobTeamMember).where(JobTeamMember.job_id == job.id)
    return list(session.scalars(theirs.order_by(JobTeamMember.name, JobTeamMember.id)))


def get_job_by_key(session: Session, board: str, key: int) -> Job:
    """The job by its internal key, for rows that point to it. Three statements."""
    return _one(session, jobs_of(board).where(Job.id == key))


def jobs_by_keys(session: Session, keys: Sequence[int]) -> Sequence[Job]:
    """Jobs by internal key, for rows that point to them; those that are gone are left out. Three statements."""
    return session.scalars(select(Job).where(Job.id.in_(keys)).options(*loaded())).unique().all()


def find_job(session: Session, scope: Scope, identifier: str) -> Job:
    """The job by external identifier or public id, or ``NotFound``. Three statements."""
    return _one(
        session,
        jobs_of(scope.board).where(or_(Job.external_id == identifier, Job.public_id == identifier)).limit(1),
    )


def public_job(session: Session, scope: Scope, public_id: str, *, now: datetime) -> Job:
    """A job a stranger may see. ``Gone`` once it was filled, closed or has expired; ``NotFound`` if it is not out."""
    job = any_job(session, scope.board, public_id)
    expired = job.valid_through is not None and job.valid_through < now
    if job.published_at is None:
        raise NotFound("job")
    if job.status in _ENDED or (job.status is JobStatus.OPEN and expired):
        raise Gone(job.title)
    if job.status is not JobStatus.OPEN:
        raise NotFound("job")
    return job


def jobs_by_ids(session: Session, scope: Scope, public_ids: Iterable[str]) -> dict[str, Job]:
    """Open jobs by public id; ids that are not the board's or no longer open are simply missing. Three statements."""
    wanted = list(public_ids)
    if not wanted:
        return {}
    found = session.scalars(select(Job).where(Job.public_id.in_(wanted)).options(*loaded())).unique()
    return {job.public_id: job for job in found if job.board == scope.board and job.status is JobStatus.OPEN}


@dataclass(frozen=True, slots=True)
class JobSummary:
    """What a list says of an open job. ``places`` are the names of its towns, or of its regions where it names no
    town; ``text`` is its description or else what it says of the duties; ``posted_at`` is when it opened here where
    nobody said."""

    places: tuple[str, ...]
    public_id: str
    title: str
    organization: str
    text: str
    function: str | None
    work_mode: WorkMode | None
    employment_types: Sequence[str]
    salary_min: int | None
    salary_max: int | None
    salary_currency: str | None
    salary_unit: SalaryUnit | None
    posted_at: datetime | None
    valid_through: datetime | None
    updated_at: datetime


_SUMMARIES = (
    select(
        Job.board,
        Job.status,
        Job.id,
        Job.public_id,
        Job.title,
        HiringOrganization.name,
        func.coalesce(func.nullif(Job.description, ""), Job.responsibilities),
        Job.function,
        Job.work_mode,
        Job.employment_types,
        Job.salary_min,
        Job.salary_max,
        Job.salary_currency,
        Job.salary_unit,
        func.coalesce(Job.posted_at, Job.published_at),
        Job.valid_through,
        Job.updated_at,
    )
    .join(Job.organization)
    .where(Job.public_id.in_(bindparam("public_ids", expanding=True)))
)
_PLACES = (
    select(JobLocation.job_id, func.coalesce(func.nullif(JobLocation.locality, ""), JobLocation.region))
    .where(JobLocation.job_id.in_(bindparam("keys", expanding=True)))
    .order_by(JobLocation.position)
)


def listed_jobs(session: Session, scope: Scope, public_ids: Collection[str]) -> dict[str, JobSummary]:
    """The same for a list. Two statements, of the columns that it shows."""
    if not public_ids:
        return {}
    rows = session.execute(_SUMMARIES, {"public_ids": public_ids}).all()
    found = [said for board, status, *said in rows if board == scope.board and status is JobStatus.OPEN]
    places: dict[int, dict[str, None]] = {key: {} for key, *_ in found}
    for key, name in session.execute(_PLACES, {"keys": list(places)}) if places else ():
        places[key] |= {name: None} if name else {}
    return {said[0]: JobSummary(tuple(places[key]), *said) for key, *said in found}


def identified_jobs(session: Session, board: str, identifiers: Collection[str]) -> list[Job]:
    """Jobs whose external identifier or public id is among ``identifiers``, fully loaded. Three statements."""
    external = and_(Job.board == board, Job.external_id.in_(identifiers))
    found = session.scalars(select(Job).where(or_(external, Job.public_id.in_(identifiers))).options(*loaded()))
    return [job for job in found.unique() if job.board == board]


def organizations(session: Session, scope: Scope) -> list[HiringOrganization]:
    """The board's hiring organizations by name, bounded. One statement."""
    return list(
        session.scalars(
            select(HiringOrganization)
            .where(HiringOrganization.board == scope.board)
            .order_by(HiringOrganization.name_key)
            .limit(MOST_ORGANIZATIONS)
        )
    )


def organization_page(
    session: Session, scope: Scope, wanted: PageRequest, *, text: str = ""
) -> Page[HiringOrganization]:
    """One page of the organizations by name, those with a wall among them. Two statements."""
    statement = select(HiringOrganization).where(HiringOrganization.board == scope.board)
    if text:
        statement = statement.where(like(HiringOrganization.name, text))
    return page_of(session, statement.order_by(HiringOrganization.name_key), wanted)


def open_jobs_by_organization(session: Session, organizations: Iterable[HiringOrganization]) -> dict[int, int]:
    """How many open jobs each of them has, by internal key. One statement."""
    rows = session.execute(
        select(Job.organization_id, func.count())
        .where(Job.organization_id.in_([each.id for each in organizations]), Job.status == JobStatus.OPEN)
        .group_by(Job.organization_id)
    )
    return dict(rows.all())


def get_organization(session: Session, scope: Scope, public_id: str) -> HiringOrganization:
    """The organization by its public id, or ``NotFound``. One statement."""
    found = session.scalars(
        select(HiringOrganization).where(
            HiringOrganization.board == scope.board, HiringOrganization.public_id == public_id
        )
    ).one_or_none()
    if found is None:
        raise NotFound("client")
    return found


def titles_of(session: Session, scope: Scope, public_ids: Collection[str]) -> dict[str, str]:
    """“Marketing Manager, Calderside Mills” by public id, whatever the jobs' status. One statement."""
    rows = session.execute(
        select(Job.public_id, Job.title, HiringOrganization.name, Job.board)
        .join(Job.organization)
        .where(Job.public_id.in_(public_ids))
    )
    return {public_id: f"{title}, {name}" for public_id, title, name, board in rows if board == scope.board}


def walled_keys(session: Session, board: str) -> Sequence[str]:
    """The name keys of the organizations with an evidence wall. One statement."""
    return session.scalars(
        select(HiringOrganization.name_key).where(
            HiringOrganization.board == board, HiringOrganization.evidence_wall.is_(True)
        )
    ).all()


def status_counts(session: Session, scope: Scope) -> dict[JobStatus, int]:
    """How many jobs stand in each status. One statement."""
    theirs = (Job.board == scope.board, seen_by(scope))
    rows = session.execute(select(Job.status, func.count()).where(*theirs).group_by(Job.status))
    return dict(rows.all())


def is_public(now: datetime) -> tuple[Any, ...]:
    """Conditions under which a stranger may see a job."""
    return Job.status == JobStatus.OPEN, or_(Job.valid_through.is_(None), Job.valid_through >= now)


@dataclass(frozen=True, slots=True)
class Part:
    """Public jobs in the order of their ids: the first of them, and when any of them was last changed."""

    first: str
    changed: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """A public job as a list of addresses knows it."""

    public_id: str
    changed: datetime


def public_parts(session: Session, scope: Scope, *, size: int, now: datetime) -> list[Part]:
    """The jobs a stranger may see, in parts of ``size``. One statement that reads two columns of each."""
    numbered = (
        select(Job.public_id, Job.updated_at, func.row_number().over(order_by=Job.public_id).label("number"))
        .where(Job.board == scope.board, *is_public(now))
        .subquery()
    )
    part = (numbered.c.number - 1) // size
    rows = session.execute(
        select(func.min(numbered.c.public_id), func.max(numbered.c.updated_at)).group_by(part).order_by(part)
    )
    return [Part(first, changed) for first, changed in rows]


def public_from(session: Session, board: str, first: str, *, limit: int, now: datetime) -> list[Listed]:
    """Up to ``limit`` jobs a stranger may see, by id from ``first`` on. One statement."""
    rows = session.execute(
        select(Job.public_id, Job.updated_at)
        .where(Job.board == board, *is_public(now), Job.public_id >= first)
        .order_by(Job.public_id)
        .limit(limit)
    )
    return [Listed(public_id, changed) for public_id, changed in rows]


@dataclass(frozen=True, slots=True)
class JobFilter:
    """Which jobs a recruiter's list shows. ``text`` is in the recruiter's grammar (``jobboard.search.boolean``)."""

    status: JobStatus | None = None
    text: str = ""


def filtered(scope: Scope, wanted: JobFilter) -> Select[Any]:
    """The recruiter's list of jobs, newest first."""
    statement = jobs_of(scope.board).join(Job.organization).where(seen_by(scope))
    if wanted.status is not None:
        statement = statement.where(Job.status == wanted.status)
    if wanted.text:
        found = boolean_condition(wanted.text, _is_about)
        statement = statement.where(or_(found, Job.external_id == wanted.text))
    return statement.order_by(Job.updated_at.desc(), Job.id.desc())


def _is_about(word: str) -> ColumnElement[bool]:
    """Whether a word or phrase stands in what tells one job from another; the long texts are not looked through."""
    return or_(
        like(Job.title, word),
        like(HiringOrganization.name, word),
        like(Job.department, word),
        func.coalesce(Job.external_id, "") == word,  # NULL would be neither found nor left out
        Job.locations.any(or_(like(JobLocation.locality, word), like(JobLocation.region, word))),
        Job.requirements.any(like(JobRequirement.text, word)),
    )


def like(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """Whether the column holds ``text`` as it stands, in small letters or capitals."""
    return column.icontains(text[:200], autoescape=True)


def _one(session: Session, statement: Select[Any]) -> Job:
    job: Job | None = session.scalars(statement).unique().one_or_none()
    if job is None:
        raise NotFound("job")
    return job
