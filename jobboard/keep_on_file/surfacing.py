"""The moment the product exists for: a better role opens, and the people it fits stand in the inbox with reasons.

``surface_job`` comes from the job's side, ``surface_many.surface_kept_records`` from the person's; both are idempotent
per kept record, job and policy version. ``preview`` is the same judgement without writing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.db.history import record
from jobboard.jobs.models import Job
from jobboard.keep_on_file import queries
from jobboard.keep_on_file.matching.facts import KeptPerson, OpenJob, Policy
from jobboard.keep_on_file.matching.rank import Outcome, judge, rank
from jobboard.keep_on_file.models import KeptCandidate, Surfacing
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
    for batch in queries.to_consider(session, job, policy):
        by_id = {kept.id: kept for kept in batch}
        people = people_for(session, batch, policy)
        found += [(by_id[person.kept_id], outcome) for person, outcome in rank(people, wanted, policy)]
        found = one_a_person(sorted(found, key=lambda pair: -pair[1].score))[:limit]
    return [Match(kept, outcome) for kept, outcome in found]


def is_out(job: Job, policy: Policy) -> bool:
    """Whether people can apply for ``job`` now, so that somebody may surface for it."""
    return job.accepts_applications and (job.valid_through is None or job.valid_through >= policy.now)


def one_a_person(found: Iterable[tuple[KeptCandidate, Outcome]]) -> list[tuple[KeptCandidate, Outcome]]:
    """The best record of each person: kept twice is still one human being to call."""
    best: dict[int, tuple[KeptCandidate, Outcome]] = {}
    for kept, outcome in found:
        best.setdefault(kept.candidate_id, (kept, outcome))
    return list(best.values())


def people_for(session: Session, kept: Sequence[KeptCandidate], policy: Policy) -> list[KeptPerson]:
    """The facts of these records for matching against any job. Two statements, and a third where one of them came for
    a job that is not on file."""
    applied = queries.jobs_applied_to(session, [row.candidate_id for row in kept])
    past = queries.dismissals(session, [row.id for row in kept])
    walls = queries.walls(session, kept)
    return [
        kept_person(
            row,
            now=policy.now,
            applied_job_ids=applied.get(row.candidate_id, ()),
            dismissals=past.get(row.id, ()),
            walls=walls,
        )
        for row in kept
    ]


def surface_job(session: Session, job: Job, policy: Policy, *, actor: Actor, why_now: str) -> list[Surfacing]:
    """Write a surfacing for everybody whom ``job`` fits and who has not surfaced for it under this policy."""
    return [
        write(session, match.kept, job, match.outcome, policy=policy, actor=actor, why_now=why_now)
        for match in preview(session, job, policy)
    ]


def retire(session: Session, job: Job, policy: Policy, *, actor: Actor, why: str) -> int:
    """Take back what nobody has decided yet and the changed job no longer supports; what still holds is explained anew.
    Decisions stay as they are. Returns how many were taken back. About twenty statements."""
    waiting = queries.undecided(session, job)
    people = {person.kept_id: person for person in people_for(session, [found.kept for found in waiting], policy)}
    wanted, retired = open_job(job), 0
    for found in waiting:
        outcome = judge(people[found.kept_id], wanted, policy)
        if outcome.passed:
            _explain_anew(found, outcome)
            continue
        _note(session, found, "surfacing_retired", job, policy=policy, actor=actor, why=why)
        session.delete(found)
        retired += 1
    session.flush()
    return retired


def _explain_anew(found: Surfacing, outcome: Outcome) -> None:
    found.score = outcome.score
    found.gaps = outcome.gaps.to_json()
    found.gaps_then = outcome.gaps_then.to_json() if outcome.gaps_then else []
    found.evidence = [line.to_json() for line in outcome.evidence]
    found.gates = [gate.to_json() for gate in outcome.gates]


def explain(session: Session, kept: KeptCandidate, job: Job, policy: Policy) -> Outcome:
    """Every gate and all evidence for one record and one job, pass or not: the answer to “why not?”."""
    wanted: OpenJob = open_job(job)
    return judge(people_for(session, [kept], policy)[0], wanted, policy)


def write(
    session: Session,
    kept: KeptCandidate,
    job: Job,
    outcome: Outcome,
    *,
    policy: Policy,
    actor: Actor,
    why_now: str,
) -> Surfacing:
    """One surfacing with its whole explanation, and its line in the history."""
    surfacing = Surfacing(
        board=job.board,
        kept=kept,
        job=job,
        policy_version=policy.version,
        why_now=why_now[:300],
        surfaced_at=policy.now,
    )
    _explain_anew(surfacing, outcome)
    session.add(surfacing)
    session.flush()
    _note(session, surfacing, "surfaced", job, policy=policy, actor=actor, why=why_now)
    return surfacing


def _note(
    session: Session, surfacing: Surfacing, what: str, job: Job, *, policy: Policy, actor: Actor, why: str
) -> None:
    about = surfacing.kept.candidate_id
    record(session, surfacing, what, actor=actor, at=policy.now, about=about, after=job.title, why=why)
