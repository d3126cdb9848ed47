"""Every write to tasks. Call inside a transaction."""

from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from jobboard.access import Actor
from jobboard.applications.models import Application
from jobboard.candidates.models import Candidate
from jobboard.dates import day
from jobboard.db.history import record
from jobboard.teamwork.models import Task


def make_task(
    session: Session,
    candidate: Candidate,
    text: str,
    *,
    due_on: date,
    assignee: Actor,
    application: Application | None,
    actor: Actor,
    now: datetime,
) -> Task:
    """Something to be done about a person by ``assignee``."""
    task = Task(
        board=candidate.board,
        candidate_id=candidate.id,
        application=application,
        text=text,
        due_on=due_on,
        assignee_id=assignee.id,
        assignee_name=assignee.name,
        made_by_name=actor.name,
        made_at=now,
    )
    session.add(task)
    session.flush()
    record(session, task, "task_made", actor=actor, at=now, about=candidate.id, after=_whose(task), why=text)
    return task


def change_task(
    session: Session, task: Task, text: str, *, due_on: date, assignee: Actor, actor: Actor, now: datetime
) -> bool:
    """Another text, day or colleague; returns whether that changed anything."""
    before = _whose(task)
    if (task.text, task.due_on, task.assignee_id) == (text, due_on, assignee.id):
        return False
    task.text, task.due_on = text, due_on
    task.assignee_id, task.assignee_name = assignee.id, assignee.name
    record(
        session,
        task,
        "task_changed",
        actor=actor,
        at=now,
        about=task.candidate_id,
        before=before,
        after=_whose(task),
        why=text,
    )
    return True


def finish_task(session: Session, task: Task, *, actor: Actor, now: datetime) -> None:
    """It is done; said again it changes nothing."""
    if task.done_at is None:
        task.done_at, task.done_by_name = now, actor.name
        record(session, task, "task_done", actor=actor, at=now, about=task.candidate_id, why=task.text)


def reopen_task(session: Session, task: Task, *, actor: Actor, now: datetime) -> None:
    """It is to be done after all."""
    if task.done_at is not None:
        task.done_at, task.done_by_name = None, ""
        record(session, task, "task_reopened", actor=actor, at=now, about=task.candidate_id, why=task.text)


def _whose(task: Task) -> str:
    return f"{task.assignee_name}, by {day(task.due_on)}"


def erase_tasks(session: Session, candidate_id: int) -> None:
    """Everything that was to be done about a person goes."""
    session.execute(delete(Task).where(Task.candidate_id == candidate_id))
