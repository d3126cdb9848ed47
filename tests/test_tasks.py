"""What is to be done about a person, by when, by oneself or a colleague: it waits on the first page of who has it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from jobboard.access import Actor
from jobboard.candidates.queries import timeline
from jobboard.errors import NotFound
from jobboard.flows import tasks
from jobboard.flows.merge_people import merge
from jobboard.state import BoardState
from jobboard.teamwork import task_queries
from jobboard.teamwork.models import Task
from jobboard.testing import situations as given
from tests.support.boards import client_as
from tests.support.host import HELENA, JUDITH, RAVI

DESK = "/recruit"
RING = {"text": "Ring after five", "due_on": "2026-11-26"}
MOST_STATEMENTS = 20


def a_task(board: BoardState, person: str = "", **fields: str) -> str:
    """The public id of a task of Judith's, due on Thursday; the board's clock stands on Tuesday, 24 November 2026."""
    tasks.make(board, person or given.a_candidate(board), RING | fields, actor=JUDITH)
    return board.session().scalars(select(Task.public_id).order_by(Task.id.desc()).limit(1)).one()


def stored(board: BoardState, task_id: str) -> Task:
    board.session().expire_all()
    return task_queries.get_task(board.session(), given.scope(board), task_id)


def page(client: FlaskClient, path: str = "/") -> str:
    answer = client.get(DESK + path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def form_of(client: FlaskClient, task_id: str) -> dict[str, str]:
    """The form that shows a task, as a browser would send it back: its seal."""
    return {"seal": page(client, f"/tasks/{task_id}").split('name="seal" value="')[1].split('"')[0]}


def test_a_task_is_ones_own_unless_a_colleague_is_chosen(app: Flask, board: BoardState, recruiter: FlaskClient) -> None:
    person = given.a_candidate(board)
    answer = recruiter.post(f"{DESK}/candidates/{person}/tasks", data=RING)
    assert answer.location.endswith(f"/candidates/{person}#tasks")
    recruiter.post(f"{DESK}/candidates/{person}/tasks", data=RING | {"text": "Read it", "assignee": "ravi"})
    shown = page(recruiter, f"/candidates/{person}")
    assert "Due on Thursday" in shown
    assert "Ravi Thornbury, asked by Judith Amaro-Kell" in shown
    assert "Read it" not in page(recruiter)
    assert "Read it" in page(client_as(app, RAVI))


@pytest.mark.parametrize(
    ("days", "said", "needed"),
    [
        (0, "Due on Thursday", "nothing needs you"),
        (2, "Due today", "one thing needs you"),
        (5, "3 days overdue", "one thing needs you"),
    ],
)
def test_the_first_page_says_what_is_due(
    board: BoardState, recruiter: FlaskClient, clock: Any, days: int, said: str, needed: str
) -> None:
    a_task(board)
    clock.advance(timedelta(days=days))
    today = page(recruiter)
    assert said in today
    assert needed in today


def test_the_day_is_the_boards_own(board: BoardState, clock: Any) -> None:
    there = replace(board, config=replace(board.config, timezone="Pacific/Auckland"))
    assert tasks.today(there).isoformat() == "2026-11-24"
    clock.advance(timedelta(hours=3))
    assert (tasks.today(board).day, tasks.today(there).day) == (24, 25)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"text": ""}, "task-text"),
        ({"text": "x" * 301}, "task-text"),
        ({"due_on": ""}, "task-due_on"),
        ({"due_on": "Friday"}, "task-due_on"),
        ({"due_on": "2026-11-23"}, "task-due_on"),
        ({"due_on": "2036-11-23"}, "task-due_on"),
        ({"assignee": "helena"}, "task-assignee"),
        ({"application": "01NOBODYS"}, "task-application"),
    ],
)
def test_what_cannot_be_used_is_said_beside_its_field(
    board: BoardState, recruiter: FlaskClient, fields: dict[str, str], named: str
) -> None:
    person = given.a_candidate(board)
    given.an_application(board, person, given.a_job(board, publish=True))
    answer = recruiter.post(f"{DESK}/candidates/{person}/tasks", data=RING | fields)
    assert answer.status_code == 422
    assert f'id="{named}-error"' in answer.get_data(as_text=True)
    assert board.session().scalars(select(Task)).all() == []


def test_done_can_be_undone_and_both_are_told(board: BoardState, recruiter: FlaskClient) -> None:
    person = given.a_candidate(board)
    task = a_task(board, person)
    done = recruiter.post(f"{DESK}/tasks/{task}/done", data={"back": "today"})
    assert done.location == f"{DESK}/"
    assert "Task done." in page(recruiter)
    assert "Ring after five" not in page(recruiter)
    assert "Done today by Judith Amaro-Kell" in page(recruiter, "/tasks?show=done")
    recruiter.post(f"{DESK}/tasks/{task}/reopen", data={"back": "tasks"})
    assert "Ring after five" in page(recruiter, "/tasks")
    entries = timeline(board.session(), given.scope(board), given.person(board, person))
    assert [entry.what for entry in entries][:3] == ["task_reopened", "task_done", "task_made"]


def test_a_day_that_is_over_may_stay_when_something_else_changes(
    board: BoardState, recruiter: FlaskClient, clock: Any
) -> None:
    task = a_task(board)
    clock.advance(timedelta(days=7))
    form = form_of(recruiter, task) | RING | {"assignee": "ravi"}
    assert recruiter.post(f"{DESK}/tasks/{task}", data=form).status_code == 302
    assert stored(board, task).assignee_name == RAVI.name


def test_two_recruiters_who_change_one_task_see_both_versions(board: BoardState, recruiter: FlaskClient) -> None:
    task = a_task(board)
    mine = form_of(recruiter, task)
    recruiter.post(f"{DESK}/tasks/{task}", data=mine | RING | {"due_on": "2026-12-04"})
    late = recruiter.post(f"{DESK}/tasks/{task}", data=mine | RING | {"text": "Write instead"})
    both = late.get_data(as_text=True)
    assert late.status_code == 409
    assert "4 December 2026" in both
    assert "Write instead" in both
    assert stored(board, task).text == "Ring after five"
    again = {"seal": both.split('name="seal" value="')[1].split('"')[0]}
    assert recruiter.post(f"{DESK}/tasks/{task}", data=again | RING | {"text": "Write instead"}).status_code == 302


def test_the_list_is_ones_own_or_everybodys_page_by_page(
    board: BoardState, recruiter: FlaskClient, count_statements: Callable[..., AbstractContextManager[Any]]
) -> None:
    person = given.a_candidate(board)
    for number in range(25):
        a_task(board, person, text=f"Step {number:02}", assignee="ravi" if number % 5 == 0 else "")
    assert "20 tasks for you" in page(recruiter, "/tasks")
    with count_statements(board.engine) as statements:
        everybodys = page(recruiter, "/tasks?of=all")
    assert statements.count < MOST_STATEMENTS
    assert "25 tasks for everybody" in everybodys
    assert "Step 24" not in everybodys
    assert "Step 24" in page(recruiter, "/tasks?of=all&page=2")


def test_a_merge_takes_the_tasks_along(board: BoardState) -> None:
    stays, goes = given.a_candidate(board), given.a_candidate(board, "M. Okafor")
    task = a_task(board, goes)
    merge(board, stays, goes, actor=JUDITH)
    assert stored(board, task).candidate.public_id == stays


@pytest.mark.parametrize("act", ["", "/done", "/reopen"])
def test_who_may_not_work_in_the_pool_has_nothing_to_do_with_tasks(app: Flask, board: BoardState, act: str) -> None:
    task = a_task(board)
    helena = client_as(app, HELENA)
    assert helena.post(f"{DESK}/tasks/{task}{act}", data=RING).status_code == 403
    assert "Ring after five" not in page(helena)


def test_a_task_of_another_board_answers_like_a_missing_one(board: BoardState) -> None:
    task = a_task(board)
    with pytest.raises(NotFound):
        task_queries.get_task(board.session(), given.Scope("another", JUDITH), task)


def test_who_is_not_on_the_hosts_list_can_still_have_tasks(app: Flask, board: BoardState) -> None:
    guest = Actor("nerys", "Nerys Thackwray", JUDITH.role)
    person = given.a_candidate(board)
    client_as(app, guest).post(f"{DESK}/candidates/{person}/tasks", data=RING)
    assert "Ring after five" in page(client_as(app, guest))
