"""The moment the product exists for: a better role opens, and the people it fits stand in the inbox with reasons.

``surface_job`` comes from the job's side, ``surface_kept`` from the person's; both are idempotent per kept record, job
and policy version. ``preview`` is the same judgement without writing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.db.history import record
from jobboard.jobs.models import Job
from jobboard.jobs.queries import is_public, jobs_of
from jobboard.keep_on_file import queries
from jobboard.keep_on_file.matching.facts import KeptPerson, OpenJob, Policy
from jobboard.keep_on_file.matching.rank import Outcome, judge, rank
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus, Surfacing
from jobboard.keep_on_file.profiles import kept_person, open_job

MOST_FOR_ONE_JOB = 50
"""A morning's list, not a directory: the best of those who pass."""


@dataclass(frozen=True)
class Match:
    """One kept record and why it fits."""

    kept: KeptCandidate
    outcome: Outcome


def preview(session: Session, job: Job, policy: Policy, *, limit: int = MOST_FOR_ONE_JOB) -> list[Match]:
    """Who would surface for ``job`` now, best first. Writes nothing."""
    wanted, found = open_job(job), list[tuple[KeptCandidate, Outcome]]()
    for batch in queries.to_consider(session, job, now=policy.now, policy_version=policy.version):
        by_id = {kept.id: kept for kept in batch}
        people = people_for(session, batch, job, policy)
        found += [(by_id[person.kept_id], outcome) for person, outcome in rank(people, wanted, policy)]
        found = sorted(found, key=lambda pair: -pair[1].score)[:limit]
    return [Match(kept, outcome) for kept, outcome in one_a_person(found)]


def one_a_person(found: Iterable[tuple[KeptCandidate, Outcome]]) -> list[tuple[KeptCandidate, Outcome]]:
    """The best record of each person: kept twice is still one human being to call."""
    best: dict[int, tuple[KeptCandidate, Outcome]] = {}
    for kept, outcome in found:
        best.setdefault(kept.candidate_id, (kept, outcome))
    return list(best.values())


def people_for(session: Session, kept: Sequence[KeptCandidate], job: Job, policy: Policy) -> list[KeptPerson]:
    """The facts of these records for matching against ``job``. Two statements."""
    applied = queries.applied_to(session, job, [row.candidate_id for row in kept])
    past = queries.dismissals(session, [row.id for row in kept])
    return [
        kept_person(
            row,
            now=policy.now,
            applied_job_ids=[job.id] if row.candidate_id in applied else [],
            dismissals=past.get(row.id, ()),
        )
        for row in kept
    ]


def surface_job(session: Session, job: Job, policy: Policy, *, actor: Actor, why_now: str) -> list[Surfacing]:
    """Write a surfacing for everybody whom ``job`` fits and who has not surfaced for it under this policy."""
    return [
        _write(session, match.kept, job, match.outcome, policy=policy, actor=actor, why_now=why_now)
        for match in preview(session, job, policy)
    ]


def surface_kept(
    session: Session, kept: KeptCandidate, policy: Policy, *, actor: Actor, why_now: str
) -> list[Surfacing]:
    """Write a surfacing for every open job that fits this record and for which it has not surfaced."""
    if kept.status is not KeptStatus.ACTIVE:
        return []
    written = []
    for job in jobs_to_consider(session, kept, policy):
        person = people_for(session, [kept], job, policy)[0]
        outcome = judge(person, open_job(job), policy)
        if outcome.passed:
            written.append(_write(session, kept, job, outcome, policy=policy, actor=actor, why_now=why_now))
    return written


def jobs_to_consider(session: Session, kept: KeptCandidate, policy: Policy, *, limit: int = 500) -> Sequence[Job]:
    """Open jobs within the agreed levels, or of unknown level, for which the record has not surfaced. Bounded."""
    surfaced = select(Surfacing.job_id).where(Surfacing.kept_id == kept.id, Surfacing.policy_version == policy.version)
    in_range = Job.level_rank.between(kept.min_level, kept.max_level)
    return (
        session.scalars(
            jobs_of(kept.board)
            .where(*is_public(policy.now), Job.id.not_in(surfaced), in_range | Job.level_rank.is_(None))
            .order_by(Job.published_at.desc())
            .limit(limit)
        )
        .unique()
        .all()
    )


def explain(session: Session, kept: KeptCandidate, job: Job, policy: Policy) -> Outcome:
    """Every gate and all evidence for one record and one job, pass or not: the answer to “why not?”."""
    wanted: OpenJob = open_job(job)
    return judge(people_for(session, [kept], job, policy)[0], wanted, policy)


def _write(
    session: Session,
    kept: KeptCandidate,
    job: Job,
    outcome: Outcome,
    *,
    policy: Policy,
    actor: Actor,
    why_now: str,
) -> Surfacing:
    surfacing = Surfacing(
        board=job.board,
        kept=kept,
        job=job,
        policy_version=policy.version,
        score=outcome.score,
        gaps=outcome.gaps.to_json(),
        gaps_then=outcome.gaps_then.to_json() if outcome.gaps_then else [],
        evidence=[line.to_json() for line in outcome.evidence],
        gates=[gate.to_json() for gate in outcome.gates],
        why_now=why_now[:300],
        surfaced_at=policy.now,
    )
    session.add(surfacing)
    session.flush()
    record(
        session,
        surfacing,
        "surfaced",
        actor=actor,
        at=policy.now,
        about=kept.candidate_id,
        after=job.title,
        why=why_now,
    )
    return surfacing
