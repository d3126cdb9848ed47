"""Tasks in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jobboard.access import Actor
from jobboard.db.seal import seal
from jobboard.flows.tasks import SEALED
from jobboard.teamwork.models import Task
from jobboard.teamwork.task_queries import WantedTasks
from jobboard.web.present import Words
from jobboard.web.recruit.present_consent import Badge
from jobboard.web.recruit.voice import many, nearby


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task: what is to be done about whom, by when, by whom. ``about`` is the application it concerns, if any."""

    id: str
    text: str
    due: Badge
    who: str
    about: str
    person: str
    candidate_id: str
    is_done: bool


def task_rows(tasks: Iterable[Task], actor: Actor, words: Words) -> list[TaskRow]:
    """Tasks in the order they came, as ``actor`` reads them."""
    return [_task_row(task, actor, words) for task in tasks]


def _task_row(task: Task, actor: Actor, words: Words) -> TaskRow:
    mine = task.assignee_id == actor.id
    asked = f", asked by {task.made_by_name}" if task.made_by_name != task.assignee_name else ""
    return TaskRow(
        id=task.public_id,
        text=task.text,
        due=due_badge(task, words),
        who=f"{'You' if mine else task.assignee_name}{asked}",
        about=task.application.applied_title if task.application else "",
        person=task.candidate.name,
        candidate_id=task.candidate.public_id,
        is_done=task.done_at is not None,
    )


def due_badge(task: Task, words: Words) -> Badge:
    """“2 days overdue”, “Due today”, “Due on Friday”, “Done yesterday by Ravi Thornbury”."""
    if task.done_at is not None:
        return Badge(f"Done {nearby(words, task.done_at)} by {task.done_by_name}", "done")
    away = words.days_until(task.due_on)
    if away < 0:
        return Badge(f"{many(-away, 'day')} overdue", "warn")
    return Badge(f"Due {nearby(words, task.due_on)}", "open" if away else "live")


def tasks_heading(total: int, wanted: WantedTasks) -> str:
    """“4 tasks for you”, “12 tasks, everybody's”, “Nothing to do”, “3 tasks done”."""
    whose = "for you" if wanted.mine else "for everybody"
    if wanted.done:
        return f"{many(total, 'task')} {whose}, done" if total else f"Nothing {whose} is done yet"
    return f"{many(total, 'task')} {whose}" if total else f"Nothing to do {whose}"


def task_values(task: Task) -> dict[str, str]:
    """The task's form as it is."""
    return {
        "text": task.text,
        "due_on": task.due_on.isoformat(),
        "assignee": task.assignee_id,
        "seal": seal(task, SEALED),
    }


def assignee_options(people: Iterable[Actor], actor: Actor, known: Task | None = None) -> list[tuple[str, str]]:
    """Who can do it, as (id, words); also whoever has it now, should they have left."""
    options = [(one.id, f"{one.name} (you)" if one.id == actor.id else one.name) for one in people]
    if known is not None and known.assignee_id not in dict(options):
        options.append((known.assignee_id, known.assignee_name))
    return options


def new_task_values(today: date) -> dict[str, str]:
    """An empty form: due today."""
    return {"due_on": today.isoformat()}
