"""A person's own page: everything we hold, and a button that stops it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from jobboard.candidates.models import Candidate, Consent, ConsentPurpose
from jobboard.candidates.queries import by_access_key, live_consent
from jobboard.db.history import History
from tests.support.public import apply_for, open_job, own_path

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from jobboard.state import BoardState


@pytest.fixture
def path(board: BoardState, client: FlaskClient, mail: Any) -> str:
    """The own page of somebody who applied and agreed to be kept."""
    apply_for(client, open_job(board), keep="yes")
    return own_path(mail)


def is_kept(board: BoardState, path: str) -> bool:
    with board.transaction() as session:
        person = by_access_key(session, board.name, path.rpartition("/")[2])
        return live_consent(person, ConsentPurpose.KEEP_ON_FILE, board.now()) is not None


def rows(board: BoardState) -> list[int]:
    with board.transaction() as session:
        return [session.scalar(select(func.count()).select_from(kind)) or 0 for kind in (Consent, History)]


def test_it_says_where_the_application_stands_and_what_is_held(path: str, client: FlaskClient) -> None:
    page = client.get(path).text
    for said in ("Maren Okafor-Lund", "Received, waiting to be read", "Kept until 24 November 2028"):
        assert said in page
    assert "Résumé, version 1: maren.txt" in page
    assert "Name, e-mail, phone, town" in page


def test_looking_writes_nothing(path: str, client: FlaskClient, board: BoardState) -> None:
    before = rows(board)
    client.get(path)
    client.head(path)
    client.get(path + "/stop")
    assert rows(board) == before


def test_one_press_stops_it_at_once(path: str, client: FlaskClient, board: BoardState) -> None:
    assert is_kept(board, path)
    page = client.post(path + "/stop", follow_redirects=True).text
    assert "You stopped it on 24 November 2026" in page
    assert not is_kept(board, path)


def test_pressed_twice_it_is_still_only_stopped(path: str, client: FlaskClient) -> None:
    client.post(path + "/stop")
    assert client.post(path + "/stop").status_code == 303


def test_a_yes_can_be_given_here_too(path: str, client: FlaskClient, board: BoardState) -> None:
    client.post(path + "/stop")
    page = client.post(path + "/keep", follow_redirects=True).text
    assert "Kept until 24 November 2028" in page
    assert is_kept(board, path)


def test_a_wrong_key_is_a_missing_page(path: str, client: FlaskClient) -> None:
    for attempt in (client.get, client.head):
        assert attempt(path[:-1] + ("x" if path[-1] != "x" else "y")).status_code == 404
    assert client.post("/jobs/you/guess/stop").status_code == 404


def test_an_erased_person_has_no_page(path: str, client: FlaskClient, board: BoardState) -> None:
    with board.transaction() as session:
        session.scalars(select(Candidate)).one().erased_at = board.now()
    assert client.get(path).status_code == 404


def test_the_page_is_kept_by_nobody_and_its_address_is_told_to_nobody(path: str, client: FlaskClient) -> None:
    headers = client.get(path).headers
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Referrer-Policy"] == "strict-origin"


def test_no_word_of_the_office_reaches_the_person(path: str, client: FlaskClient) -> None:
    page = client.get(path).text.lower()
    for word in ("overqualified", "rejected", "disposition", "candidate"):
        assert word not in page


def test_the_page_costs_a_bounded_number_of_statements(
    path: str, client: FlaskClient, board: BoardState, count_statements: Any
) -> None:
    with count_statements(board.engine) as statements:
        client.get(path)
    assert statements.count <= 20
