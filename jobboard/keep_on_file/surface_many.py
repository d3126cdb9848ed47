"""Surfacing after an import: many jobs or many kept records at once, loaded once instead of once a pair.

The same gates, the same evidence and the same rows as ``surfacing``; only the reading is batched.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.candidates.models import Candidate
from jobboard.jobs.models import Job
from jobboard.jobs.queries import is_public, jobs_of
from jobboard.keep_on_file import queries
from jobboard.keep_on_file.matching.facts import OpenJob, Policy
from jobboard.keep_on_file.matching.rank import Outcome, rank
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus, Surfacing
from jobboard.keep_on_file.profiles import open_job
from jobboard.keep_on_file.runs import Tally
from jobboard.keep_on_file.surfacing import MOST_FOR_ONE_JOB, Match, is_out, one_a_person, people_for, write_look

_BATCH = 200
_Found = list[tuple[KeptCandidate, Outcome]]
_Fit = tuple[Job, KeptCandidate, Outcome]
MOST_FOR_ONE_PERSON = 10
"""Somebody who is kept while hundreds of jobs are open surfaces for the best of them, not for all."""


def surface_jobs(session: Session, jobs: Sequence[Job], policy: Policy, *, actor: Actor, why_now: str) -> int:
    """Write surfacings of everybody kept whom one of ``jobs`` fits, the best of each job; how many were written.

    About twenty statements a batch of 200 kept records, however many jobs.
    """
    public = [job for job in jobs if is_out(job, policy)]
    best: dict[int, _Found] = {job.id: [] for job in public}
    tallies = {job.id: Tally() for job in public}
    for kept in _active(session, jobs[0].board, policy) if public else ():
        for job, found in _match(session, kept, public, policy):
            tallies[job.id].considered += len(kept)
            tallies[job.id].passed += len(found)
            best[job.id] = sorted(best[job.id] + found, key=lambda pair: -pair[1].score)[:MOST_FOR_ONE_JOB]
    for job in public:
        matches = [Match(record, outcome) for record, outcome in one_a_person(best[job.id])]
        write_look(session, job, matches, policy, tally=tallies[job.id], actor=actor, why_now=why_now)
    return sum(len(found) for found in best.values())


def surface_kept_records(
    session: Session, kept_ids: Sequence[int], policy: Policy, *, actor: Actor, why_now: str
) -> int:
    """Write surfacings of these kept records for the open jobs that fit, no job more than its best and no person
    for more than their best; how many were written. About twenty statements a batch of records and four a batch of
    open jobs."""
    written = 0
    for start in range(0, len(kept_ids), _BATCH):
        chosen = KeptCandidate.id.in_(kept_ids[start : start + _BATCH])
        kept = session.scalars(_live(policy).where(chosen)).unique().all()
        best = _best_jobs(session, kept, policy) if kept else {}
        written += _write_best_jobs(session, best, policy, looked_at=len(kept), actor=actor, why_now=why_now)
    return written


def _best_jobs(session: Session, kept: Sequence[KeptCandidate], policy: Policy) -> dict[int, list[_Fit]]:
    """Each person's best open jobs that still have room, by person."""
    best: dict[int, list[_Fit]] = {}
    for jobs in _open_jobs(session, kept, policy):
        taken = _surfaced_so_far(session, jobs, policy)
        for job, found in _match(session, kept, jobs, policy):
            for record, outcome in found[: max(MOST_FOR_ONE_JOB - taken.get(job.id, 0), 0)]:
                fits = [*best.get(record.candidate_id, ()), (job, record, outcome)]
                best[record.candidate_id] = sorted(fits, key=lambda fit: -fit[2].score)[:MOST_FOR_ONE_PERSON]
    return best


def _write_best_jobs(
    session: Session, best: dict[int, list[_Fit]], policy: Policy, *, looked_at: int, actor: Actor, why_now: str
) -> int:
    """Logged by job: a job that none of them fits is no look of its own."""
    jobs: dict[int, Job] = {}
    found: dict[int, list[Match]] = {}
    for job, record, outcome in (fit for each in best.values() for fit in each):
        jobs[job.id] = job
        found.setdefault(job.id, []).append(Match(record, outcome))
    for key, matches in found.items():
        matches.sort(key=lambda match: -match.outcome.score)
        tally = Tally(considered=looked_at, passed=len(matches))
        write_look(session, jobs[key], matches, policy, tally=tally, actor=actor, why_now=why_now)
    return sum(len(matches) for matches in found.values())


def everybody_for(session: Session, job: Job, policy: Policy, *, limit: int) -> list[Match]:
    """Everybody kept whom ``job`` fits now, best first, also those who surfaced for it before. Writes nothing."""
    best: _Found = []
    for kept in _active(session, job.board, policy, *queries.level_window(job, policy)):
        by_id = {row.id: row for row in kept}
        through = rank(people_for(session, kept, policy), open_job(job), policy)
        best += [(by_id[person.kept_id], outcome) for person, outcome in through]
        best = one_a_person(sorted(best, key=lambda pair: -pair[1].score))[:limit]
    return [Match(kept_record, outcome) for kept_record, outcome in best]


def _live(policy: Policy) -> Select[Any]:
    return (
        select(KeptCandidate)
        .join(KeptCandidate.candidate)
        .where(
            KeptCandidate.status == KeptStatus.ACTIVE,
            Candidate.erased_at.is_(None),
            Candidate.do_not_contact.is_(False),
            queries.consent_is_live(policy.now),
        )
        .options(*queries.kept_loaded())
        .order_by(KeptCandidate.id)
    )


def _active(session: Session, board: str, policy: Policy, *narrowed: Any) -> Iterator[Sequence[KeptCandidate]]:
    last, statement = 0, _live(policy).where(KeptCandidate.board == board, *narrowed).limit(_BATCH)
    while kept := session.scalars(statement.where(KeptCandidate.id > last)).unique().all():
        yield kept
        last = kept[-1].id


def _open_jobs(session: Session, kept: Sequence[KeptCandidate], policy: Policy) -> Iterator[Sequence[Job]]:
    last, statement = 0, jobs_of(kept[0].board).where(*is_public(policy.now)).order_by(Job.id).limit(_BATCH)
    while jobs := session.scalars(statement.where(Job.id > last)).unique().all():
        yield jobs
        last = jobs[-1].id


def _match(
    session: Session, kept: Sequence[KeptCandidate], jobs: Sequence[Job], policy: Policy
) -> Iterator[tuple[Job, _Found]]:
    """Each job with those who pass and have not surfaced for it, best first. Three statements."""
    by_id = {row.id: row for row in kept}
    people = people_for(session, kept, policy)
    surfaced = _pairs(session, [row.candidate_id for row in kept])
    for job in jobs:
        wanted: OpenJob = open_job(job)
        fresh = [person for person in people if (person.candidate_id, job.id) not in surfaced]
        through = [(by_id[person.kept_id], outcome) for person, outcome in rank(fresh, wanted, policy)]
        yield job, one_a_person(through)


def _pairs(session: Session, candidate_ids: Sequence[int]) -> set[tuple[int, int]]:
    """Who surfaced for what before, under whichever policy: what somebody decided is not asked again."""
    rows = session.execute(
        select(KeptCandidate.candidate_id, Surfacing.job_id)
        .join(Surfacing, Surfacing.kept_id == KeptCandidate.id)
        .where(KeptCandidate.candidate_id.in_(candidate_ids))
    )
    return {(candidate_id, job_id) for candidate_id, job_id in rows}


def _surfaced_so_far(session: Session, jobs: Sequence[Job], policy: Policy) -> dict[int, int]:
    rows = session.execute(
        select(Surfacing.job_id, func.count())
        .where(Surfacing.job_id.in_([job.id for job in jobs]), Surfacing.policy_version == policy.version)
        .group_by(Surfacing.job_id)
    )
    return {row[0]: row[1] for row in rows}
