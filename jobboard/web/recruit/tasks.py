"""What is to be done about people: on one's own list, on everybody's, and on a person's page."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.errors import ChangedMeanwhile, InvalidInput
from jobboard.flows import tasks as flow
from jobboard.teamwork import task_queries
from jobboard.teamwork.task_queries import WantedTasks
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk, profile
from jobboard.web.recruit.present_tasks import assignee_options, task_rows, task_values, tasks_heading

routes = Routes()


@routes.get("/tasks")
def tasks() -> ResponseReturnValue:
    """The reader's tasks or everybody's, still to do or done."""
    wanted = WantedTasks(mine=request.args.get("of") != "all", done=request.args.get("show") == "done")
    page = task_queries.tasks_page(desk.session(), current.scope(), wanted, desk.wanted_page())
    return render_template(
        "jobboard/recruit/tasks.html",
        page=page,
        wanted=wanted,
        rows=task_rows(page.items, current.actor(), words()),
        heading=tasks_heading(page.total, wanted),
    )


@routes.post("/candidates/<candidate>/tasks")
def make_task(candidate: str) -> ResponseReturnValue:
    """A new task about a person."""
    values = desk.typed()
    try:
        flow.make(current.board(), candidate, values, actor=current.actor())
    except InvalidInput as problem:
        return profile.page(candidate, profile.Typed("task", values, problem.errors)), 422
    desk.say("Task saved.")
    return redirect(url_for(".candidate", candidate=candidate) + "#tasks")


@routes.form("/tasks/<task>")
def task(task: str) -> ResponseReturnValue:
    """One task, to change."""
    if request.method != "POST":
        return _page(task, None, {})
    values = desk.typed()
    try:
        flow.change(current.board(), task, values, actor=current.actor())
    except ChangedMeanwhile as problem:
        return _page(task, values | {"seal": problem.seal}, {}, theirs=problem.theirs), 409
    except InvalidInput as problem:
        return _page(task, values, problem.errors), 422
    desk.say("Task saved.")
    found = task_queries.get_task(desk.session(), current.scope(), task)
    return redirect(url_for(".candidate", candidate=found.candidate.public_id) + "#tasks")


@routes.post("/tasks/<task>/done")
def finish_task(task: str) -> ResponseReturnValue:
    """It is done."""
    candidate, back = flow.finish(current.board(), task, actor=current.actor()), request.form.get("back", "")
    desk.say("Task done.", undo_url=url_for(".reopen_task", task=task), undo_fields={"back": back})
    return redirect(_back(back, candidate))


@routes.post("/tasks/<task>/reopen")
def reopen_task(task: str) -> ResponseReturnValue:
    """It is to be done after all."""
    candidate = flow.reopen(current.board(), task, actor=current.actor())
    desk.say("The task is to be done again.")
    return redirect(_back(request.form.get("back", ""), candidate))


def _back(where: str, candidate: str) -> str:
    places = {"today": url_for(".today"), "tasks": url_for(".tasks"), "all": url_for(".tasks", of="all")}
    return places.get(where, url_for(".candidate", candidate=candidate) + "#tasks")


def _page(
    public_id: str, values: dict[str, Any] | None, errors: dict[str, list[str]], *, theirs: dict[str, str] | None = None
) -> str:
    board, actor = current.board(), current.actor()
    found = task_queries.get_task(desk.session(), current.scope(), public_id)
    return render_template(
        "jobboard/recruit/task.html",
        task=found,
        values=task_values(found) if values is None else values,
        errors=errors,
        theirs=theirs or {},
        assignees=assignee_options(flow.assignees(board, actor), actor, found),
    )
