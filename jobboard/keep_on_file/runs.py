"""The log of looks at the bench: who was found for which job, by which facts and rules, and what was done about them.

A look is written down as it happened and never changed; only an erasure takes the facts of its person out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from jobboard.access import Actor, Scope
from jobboard.db.paging import Page, PageRequest, page_of
from jobboard.errors import NotFound
from jobboard.jobs.models import Job
from jobboard.keep_on_file.matching.facts import KeptPerson, OpenJob, Policy
from jobboard.keep_on_file.matching.stored import as_judged, job_to_json, person_to_json, policy_to_json
from jobboard.keep_on_file.models import KeptCandidate, Surfacing, SurfacingRun, SurfacingRunEntry
from jobboard.keep_on_file.policies import RULES


@dataclass
class Tally:
    """How many records a look has read, and how many of them every gate let through."""

    considered: int = 0
    passed: int = 0


def write_run(
    session: Session, job: Job, wanted: OpenJob, policy: Policy, *, tally: Tally, actor: Actor, why_now: str
) -> SurfacingRun:
    """One look, before its people are entered. ``wanted`` are the facts of ``job`` that people were judged by."""
    run = SurfacingRun(
        board=job.board,
        job_id=job.id,
        why_now=why_now[:300],
        policy_version=policy.version,
        policy=policy_to_json(policy),
        rules=RULES,
        job_facts=job_to_json(wanted),
        considered=tally.considered,
        passed=tally.passed,
        actor_id=actor.id,
        actor_name=actor.name,
        ran_at=policy.now,
    )
    session.add(run)
    session.flush()
    return run


def enter(session: Session, run: SurfacingRun, wanted: OpenJob, people: Iterable[tuple[Surfacing, KeptPerson]]) -> None:
    """Enter the people of a look, best first, with the facts they were judged by."""
    session.flush()
    for place, (surfacing, person) in enumerate(people, start=1):
        surfacing.run_id = run.id
        run.surfaced = place
        session.add(
            SurfacingRunEntry(
                run_id=run.id,
                kept_id=surfacing.kept_id,
                surfacing_id=surfacing.id,
                place=place,
                score=surfacing.score,
                overridden=list(surfacing.overridden or ()),
                facts=person_to_json(as_judged(person, wanted)),
            )
        )


def _runs(board: str) -> Select[Any]:
    return (
        select(SurfacingRun)
        .where(SurfacingRun.board == board)
        .options(joinedload(SurfacingRun.job).joinedload(Job.organization))
    )


def runs_of(session: Session, scope: Scope, job: Job, wanted: PageRequest) -> Page[SurfacingRun]:
    """The looks for one job, newest first, with the job. Two statements."""
    statement = _runs(scope.board).where(SurfacingRun.job_id == job.id)
    return page_of(session, statement.order_by(SurfacingRun.ran_at.desc(), SurfacingRun.id.desc()), wanted)


def get_run(session: Session, scope: Scope, public_id: str) -> SurfacingRun:
    """One look with its job, or ``NotFound``. One statement."""
    run: SurfacingRun | None = session.scalars(
        _runs(scope.board).where(SurfacingRun.public_id == public_id)
    ).one_or_none()
    if run is None:
        raise NotFound("look")
    return run


def run_id_of(session: Session, surfacing: Surfacing) -> str:
    """The public id of the look that explains a surfacing; empty for one from before looks were logged. One
    statement."""
    if surfacing.run_id is None:
        return ""
    return session.scalar(select(SurfacingRun.public_id).where(SurfacingRun.id == surfacing.run_id)) or ""


def entries_of(session: Session, run: SurfacingRun) -> Sequence[SurfacingRunEntry]:
    """The people of a look, best first, each with their record, their name and what became of the surfacing. One
    statement."""
    return session.scalars(
        select(SurfacingRunEntry)
        .join(SurfacingRunEntry.kept)
        .where(SurfacingRunEntry.run_id == run.id)
        .options(
            contains_eager(SurfacingRunEntry.kept).joinedload(KeptCandidate.candidate),
            joinedload(SurfacingRunEntry.surfacing),
        )
        .order_by(SurfacingRunEntry.place)
    ).all()
