"""Every read of kept records and surfacings. Each says what it loads and how many statements it costs."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, String, and_, cast, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload
from sqlalchemy.orm.interfaces import ORMOption
from sqlalchemy.orm.strategy_options import _AbstractLoad  # what selectinload returns has no public name

from jobboard.access import Scope
from jobboard.applications.models import Application, Interview, Scorecard
from jobboard.candidates.models import Candidate, Consent, ConsentPurpose
from jobboard.db.history import History
from jobboard.db.paging import in_order
from jobboard.errors import JobboardError, NoLongerWaits, NotFound
from jobboard.jobs.models import Job, JobStatus
from jobboard.jobs.queries import walled_keys
from jobboard.keep_on_file.models import NOT_PROMISED, KeptCandidate, KeptStatus, Surfacing, SurfacingStatus
from jobboard.keep_on_file.rule_queries import set_aside

MOST_WAITING = 200
"""How many of those who wait ``inbox`` reads; the pages of the inbox know them all."""
_OPEN = (SurfacingStatus.NEW, SurfacingStatus.SEEN)
_REVIEWED = (KeptStatus.ACTIVE, KeptStatus.IN_CONVERSATION, KeptStatus.EXPIRED)


def kept_to_match(root: _AbstractLoad | None = None) -> tuple[ORMOption, ...]:
    """Everything matching needs of a kept record, batched: about eight statements however many records."""

    def path(attribute: Any) -> _AbstractLoad:
        return root.joinedload(attribute) if root is not None else joinedload(attribute)

    person, origin = path(KeptCandidate.candidate), path(KeptCandidate.origin_application)
    parts = (
        Candidate.work_history,
        Candidate.skills,
        Candidate.education,
        Candidate.resumes,
        Candidate.consents,
    )
    job = origin.joinedload(Application.job)
    return (
        *(person.selectinload(part) for part in parts),
        job.joinedload(Job.organization),
        job.selectinload(Job.requirements),
        origin.selectinload(Application.interviews).selectinload(Interview.scorecards),
    )


def kept_loaded(root: _AbstractLoad | None = None) -> tuple[ORMOption, ...]:
    """The same with all that pages say of where somebody comes from. About eleven statements."""
    origin = (root.joinedload if root is not None else joinedload)(KeptCandidate.origin_application)
    scorecards = origin.selectinload(Application.interviews).selectinload(Interview.scorecards)
    return (
        *kept_to_match(root),
        origin.joinedload(Application.disposition),
        origin.joinedload(Application.job).selectinload(Job.locations),
        scorecards.selectinload(Scorecard.ratings),
    )


def consent_is_live(now: datetime) -> Any:
    """Condition on ``Candidate``: the newest keep-on-file consent is neither withdrawn nor over."""
    newest = (
        select(func.max(Consent.id))
        .where(Consent.candidate_id == Candidate.id, Consent.purpose == ConsentPurpose.KEEP_ON_FILE)
        .correlate(Candidate)
        .scalar_subquery()
    )
    return Candidate.id.in_(
        select(Consent.candidate_id).where(
            Consent.id == newest,
            Consent.withdrawn_at.is_(None),
            or_(Consent.expires_at.is_(None), Consent.expires_at > now),
        )
    )


def consent_ends(after: datetime, by: datetime) -> Select[Any]:
    """The people (internal keys) whose newest keep-on-file consent is not withdrawn and ends after a moment, and by
    another."""
    newer = aliased(Consent)
    said_since = exists().where(
        newer.candidate_id == Consent.candidate_id, newer.purpose == Consent.purpose, newer.id > Consent.id
    )
    return select(Consent.candidate_id).where(
        Consent.purpose == ConsentPurpose.KEEP_ON_FILE,
        Consent.expires_at > after,
        Consent.expires_at <= by,
        Consent.withdrawn_at.is_(None),
        ~said_since,
    )


def kept_by_keys(session: Session, keys: Sequence[int]) -> Sequence[KeptCandidate]:
    """These records in this order with everything matching needs, those that are gone left out. About eight
    statements."""
    found = session.scalars(select(KeptCandidate).where(KeptCandidate.id.in_(keys)).options(*kept_to_match()))
    return in_order(found.unique(), keys)


def waiting_scores(session: Session, job_keys: Sequence[int]) -> dict[int, list[int]]:
    """The scores of everybody who waits for a decision, by internal job key. One statement."""
    rows = session.execute(
        select(Surfacing.job_id, Surfacing.score).where(Surfacing.job_id.in_(job_keys), Surfacing.status.in_(_OPEN))
    )
    found: dict[int, list[int]] = {}
    for job_key, score in rows:
        found.setdefault(job_key, []).append(score)
    return found


def jobs_applied_to(session: Session, candidate_ids: Sequence[int]) -> dict[int, list[int]]:
    """Jobs that these people have an application for, whatever became of it, by person. One statement."""
    rows = session.execute(
        select(Application.candidate_id, Application.job_id).where(
            Application.candidate_id.in_(candidate_ids), Application.job_id.is_not(None)
        )
    )
    found: dict[int, list[int]] = {}
    for candidate_id, job_id in rows:
        found.setdefault(candidate_id, []).append(job_id or 0)
    return found


def walls(session: Session, kept: Sequence[KeptCandidate]) -> frozenset[str]:
    """The keys of clients with an evidence wall, where one of these records came for a job that is not on file; the
    others know their client. At most one statement."""
    origins = [row.origin_application for row in kept]
    if all(origin is None or origin.job is not None for origin in origins):
        return frozenset()
    return frozenset(walled_keys(session, kept[0].board))


def undecided(session: Session, job: Job) -> Sequence[Surfacing]:
    """Everybody who surfaced for a job and waits for a decision, asleep or not, with everything matching needs. About
    twenty statements."""
    return _undecided(session, Surfacing.job_id == job.id)


def undecided_of(session: Session, kept_ids: Sequence[int]) -> Sequence[Surfacing]:
    """Every job for which one of these records surfaced and waits for a decision, asleep or not, with everything
    matching needs, read anew: parts that were loaded before they changed are not what holds now. About twenty
    statements."""
    return _undecided(session, Surfacing.kept_id.in_(kept_ids), populate_existing=True)


def _undecided(session: Session, which: Any, **execution: Any) -> Sequence[Surfacing]:
    job = joinedload(Surfacing.job)
    return (
        session.scalars(
            select(Surfacing)
            .execution_options(**execution)
            .where(which, Surfacing.status.in_([*_OPEN, SurfacingStatus.SNOOZED]))
            .options(
                job.joinedload(Job.organization),
                job.selectinload(Job.locations),
                job.selectinload(Job.requirements),
                *kept_loaded(joinedload(Surfacing.kept)),
            )
        )
        .unique()
        .all()
    )


def surfacings_on(board: str) -> Select[Any]:
    """Every surfacing of a board whose person has not been erased, joined to job, kept record and person. By the job's
    board: of all that ever surfaced, the database then reads what belongs to the jobs that are asked about."""
    return (
        select(Surfacing)
        .join(Surfacing.job)
        .join(Surfacing.kept)
        .join(KeptCandidate.candidate)
        .where(Job.board == board, Candidate.erased_at.is_(None), KeptCandidate.status != KeptStatus.ERASED)
    )


def awaiting(now: datetime) -> Any:
    """Condition beside ``surfacings_on``: undecided, or woken; the job is open, no rule sets the person aside for it,
    and they are still there to be considered. Somebody whose consent has run out still shows, but is not written to;
    somebody who stopped it does not."""
    return and_(
        Surfacing.status.in_((*_OPEN, SurfacingStatus.SNOOZED)),
        or_(Surfacing.status != SurfacingStatus.SNOOZED, Surfacing.snoozed_until <= now),
        KeptCandidate.status.in_(_REVIEWED),
        Job.status == JobStatus.OPEN,
        or_(~set_aside(KeptCandidate.candidate_id, now), _in_spite_of_rules()),
        ~_explained_anew(),
    )


def _in_spite_of_rules() -> Any:
    """A recruiter considers the person for this job although a rule is in force."""
    return cast(Surfacing.overridden, String).contains("not_dismissed")


def _explained_anew() -> Any:
    """The same record surfaced for the same job again under a newer policy: that review is the one to decide."""
    newer = aliased(Surfacing)
    return exists().where(
        newer.kept_id == Surfacing.kept_id,
        newer.job_id == Surfacing.job_id,
        newer.policy_version > Surfacing.policy_version,
    )


def inbox(session: Session, scope: Scope, *, now: datetime, limit: int = MOST_WAITING) -> list[Surfacing]:
    """Who waits for a decision, by job (newest publication first) and score, with people, consents and jobs. Bounded.
    Two statements."""
    return list(
        session.scalars(
            surfacings_on(scope.board)
            .where(awaiting(now))
            .options(
                joinedload(Surfacing.job).joinedload(Job.organization),
                joinedload(Surfacing.kept).joinedload(KeptCandidate.candidate).selectinload(Candidate.consents),
                joinedload(Surfacing.kept).joinedload(KeptCandidate.origin_application),
            )
            .order_by(Job.published_at.desc(), Job.id.desc(), Surfacing.score.desc(), Surfacing.id)
            .limit(limit)
        ).unique()
    )


def get_surfacing(session: Session, scope: Scope, public_id: str) -> Surfacing:
    """One surfacing with everything a decision needs, or ``NotFound``. About twenty statements."""
    job = joinedload(Surfacing.job)
    found: Surfacing | None = (
        session.scalars(
            surfacings_on(scope.board)
            .where(Surfacing.public_id == public_id)
            .options(
                job.joinedload(Job.organization),
                job.selectinload(Job.locations),
                job.selectinload(Job.requirements),
                *kept_loaded(joinedload(Surfacing.kept)),
            )
        )
        .unique()
        .one_or_none()
    )
    if found is None:
        raise no_review(session, scope, public_id)
    return found


def no_review(session: Session, scope: Scope, public_id: str) -> JobboardError:
    """Why there is no such review: ``NoLongerWaits`` where the person was taken out of the inbox, else ``NotFound``.
    One statement."""
    row = session.execute(
        select(Candidate.name, History.after, History.why)
        .join(Candidate, Candidate.id == History.about)
        .where(
            History.board == scope.board,
            History.subject_type == Surfacing.__name__,
            History.subject_id == public_id,
            History.what == "surfacing_retired",
            Candidate.erased_at.is_(None),
        )
        .order_by(History.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return NotFound("review")
    why = row[2] or "What is known of them or of the job has changed."
    return NoLongerWaits(f"{row[0]} no longer waits for {row[1]}, so nothing can be decided about them there. {why}")


def kept_on(board: str) -> Select[Any]:
    """The board's kept records of people who are not erased; the person joined."""
    return (
        select(KeptCandidate)
        .join(KeptCandidate.candidate)
        .where(KeptCandidate.board == board, Candidate.erased_at.is_(None))
    )


def get_kept(session: Session, scope: Scope, public_id: str) -> KeptCandidate:
    """One kept record with everything matching needs, or ``NotFound``."""
    return _one_kept(session, kept_on(scope.board).where(KeptCandidate.public_id == public_id))


def _one_kept(session: Session, statement: Select[Any]) -> KeptCandidate:
    found: KeptCandidate | None = session.scalars(statement.options(*kept_loaded())).unique().one_or_none()
    if found is None:
        raise NotFound("kept record")
    return found


def names_of(session: Session, scope: Scope, public_ids: Collection[str]) -> dict[str, str]:
    """People's names by their kept record's public id; erased people are missing. One statement."""
    rows = session.execute(
        select(KeptCandidate.public_id, Candidate.name)
        .join(KeptCandidate.candidate)
        .where(
            KeptCandidate.board == scope.board,
            KeptCandidate.public_id.in_(public_ids),
            KeptCandidate.status != KeptStatus.ERASED,
            Candidate.erased_at.is_(None),
        )
    )
    return {row[0]: row[1] for row in rows}


def kept_counts(session: Session, scope: Scope) -> dict[KeptStatus, int]:
    """How many kept records stand in each status; what promises nothing and whoever was erased are left out. One
    statement."""
    counted = (*NOT_PROMISED, KeptStatus.ERASED)
    rows = session.execute(
        select(KeptCandidate.status, func.count())
        .where(KeptCandidate.board == scope.board, KeptCandidate.status.not_in(counted))
        .group_by(KeptCandidate.status)
    )
    return {row[0]: row[1] for row in rows}


def kept_of(session: Session, scope: Scope, candidate: Candidate, *, limit: int = 20) -> list[KeptCandidate]:
    """A person's kept records, newest first, with the application of origin. One statement."""
    return list(
        session.scalars(
            kept_on(scope.board)
            .where(KeptCandidate.candidate_id == candidate.id)
            .options(joinedload(KeptCandidate.origin_application))
            .order_by(KeptCandidate.id.desc())
            .limit(limit)
        )
    )


def surfacings_of(session: Session, scope: Scope, kept: KeptCandidate, *, limit: int = 20) -> list[Surfacing]:
    """For which jobs a kept record surfaced, best first, with the jobs. One statement."""
    return list(
        session.scalars(
            select(Surfacing)
            .where(Surfacing.board == scope.board, Surfacing.kept_id == kept.id)
            .options(joinedload(Surfacing.job).joinedload(Job.organization))
            .order_by(Surfacing.score.desc())
            .limit(limit)
        )
    )


def ending_soon(
    session: Session, scope: Scope, *, now: datetime, days: int = 14, limit: int = 20
) -> list[KeptCandidate]:
    """Active records whose promise ends within ``days``, soonest first, with people and consents."""
    return list(
        session.scalars(
            kept_on(scope.board)
            .where(
                KeptCandidate.status == KeptStatus.ACTIVE,
                KeptCandidate.expires_at > now,
                KeptCandidate.expires_at <= now + timedelta(days=days),
            )
            .options(
                joinedload(KeptCandidate.candidate).selectinload(Candidate.consents),
                joinedload(KeptCandidate.origin_application),
            )
            .order_by(KeptCandidate.expires_at)
            .limit(limit)
        ).unique()
    )
