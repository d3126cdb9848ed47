"""Hiring teams: who is on one sees that job and the people in it."""

from collections.abc import Sequence

from jobboard.access import Action, Actor, Scope
from jobboard.errors import InvalidInput
from jobboard.jobs import team
from jobboard.jobs.models import JobTeamMember
from jobboard.jobs.queries import get_job
from jobboard.state import BoardState


def candidates_for(board: BoardState, members: Sequence[JobTeamMember]) -> list[Actor]:
    """Colleagues who can be put on a team, those who are on it already left out."""
    there = {member.actor_id for member in members}
    return [one for one in board.identity.staff() if one.id not in there and one.may(Action.VIEW_OWN_JOBS)]


def join(board: BoardState, job_id: str, member_id: str, *, actor: Actor) -> str:
    """Put a colleague on a job's team and return their name. Raises ``InvalidInput`` on ``member``."""
    known = {one.id: one for one in board.identity.staff() if one.may(Action.VIEW_OWN_JOBS)}
    if member_id not in known:
        raise InvalidInput({"member": ["Choose a colleague from the list."]})
    with board.transaction() as session:
        job = get_job(session, Scope(board.name, actor), job_id)
        team.join_team(session, job, known[member_id], actor=actor, now=board.now())
        return known[member_id].name


def leave(board: BoardState, job_id: str, member_id: str, *, actor: Actor) -> str:
    """Take somebody off a job's team and return their name; empty where they were not on it."""
    with board.transaction() as session:
        job = get_job(session, Scope(board.name, actor), job_id)
        return team.leave_team(session, job, member_id, actor=actor, now=board.now())
