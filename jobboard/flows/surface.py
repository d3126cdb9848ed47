"""Asking for people to surface, inside a story, and doing it once the story has committed.

However large the bench is, whoever publishes a job or keeps a person does not wait for it: what has to be looked
through is written to the outbox in their transaction, and matching runs after the commit. Both directions may run twice
for the same entry; nobody surfaces twice for a job under one policy.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import Actor, Role
from jobboard.db import outbox
from jobboard.db.outbox import OutboxEntry
from jobboard.db.transaction import transaction
from jobboard.flows.announce import announce
from jobboard.flows.policy import policy
from jobboard.jobs.models import Job
from jobboard.jobs.queries import jobs_of
from jobboard.keep_on_file import bench, bench_blocks, surfacing
from jobboard.keep_on_file.look import is_out
from jobboard.keep_on_file.surface_many import surface_kept_records
from jobboard.state import BoardState

SURFACE_JOBS = "surface-jobs"
"""Outbox topic: look through the bench for each of ``{"jobs": [public ids]}``."""

SURFACE_PEOPLE = "surface-people"
"""Outbox topic: look through the open jobs for each of ``{"kept": [internal keys of kept records]}``."""

_MOST_WAITING = 500


def surface_job_later(board: BoardState, session: Session, job: Job, *, actor: Actor, why_now: str) -> None:
    """Once this transaction has committed, bring everybody kept whom ``job`` fits to the inbox. ``why_now`` is the
    sentence each of them will show."""
    surface_jobs_later(board, session, [job], actor=actor, why_now=why_now)


def surface_jobs_later(board: BoardState, session: Session, jobs: Sequence[Job], *, actor: Actor, why_now: str) -> None:
    """The same for many jobs, such as those of one batch of an import."""
    session.flush()
    if jobs:
        _add(board, session, SURFACE_JOBS, {"jobs": [job.public_id for job in jobs]}, actor=actor, why_now=why_now)


def surface_people_later(
    board: BoardState, session: Session, kept_ids: Sequence[int], *, actor: Actor, why_now: str
) -> None:
    """Once this transaction has committed, look through the open jobs for these kept records (internal keys)."""
    if kept_ids:
        bench.mark_stale(session, kept_ids)
        _add(board, session, SURFACE_PEOPLE, {"kept": list(kept_ids)}, actor=actor, why_now=why_now)


def _add(
    board: BoardState, session: Session, topic: str, what: Mapping[str, Any], *, actor: Actor, why_now: str
) -> None:
    who = {"id": actor.id, "name": actor.name, "role": actor.role.value}
    outbox.add(session, board.name, topic, {**what, "why_now": why_now, "actor": who}, at=board.now())


def is_looking(session: Session, board_name: str, job: Job) -> bool:
    """Whether the bench is still to be looked through for ``job``. One statement."""
    waiting = session.scalars(
        select(OutboxEntry.payload)
        .where(OutboxEntry.board == board_name, OutboxEntry.topic == SURFACE_JOBS)
        .limit(_MOST_WAITING)
    )
    return any(job.public_id in payload["jobs"] for payload in waiting)


def surface_jobs(board: BoardState, session: Session, entries: Sequence[OutboxEntry]) -> None:
    """Do what ``SURFACE_JOBS`` asks for, a transaction a job. Jobs that are no longer open are passed over."""
    _learn(board, session)
    for payload in (entry.payload for entry in entries):
        for public_id in payload["jobs"]:
            with transaction(session, owned=True):
                _surface_job(board, session, str(public_id), payload)


def _surface_job(board: BoardState, session: Session, public_id: str, payload: Mapping[str, Any]) -> None:
    job = session.scalars(jobs_of(board.name).where(Job.public_id == public_id)).unique().one_or_none()
    rules = policy(board, session)
    if job is None or not is_out(job, rules):
        return
    written = surfacing.surface_job(session, job, rules, actor=_actor(payload), why_now=payload["why_now"])
    if written:
        announce(board, session, "candidates-surfaced", job=job.public_id, count=len(written))


def surface_people(board: BoardState, session: Session, entries: Sequence[OutboxEntry]) -> None:
    """Do what ``SURFACE_PEOPLE`` asks for, a transaction an entry."""
    _learn(board, session)
    for payload in (entry.payload for entry in entries):
        with transaction(session, owned=True):
            actor, why_now = _actor(payload), payload["why_now"]
            surface_kept_records(session, payload["kept"], policy(board, session), actor=actor, why_now=why_now)


def _learn(board: BoardState, session: Session) -> None:
    """The bench learns of everybody who was kept or has changed, in transactions short enough to wait for."""
    learned, folded = bench.BATCH, True
    while learned == bench.BATCH:
        with transaction(session, owned=True):
            learned = bench.learn(session, board.name, now=board.now())
        session.expunge_all()
    while folded:
        with transaction(session, owned=True):
            folded = bench_blocks.fold(session, board.name)
        session.expunge_all()


def _actor(payload: Mapping[str, Any]) -> Actor:
    who = payload["actor"]
    return Actor(who["id"], who["name"], Role(who["role"]))
