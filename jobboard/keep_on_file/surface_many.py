"""Surfacing from the person's side: somebody is kept, agrees, or changes, and the open jobs are looked through.

The same gates, the same evidence and the same rows as ``surfacing``. A narrow read of the open jobs says which of them
somebody could be let through for; only those are loaded and judged.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.jobs.models import Job
from jobboard.jobs.queries import jobs_by_keys
from jobboard.keep_on_file import bench, queries
from jobboard.keep_on_file.look import Look, Match, as_open_many, one_a_person, people_for
from jobboard.keep_on_file.matching.facts import KeptPerson, Policy
from jobboard.keep_on_file.matching.rank import rank
from jobboard.keep_on_file.models import KeptCandidate, Surfacing
from jobboard.keep_on_file.open_jobs import OpenJobs, read_open_jobs
from jobboard.keep_on_file.runs import Tally
from jobboard.keep_on_file.surfacing import MOST_FOR_ONE_JOB, write_look

_Found = tuple[Job, Look]
MOST_FOR_ONE_PERSON = 10
"""Somebody who is kept while hundreds of jobs are open surfaces for the best of them, not for all."""


def surface_kept_records(
    session: Session, kept_ids: Sequence[int], policy: Policy, *, actor: Actor, why_now: str
) -> int:
    """Write surfacings of these kept records (internal keys) for the open jobs that fit: for each person their best
    ``MOST_FOR_ONE_PERSON``, and for a job with ``MOST_FOR_ONE_JOB`` waiting only who is better than the last of them.
    Returns how many were written. One statement for all open jobs, about twenty a batch of records, five a batch of
    the jobs they may fit."""
    written, jobs = 0, None
    for start in range(0, len(kept_ids), bench.BATCH):
        kept = queries.kept_by_keys(session, kept_ids[start : start + bench.BATCH])
        if kept:
            jobs = jobs or read_open_jobs(session, kept[0].board, now=policy.now)
            found = _matches(session, kept, jobs, policy)
            written += _write(session, _best(session, found), policy, actor=actor, why_now=why_now)
    return written


def _matches(session: Session, kept: Sequence[KeptCandidate], jobs: OpenJobs, policy: Policy) -> list[_Found]:
    people, by_id = people_for(session, kept, policy), {record.id: record for record in kept}
    could = _who_could(session, people, jobs, policy)
    found = []
    for start in range(0, len(could), bench.BATCH):
        batch = jobs_by_keys(session, list(could)[start : start + bench.BATCH])
        for job, wanted in as_open_many(session, batch):
            passed = rank(could[job.id], wanted, policy)
            matches = one_a_person(Match(by_id[person.kept_id], person, outcome) for person, outcome in passed)
            found.append((job, Look(wanted, matches, Tally(len(could[job.id]), len(passed)))))
    return found


def _who_could(
    session: Session, people: Sequence[KeptPerson], jobs: OpenJobs, policy: Policy
) -> dict[int, list[KeptPerson]]:
    """By job, whom it may fit and who has not surfaced for it before."""
    before = _pairs(session, [person.candidate_id for person in people])
    could: dict[int, list[KeptPerson]] = {}
    for person in people:
        for job_id in jobs.that_may_fit(bench.columns(person), person.target_functions, policy):
            if (person.candidate_id, job_id) not in before:
                could.setdefault(job_id, []).append(person)
    return could


def _pairs(session: Session, candidate_ids: Sequence[int]) -> set[tuple[int, int]]:
    """Who surfaced for what before, under whichever policy: what somebody decided is not asked again."""
    rows = session.execute(
        select(KeptCandidate.candidate_id, Surfacing.job_id)
        .join(Surfacing, Surfacing.kept_id == KeptCandidate.id)
        .where(KeptCandidate.candidate_id.in_(candidate_ids))
    )
    return {(candidate_id, job_id) for candidate_id, job_id in rows}


def _best(session: Session, found: Sequence[_Found]) -> list[_Found]:
    """Each person's best jobs, and of those the ones that have room for them. A job that none of them fits is no look
    of its own."""
    chosen = _best_of_each(found)
    waiting = queries.waiting_scores(session, [job.id for job, looked in found if looked.matches])
    best = []
    for job, looked in found:
        wanted = [match for match in looked.matches if (match.kept.candidate_id, job.id) in chosen]
        if fitting := _with_room(wanted, waiting.get(job.id, [])):
            best.append((job, replace(looked, matches=fitting)))
    return best


def _best_of_each(found: Sequence[_Found]) -> set[tuple[int, int]]:
    """Pairs of person and job: for each person the jobs they score highest for."""
    fits: dict[int, list[tuple[int, int]]] = {}
    for job, looked in found:
        for match in looked.matches:
            fits.setdefault(match.kept.candidate_id, []).append((match.outcome.score, job.id))
    return {
        (candidate_id, job_id)
        for candidate_id, theirs in fits.items()
        for _score, job_id in sorted(theirs, key=lambda fit: -fit[0])[:MOST_FOR_ONE_PERSON]
    }


def _with_room(matches: Sequence[Match], waiting: Sequence[int]) -> list[Match]:
    """Those who are among the best ``MOST_FOR_ONE_JOB`` together with those who wait already."""
    scores = sorted([*waiting, *(match.outcome.score for match in matches)], reverse=True)
    least = scores[MOST_FOR_ONE_JOB - 1] if len(scores) > MOST_FOR_ONE_JOB else min(scores, default=0)
    return [match for match in matches if match.outcome.score >= least]


def _write(session: Session, best: Sequence[_Found], policy: Policy, *, actor: Actor, why_now: str) -> int:
    for job, looked in best:
        write_look(session, job, looked, policy, actor=actor, why_now=why_now)
    return sum(len(looked.matches) for _job, looked in best)
