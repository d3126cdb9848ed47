"""Every read of the pool. Each says what it loads and how many statements it costs."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, case, exists, func, or_, select, true, union_all
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from jobboard.access import Action, Actor, Scope
from jobboard.applications.in_order import check_not_removed, find_row
from jobboard.applications.models import (
    Application,
    ApplicationDraft,
    ApplicationStatus,
    Disposition,
    Interview,
    InterviewPanelist,
    InterviewRound,
    InterviewStatus,
    Scorecard,
    ScreeningQuestion,
    Stage,
)
from jobboard.applications.plan import ROUND_REMOVED
from jobboard.candidates.models import Candidate
from jobboard.candidates.queries import loaded as candidate_loaded
from jobboard.db.history import History
from jobboard.db.paging import MOST_TOGETHER, Page, PageRequest, page_of
from jobboard.errors import NotFound, RoundRemoved
from jobboard.jobs.models import HiringOrganization, Job
from jobboard.jobs.queries import seen_by

LONGEST_INTERVIEW = 600
"""Minutes: what a form takes at most."""
MOST_CLASHES = 10


def interviews_loaded() -> tuple[ORMOption, ...]:
    """Interviews with their panels, scorecards and ratings: four statements."""
    interviews = selectinload(Application.interviews)
    return (
        interviews.selectinload(Interview.panel),
        interviews.selectinload(Interview.scorecards).selectinload(Scorecard.ratings),
    )


def job_loaded() -> tuple[ORMOption, ...]:
    """The job joined, with its organization, places and requirements."""
    job = joinedload(Application.job)
    return (
        job.joinedload(Job.organization),
        job.selectinload(Job.locations),
        job.selectinload(Job.requirements),
    )


def _of(board: str) -> Select[Any]:
    return select(Application).where(Application.board == board)


def _seen_by(scope: Scope) -> ColumnElement[bool]:
    """Condition: the application is for a job that is there for the actor."""
    if not scope.actor.sees_own_jobs_only:
        return true()
    return Application.job_id.in_(select(Job.id).where(Job.board == scope.board, seen_by(scope)))


def _own_seats(scope: Scope) -> ColumnElement[bool]:
    """Condition: the actor interviews."""
    seats = select(InterviewPanelist.interview_id).where(InterviewPanelist.actor_id == scope.actor.id)
    return Interview.id.in_(seats)


def is_seen(session: Session, scope: Scope, candidate_id: str) -> bool:
    """Whether the actor may see this person: who may not see the whole pool sees whom they interview, and who is in one
    of their jobs. One statement."""
    if scope.actor.may(Action.VIEW_POOL):
        return True
    met = Application.id.in_(select(Interview.application_id).where(Interview.board == scope.board, _own_seats(scope)))
    theirs = or_(met, _seen_by(scope)) if scope.actor.sees_own_jobs_only else met
    found = _of(scope.board).join(Application.candidate)
    found = found.where(Candidate.public_id == candidate_id, Candidate.erased_at.is_(None), theirs)
    return session.scalar(found.with_only_columns(Application.id).limit(1)) is not None


def get_application(session: Session, scope: Scope, public_id: str) -> Application:
    """One application with the person, the job, the interviews and the disposition. At most fifteen statements."""
    person = joinedload(Application.candidate)
    found: Application | None = (
        session.scalars(
            _of(scope.board)
            .join(Application.candidate)
            .where(Application.public_id == public_id, Candidate.erased_at.is_(None), _seen_by(scope))
            .options(
                person,
                *(person.options(option) for option in candidate_loaded()),
                *job_loaded(),
                joinedload(Application.disposition),
                *interviews_loaded(),
            )
        )
        .unique()
        .one_or_none()
    )
    if found is None:
        raise NotFound("application")
    return found


def behind_walls(application: Application) -> CompoundSelect[tuple[str]]:
    """The public ids of the person's applications for other clients that have an evidence wall, with their interviews
    and scorecards: what is not told where they are considered for this one's. The job must be loaded."""
    here = application.job.organization_id if application.job else None
    walled = select(HiringOrganization).where(
        HiringOrganization.board == application.board,
        HiringOrganization.evidence_wall.is_(True),
        HiringOrganization.id.is_distinct_from(here),
    )
    ids, keys = (walled.with_only_columns(of) for of in (HiringOrganization.id, HiringOrganization.name_key))
    by_name = and_(Application.job_id.is_(None), func.lower(func.trim(Application.applied_organization)).in_(keys))
    theirs = (Application.candidate_id == application.candidate_id, Application.id != application.id)
    told = (
        select(Application)
        .outerjoin(Application.job)
        .outerjoin(Application.interviews)
        .outerjoin(Interview.scorecards)
        .where(*theirs, or_(Job.organization_id.in_(ids), by_name))
    )
    subjects = (Application.public_id, Interview.public_id, Scorecard.public_id)
    return union_all(*(told.with_only_columns(subject).where(subject.is_not(None)) for subject in subjects))


def sealed_cards(candidate: Candidate, actor: Actor) -> Select[str]:
    """The public ids of the person's scorecards that stay hidden from the actor until their own is in; the same rule as
    ``scorecards.is_sealed``."""
    sealed = (
        select(Interview.id)
        .join(Interview.application)
        .where(Application.candidate_id == candidate.id, _is_sealed(actor))
    )
    return select(Scorecard.public_id).where(Scorecard.interview_id.in_(sealed))


def sealed_among(session: Session, applications: Collection[int], actor: Actor) -> frozenset[int]:
    """Of these applications (internal keys) those with submitted scorecards that stay hidden from the actor until their
    own is in. One statement."""
    if not applications:
        return frozenset()
    written = exists().where(Scorecard.interview_id == Interview.id, Scorecard.submitted_at.is_not(None))
    found = select(Interview.application_id).where(
        Interview.application_id.in_(applications), _is_sealed(actor), written
    )
    return frozenset(session.scalars(found))


def _is_sealed(actor: Actor) -> ColumnElement[bool]:
    """Condition on ``Interview``: ``scorecards.is_sealed``, said to the database."""
    own = exists().where(
        Scorecard.interview_id == Interview.id, Scorecard.author_id == actor.id, Scorecard.submitted_at.is_not(None)
    )
    seat = exists().where(InterviewPanelist.interview_id == Interview.id, InterviewPanelist.actor_id == actor.id)
    return and_(Interview.status != InterviewStatus.CANCELLED, seat, ~own)


def chosen_applications(session: Session, scope: Scope, public_ids: Sequence[str]) -> list[Application]:
    """These applications with all that ``get_application`` loads, by name; ids that are not here are left out. About
    fifteen statements, however many."""
    person = joinedload(Application.candidate)
    return list(
        session.scalars(
            _of(scope.board)
            .join(Application.candidate)
            .where(
                Application.public_id.in_(list(public_ids)[:MOST_TOGETHER]),
                Candidate.erased_at.is_(None),
                _seen_by(scope),
            )
            .options(
                person,
                *(person.options(option) for option in candidate_loaded()),
                *job_loaded(),
                joinedload(Application.disposition),
                *interviews_loaded(),
            )
            .order_by(Candidate.name, Application.id)
        ).unique()
    )


def still_running(session: Session, scope: Scope, job: Job, *, limit: int) -> list[str]:
    """The public ids of a job's running applications, furthest stage first. One statement."""
    order = case({stage: at for at, stage in enumerate(Stage)}, value=Application.stage)
    running = _of(scope.board).where(Application.job_id == job.id, Application.status == ApplicationStatus.ACTIVE)
    ids = running.with_only_columns(Application.public_id).order_by(order.desc(), Application.id).limit(limit)
    return list(session.scalars(ids))


def ended_after_interview(
    session: Session, board: str, *, since: datetime, besides: Any, limit: int, after: int = 0, of: int | None = None
) -> Sequence[Application]:
    """Applications (``of`` one person, by internal key, if given) that ended since a day without a hire and after a
    meeting, but for those whose keys ``besides`` selects, in the order of their keys beyond ``after``; with everything
    that tells where the person stands. About fifteen statements, and one when there are none."""
    person = joinedload(Application.candidate)
    met = select(Interview.application_id).where(Interview.status == InterviewStatus.COMPLETED)
    ended = (ApplicationStatus.REJECTED, ApplicationStatus.WITHDRAWN)
    return (
        session.scalars(
            _of(board)
            .join(Application.candidate)
            .where(
                Application.id > after,
                Application.status.in_(ended),
                Application.closed_at >= since,
                Application.id.in_(met),
                Application.id.not_in(besides),
                Application.candidate_id == of if of is not None else true(),
                Candidate.erased_at.is_(None),
            )
            .options(
                person,
                *(person.options(option) for option in candidate_loaded()),
                *job_loaded(),
                joinedload(Application.disposition),
                *interviews_loaded(),
            )
            .order_by(Application.id)
            .limit(limit)
        )
        .unique()
        .all()
    )


def application_from(session: Session, scope: Scope, surfacing_id: str) -> Application:
    """The application that an invitation started, with its interviews, or ``NotFound``. Five statements."""
    found: Application | None = session.scalars(
        _of(scope.board).where(Application.surfacing_id == surfacing_id).options(*interviews_loaded())
    ).one_or_none()
    if found is None:
        raise NotFound("application")
    return found


def pool(
    session: Session,
    scope: Scope,
    job: Job,
    wanted: PageRequest,
    *,
    stage: Stage | None = None,
    status: ApplicationStatus | None = ApplicationStatus.ACTIVE,
) -> Page[Application]:
    """A job's applications, longest wait first, with people, past roles and interviews. ``job`` must be loaded in this
    session, so that it is not read again. Ten statements."""
    statement = _of(scope.board).where(Application.job_id == job.id)
    if stage is not None:
        statement = statement.where(Application.stage == stage)
    if status is not None:
        statement = statement.where(Application.status == status)
    person = joinedload(Application.candidate)
    return page_of(
        session,
        statement.options(
            person.selectinload(Candidate.work_history),
            person.selectinload(Candidate.skills),
            person.selectinload(Candidate.education),
            person.selectinload(Candidate.resumes),
            joinedload(Application.disposition),
            *interviews_loaded(),
        ).order_by(Application.stage_entered_at, Application.id),
        wanted,
    )


def stage_counts(session: Session, scope: Scope, job: Job) -> dict[Stage, int]:
    """How many of a job's active applications stand in each stage. One statement."""
    rows = session.execute(
        select(Application.stage, func.count())
        .where(
            Application.board == scope.board,
            Application.job_id == job.id,
            Application.status == ApplicationStatus.ACTIVE,
        )
        .group_by(Application.stage)
    )
    return dict(rows.all())


def active_counts(session: Session, scope: Scope, jobs: list[Job]) -> dict[int, int]:
    """Active applications by internal job key, for one page of jobs. One statement."""
    rows = session.execute(
        select(Application.job_id, func.count())
        .where(
            Application.board == scope.board,
            Application.job_id.in_([job.id for job in jobs]),
            Application.status == ApplicationStatus.ACTIVE,
        )
        .group_by(Application.job_id)
    )
    return {job_id: count for job_id, count in rows if job_id is not None}


def get_interview(session: Session, scope: Scope, public_id: str, *, lock: bool = False) -> Interview:
    """One interview with its panel, scorecards, person and job. Somebody who may not work the pool finds only those
    they sit on. ``lock`` holds the row until the transaction ends, where the database can. Nine statements."""
    statement = _interviews(scope).where(Interview.public_id == public_id)
    if not scope.actor.may(Action.WORK_POOL):
        statement = statement.where(Interview.panel.any(InterviewPanelist.actor_id == scope.actor.id))
    if lock:
        statement = statement.with_for_update(of=Interview)
    found: Interview | None = session.scalars(statement).unique().one_or_none()
    if found is None:
        raise NotFound("interview")
    return found


def clashing(
    session: Session,
    scope: Scope,
    panel: Collection[str],
    candidate_id: int,
    *,
    start: datetime,
    minutes: int,
    besides: int | None = None,
) -> list[Interview]:
    """Scheduled interviews that overlap with so many minutes from ``start`` and in which one of the ``panel`` (actor
    ids) or the candidate (internal key) takes part, with their panels; ``besides`` is left out. Two statements."""
    end = start + timedelta(minutes=minutes)
    takes_part = or_(
        Interview.panel.any(InterviewPanelist.actor_id.in_(panel)),
        Interview.application.has(Application.candidate_id == candidate_id),
    )
    near = select(Interview).where(
        Interview.board == scope.board,
        Interview.status == InterviewStatus.SCHEDULED,
        Interview.scheduled_at < end,
        Interview.scheduled_at > start - timedelta(minutes=LONGEST_INTERVIEW),
        Interview.id != besides if besides is not None else true(),
        takes_part,
    )
    loaded = near.options(selectinload(Interview.panel), joinedload(Interview.application))
    found = session.scalars(loaded.order_by(Interview.scheduled_at).limit(MOST_CLASHES))
    return [one for one in found if one.scheduled_at + timedelta(minutes=one.duration_minutes) > start]


def interviews_between(
    session: Session, scope: Scope, start: datetime, end: datetime, *, limit: int = 50
) -> list[Interview]:
    """Scheduled interviews from ``start`` up to ``end``, earliest first; one's own alone for who may not see the pool.
    Nine statements."""
    return list(
        session.scalars(
            _interviews(scope)
            .where(
                Interview.scheduled_at >= start,
                Interview.scheduled_at < end,
                Interview.status == InterviewStatus.SCHEDULED,
                true() if scope.actor.may(Action.VIEW_POOL) else _own_seats(scope),
            )
            .order_by(Interview.scheduled_at)
            .limit(limit)
        ).unique()
    )


def scorecards_due(session: Session, scope: Scope, *, now: datetime, limit: int = 20) -> list[Interview]:
    """Past interviews of running applications whose card the actor still owes, oldest first. Nine statements."""
    own_card = Interview.id.in_(
        select(Scorecard.interview_id).where(Scorecard.author_id == scope.actor.id, Scorecard.submitted_at.is_not(None))
    )
    return list(
        session.scalars(
            _interviews(scope)
            .where(
                Application.status == ApplicationStatus.ACTIVE,
                Interview.scheduled_at <= now,
                Interview.status.in_([InterviewStatus.SCHEDULED, InterviewStatus.COMPLETED]),
                _own_seats(scope),
                ~own_card,
            )
            .order_by(Interview.scheduled_at)
            .limit(limit)
        ).unique()
    )


def _interviews(scope: Scope) -> Select[Any]:
    application = joinedload(Interview.application)
    job = application.joinedload(Application.job)
    return (
        select(Interview)
        .join(Interview.application)
        .join(Application.candidate)
        .where(Interview.board == scope.board, Candidate.erased_at.is_(None))
        .options(
            application.joinedload(Application.candidate),
            job.joinedload(Job.organization),
            job.selectinload(Job.requirements),
            selectinload(Interview.panel),
            selectinload(Interview.scorecards).selectinload(Scorecard.ratings),
        )
    )


def get_round(session: Session, job: Job, public_id: str, *, removed: bool = False) -> InterviewRound:
    """One round of a job's plan; with ``removed`` the one that was taken out. Raises ``RoundRemoved`` where somebody
    took it out, and ``NotFound``. One statement."""
    found = find_row(session, InterviewRound, job, public_id, removed=removed)
    if found is None and not removed:
        check_not_removed(session, job, public_id, recorded=ROUND_REMOVED, error=RoundRemoved)
    if found is None:
        raise NotFound("round of the interview plan")
    return found


def jobs_with(
    session: Session, scope: Scope, kind: type[InterviewRound | ScreeningQuestion], *, besides: Job, limit: int = 100
) -> list[Job]:
    """Other jobs that have an interview plan, or ask their applicants questions; the last changed first, with their
    organizations. One statement."""
    theirs = select(kind.job_id).where(kind.board == scope.board, kind.removed_at.is_(None))
    return list(
        session.scalars(
            select(Job)
            .where(Job.board == scope.board, Job.id.in_(theirs), Job.id != besides.id, seen_by(scope))
            .options(joinedload(Job.organization))
            .order_by(Job.updated_at.desc(), Job.id.desc())
            .limit(limit)
        )
    )


def waiting_longest(
    session: Session, scope: Scope, *, before: datetime, limit: int = 10
) -> list[tuple[Job, Stage, int]]:
    """Open jobs with applications that have stood in one stage since before ``before``: (job with organization, stage,
    how many), most first. Two statements."""
    count = func.count(Application.id)
    rows = session.execute(
        select(Application.job_id, Application.stage, count)
        .where(
            Application.board == scope.board,
            Application.status == ApplicationStatus.ACTIVE,
            Application.stage_entered_at < before,
            Application.job_id.is_not(None),
        )
        .group_by(Application.job_id, Application.stage)
        .order_by(count.desc())
        .limit(limit)
    ).all()
    jobs = session.scalars(
        select(Job).where(Job.id.in_([row[0] for row in rows])).options(joinedload(Job.organization))
    )
    by_id = {job.id: job for job in jobs}
    return [(by_id[job_id], stage, number) for job_id, stage, number in rows if job_id in by_id]


def in_stage(session: Session, scope: Scope, stage: Stage, *, among: Any, limit: int) -> list[Application]:
    """Running applications in a stage whose public ids ``among`` selects, longest there first, with person, job and
    organization. One statement."""
    return list(
        session.scalars(
            _of(scope.board)
            .join(Application.candidate)
            .where(
                Application.status == ApplicationStatus.ACTIVE,
                Application.stage == stage,
                Application.public_id.in_(among),
                Candidate.erased_at.is_(None),
            )
            .options(joinedload(Application.candidate), joinedload(Application.job).joinedload(Job.organization))
            .order_by(Application.stage_entered_at, Application.id)
            .limit(limit)
        )
    )


def withdrawn_since(
    session: Session, scope: Scope, since: datetime, *, recorded: Sequence[ColumnElement[bool]], limit: int
) -> list[Application]:
    """Applications that ended as withdrawn after a moment, and of whose history an entry of that moment answers
    ``recorded``; newest first, with person, job and organization. One statement."""
    entry = select(History.id).where(
        History.board == Application.board,
        History.subject_type == Application.__name__,
        History.subject_id == Application.public_id,
        History.at == Application.closed_at,
        *recorded,
    )
    return list(
        session.scalars(
            _of(scope.board)
            .join(Application.candidate)
            .where(
                Application.closed_at > since,
                Application.status == ApplicationStatus.WITHDRAWN,
                Candidate.erased_at.is_(None),
                _seen_by(scope),
                entry.exists(),
            )
            .options(joinedload(Application.candidate), joinedload(Application.job).joinedload(Job.organization))
            .order_by(Application.closed_at.desc(), Application.id.desc())
            .limit(limit)
        )
    )


def dispositions(session: Session, scope: Scope) -> list[Disposition]:
    """The board's reasons in their order. One statement."""
    return list(
        session.scalars(
            select(Disposition).where(Disposition.board == scope.board).order_by(Disposition.position).limit(200)
        )
    )


def applications_of(session: Session, scope: Scope, candidate: Candidate, *, limit: int = 50) -> list[Application]:
    """A person's applications, newest first, with jobs, reasons and interviews. Eight statements."""
    return list(
        session.scalars(
            _of(scope.board)
            .where(Application.candidate_id == candidate.id)
            .options(*job_loaded(), joinedload(Application.disposition), *interviews_loaded())
            .order_by(Application.applied_at.desc(), Application.id.desc())
            .limit(limit)
        ).unique()
    )


def applications_told(session: Session, scope: Scope, candidate: Candidate, *, limit: int = 50) -> list[Application]:
    """The same to be listed: with reasons, interviews and scorecards alone. Two statements."""
    interviews = selectinload(Application.interviews).joinedload(Interview.scorecards)
    found = (
        _of(scope.board)
        .where(Application.candidate_id == candidate.id)
        .options(joinedload(Application.disposition), interviews)
        .order_by(Application.applied_at.desc(), Application.id.desc())
        .limit(limit)
    )
    return list(session.scalars(found))


def get_draft(
    session: Session, board: str, public_id: str, *, now: datetime, lock: bool = False, sent: bool = False
) -> ApplicationDraft:
    """An unexpired draft by its id, or ``NotFound``; one that was sent only if ``sent``. ``lock`` holds the row
    until the transaction ends, where the database can. Two statements."""
    statement = (
        select(ApplicationDraft)
        .where(
            ApplicationDraft.board == board, ApplicationDraft.public_id == public_id, ApplicationDraft.expires_at > now
        )
        .options(selectinload(ApplicationDraft.files))
    )
    found = session.scalars(statement.with_for_update() if lock else statement).one_or_none()
    if found is None or (found.receipt and not sent):
        raise NotFound("draft")
    return found
