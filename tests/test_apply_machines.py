"""Machines that apply are held up, and nobody loses what they typed by it."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from jobboard.applications.models import Application
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.databases import on_sqlite
from tests.support.host import board_of, close_host, make_host
from tests.support.public import apply_for, fill_in

TOO_QUICK = "quicker than anybody types"


@pytest.fixture
def app(database_url: str, tmp_path: Any) -> Any:
    """A host that asks whoever takes less than three seconds, and takes two applications an hour from a network."""
    app = make_host(database_url, tmp_path, JOBBOARD_APPLY_MIN_SECONDS=3, JOBBOARD_APPLICATIONS_AN_HOUR=2)
    yield app
    close_host(app)


@pytest.fixture
def job_id(board: BoardState) -> str:
    """A job that is open."""
    return given.a_job(board, publish=True)


def opened(client: FlaskClient, job_id: str) -> str:
    """What the form says of when it was opened."""
    page = client.get(f"/jobs/{job_id}/apply").get_data(as_text=True)
    return page.split('name="shown" value="')[1].split('"')[0]


def count(board: BoardState) -> int:
    """How many applications came in."""
    board.session.remove()
    return board.session().query(Application).count()


def send(client: FlaskClient, job_id: str, board: BoardState, **values: Any) -> Any:
    """Fill in and send as a person would, and return the answer to sending."""
    shown = opened(client, job_id)
    board.clock.advance(timedelta(seconds=4))  # type: ignore[attr-defined] # the twin
    return apply_for(client, job_id, shown=shown, **values)


@on_sqlite
def test_who_fills_in_what_nobody_sees_is_told_and_loses_nothing(
    client: FlaskClient, board: BoardState, job_id: str
) -> None:
    shown = opened(client, job_id)
    board.clock.advance(timedelta(seconds=4))  # type: ignore[attr-defined] # the twin
    answer = fill_in(client, job_id, shown=shown, website="https://example.org")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "machines fill it in" in page
    assert "maren@example.org" in page
    draft = page.split('name="draft" value="')[1].split('"')[0]
    board.clock.advance(timedelta(seconds=4))  # type: ignore[attr-defined] # the twin
    assert apply_for(client, job_id, draft=draft, file="").status_code == 200
    assert count(board) == 1


@on_sqlite
def test_who_is_quicker_than_anybody_types_looks_again(client: FlaskClient, board: BoardState, job_id: str) -> None:
    answer = fill_in(client, job_id, shown=opened(client, job_id))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert TOO_QUICK in page
    draft = page.split('name="draft" value="')[1].split('"')[0]
    assert fill_in(client, job_id, draft=draft, file="").status_code == 422
    board.clock.advance(timedelta(seconds=3))  # type: ignore[attr-defined] # the twin
    assert apply_for(client, job_id, draft=draft, file="").status_code == 200
    assert count(board) == 1


@on_sqlite
@pytest.mark.parametrize("shown", ["", "1", "1.forged", "\0", "999999999999.x"])
def test_a_form_that_was_never_opened_here_is_looked_at_again(client: FlaskClient, job_id: str, shown: str) -> None:
    answer = fill_in(client, job_id, shown=shown)
    assert answer.status_code == 422
    assert TOO_QUICK in answer.get_data(as_text=True)


def test_a_connection_sends_so_many_an_hour_and_what_is_too_much_waits_as_a_draft(
    client: FlaskClient, board: BoardState, job_id: str
) -> None:
    for number in range(2):
        assert send(client, job_id, board, email=f"one{number}@example.org").status_code == 200
    shown = opened(client, job_id)
    board.clock.advance(timedelta(seconds=4))  # type: ignore[attr-defined] # the twin
    review = fill_in(client, job_id, shown=shown, email="three@example.org").headers["Location"]
    refused = client.post(review)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert count(board) == 2
    board.clock.advance(timedelta(hours=1))  # type: ignore[attr-defined] # the twin
    assert client.post(review, follow_redirects=True).status_code == 200
    assert count(board) == 3


@on_sqlite
def test_a_double_press_counts_once(client: FlaskClient, board: BoardState, job_id: str) -> None:
    shown = opened(client, job_id)
    board.clock.advance(timedelta(seconds=4))  # type: ignore[attr-defined] # the twin
    review = fill_in(client, job_id, shown=shown).headers["Location"]
    for _ in range(4):
        assert client.post(review, follow_redirects=True).status_code == 200
    assert send(client, job_id, board, email="another@example.org").status_code == 200


@on_sqlite
def test_a_connection_begins_so_many_an_hour(client: FlaskClient, board: BoardState, job_id: str) -> None:
    begun = [fill_in(client, job_id, shown=opened(client, job_id)).status_code for _ in range(7)]
    assert begun == [422] * 6 + [429]


@on_sqlite
def test_one_address_is_not_flooded_from_many_connections(app: Flask, job_id: str) -> None:
    board, answers = board_of(app), []
    for number in range(21):
        visitor = app.test_client()
        visitor.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        answers.append(send(visitor, job_id, board, email="victim@example.org"))
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert "with this e-mail address" in answers[-1].get_data(as_text=True)
