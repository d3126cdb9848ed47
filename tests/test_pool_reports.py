"""The pool in numbers: what each report counts, over which time, and that page and file say the same."""

import csv
import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from jobboard.applications import reports
from jobboard.applications.models import Stage
from jobboard.applications.reports import Span
from jobboard.flows import close_application, interviews, jobs, pool
from jobboard.jobs.models import JobStatus
from jobboard.jobs.queries import any_job
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.boards import client_as
from tests.support.host import IDRIS, JUDITH

PAGE = "/recruit/reports/pool"


class Pool:
    """A job with five people: two stay where they came, one is in interview, one was hired, one was turned down."""

    def __init__(self, board: BoardState) -> None:
        self.board = board
        self.job = given.a_job(board, "Credit Controller", publish=True)
        names = ("Ada", "Bo", "Cem", "Dee", "Eli")
        people = [given.a_candidate(board, name, email=f"{name}@example.org", held=()) for name in names]
        self.applications = [given.an_application(board, person, self.job) for person in people]
        _, _, met, hired, refused = self.applications
        given.interviewed(board, met)
        for stage in ("interview", "offer", "hired"):
            pool.move_stage(board, hired, stage, actor=JUDITH)
        form = {"disposition": "skills_not_matched", "message": "none"}
        close_application.close(board, refused, form, actor=JUDITH)

    def wait(self, days: int) -> None:
        """Let days go by."""
        self.board.clock.advance(timedelta(days=days))  # type: ignore[attr-defined] # the twin

    def span(self, *, days: int = 30, job: bool = False) -> Span:
        """The last days until now."""
        now = self.board.now()
        key = any_job(self.board.session(), self.board.name, self.job).id if job else None
        return Span(now - timedelta(days=days), now + timedelta(days=1), key)

    def ask(self, report: Callable[..., Any], **span: Any) -> Any:
        """A report of the last days."""
        self.board.session.expire_all()
        return report(self.board.session(), given.scope(self.board), self.span(**span))


@pytest.fixture
def five(board: BoardState) -> Pool:
    """See ``Pool``."""
    return Pool(board)


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_funnel_counts_whoever_came_at_least_so_far(five: Pool) -> None:
    assert five.ask(reports.funnel) == {
        Stage.APPLIED: 5,
        Stage.SCREEN: 2,
        Stage.ASSESSMENT: 2,
        Stage.INTERVIEW: 2,
        Stage.OFFER: 1,
        Stage.HIRED: 1,
    }
    five.wait(60)
    assert set(five.ask(reports.funnel).values()) == {0}


def test_one_job_alone_is_counted_by_itself(five: Pool) -> None:
    other = given.a_job(five.board, "Nurse", publish=True)
    given.an_application(five.board, given.a_candidate(five.board, "Fay", email="fay@example.org"), other)
    assert five.ask(reports.funnel)[Stage.APPLIED] == 6
    assert five.ask(reports.funnel, job=True)[Stage.APPLIED] == 5
    assert sum(one.applied for one in five.ask(reports.sources, job=True)) == 5


def test_sources_tell_how_many_were_interviewed_and_hired(five: Pool) -> None:
    (source,) = five.ask(reports.sources)
    assert (source.applied, source.interviewed, source.hired) == (5, 2, 1)


def test_reasons_count_who_ended_in_the_time_asked_for(five: Pool) -> None:
    assert {one.label: one.count for one in five.ask(reports.endings)} == {
        "Hired": 1,
        "Does not have the skills this role needs": 1,
    }
    five.wait(60)
    assert five.ask(reports.endings) == []


def test_ageing_tells_who_stands_for_how_long_today(five: Pool) -> None:
    five.wait(3)
    pool.move_stage(five.board, five.applications[0], "screen", actor=JUDITH)
    five.wait(4)
    found = reports.ageing(five.board.session(), given.scope(five.board), now=five.board.now())
    assert [(one.stage, one.fresh, one.long, one.very_long) for one in found] == [
        (Stage.APPLIED, 0, 1, 0),
        (Stage.SCREEN, 1, 0, 0),
        (Stage.INTERVIEW, 0, 1, 0),
    ]
    five.wait(30)
    found = reports.ageing(five.board.session(), given.scope(five.board), now=five.board.now())
    assert sum(one.very_long for one in found) == sum(one.total for one in found) == 3


def test_a_filled_job_took_so_many_days_from_its_opening(five: Pool) -> None:
    assert five.ask(reports.filled_jobs) == []
    five.wait(21)
    jobs.move_job(five.board, five.job, JobStatus.FILLED, actor=JUDITH)
    (one,) = five.ask(reports.filled_jobs)
    assert (one.title, one.days) == ("Credit Controller", 21)
    assert reports.median_days([one]) == 21
    jobs.publish_job(five.board, five.job, actor=JUDITH)
    assert five.ask(reports.filled_jobs) == []


def test_an_interviewers_load_tells_what_they_owe(five: Pool) -> None:
    form = {"date": "2026-11-26", "time": "10:00", "interviewers": ["idris", "judith"]}
    interviews.schedule_interview(five.board, five.applications[0], form, actor=JUDITH)
    five.wait(5)

    def load() -> dict[str, tuple[int, int, int]]:
        found = reports.interviewer_load(
            five.board.session(), given.scope(five.board), five.span(), now=five.board.now()
        )
        return {one.name: (one.interviews, one.cards, one.owed) for one in found}

    assert load() == {"Idris Vale": (2, 1, 1), "Judith Amaro-Kell": (1, 0, 1)}


def test_the_page_says_its_answers_draws_them_and_tables_them(five: Pool, recruiter: FlaskClient) -> None:
    page = recruiter.get(PAGE).get_data(as_text=True)
    said = words(page)
    assert "Of 5 applications, 2 came to an interview and 1 to a hire" in said
    assert "2 applications ended, 50 % by our decision" in said
    assert "No job was filled in these months." in said
    assert page.count('<svg class="jb-chart" ') == page.count("<caption") == 5
    own = words(recruiter.get(PAGE, query_string={"job": five.job}).get_data(as_text=True))
    assert "Credit Controller, " in own
    assert "Of 5 applications" in own


@pytest.mark.parametrize("name", ["funnel", "filled", "ageing", "sources", "interviewers", "endings"])
def test_a_file_holds_what_the_page_tables(five: Pool, recruiter: FlaskClient, name: str) -> None:
    five.wait(3)
    jobs.move_job(five.board, five.job, JobStatus.FILLED, actor=JUDITH)
    response = recruiter.get(f"{PAGE}/{name}.csv")
    assert response.mimetype == "text/csv"
    head, *rows = list(csv.reader(io.StringIO(response.get_data(as_text=True).removeprefix("\ufeff"))))
    page = recruiter.get(PAGE).get_data(as_text=True)
    assert rows
    assert all(f">{cell}</th>" in page for cell in (head[0], rows[0][0]))


def test_months_without_anything_teach_and_nonsense_is_the_usual(five: Pool, recruiter: FlaskClient) -> None:
    empty = words(recruiter.get(PAGE, query_string={"from": "2024-01", "to": "2024-02"}).get_data(as_text=True))
    assert "Nobody applied in these months." in empty
    usual = words(recruiter.get(PAGE, query_string={"from": "x", "to": "9"}).get_data(as_text=True))
    assert "Of 5 applications" in usual
    assert recruiter.get(f"{PAGE}/nothing.csv").status_code == 404
    assert recruiter.get(PAGE, query_string={"job": "01ARZ3NDEKTSV4RRFFQ69G5FAV"}).status_code == 404


def test_who_may_not_see_reports_sees_none(app: Flask) -> None:
    assert client_as(app, IDRIS).get(PAGE).status_code == 403


def test_the_page_costs_a_few_statements(
    five: Pool, recruiter: FlaskClient, count_statements: Callable[..., AbstractContextManager[Any]]
) -> None:
    recruiter.get(PAGE)
    five.board.session.remove()
    with count_statements(five.board.engine) as statements:
        recruiter.get(PAGE)
    assert statements.count <= 9
