"""One look at the bench for one job: whom it fits now, best first. Nothing here writes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, takewhile

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.applications.models import Application
from jobboard.jobs.models import Job
from jobboard.keep_on_file import bench, queries
from jobboard.keep_on_file.bench_search import Search
from jobboard.keep_on_file.matching.facts import KeptPerson, OpenJob, Policy
from jobboard.keep_on_file.matching.outlook import Promising
from jobboard.keep_on_file.matching.rank import Outcome, judge, rank
from jobboard.keep_on_file.models import KeptCandidate, Surfacing
from jobboard.keep_on_file.profiles import kept_person, open_job, told_skills
from jobboard.keep_on_file.rule_queries import dismissals
from jobboard.keep_on_file.runs import Tally
from jobboard.keep_on_file.term_counts import NOBODY, rarity

AT_ONCE = 32
"""People looked at closely at a time, once there are enough of them."""

_EVERYTHING = 10_000
"""More points than there are: whoever the bench has yet to learn of could be the best."""


@dataclass(frozen=True)
class Match:
    """One kept record, what was known of the person, and why they fit."""

    kept: KeptCandidate
    person: KeptPerson
    outcome: Outcome


@dataclass(frozen=True)
class Look:
    """The job as it was judged, the best of those who fit, and how many were looked at closely for it."""

    wanted: OpenJob
    matches: list[Match]
    tally: Tally


def look(session: Session, job: Job, policy: Policy, *, limit: int, again: bool = False) -> Look:
    """Judge whomever the bench does not rule out for ``job``, the most promising first, until nobody further down can
    be among the best ``limit``; of equals, who was found first stays. ``again`` looks at those who surfaced for it
    before, too. About five statements, and twenty for each ``AT_ONCE`` people looked at closely."""
    wanted = as_open(session, job)
    tally, search = Tally(), Search(session, job.board, wanted, policy)
    found: list[Match] = []
    waiting = _promising(session, job, search, again=again)
    while keys := _portion(waiting, found, limit):
        passed = judged(session, queries.kept_by_keys(session, keys), wanted, policy)
        tally.passed += len(passed)
        found = one_a_person([*found, *passed])[:limit]
    tally.considered = search.read
    return Look(wanted, found, tally)


def examine(session: Session, kept: KeptCandidate, job: Job, policy: Policy) -> Look:
    """One record against one job, whether or not every gate lets it through, as a look of its own. Four statements."""
    wanted, (person,) = as_open(session, job), people_for(session, [kept], policy)
    outcome = judge(person, wanted, policy)
    return Look(wanted, [Match(kept, person, outcome)], Tally(considered=1, passed=int(outcome.passed)))


def everybody_for(session: Session, job: Job, policy: Policy, *, limit: int) -> list[Match]:
    """Everybody kept whom ``job`` fits now, best first, also those who surfaced for it before."""
    return look(session, job, policy, limit=limit, again=True).matches


def as_open(session: Session, job: Job) -> OpenJob:
    """A job for matching, with how rare what it asks for is among the people on file. One statement. Organization,
    places and requirements must be loaded."""
    return next(opened for _job, opened in as_open_many(session, [job]))


def as_open_many(session: Session, jobs: Sequence[Job]) -> list[tuple[Job, OpenJob]]:
    """Jobs of one board, each with itself as matching sees it. A job that lists no skills asks for those of its
    qualifications that somebody on file has. One statement."""
    bare = [(job, open_job(job), told_skills(job)) for job in jobs]
    terms = {term for _job, opened, _told in bare for term in opened.terms}
    skills = {skill for _job, opened, told in bare for skill in (*opened.asked(), *told)}
    known = rarity(session, jobs[0].board, terms=terms, skills=skills) if jobs else {}
    return [(job, _weighed(opened, told, known)) for job, opened, told in bare]


def _weighed(opened: OpenJob, told: Sequence[str], known: Mapping[str, float]) -> OpenJob:
    had = tuple(skill for skill in told if known[skill] < NOBODY)
    asking = replace(opened, facts=replace(opened.facts, nices=(*opened.facts.nices, *had)))
    return replace(asking, rarity=_of(asking, known))


def _of(opened: OpenJob, known: Mapping[str, float]) -> dict[str, float]:
    return {name: known[name] for name in [*opened.terms, *opened.asked()]}


def judged(session: Session, kept: Sequence[KeptCandidate], wanted: OpenJob, policy: Policy) -> list[Match]:
    """Those of these records who fit, best first. Three statements."""
    by_id = {record.id: record for record in kept}
    passed = rank(people_for(session, kept, policy), wanted, policy)
    return [Match(by_id[person.kept_id], person, outcome) for person, outcome in passed]


def one_a_person(found: Iterable[Match]) -> list[Match]:
    """The best record of each person, best first: kept twice is still one human being to call."""
    best: dict[int, Match] = {}
    for match in sorted(found, key=lambda match: -match.outcome.score):
        best.setdefault(match.kept.candidate_id, match)
    return list(best.values())


def people_for(session: Session, kept: Sequence[KeptCandidate], policy: Policy) -> list[KeptPerson]:
    """The facts of these records for matching against any job. Two statements, and a third where one of them came for
    a job that is not on file."""
    applied = queries.jobs_applied_to(session, [row.candidate_id for row in kept])
    rules = dismissals(session, [row.candidate_id for row in kept], now=policy.now)
    walls = queries.walls(session, kept)
    return [
        kept_person(
            row,
            now=policy.now,
            applied_job_ids=applied.get(row.candidate_id, ()),
            dismissals=rules.get(row.candidate_id, ()),
            walls=walls,
        )
        for row in kept
    ]


def is_out(job: Job, policy: Policy) -> bool:
    """Whether people can apply for ``job`` now, so that somebody may surface for it."""
    return job.accepts_applications and (job.valid_through is None or job.valid_through >= policy.now)


def _portion(waiting: Iterator[Promising], found: Sequence[Match], limit: int) -> list[int]:
    """Which records are to be looked at closely next: as many as are missing, or some of those who could score more
    than the last of the best ``limit``."""
    least = found[limit - 1].outcome.score if len(found) == limit else -_EVERYTHING
    worth_it = takewhile(lambda each: each[0] > least, waiting)
    return [kept_id for _most, kept_id in islice(worth_it, max(limit - len(found), AT_ONCE))]


def _promising(session: Session, job: Job, search: Search, *, again: bool) -> Iterator[Promising]:
    """The most that each record could score, the highest first, each record once. Whoever the bench has yet to learn of
    comes first."""
    done = _left_out(session, job, again=again)
    unknown = bench.stale(session, job.board)
    search.read += len(unknown)
    stale = ((_EVERYTHING, kept_id) for kept_id in unknown)
    for most, kept_id in chain(stale, search.promising()):
        if kept_id not in done:
            done.add(kept_id)
            yield most, kept_id


def _left_out(session: Session, job: Job, *, again: bool) -> set[int]:
    """Every record of those who are in this job's pipeline or, unless ``again``, surfaced for it before, whatever
    became of it: what somebody decided is not asked again. One statement."""
    inside = select(Application.candidate_id).where(Application.job_id == job.id)
    before = (
        select(KeptCandidate.candidate_id)
        .join(Surfacing, Surfacing.kept_id == KeptCandidate.id)
        .where(Surfacing.job_id == job.id)
    )
    people = inside if again else inside.union(before)
    return set(session.scalars(select(KeptCandidate.id).where(KeptCandidate.candidate_id.in_(people))))
