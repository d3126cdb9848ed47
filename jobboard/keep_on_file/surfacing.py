"""The moment the product exists for: a better role opens, and the people it fits stand in the inbox with reasons.

``surface_job`` comes from the job's side, ``surface_many.surface_kept_records`` from the person's; both are idempotent
per person and job, and each look is logged in ``runs``. ``preview`` is the same judgement without writing.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.candidates.models import ConsentPurpose
from jobboard.candidates.queries import live_consent
from jobboard.db.history import record
from jobboard.jobs.models import Job
from jobboard.keep_on_file import queries
from jobboard.keep_on_file.look import Look, Match, as_open, look, people_for
from jobboard.keep_on_file.matching.facts import Policy
from jobboard.keep_on_file.matching.rank import Outcome, judge
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus, Surfacing
from jobboard.keep_on_file.runs import Tally, enter, write_run
from jobboard.keep_on_file.waking import wake

MOST_FOR_ONE_JOB = 50
"""A morning's list, not a directory: the best of those who pass."""
AGAIN = "Who was waiting was judged again."


def preview(session: Session, job: Job, policy: Policy, *, limit: int = MOST_FOR_ONE_JOB) -> list[Match]:
    """Who would surface for ``job`` now, best first. Writes nothing."""
    return look(session, job, policy, limit=limit).matches


def surface_job(session: Session, job: Job, policy: Policy, *, actor: Actor, why_now: str) -> list[Surfacing]:
    """Write a surfacing for everybody whom ``job`` fits and who has not surfaced for it, at most the best
    ``MOST_FOR_ONE_JOB``, and log the look, also one that finds nobody."""
    found = look(session, job, policy, limit=MOST_FOR_ONE_JOB)
    return write_look(session, job, found, policy, actor=actor, why_now=why_now)


def write_look(
    session: Session,
    job: Job,
    looked: Look,
    policy: Policy,
    *,
    actor: Actor,
    why_now: str,
    overridden: Sequence[str] = (),
) -> list[Surfacing]:
    """One look at the bench for ``job`` as it is logged: each match, best first, as a surfacing with its explanation,
    and with the facts it was judged by. ``overridden`` are the gates set aside. It wakes whoever slept until such
    a job came. Four statements, and two for each match."""
    run = write_run(session, job, looked.wanted, policy, tally=looked.tally, actor=actor, why_now=why_now)
    written = [
        write(session, match, job, policy, actor=actor, why_now=why_now, overridden=overridden)
        for match in looked.matches
    ]
    wake(session, job, [match.kept.candidate_id for match in looked.matches], actor=actor, now=policy.now)
    people = [match.person for match in looked.matches]
    enter(session, run, looked.wanted, zip(written, people, strict=True))
    return written


def retire(session: Session, job: Job, policy: Policy, *, actor: Actor, why: str) -> int:
    """Take back what nobody has decided yet and the changed job no longer supports; what still holds is explained anew,
    with ``why`` for its reason, and that is a look of its own. Decisions stay as they are, and so does what somebody
    considers in spite of a gate. It wakes whoever slept until such a job came. Returns how many were taken back. About
    twenty statements."""
    waiting = queries.undecided(session, job)
    standing = _retire(session, job, waiting, policy, actor=actor, why=why)
    for found in standing:
        if not found.overridden:
            found.why_now = why[:300]
    return len(waiting) - len(standing)


def retire_by_policy(session: Session, job: Job, policy: Policy, *, actor: Actor, why: str) -> int:
    """The same where the job is as it was and the rules changed. Whoever cannot be reached at present (in conversation,
    paused, consent over) stays in the inbox as they are: no rule changed that."""
    waiting = [found for found in queries.undecided(session, job) if _can_be_reached(found.kept, policy.now)]
    return len(waiting) - len(_retire(session, job, waiting, policy, actor=actor, why=why))


def _can_be_reached(kept: KeptCandidate, now: datetime) -> bool:
    consent = live_consent(kept.candidate, ConsentPurpose.KEEP_ON_FILE, now)
    return kept.status is KeptStatus.ACTIVE and consent is not None and not kept.candidate.do_not_contact


def _retire(
    session: Session, job: Job, waiting: Sequence[Surfacing], policy: Policy, *, actor: Actor, why: str
) -> list[Surfacing]:
    standing = _judge_again(session, job, waiting, policy, actor=actor, why=why)
    wake(session, job, [found.kept.candidate_id for found in standing], actor=actor, now=policy.now)
    return standing


def retire_people(session: Session, kept_ids: Sequence[int], policy: Policy, *, actor: Actor, why: str) -> int:
    """The same from the person's side: what nobody has decided yet about these kept records, and what they wish or
    allow now no longer supports, is taken back. About twenty statements, and a few a job."""
    waiting = sorted(queries.undecided_of(session, kept_ids), key=lambda found: found.job_id)
    return sum(
        len(group) - len(_judge_again(session, group[0].job, group, policy, actor=actor, why=why))
        for group in (list(found) for _, found in groupby(waiting, key=lambda found: found.job_id))
    )


def _judge_again(
    session: Session, job: Job, waiting: Sequence[Surfacing], policy: Policy, *, actor: Actor, why: str
) -> list[Surfacing]:
    """Judge them anew, take back who no longer fits, and return who stands, best first."""
    if not waiting:
        return []
    wanted, kept = as_open(session, job), [found.kept for found in waiting]
    people = {person.kept_id: person for person in people_for(session, kept, policy)}
    judged = [(found, people[found.kept_id], judge(people[found.kept_id], wanted, policy)) for found in waiting]
    standing = [each for each in judged if each[2].passed_but(each[0].overridden)]
    for found, _, outcome in judged:
        if not outcome.passed_but(found.overridden):
            take_back(session, found, policy, actor=actor, why=why)
    for found, _, outcome in standing:
        _explain_anew(found, outcome, policy)
    standing.sort(key=lambda each: -each[2].score)
    tally = Tally(considered=len(waiting), passed=len(standing))
    run = write_run(session, job, wanted, policy, tally=tally, actor=actor, why_now=f"{why} {AGAIN}")
    enter(session, run, wanted, [(found, person) for found, person, _ in standing])
    return [found for found, _, _ in standing]


def take_back(session: Session, found: Surfacing, policy: Policy, *, actor: Actor, why: str) -> None:
    """Take one surfacing out of the inbox; the look that brought it stays in the log. Job and record loaded."""
    _note(session, found, "surfacing_retired", found.job, policy=policy, actor=actor, why=why)
    session.delete(found)


def _explain_anew(found: Surfacing, outcome: Outcome, policy: Policy) -> None:
    found.policy_version = policy.version
    found.score = outcome.score
    found.gaps = outcome.gaps.to_json()
    found.gaps_then = outcome.gaps_then.to_json() if outcome.gaps_then else []
    found.evidence = [line.to_json() for line in outcome.evidence]
    found.gates = [gate.to_json() for gate in outcome.gates]


def write(
    session: Session,
    match: Match,
    job: Job,
    policy: Policy,
    *,
    actor: Actor,
    why_now: str,
    overridden: Sequence[str] = (),
) -> Surfacing:
    """One surfacing with its whole explanation, and its line in the history. ``overridden`` are the gates set aside."""
    surfacing = Surfacing(
        board=job.board,
        kept=match.kept,
        job=job,
        why_now=why_now[:300],
        surfaced_at=policy.now,
        overridden=list(overridden),
    )
    _explain_anew(surfacing, match.outcome, policy)
    session.add(surfacing)
    session.flush()
    _note(session, surfacing, "surfaced", job, policy=policy, actor=actor, why=why_now)
    return surfacing


def _note(
    session: Session, surfacing: Surfacing, what: str, job: Job, *, policy: Policy, actor: Actor, why: str
) -> None:
    about = surfacing.kept.candidate_id
    record(session, surfacing, what, actor=actor, at=policy.now, about=about, after=job.title, why=why)
