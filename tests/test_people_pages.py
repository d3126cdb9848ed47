"""The recruiter's search for people, in the pages and after whatever becomes of somebody."""

import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from jobboard.candidates.service import add_phone
from jobboard.effects import drain
from jobboard.fit.ladder import DEFAULT_LADDER
from jobboard.flows import erase_candidate, merge_people, people_index, pool
from jobboard.search.people.engine import WhooshPeopleSearch
from jobboard.state import BoardState
from jobboard.testing import situations as given
from jobboard.web.recruit.people_asked import PeopleAsked
from tests.support.boards import client_as
from tests.support.host import IDRIS, JUDITH, board_of, make_host

PEOPLE = "/recruit/candidates"


def read(client: FlaskClient, **asked: Any) -> str:
    """The page's words."""
    page = client.get(PEOPLE, query_string=asked).get_data(as_text=True)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def names(client: FlaskClient, **asked: Any) -> list[str]:
    """Whom a search finds, in the page's order."""
    page = client.get(PEOPLE, query_string=asked).get_data(as_text=True)
    return re.findall(r'jb-person__who"><a [^>]*>([^<]+)<', page)


@pytest.fixture
def two(board: BoardState) -> tuple[str, str]:
    """Maren, a marketing manager, and Callum, of whom little is known."""
    return given.a_candidate(board), given.a_candidate(board, "Callum Adeyinka", email="callum@example.org", held=())


@pytest.mark.usefixtures("two")
def test_words_fields_and_filters_narrow(recruiter: FlaskClient) -> None:
    assert len(names(recruiter)) == 2
    assert names(recruiter, q="marketing AND manager") == ["Maren Okafor-Lund"]
    assert names(recruiter, q="NOT marketing") == ["Callum Adeyinka"]
    assert names(recruiter, title="manager") == ["Maren Okafor-Lund"]
    assert names(recruiter, employer="manager") == []
    assert names(recruiter, level="manager") == ["Maren Okafor-Lund"]
    assert "Nobody is like that" in read(recruiter, level="manager", skill="welding")


@pytest.mark.usefixtures("two")
def test_what_is_asked_is_shown_and_each_thing_can_be_taken_away(recruiter: FlaskClient) -> None:
    page = read(recruiter, q="marketing", title="manager", level="manager", contact="not-year")
    assert "1 person for “marketing”" in page
    for chip in ("Title held: manager", "Manager", "Contact: not for a year"):
        assert f"Remove: {chip}" in page
    html = recruiter.get(PEOPLE, query_string={"q": "marketing", "level": "manager"}).get_data(as_text=True)
    assert f'href="{PEOPLE}?q=marketing"' in html


@pytest.mark.usefixtures("two")
def test_what_is_written_otherwise_than_it_is_read_is_said(recruiter: FlaskClient) -> None:
    assert "never closed" in read(recruiter, q="(marketing AND manager")


def test_a_word_nobody_has_is_mended(database_url: str, tmp_path: Path) -> None:
    app = make_host(database_url, tmp_path, JOBBOARD_SEARCH_BACKEND="whoosh")
    given.a_candidate(board_of(app))
    assert "Did you mean marketing ?" in read(client_as(app, JUDITH), q="marketting")


@pytest.mark.usefixtures("two")
def test_an_address_finds_whose_it_is_and_stands_in_no_index(board: BoardState, recruiter: FlaskClient) -> None:
    assert names(recruiter, q="callum@example.org") == ["Callum Adeyinka"]
    assert names(recruiter, q="callum@") == ["Callum Adeyinka"]
    assert names(recruiter, q="%@%") == []


def test_a_page_past_the_end_is_the_last(board: BoardState, recruiter: FlaskClient) -> None:
    for number in range(25):
        given.a_candidate(board, f"Person {number}", email=f"p{number}@example.org", held=())
    assert len(names(recruiter)) == 20
    assert len(names(recruiter, page="2")) == len(names(recruiter, page="99")) == 5
    assert len(names(recruiter, page="nonsense")) == 20


def test_who_applies_is_found_at_once_with_the_stage_and_the_day(board: BoardState, recruiter: FlaskClient) -> None:
    job = given.a_job(board, "Credit Controller", publish=True)
    given.interviewed(board, given.an_application(board, given.a_candidate(board), job))
    page = read(recruiter, stage="interview")
    assert "Maren Okafor-Lund Interview" in page
    assert "Last contact today" in page


def test_who_withdrew_is_found_by_name_alone(board: BoardState, recruiter: FlaskClient) -> None:
    person = given.a_candidate(board)
    pool.set_do_not_contact(board, person, asked=True, actor=JUDITH)
    assert names(recruiter, q="marketing") == names(recruiter, level="manager") == []
    assert names(recruiter, q="okafor") == ["Maren Okafor-Lund"]


def test_who_is_in_the_pipeline_is_found_by_all_that_is_known(board: BoardState, recruiter: FlaskClient) -> None:
    person = given.a_candidate(board)
    given.an_application(board, person, given.a_job(board, "Credit Controller", publish=True))
    pool.set_do_not_contact(board, person, asked=True, actor=JUDITH)
    assert names(recruiter, q="marketing") == ["Maren Okafor-Lund"]


def test_two_records_that_became_one_are_found_once(
    board: BoardState, recruiter: FlaskClient, two: tuple[str, str]
) -> None:
    merge_people.merge(board, two[0], two[1], actor=JUDITH)
    assert names(recruiter) == ["Maren Okafor-Lund"]
    assert board.people.ids() == {two[0]}


def test_who_was_erased_is_found_no_more_and_no_file_has_a_word_of_them(database_url: str, tmp_path: Path) -> None:
    board = board_of(make_host(database_url, tmp_path, JOBBOARD_SEARCH_BACKEND="whoosh"))
    assert isinstance(board.people, WhooshPeopleSearch)
    person, other = given.a_candidate(board), given.a_candidate(board, "Callum Adeyinka", email="c@example.org")

    def files_with(word: bytes) -> list[str]:
        return [
            path.name for path in (board.data_dir / "people").rglob("*") if path.is_file() and word in path.read_bytes()
        ]

    assert files_with(b"okafor")
    erase_candidate.erase(board, person, actor=JUDITH, why="asked for it")
    assert not files_with(b"okafor")
    assert board.people.ids() == {other}


def test_an_index_that_is_gone_is_stood_in_for_and_built_anew(database_url: str, tmp_path: Path) -> None:
    app = make_host(database_url, tmp_path, JOBBOARD_SEARCH_BACKEND="whoosh", JOBBOARD_OUTBOX="worker")
    board, recruiter = board_of(app), client_as(app, JUDITH)
    given.a_candidate(board)
    page = read(recruiter, q="marketing")
    assert "being put together anew" in page
    assert "1 person for “marketing”" in page
    drain(board)
    assert people_index.compare(board).healthy
    assert "being put together anew" not in read(recruiter, q="marketing")


def test_what_differs_is_named_and_the_command_puts_it_right(
    app: Flask, board: BoardState, two: tuple[str, str]
) -> None:
    board.people.update([], removed=[two[0]])
    run = app.test_cli_runner()
    assert (
        f"People whom the index lacks (1): {two[0]}"
        in run.invoke(args=["jobboard", "index", "check", "--people"]).output
    )
    assert run.invoke(args=["jobboard", "index", "status", "--people"]).exit_code == 1
    assert "2 people are in the private index." in run.invoke(args=["jobboard", "index", "rebuild", "--people"]).output
    assert run.invoke(args=["jobboard", "index", "status", "--people"]).exit_code == 0
    assert run.invoke(args=["jobboard", "index", "check", "--people"]).exit_code == 0


def test_who_may_not_see_the_pool_may_not_search_it(app: Flask, two: tuple[str, str]) -> None:
    assert client_as(app, IDRIS).get(PEOPLE).status_code == 403


def test_a_full_page_costs_a_bounded_number_of_statements(
    board: BoardState, recruiter: FlaskClient, count_statements: Callable[..., AbstractContextManager[Any]]
) -> None:
    counts = []
    for people in (2, 12):
        for number in range(people):
            given.a_candidate(board, f"P {people} {number}", email=f"p{people}-{number}@example.org")
        board.session.remove()
        with count_statements(board.engine) as statements:
            assert recruiter.get(PEOPLE, query_string={"q": "marketing", "level": "manager"}).status_code == 200
        counts.append(statements.count)
    assert counts[0] == counts[1] < 16


@pytest.mark.parametrize(
    "said",
    [
        [],
        [("q", "a AND b"), ("title", "manager"), ("level", "manager"), ("level", "director"), ("sort", "contact")],
        [("stage", "offer"), ("consent", "live"), ("tag", "x"), ("contact", "not-year"), ("page", "3")],
    ],
)
def test_an_address_says_what_was_read_from_it(said: list[tuple[str, str]]) -> None:
    asked = PeopleAsked.read(MultiDict(said), DEFAULT_LADDER)
    assert PeopleAsked.read(MultiDict(asked.address(DEFAULT_LADDER)), DEFAULT_LADDER) == asked


def test_nonsense_in_an_address_is_left_out() -> None:
    said = [
        ("stage", "nowhere"),
        ("level", "emperor"),
        ("consent", "x"),
        ("sort", "x"),
        ("page", "-1"),
        ("contact", "x"),
    ]
    assert PeopleAsked.read(MultiDict(said), DEFAULT_LADDER) == PeopleAsked()


@pytest.mark.usefixtures("two")
def test_a_saved_search_is_a_list_of_who_answers_now(board: BoardState, recruiter: FlaskClient) -> None:
    asked = {"q": "marketing OR nurse", "level": "manager"}
    page = recruiter.get(PEOPLE, query_string=asked).get_data(as_text=True)
    search = unescape(re.findall(r'name="search" value="([^"]+)"', page)[0])
    saved = recruiter.post(f"{PEOPLE}/lists", data={"name": " Marketing  managers ", "search": search})
    assert saved.status_code == 302
    assert names(recruiter, **asked) == ["Maren Okafor-Lund"]
    shown = " ".join(recruiter.get(f"{PEOPLE}/lists").get_data(as_text=True).split())
    for said in ("1 list", ">Marketing managers<", "1 person", "“marketing OR nurse”, Manager", "by Judith Amaro-Kell"):
        assert said in shown, said
    given.a_candidate(board, "Sibel Kaya", email="sibel@example.org")
    assert "2 people" in recruiter.get(f"{PEOPLE}/lists").get_data(as_text=True)
    assert ">Marketing managers<" in recruiter.get(PEOPLE).get_data(as_text=True)


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("name", "said"), [("", "Give the list a name first."), ("x" * 61, "60 letters"), ("MANAGERS", "list of this name")]
)
def test_a_name_that_cannot_be_used_is_said_and_nothing_is_lost(recruiter: FlaskClient, name: str, said: str) -> None:
    recruiter.post(f"{PEOPLE}/lists", data={"name": "Managers", "search": "level=manager"})
    refused = recruiter.post(f"{PEOPLE}/lists", data={"name": name, "search": "q=marketing&title=manager"})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert said in page
    assert 'value="marketing"' in page
    assert f'value="{name}"' in page


@pytest.mark.usefixtures("two")
def test_a_deleted_list_can_be_brought_back(recruiter: FlaskClient) -> None:
    recruiter.post(f"{PEOPLE}/lists", data={"name": "Managers", "search": "level=manager&q=a+OR+b"})
    page = recruiter.get(f"{PEOPLE}/lists").get_data(as_text=True)
    (delete,) = re.findall(r'action="([^"]+/delete)"', page)
    page = recruiter.post(delete, follow_redirects=True).get_data(as_text=True)
    assert "“Managers” is deleted. The people stay." in page
    undo = {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)}
    recruiter.post(f"{PEOPLE}/lists", data=undo)
    assert "“a OR b”, Manager" in recruiter.get(f"{PEOPLE}/lists").get_data(as_text=True)
    assert recruiter.post(delete).status_code == 404


def test_a_number_or_a_pasted_address_finds_whose_it_is(
    board: BoardState, recruiter: FlaskClient, two: tuple[str, str]
) -> None:
    with board.transaction() as session:
        add_phone(given.person(board, two[0], session), "0113 496 0123")
    assert names(recruiter, q="+44 113 496 0123") == ["Maren Okafor-Lund"]
    assert names(recruiter, q="0113 496 9999") == []
    for pasted in ("Callum <callum@example.org>", "mailto:callum@example.org"):
        assert names(recruiter, q=pasted) == ["Callum Adeyinka"]
    assert "No contact yet" not in read(recruiter, q="callum@example.org")


def test_a_tag_is_found_by_its_words(recruiter: FlaskClient, two: tuple[str, str]) -> None:
    recruiter.post(f"{PEOPLE}/{two[1]}/tags", data={"tags": "Night shifts"})
    assert names(recruiter, q="night AND shift") == ["Callum Adeyinka"]


def test_a_newer_resume_that_was_not_read_hides_nobody(
    board: BoardState, recruiter: FlaskClient, two: tuple[str, str]
) -> None:
    for name, content in (("old.txt", b"Knows zeppelin rigging."), ("new.pdf", b"%PDF-1.4 damaged")):
        recruiter.post(f"{PEOPLE}/{two[1]}/resume", data={"resume": (io.BytesIO(content), name)})
    assert names(recruiter, q="zeppelin") == ["Callum Adeyinka"]


@pytest.mark.parametrize("signs", ["???", "—", "()"])
def test_signs_alone_are_said_to_look_for_nothing(recruiter: FlaskClient, two: tuple[str, str], signs: str) -> None:
    page = recruiter.get(PEOPLE, query_string={"q": signs}).get_data(as_text=True)
    assert "says nothing to look for" in page
    assert "2 people here" in page
