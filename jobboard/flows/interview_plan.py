"""A job's interview plan is written, put in order, and taken over from another job."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from jobboard.access import Actor, Scope
from jobboard.applications import plan, queries
from jobboard.applications.models import InterviewRound
from jobboard.applications.plan_schemas import read_round_form
from jobboard.db.seal import seal
from jobboard.errors import ChangedMeanwhile
from jobboard.jobs.models import Job
from jobboard.jobs.queries import get_job, job_and_source
from jobboard.state import BoardState


def add_round(board: BoardState, job_id: str, form: Mapping[str, Any], *, actor: Actor) -> str:
    """Put a round at the end of a job's plan and return its public id. Raises ``InvalidInput`` by field, and
    ``Conflict`` where the plan is full."""
    fields = read_round_form(form, board.identity.staff())
    with board.transaction() as session:
        job = get_job(session, Scope(board.name, actor), job_id)
        return plan.add_round(session, job, fields, actor=actor, now=board.now()).public_id


def change_round(board: BoardState, job_id: str, round_id: str, form: Mapping[str, Any], *, actor: Actor) -> None:
    """Change a round over what it was when its form, which carries its ``seal``, was shown. Raises ``InvalidInput`` by
    field, and ``ChangedMeanwhile``."""
    fields = read_round_form(form, board.identity.staff())
    with board.transaction() as session:
        job, found = _round(session, Scope(board.name, actor), job_id, round_id)
        if form.get("seal") != seal(found, plan.WRITTEN):
            raise ChangedMeanwhile(in_words(found), seal(found, plan.WRITTEN))
        plan.change_round(session, job, found, fields, actor=actor, now=board.now())


def move_round(board: BoardState, job_id: str, round_id: str, steps: int, *, actor: Actor) -> None:
    """Let a round come so many places later, or earlier where ``steps`` is negative."""
    with board.transaction() as session:
        job, found = _round(session, Scope(board.name, actor), job_id, round_id)
        plan.move_round(session, job, found, steps, actor=actor, now=board.now())


def remove_round(board: BoardState, job_id: str, round_id: str, *, actor: Actor) -> str:
    """Take a round out of the plan and return its name. Interviews that were arranged as it stay as they are."""
    with board.transaction() as session:
        job, found = _round(session, Scope(board.name, actor), job_id, round_id)
        plan.remove_round(session, job, found, actor=actor, now=board.now())
        return found.name


def restore_round(board: BoardState, job_id: str, round_id: str, *, actor: Actor) -> None:
    """Bring back the round that was taken out last. Raises ``Conflict`` where the plan is full by now."""
    with board.transaction() as session:
        job, found = _round(session, Scope(board.name, actor), job_id, round_id, removed=True)
        plan.restore_round(session, job, found, actor=actor, now=board.now())


def copy_plan(board: BoardState, job_id: str, source_id: str, *, actor: Actor) -> int:
    """Put copies of another job's rounds at the end of the plan and return how many. Raises ``InvalidInput`` on
    ``source``, and ``Conflict`` where they do not fit in."""
    with board.transaction() as session:
        job, source = job_and_source(session, Scope(board.name, actor), job_id, source_id)
        return plan.copy_plan(session, job, source, actor=actor, now=board.now())


def _round(
    session: Session, scope: Scope, job_id: str, round_id: str, *, removed: bool = False
) -> tuple[Job, InterviewRound]:
    job = get_job(session, scope, job_id)
    return job, queries.get_round(session, job, round_id, removed=removed)


def in_words(shown: InterviewRound) -> dict[str, str]:
    """A round as its form shows it, label and words."""
    return {
        "Name": shown.name,
        "Stage": shown.stage.value.capitalize(),
        "Minutes": str(shown.duration_minutes),
        "Place": shown.place or "–",
        "With": ", ".join(person["name"] for person in shown.interviewers) or "–",
        "Instructions": shown.instructions or "–",
        "Attributes": ", ".join(one.name for one in plan.attributes_of(shown)) or "–",
    }
