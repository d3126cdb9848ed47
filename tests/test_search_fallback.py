"""While the index cannot answer, the database does: fewer words understood, and the page says so."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.orm import Session

from jobboard.flows.index import heal
from jobboard.jobs.plain_search import plain_search
from jobboard.search.geo import Point
from jobboard.search.port import SearchPage
from jobboard.search.query import FACETS, Grammar, Near, SearchQuery, Sort
from jobboard.testing import situations as given
from tests.support.databases import BOTH, lent
from tests.support.host import JUDITH, board_of, close_host, header_of, make_host
from tests.support.public import draft_job, open_job

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

    from jobboard.state import BoardState

NOTICE = "The search index is being put together anew"


@pytest.fixture(scope="module", params=BOTH)
def three_jobs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A host with three open jobs, which the tests only read."""
    with lent(request) as url:
        app = make_host(url, tmp_path_factory.mktemp("three_jobs"))
        open_three_jobs(board_of(app))
        yield app
        close_host(app)


@pytest.fixture
def jobs(three_jobs: Flask) -> Iterator[BoardState]:
    """Their board."""
    board = board_of(three_jobs)
    yield board
    board.session.remove()


def open_three_jobs(board: BoardState) -> None:
    """Two in marketing, of whom one is in York, and a cook by the hour."""
    open_job(board)
    open_job(board, title="Marketing Director", place="York", pay_from="90,000", pay_to="")
    cook = {"title": "Weekend Cook", "level": "entry", "function": "hospitality", "work_mode": "onsite"}
    hourly = {"pay_from": "12.50", "pay_to": "14", "pay_unit": "HOUR", "employment_types": ["PART_TIME"]}
    open_job(board, **cook, **hourly, organization="Foss Valley 100% Foods")


def asked(board: BoardState, text: str = "", **more: Any) -> SearchPage:
    with Session(board.engine) as session:
        query = SearchQuery(text, **{"now": board.now(), "limit": 100, **more})
        return plain_search(session, board.name, query, currency=board.config.currency)


def titles(board: BoardState, text: str = "", **more: Any) -> set[str]:
    return {given.job(board, hit.id).title for hit in asked(board, text, **more).hits}


MANAGER, DIRECTOR, COOK = "Marketing Manager", "Marketing Director", "Weekend Cook"


def test_a_page_without_an_index_finds_jobs_and_says_that_it_is_degraded(
    database_url: str, tmp_path: Path, count_statements: Any
) -> None:
    site = make_host(database_url, tmp_path, JOBBOARD_SEARCH_BACKEND="whoosh")
    board, visitor = board_of(site), site.test_client()
    heal(board)
    open_three_jobs(board)
    assert NOTICE not in visitor.get("/jobs/?q=marketing").text
    shutil.rmtree(board.data_dir / "index")
    worker = {"JOBBOARD_SEARCH_BACKEND": "whoosh", "JOBBOARD_OUTBOX": "worker"}
    fresh = make_host(database_url, tmp_path, **worker)
    visitor = fresh.test_client()
    page = visitor.get("/jobs/?q=marketing").text
    assert NOTICE in page
    assert "2 marketing jobs" in page
    assert "There is nothing to choose from until the index is there again." in page
    assert "Show these jobs" not in page
    assert MANAGER in page
    with count_statements(board_of(fresh).engine) as statements:
        nothing = visitor.get("/jobs/?q=zebra+tamer&place=York&pay=90000").text
    assert "Every open job" in nothing
    assert statements.count <= 12
    assert visitor.get("/jobs/feed.atom").status_code == 503
    assert visitor.get("/jobs/health.json").get_json()["search"] == "degraded"
    assert "by title and employer alone" in visitor.get("/recruit/", headers=header_of(JUDITH)).text
    heal(board_of(fresh))
    assert NOTICE not in visitor.get("/jobs/?q=marketing").text
    assert visitor.get("/jobs/health.json").get_json()["search"] == "ok"
    close_host(fresh)
    close_host(site)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {MANAGER, DIRECTOR, COOK}),
        ("MARKETING", {MANAGER, DIRECTOR}),
        ("marketing -director", {MANAGER}),
        ('"marketing manager"', {MANAGER}),
        ("calderside manager", {MANAGER}),
        ("100%", {COOK}),
        ("arketing", set()),
        ("calder", {MANAGER, DIRECTOR}),
        ("week-end", set()),
        ("_", {MANAGER, DIRECTOR, COOK}),
    ],
)
def test_every_word_must_stand_in_the_title_or_the_employers_name(jobs: BoardState, text: str, found: set[str]) -> None:
    assert titles(jobs, text) == found


def test_the_recruiters_grammar_holds(jobs: BoardState) -> None:
    text = "(manager OR cook) NOT calderside"
    assert titles(jobs, text, grammar=Grammar.BOOLEAN) == {COOK}


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"filters": {"function": ("hospitality",)}}, {COOK}),
        ({"filters": {"level": ("5", "not a rank")}}, {MANAGER, DIRECTOR}),
        ({"filters": {"employment_type": ("PART_TIME",)}}, {COOK}),
        ({"filters": {"work_mode": ("onsite",)}}, {COOK}),
        ({"filters": {"organization": ("Calderside Mills",)}}, {MANAGER, DIRECTOR}),
        ({"filters": {"place": ("York",)}}, {DIRECTOR}),
        ({"place": "york"}, {DIRECTOR}),
        ({"pay_at_least": 2_912_000}, {MANAGER, DIRECTOR, COOK}),
        ({"pay_at_least": 2_912_001}, {MANAGER, DIRECTOR}),
        ({"pay_at_most": 2_600_000}, {COOK}),
        ({"pay_at_most": 2_599_999}, set()),
        ({"filters": {"currency": ("GBP",)}}, {MANAGER, DIRECTOR, COOK}),
        ({"filters": {"currency": ("USD",)}}, set()),
        ({"near": Near(Point(53.8, -1.5), 40), "place": "York"}, {DIRECTOR}),
    ],
)
def test_filters_hold_as_in_the_index(jobs: BoardState, more: dict[str, Any], found: set[str]) -> None:
    assert titles(jobs, **more) == found


def test_only_open_and_live_jobs_are_found(board: BoardState) -> None:
    open_three_jobs(board)
    draft_job(board, title="Secret Cook")
    board.clock.advance(timedelta(days=40))  # type: ignore[attr-defined] # the twin
    assert asked(board).total == 0


def test_pages_follow_one_another_by_cursor(jobs: BoardState) -> None:
    everything = [hit.id for hit in asked(jobs, sort=Sort.PAY).hits]
    seen, cursor = [], ""
    while cursor is not None:
        page = asked(jobs, sort=Sort.PAY, limit=1, cursor=cursor)
        seen.append(page.hits[0].id)
        cursor = page.after
    assert seen == everything
    assert asked(jobs, sort=Sort.PAY, limit=1, cursor=page.before or "").hits[0].id == everything[1]
    assert set(page.facets) == set(FACETS)


def test_a_place_is_whole_words_here_too(board: BoardState) -> None:
    for town, region in (("York", "North Yorkshire"), ("York 6", ""), ("New York", "NY"), ("Leeds", "Yorkshire")):
        place = {"locality": town, "region": region, "country": "GB"}
        given.a_job(board, f"Cook in {town}", publish=True, locations=[place])
    assert titles(board, place="york") == {"Cook in York", "Cook in York 6"}
    assert titles(board, place="Yorkshire") == {"Cook in York", "Cook in Leeds"}
    assert titles(board, place="york, north yorkshire") == {"Cook in York"}
    assert titles(board, place="new york, ny") == {"Cook in New York"}
    assert titles(board, place="Yor") == titles(board, place="North") == titles(board, place="%") == set()


def test_an_outward_code_is_found_here_too(board: BoardState) -> None:
    open_job(board, title="Crane Driver", postal_code="LS10 1AB")
    open_job(board, title="Barrister", postal_code="LS1 4AP")
    assert titles(board, place="ls10") == titles(board, place="LS10 1AB") == {"Crane Driver"}
    assert titles(board, place="Leeds, LS1") == {"Barrister"}


def test_it_costs_two_statements(jobs: BoardState, count_statements: Any) -> None:
    with count_statements(jobs.engine) as statements:
        asked(jobs, "marketing", place="leeds", filters={"level": ("5",)})
    assert statements.count == 2


def test_pay_in_another_currency_is_not_compared(board: BoardState) -> None:
    open_job(board, title="Brewer", currency="CHF", pay_from="120,000", pay_to="130,000")
    open_job(board, title="Baker", pay_from="50,000", pay_to="60,000")
    assert titles(board, pay_at_least=4_500_000) == titles(board, pay_at_most=20_000_000) == {"Baker"}
    assert titles(board, filters={"currency": ("CHF",)}) == {"Brewer"}
