"""A change of policy: proposed, looked back on over past openings, and only then switched on.

Looking back goes one opening at a time through the outbox, so that it holds up nothing, can be watched, and goes on
after an interruption where it stood.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from jobboard.access import Actor, Role, Scope
from jobboard.db import outbox
from jobboard.db.history import record
from jobboard.db.outbox import OutboxEntry
from jobboard.db.transaction import transaction
from jobboard.errors import Conflict, InvalidInput
from jobboard.flows.policy import policy, settings_in_force
from jobboard.jobs.models import Job
from jobboard.jobs.queries import is_public, jobs_of
from jobboard.keep_on_file import policies, surfacing
from jobboard.keep_on_file.backtest import look_back, sample
from jobboard.keep_on_file.models import MatchingPolicy, PolicyProposal
from jobboard.keep_on_file.policies import Settings
from jobboard.state import BoardState

LOOK_BACK = "policy-look-back"
"""Outbox topic: look back on the next opening of ``{"proposal": public id, "done": how many before it}``."""

ADOPTED = "policy-adopted"
"""Outbox topic: judge ``{"after": internal key}`` and the open jobs that follow it by the policy now in force."""

MOST_OPENINGS = 100
USUAL_OPENINGS = 20
_JOBS_AT_ONCE = 20


def propose(
    board: BoardState, settings: Settings, *, openings: int = USUAL_OPENINGS, actor: Actor, begin: bool = True
) -> str:
    """Write down a change and begin to look back on it over past openings; returns its public id. Nothing
    is switched on. Without ``begin`` whoever proposed it looks back by ``look_back_once``. Raises ``InvalidInput`` when
    a value is out of bounds or nothing would change."""
    settings.checked()
    if not 1 <= openings <= MOST_OPENINGS:
        raise InvalidInput({"openings": [f"Write a number from 1 to {MOST_OPENINGS}."]})
    with board.transaction() as session:
        version, present = settings_in_force(board, session)
        if settings == present:
            raise InvalidInput({"settings": ["Nothing is different from the policy in force."]})
        chosen = sample(session, board.name, limit=openings)
        jobs = chosen.jobs
        proposal = PolicyProposal(
            board=board.name,
            base_version=version,
            settings=settings.to_json(),
            openings=len(jobs),
            result={"jobs": list(jobs), "rows": [], "sample": chosen.to_json()},
            proposed_by_id=actor.id,
            proposed_by_name=actor.name,
            proposed_at=board.now(),
            finished_at=None if jobs else board.now(),
        )
        session.add(proposal)
        session.flush()
        record(session, proposal, "policy_proposed", actor=actor, at=board.now(), before=str(version))
        if jobs and begin:
            _ask_for_next(session, proposal, at=board.now())
        return proposal.public_id


def _ask_for_next(session: Session, proposal: PolicyProposal, *, at: datetime) -> None:
    outbox.add(session, proposal.board, LOOK_BACK, {"proposal": proposal.public_id, "done": proposal.done}, at=at)


def look_back_on_next(board: BoardState, session: Session, entries: Sequence[OutboxEntry]) -> None:
    """Do what ``LOOK_BACK`` asks for: one opening, then ask for the next. One that was done already is passed over."""
    for payload in (entry.payload for entry in entries):
        with transaction(session, owned=True):
            proposal = _unfinished(session, board, str(payload["proposal"]))
            if proposal is not None and proposal.done == payload["done"] and _step(board, session, proposal):
                _ask_for_next(session, proposal, at=board.now())


def look_back_once(board: BoardState, proposal_id: str) -> bool:
    """Look back on one more opening; False when none is left."""
    with board.transaction() as session:
        proposal = _unfinished(session, board, proposal_id)
        return proposal is not None and _step(board, session, proposal)


def _unfinished(session: Session, board: BoardState, proposal_id: str) -> PolicyProposal | None:
    """None also for one that cannot be switched on any more: nobody needs the rest."""
    version, _ = settings_in_force(board, session)
    return session.scalars(
        select(PolicyProposal).where(
            PolicyProposal.board == board.name,
            PolicyProposal.public_id == proposal_id,
            PolicyProposal.base_version == version,
            PolicyProposal.finished_at.is_(None),
        )
    ).one_or_none()


def _step(board: BoardState, session: Session, proposal: PolicyProposal) -> bool:
    """One opening; whether another follows."""
    new, (_, old) = Settings.from_json(proposal.settings), settings_in_force(board, session)
    wanted = jobs_of(board.name).where(Job.public_id == proposal.result["jobs"][proposal.done])
    job = session.scalars(wanted).unique().one_or_none()
    rows = [look_back(session, job, old, new, now=board.now())] if job else []
    proposal.result = {**proposal.result, "rows": [*proposal.result["rows"], *rows]}
    proposal.done += 1
    if proposal.done >= proposal.openings:
        proposal.finished_at = board.now()
    return proposal.finished_at is None


def adopt(board: BoardState, proposal_id: str, *, note: str, actor: Actor) -> int:
    """Switch a proposal on as the next version and return its number; afterwards whoever waits for a decision is judged
    anew and the open jobs are looked through. What was decided stays.

    Raises ``InvalidInput`` without a note, and ``Conflict`` while the look back is not finished, when it was switched
    on before, or when another policy has come into force since.
    """
    note = " ".join(note.split())
    if not note or len(note) > 500:
        raise InvalidInput({"note": ["Say why, in up to 500 characters. It stays with the policy."]})
    with board.transaction() as session:
        proposal = policies.get_proposal(session, Scope(board.name, actor), proposal_id)
        version, _ = settings_in_force(board, session)
        _check_adoptable(proposal, version)
        session.add(_as_policy(proposal, version + 1, note=note, actor=actor, now=board.now()))
        proposal.adopted_version = version + 1
        now, before, after = board.now(), str(version), str(version + 1)
        record(session, proposal, "policy_adopted", actor=actor, at=now, before=before, after=after, why=note)
        who = {"id": actor.id, "name": actor.name, "role": actor.role.value}
        outbox.add(session, board.name, ADOPTED, {"after": 0, "version": version + 1, "actor": who}, at=now)
        return version + 1


def _check_adoptable(proposal: PolicyProposal, version: int) -> None:
    if proposal.adopted_version is not None:
        raise Conflict(f"This was switched on before, as policy {proposal.adopted_version}.")
    if proposal.base_version != version:
        raise Conflict(f"Policy {version} has come into force since. Propose the change again to look back on it anew.")
    if proposal.finished_at is None:
        raise Conflict(f"It has looked back on {proposal.done} of {proposal.openings} openings. Wait for the rest.")


def _as_policy(proposal: PolicyProposal, version: int, *, note: str, actor: Actor, now: datetime) -> MatchingPolicy:
    return MatchingPolicy(
        board=proposal.board,
        version=version,
        settings=proposal.settings,
        backtest={"proposal": proposal.public_id, "rows": proposal.result["rows"]},
        note=note,
        adopted_by_id=actor.id,
        adopted_by_name=actor.name,
        adopted_at=now,
    )


def judge_anew(board: BoardState, session: Session, entries: Sequence[OutboxEntry]) -> None:
    """Do what ``ADOPTED`` asks for: some open jobs, a transaction each, then ask for the ones that follow. A policy
    that is no longer the newest is passed over."""
    for payload in (entry.payload for entry in entries):
        version, _ = settings_in_force(board, session)
        jobs = _open_jobs(session, board, after=int(payload["after"])) if version == payload["version"] else []
        session.rollback()
        for public_id in (public_id for _, public_id in jobs):
            with transaction(session, owned=True):
                _judge_job(board, session, public_id, payload)
        if len(jobs) == _JOBS_AT_ONCE:
            with transaction(session, owned=True):
                outbox.add(session, board.name, ADOPTED, {**payload, "after": jobs[-1][0]}, at=board.now())


def _open_jobs(session: Session, board: BoardState, *, after: int) -> list[tuple[int, str]]:
    rows = session.execute(
        select(Job.id, Job.public_id)
        .where(Job.board == board.name, Job.id > after, *is_public(board.now()))
        .order_by(Job.id)
        .limit(_JOBS_AT_ONCE)
    )
    return [(key, public_id) for key, public_id in rows]


def _judge_job(board: BoardState, session: Session, public_id: str, payload: dict[str, Any]) -> None:
    job = session.scalars(jobs_of(board.name).where(Job.public_id == public_id)).unique().one_or_none()
    if job is None:
        return
    rules = policy(board, session)
    actor = Actor(payload["actor"]["id"], payload["actor"]["name"], Role(payload["actor"]["role"]))
    why = f"Policy {rules.version} was switched on."
    surfacing.retire_by_policy(session, job, rules, actor=actor, why=why)
    surfacing.surface_job(session, job, rules, actor=actor, why_now=why)
