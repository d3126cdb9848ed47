"""Every read of tasks. Each says what it loads and how many statements it costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from jobboard.access import Scope
from jobboard.candidates.models import Candidate
from jobboard.db.paging import Page, PageRequest, page_of
from jobboard.errors import NotFound
from jobboard.teamwork.models import Task

MOST_OPEN = 20


@dataclass(frozen=True, slots=True)
class WantedTasks:
    """Which tasks a list shows: the actor's own or everybody's, those that are done or those that are not."""

    mine: bool = True
    done: bool = False


def tasks_about(session: Session, scope: Scope, candidate: Candidate, *, limit: int = MOST_OPEN) -> list[Task]:
    """What is to be done about a person, what is due first leading, with applications. One statement."""
    theirs = _of(scope).where(Task.candidate_id == candidate.id, Task.done_at.is_(None))
    return list(session.scalars(theirs.order_by(Task.due_on, Task.id).limit(limit)))


def get_task(session: Session, scope: Scope, public_id: str) -> Task:
    """One task with its person and application, or ``NotFound``. One statement."""
    found: Task | None = session.scalars(_of(scope).where(Task.public_id == public_id)).one_or_none()
    if found is None:
        raise NotFound("task")
    return found


def tasks_page(session: Session, scope: Scope, wanted: WantedTasks, page: PageRequest) -> Page[Task]:
    """Tasks with people and applications: of open ones what is due first leads, of those that are done the newest. Two
    statements."""
    found = _of(scope).where(Task.done_at.is_not(None) if wanted.done else Task.done_at.is_(None))
    if wanted.mine:
        found = found.where(Task.assignee_id == scope.actor.id)
    order = (Task.done_at.desc(), Task.id.desc()) if wanted.done else (Task.due_on, Task.id)
    return page_of(session, found.order_by(*order), page)


def next_tasks(session: Session, scope: Scope, *, until: date, limit: int) -> Sequence[Task]:
    """The actor's tasks that are due by ``until``, what is due first leading, with people. One statement."""
    mine = _mine(scope, until).order_by(Task.due_on, Task.id).limit(limit)
    return session.scalars(mine).all()


def count_due(session: Session, scope: Scope, *, until: date) -> int:
    """How many tasks of the actor are due by ``until``. One statement, which reads an index alone."""
    mine = _mine(scope, until).options().with_only_columns(func.count(Task.id))
    return session.scalar(mine) or 0


def _mine(scope: Scope, until: date) -> Select[Any]:
    return _of(scope).where(Task.assignee_id == scope.actor.id, Task.done_at.is_(None), Task.due_on <= until)


def _of(scope: Scope) -> Select[Any]:
    return (
        select(Task).where(Task.board == scope.board).options(joinedload(Task.candidate), joinedload(Task.application))
    )
