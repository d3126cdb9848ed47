"""Recruiters have things to do about people, by a day: for themselves, or for a colleague."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from jobboard.access import Action, Actor, Scope
from jobboard.candidates.queries import get_candidate
from jobboard.dates import day
from jobboard.db.seal import seal
from jobboard.errors import ChangedMeanwhile, InvalidInput
from jobboard.flows.own_application import own_application
from jobboard.state import BoardState
from jobboard.teamwork import task_queries, tasks
from jobboard.teamwork.models import Task
from jobboard.teamwork.schemas import read_task_form

SEALED = ("text", "due_on", "assignee_id")
"""Columns of a task that its form shows."""


def today(board: BoardState) -> date:
    """The calendar day in the board's zone."""
    return board.now().astimezone(board.zone).date()


def assignees(board: BoardState, actor: Actor) -> list[Actor]:
    """Who can be given a task: oneself first, then everybody else who works in the pool."""
    others = [one for one in board.identity.staff() if one.may(Action.WORK_POOL) and one.id != actor.id]
    return [actor, *others]


def make(board: BoardState, candidate_id: str, form: Mapping[str, Any], *, actor: Actor) -> None:
    """A new task about a person. Raises ``InvalidInput`` by field."""
    typed = read_task_form(form, today=today(board))
    assignee = _assignee(board, typed.assignee, actor)
    with board.transaction() as session:
        scope = Scope(board.name, actor)
        candidate = get_candidate(session, scope, candidate_id)
        tasks.make_task(
            session,
            candidate,
            typed.text,
            due_on=typed.due_on,
            assignee=assignee,
            application=own_application(session, scope, candidate, typed.application),
            actor=actor,
            now=board.now(),
        )


def change(board: BoardState, task_id: str, form: Mapping[str, Any], *, actor: Actor) -> None:
    """Give a task another text, day or colleague. The form's ``seal`` must be that of the task as it was shown. Raises
    ``InvalidInput`` by field, and ``ChangedMeanwhile``."""
    known = task_queries.get_task(board.session(), Scope(board.name, actor), task_id)
    typed = read_task_form(form, today=today(board), due_before=known.due_on)
    now_its = Actor(known.assignee_id, known.assignee_name, actor.role)
    assignee = now_its if typed.assignee == known.assignee_id else _assignee(board, typed.assignee, actor)
    with board.transaction() as session:
        task = task_queries.get_task(session, Scope(board.name, actor), task_id)
        now_sealed = seal(task, SEALED)
        if form.get("seal") != now_sealed:
            raise ChangedMeanwhile(_told(task), now_sealed)
        tasks.change_task(
            session, task, typed.text, due_on=typed.due_on, assignee=assignee, actor=actor, now=board.now()
        )


def _assignee(board: BoardState, actor_id: str, actor: Actor) -> Actor:
    known = {one.id: one for one in assignees(board, actor)}
    if actor_id and actor_id not in known:
        raise InvalidInput({"assignee": ["Choose somebody from the list."]})
    return known[actor_id or actor.id]


def _told(task: Task) -> dict[str, str]:
    return {"What": task.text, "By": day(task.due_on), "Who": task.assignee_name}


def finish(board: BoardState, task_id: str, *, actor: Actor) -> str:
    """It is done, whoever's it was; returns the person's public id."""
    with board.transaction() as session:
        task = task_queries.get_task(session, Scope(board.name, actor), task_id)
        tasks.finish_task(session, task, actor=actor, now=board.now())
        return task.candidate.public_id


def reopen(board: BoardState, task_id: str, *, actor: Actor) -> str:
    """It is to be done after all; returns the person's public id."""
    with board.transaction() as session:
        task = task_queries.get_task(session, Scope(board.name, actor), task_id)
        tasks.reopen_task(session, task, actor=actor, now=board.now())
        return task.candidate.public_id
