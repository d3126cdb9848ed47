"""The bench while a job is still a draft: who fits, what would bring more, and what happens after publishing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from jobboard.flows import jobs
from jobboard.flows.bench_check import bench_check
from jobboard.flows.surface import is_looking
from jobboard.jobs.models import LevelSource
from jobboard.keep_on_file import bench, queries
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.test_recruit_pages import text_of

DIRECTOR = (("Marketing Director", "Tannery Row Hotels", date(2021, 3, 1), date(2025, 9, 1)),)


def almost(board: BoardState, job_id: str) -> list[tuple[int, str]]:
    return [(each.more, each.sentence) for each in bench_check(board, job_id, actor=given.RECRUITER).almost]


def kept_with(board: BoardState, name: str, **changes: Any) -> str:
    """A past marketing manager with other wishes."""
    kept_id = given.kept_candidate(board, name=name, **changes.pop("close", {}))
    with board.transaction() as session:
        kept = queries.get_kept(session, given.scope(board), kept_id)
        for field, value in changes.items():
            setattr(kept, field, value)
        session.flush()
        bench.mark_stale(session, [kept.id])
        while bench.learn(session, board.name, now=board.now()):
            pass
    return kept_id


def test_the_nearest_pay_says_how_many_more_it_would_bring(board: BoardState) -> None:
    for name, floor in (("Ada One", 54_000_00), ("Bo Two", 56_000_00), ("Cy Three", 99_000_00)):
        kept_with(board, name, pay_floor=floor, pay_floor_currency="GBP", pay_floor_unit="YEAR")
    assert almost(board, given.a_job(board)) == [
        (2, "the pay reached £56,000 a year"),
        (1, "the pay reached £54,000 a year"),
    ]


def test_where_and_how_the_work_is_done_can_bring_more(board: BoardState) -> None:
    kept_with(board, "Ada One", work_modes=["remote"])
    kept_with(board, "Bo Two", places=["York"])
    found = almost(board, given.a_job(board, work_mode="onsite"))
    assert found[0] == (2, "the work were remote")
    assert (1, "the job were in York") in found


def test_another_level_can_bring_more(board: BoardState) -> None:
    kept_with(board, "Ada One", min_level=6, max_level=7, close={"held": DIRECTOR})
    assert almost(board, given.a_job(board))[0] == (1, "the job were at “head or senior manager” (6)")


def test_whoever_fits_or_misses_two_things_is_not_almost_there(board: BoardState) -> None:
    given.kept_candidate(board)
    kept_with(
        board, "Ada One", work_modes=["remote"], pay_floor=60_000_00, pay_floor_currency="GBP", pay_floor_unit="YEAR"
    )
    assert almost(board, given.a_job(board, work_mode="onsite")) == []


def test_what_is_said_would_happen_happens(board: BoardState) -> None:
    kept_with(board, "Ada One", pay_floor=54_000_00, pay_floor_currency="GBP", pay_floor_unit="YEAR")
    job_id = given.a_job(board)
    assert bench_check(board, job_id, actor=given.RECRUITER).matches == []
    with board.transaction() as session:
        found = given.get_job(session, given.scope(board), job_id)
        found.salary_max = 54_000_00
    assert len(bench_check(board, job_id, actor=given.RECRUITER).matches) == 1


def test_the_check_costs_the_same_however_many_there_are(
    board: BoardState, count_statements: Callable[..., AbstractContextManager[Any]]
) -> None:
    job_id = given.a_job(board, work_mode="onsite")
    costs = []
    for round_ in range(2):
        for number in range(3):
            kept_with(board, f"Person {round_} {number}", work_modes=["remote"])
            given.kept_candidate(board, name=f"Fits {round_} {number}")
        board.session.remove()
        with count_statements(board.engine) as statements:
            bench_check(board, job_id, actor=given.RECRUITER)
        costs.append(statements.count)
        assert all(sent.lstrip().upper().startswith(("SELECT", "WITH")) for sent in statements.sent)
    assert costs[0] == costs[1] < 70


# The page


def test_the_draft_shows_who_fits_why_and_whose_consent_ends(board: BoardState, recruiter: FlaskClient) -> None:
    kept_id = given.kept_candidate(board)
    with board.transaction() as session:
        candidate = queries.get_kept(session, given.scope(board), kept_id).candidate
        given.grant_consent(
            session,
            candidate,
            given.ConsentPurpose.KEEP_ON_FILE,
            actor=given.RECRUITER,
            granted_at=board.now(),
            expires_at=board.now() + timedelta(days=6),
            channel="web",
            text_version="3",
        )
    kept_with(board, "Ada One", work_modes=["remote"])
    page = text_of(recruiter, f"/jobs/{given.a_job(board, work_mode='onsite')}/edit")
    assert "On your bench: 1 kept person fits; 1 consent ends in 6 days" in page
    assert "Maren Okafor-Lund" in page
    assert "They reach your inbox when you publish. Nobody is written to." in page
    assert "Almost 1 more if the work were remote" in page


def test_a_guessed_level_is_confirmed_right_beside_the_bench(board: BoardState, recruiter: FlaskClient) -> None:
    given.kept_candidate(board)
    job_id = given.a_job(board, declared=False)
    page = text_of(recruiter, f"/jobs/{job_id}/edit")
    assert "The level was only read from the title" in page
    form = {"title": "Marketing Manager", "organization": "Calderside Mills", "level": "5", "level_confirmed": "yes"}
    recruiter.post(f"/recruit/jobs/{job_id}/edit", data=form)
    assert given.job(board, job_id).level_source is LevelSource.DECLARED
    assert "The level was only read from the title" not in text_of(recruiter, f"/jobs/{job_id}/edit")


def test_an_open_job_is_not_told_what_it_might_have_been(board: BoardState, recruiter: FlaskClient) -> None:
    kept_with(board, "Ada One", work_modes=["remote"])
    page = text_of(recruiter, f"/jobs/{given.a_job(board, work_mode='onsite', publish=True)}/edit")
    assert "Almost" not in page


def test_a_draft_is_saved_and_previewed_as_a_job_seeker_will_see_it(board: BoardState, recruiter: FlaskClient) -> None:
    form = {
        "title": "Marketing Manager",
        "organization": "Calderside Mills",
        "description": "Weaves.",
        "preview": "yes",
    }
    response = recruiter.post("/recruit/jobs/new", data=form | {"preview": "yes"})
    assert response.location.endswith("/preview")
    html = recruiter.get(response.location).get_data(as_text=True)
    assert "Nobody outside sees it yet, and nobody can apply" in html
    assert "Weaves." in html
    assert "ld+json" not in html
    assert "/apply" not in html
    public = response.location.removeprefix("/recruit").removesuffix("/preview")
    assert recruiter.get(public).status_code == 404


# After publishing


def test_while_everybody_is_looked_through_the_job_says_so_and_asks_again_by_itself(
    board: BoardState, recruiter: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = given.a_job(board, publish=True)
    monkeypatch.setattr("jobboard.web.recruit.pipeline.is_looking", lambda *_: True)
    html = recruiter.get(f"/recruit/jobs/{job_id}").get_data(as_text=True)
    assert "Looking through everybody kept on file…" in html
    assert f'http-equiv="refresh" content="2; url=/recruit/jobs/{job_id}?looked=1"' in html
    assert "http-equiv" not in recruiter.get(f"/recruit/jobs/{job_id}?looked=20").get_data(as_text=True)


def test_once_they_are_looked_through_the_job_says_how_many_wait(board: BoardState, recruiter: FlaskClient) -> None:
    given.kept_candidate(board)
    job_id = given.a_job(board)
    jobs.publish_job(board, job_id, actor=given.RECRUITER)
    assert not is_looking(board.session(), board.name, given.job(board, job_id))
    page = text_of(recruiter, f"/jobs/{job_id}")
    assert "1 kept person waits in your review inbox for this job" in page
    assert "Looking through" not in page
