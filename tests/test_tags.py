"""Recruiters tag people with free words; a word is one tag however it is typed, and leads to everybody who bears it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given as for_all
from hypothesis import strategies as some

from jobboard.candidates.queries import list_candidates, timeline
from jobboard.candidates.tags import MOST_A_PERSON, KnownTag, known_tags, tag_key, tags_of
from jobboard.db.paging import PageRequest
from jobboard.errors import InvalidInput
from jobboard.flows import tags
from jobboard.flows.erase_candidate import erase
from jobboard.flows.merge_people import merge
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.boards import client_as
from tests.support.host import HELENA, JUDITH, RAVI

DESK = "/recruit"


def tag(board: BoardState, person: str, words: str) -> list[str]:
    return list(tags.add(board, person, {"tags": words}, actor=JUDITH))


def labels(board: BoardState, person: str) -> list[str]:
    board.session().expire_all()
    found = tags_of(board.session(), given.scope(board), given.person(board, person))
    return [one.label for one in found]


def known(board: BoardState, person: str) -> list[KnownTag]:
    board.session().expire_all()
    return known_tags(board.session(), given.scope(board), given.person(board, person))


def test_one_word_is_one_tag_however_it_is_typed(board: BoardState) -> None:
    first, second = given.a_candidate(board), given.a_candidate(board, "Pat")
    assert tag(board, first, "Night shifts, Leeds,  night   SHIFTS") == ["Night shifts", "Leeds"]
    assert tag(board, second, "NIGHT SHIFTS") == ["Night shifts"]
    assert tag(board, second, "night shifts") == []
    assert known(board, second) == [
        KnownTag("night shifts", "Night shifts", 2, borne=True),
        KnownTag("leeds", "Leeds", 1, borne=False),
    ]


@for_all(some.text(max_size=60))
def test_the_form_that_is_compared_is_its_own(words: str) -> None:
    assert tag_key(tag_key(words)) == tag_key(words)


def test_a_tag_leads_to_everybody_who_bears_it(board: BoardState, recruiter: FlaskClient) -> None:
    person = given.a_candidate(board)
    other = given.a_candidate(board, "Callum Adeyinka")
    recruiter.post(f"{DESK}/candidates/{person}/tags", data={"tags": "Night shifts"})
    shown = recruiter.get(f"{DESK}/candidates/{person}").get_data(as_text=True)
    assert f'href="{DESK}/candidates?tag=night+shifts"' in shown
    suggested = recruiter.get(f"{DESK}/candidates/{other}").get_data(as_text=True)
    assert '<option value="Night shifts">' in suggested
    listed = recruiter.get(f"{DESK}/candidates?tag=night+shifts").get_data(as_text=True)
    assert "1 person tagged “Night shifts”" in listed
    assert "Callum Adeyinka" not in listed
    nobody = recruiter.get(f"{DESK}/candidates?tag=zebra").get_data(as_text=True)
    assert "Nobody bears this tag any more." in nobody


def test_a_removed_tag_can_be_brought_back_and_both_stand_in_the_timeline(
    board: BoardState, recruiter: FlaskClient
) -> None:
    person = given.a_candidate(board)
    tag(board, person, "Leeds")
    gone = recruiter.post(f"{DESK}/candidates/{person}/tags/remove", data={"tag": "LEEDS"})
    assert "No longer tagged Leeds." in recruiter.get(gone.location).get_data(as_text=True)
    assert labels(board, person) == []
    recruiter.post(f"{DESK}/candidates/{person}/tags", data={"tags": "Leeds"})
    assert labels(board, person) == ["Leeds"]
    entries = timeline(board.session(), given.scope(board), given.person(board, person))
    told = [(entry.what, entry.why) for entry in entries if entry.what.startswith("tag_")]
    assert told == [("tag_added", "Leeds"), ("tag_removed", "Leeds"), ("tag_added", "Leeds")]


@pytest.mark.parametrize("words", ["", " , ", "x" * 41])
def test_what_is_no_tag_is_said_beside_the_field(board: BoardState, recruiter: FlaskClient, words: str) -> None:
    person = given.a_candidate(board)
    answer = recruiter.post(f"{DESK}/candidates/{person}/tags", data={"tags": words})
    assert answer.status_code == 422
    assert 'id="tag-tags-error"' in answer.get_data(as_text=True)
    assert labels(board, person) == []


def test_a_person_has_so_many_tags_and_no_more(board: BoardState) -> None:
    person = given.a_candidate(board)
    tag(board, person, ", ".join(f"t{number}" for number in range(MOST_A_PERSON)))
    with pytest.raises(InvalidInput, match="30 tags at most"):
        tag(board, person, "one more")


def test_a_merge_brings_the_tags_together_each_once(board: BoardState) -> None:
    stays, goes = given.a_candidate(board), given.a_candidate(board, "M. Okafor")
    tag(board, stays, "Leeds, interim")
    tag(board, goes, "leeds, York")
    merge(board, stays, goes, actor=JUDITH)
    assert labels(board, stays) == ["interim", "Leeds", "York"]


def test_an_erased_persons_tags_are_nobodys(board: BoardState) -> None:
    person = given.a_candidate(board)
    tag(board, person, "Leeds")
    erase(board, person, actor=JUDITH, why="asked by letter")
    assert known(board, given.a_candidate(board, "Pat")) == []


def test_tags_stay_on_their_board(board: BoardState) -> None:
    person = given.a_candidate(board)
    tag(board, person, "Leeds")
    elsewhere = given.Scope("another", RAVI)
    assert known_tags(board.session(), elsewhere, given.person(board, person)) == []
    assert list_candidates(board.session(), elsewhere, PageRequest(), tag="leeds").total == 0


def test_who_may_not_work_in_the_pool_tags_nobody(app: Flask, board: BoardState) -> None:
    person = given.a_candidate(board)
    answer = client_as(app, HELENA).post(f"{DESK}/candidates/{person}/tags", data={"tags": "Leeds"})
    assert answer.status_code == 403
    assert labels(board, person) == []
