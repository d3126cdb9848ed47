"""The demo's interview plans, written by the form that its recruiters use."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from example_site.seed.tables import planned_rounds
from jobboard.access import Actor
from jobboard.flows.interview_plan import add_round
from jobboard.jobs.models import Job
from jobboard.state import BoardState


def write_plans(board: BoardState, *, actor: Actor) -> None:
    """Write everything in ``seed/data/plans.toml``; its jobs must be there."""
    for planned in planned_rounds():
        with board.transaction() as session:
            theirs = select(Job.public_id).where(Job.board == board.name, Job.external_id == planned["ref"])
            job = session.scalars(theirs).one()
        add_round(board, job, _form(planned), actor=actor)


def _form(planned: Mapping[str, Any]) -> dict[str, Any]:
    form = {
        "name": planned["name"],
        "stage": planned["stage"],
        "duration_minutes": str(planned["minutes"]),
        "place": planned["place"],
        "interviewers": planned["by"],
        "instructions": planned["says"],
    }
    for at, (category, lines) in enumerate(planned["rate"].items()):
        form |= {f"category-{at}": category, f"attributes-{at}": "\n".join(lines)}
    return form
