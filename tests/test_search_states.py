"""States by their code and in full, as postings and searches write them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from jobboard.search.states import CODES, NAMES, is_state, other_name, plain_state
from jobboard.testing import situations as given
from tests.support.databases import on_sqlite
from tests.support.host import board_of, close_host, make_host
from tests.test_public_search import heading, understood


@pytest.mark.parametrize(
    ("region", "country", "other"),
    [
        ("TX", "US", "Texas"),
        ("tx", "", "Texas"),
        ("Texas", "US", "TX"),
        ("NSW", "AU", "New South Wales"),
        ("MI", "IT", ""),
        ("NY", "US", ""),
        ("New York", "US", "NY"),
        ("West Yorkshire", "GB", ""),
        ("", "", ""),
    ],
)
def test_a_posting_is_found_by_both_names_of_its_state(region: str, country: str, other: str) -> None:
    assert other_name(region, country=country) == other


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("New York State", "NY"),
        ("washington state", "WA"),
        ("Texas state", "Texas"),
        ("Leeds", "Leeds"),
        ("state", "state"),
    ],
)
def test_who_says_state_means_the_state(typed: str, meant: str) -> None:
    assert plain_state(typed) == meant


def test_a_state_that_shares_its_name_with_a_city_is_the_city() -> None:
    assert is_state("Texas")
    assert not is_state("New York")


def test_every_state_has_one_code() -> None:
    assert len(CODES) == len(NAMES)


@pytest.fixture
def american(database_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    """A visitor of a board with a cook in Austin, one in Portland (Maine) and one in New York."""
    app = make_host(database_url, tmp_path, JOBBOARD_DEFAULT_COUNTRY="US")
    for town, region in (("Austin", "TX"), ("Portland", "ME"), ("New York", "NY")):
        place = {"locality": town, "region": region, "country": "US"}
        given.a_job(board_of(app), "Cook", publish=True, locations=[place])
    yield app.test_client()
    close_host(app)


@on_sqlite
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("q=cook&place=Texas", "1 cook job in Texas"),
        ("q=cook&place=tx", "1 cook job in TX"),
        ("q=cook&place=Austin, Texas", "1 cook job in Austin, Texas"),
        ("q=cook&place=New York state", "1 cook job in NY"),
        ("q=cook in texas", "1 cook job in Texas"),
        ("q=cook maine", "1 cook job in Maine"),
        ("q=cook jobs near me", "3 jobs for “cook jobs near me”"),
    ],
)
def test_a_search_knows_both_names(american: FlaskClient, query: str, said: str) -> None:
    page = american.get(f"/jobs/?{query}").text
    assert heading(page) == said


@on_sqlite
def test_a_state_in_the_words_can_be_taken_back(american: FlaskClient) -> None:
    assert understood(american.get("/jobs/?q=cook in texas").text) == {"In Texas": "/jobs/?q=cook"}
