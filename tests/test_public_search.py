"""Searching for a job: the page says how many, narrows, widens, and never fails on what somebody typed."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from jobboard.fit.ladder import DEFAULT_LADDER
from jobboard.search.port import FacetCount, SearchPage
from jobboard.search.query import FACETS
from jobboard.web.present import Words
from jobboard.web.public import found
from jobboard.web.public.asked import Asked
from tests.support.databases import BOTH, lent, migrated
from tests.support.host import board_of, close_host, make_host
from tests.support.public import draft_job, open_job

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from jobboard.state import BoardState


def open_four_jobs(board: BoardState) -> None:
    """Two marketing managers, a coordinator and a cook."""
    open_job(board)
    open_job(board, title="Brand Marketing Manager", organization="Foss Valley Foods", place="York", closes_on="")
    open_job(board, title="Marketing Coordinator", level="entry", place="York", pay_from="26,000", pay_to="28,000")
    cook = {"title": "Weekend Cook", "level": "intermediate", "function": "hospitality", "work_mode": "onsite"}
    open_job(board, **cook, employment_types=["PART_TIME"], pay_from="12.50", pay_to="14", pay_unit="HOUR")


@pytest.fixture(scope="module", params=BOTH)
def four_jobs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A host with four open jobs, which the tests only read."""
    with lent(request) as url:
        app = make_host(url, tmp_path_factory.mktemp("four_jobs"))
        board = board_of(app)
        open_four_jobs(board)
        board.session.remove()
        yield app
        close_host(app)


@pytest.fixture
def jobs(four_jobs: Flask) -> Iterator[BoardState]:
    """Their board."""
    board = board_of(four_jobs)
    yield board
    board.session.remove()


@pytest.fixture
def client(four_jobs: Flask) -> FlaskClient:
    """A visitor who is not logged in."""
    return four_jobs.test_client()


def heading(page: str) -> str:
    said = re.search(r"<h1[^>]*>(.*?)</h1>", page)
    assert said
    return said[1]


def test_the_heading_is_the_answer(jobs: BoardState, client: FlaskClient) -> None:
    assert heading(client.get("/jobs/").text) == "4 jobs"
    assert heading(client.get("/jobs/?q=marketing").text) == "3 marketing jobs"
    assert heading(client.get("/jobs/?q=marketing&place=York").text) == "2 marketing jobs in York"
    assert heading(client.get("/jobs/?q=cook").text) == "1 cook job"


def test_jobs_are_not_called_what_they_are_not(tmp_path: Path) -> None:
    app = make_host(migrated(f"sqlite:///{tmp_path}/board.sqlite"), tmp_path, JOBBOARD_SEARCH_BACKEND="whoosh")
    board = board_of(app)
    open_four_jobs(board)
    page = app.test_client().get("/jobs/?q=kubernetes+cook").text
    assert heading(page) == "1 job for “kubernetes cook”"
    assert "No job mentions “kubernetes”. These answer the rest." in page
    assert "No job mentions" not in app.test_client().get("/jobs/?q=cook").text
    near = app.test_client().get("/jobs/?q=advertising").text
    assert heading(near) == "3 jobs near “advertising”"
    assert "No job mentions “advertising”. These only come near." in near
    close_host(app)


def test_a_search_that_does_not_read_as_a_word_before_jobs_is_quoted(jobs: BoardState, client: FlaskClient) -> None:
    assert heading(client.get("/jobs/?q=marketing+-coordinator").text) == "2 jobs for “marketing -coordinator”"


def test_the_count_is_announced(jobs: BoardState, client: FlaskClient) -> None:
    assert '<div role="status"><h1 id="count">' in client.get("/jobs/?q=marketing").text


def test_a_card_says_what_one_wants_to_know(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?q=calderside").text
    for said in ("Calderside Mills", "Leeds", "Hybrid", "Full time", "£46,000–£52,000", "Posted today"):
        assert said in page
    assert "Closes 18 December" in page


def test_pay_by_the_hour_says_so(jobs: BoardState, client: FlaskClient) -> None:
    assert "£12.50–£14 an hour" in client.get("/jobs/?q=cook").text


def test_a_job_without_a_closing_date_says_so(jobs: BoardState, client: FlaskClient) -> None:
    assert "No closing date" in client.get("/jobs/?q=brand").text


def test_drafts_are_never_found(app: Flask, board: BoardState) -> None:
    open_job(board)
    draft_job(board, title="Secret Chef")
    assert heading(app.test_client().get("/jobs/?q=secret").text).startswith("No jobs")


def test_filters_count_what_each_choice_would_show(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?q=marketing").text
    manager = re.search(r'value="manager"><span>Manager</span><data value="(\d+)"', page)
    assert manager
    assert manager[1] == "2"
    assert heading(client.get("/jobs/?q=marketing&level=manager").text) == "2 marketing jobs"


def test_employers_and_towns_are_filters_too(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?q=marketing").text
    assert 'name="employer" value="Foss Valley Foods"><span>Foss Valley Foods</span><data value="1"' in page
    assert 'name="town" value="York"><span>York</span><data value="2"' in page
    narrowed = client.get("/jobs/?q=marketing&employer=Foss+Valley+Foods&town=York").text
    assert heading(narrowed) == "1 marketing job"
    assert '<span class="jb-vh">Remove filter: </span>Foss Valley Foods' in narrowed


def test_a_choice_in_use_is_shown_however_rare_it_is() -> None:
    often = tuple(FacetCount(f"Bakery {number}", 9) for number in range(20))
    page = SearchPage(total=181, facets=dict.fromkeys(FACETS, ()) | {"organization": often})
    said = Words("en_GB", ZoneInfo("Europe/London"), DEFAULT_LADDER, datetime(2026, 11, 24, tzinfo=UTC), "GBP", "mi")
    (employers,) = found.facets(Asked(employer=("Foss Valley Foods",)), page, said, count=lambda _: 181)
    assert len(employers.options) < len(often)
    assert [option.label for option in employers.options if option.chosen] == ["Foss Valley Foods"]


def test_a_level_is_understood_by_key_and_by_rank(jobs: BoardState, client: FlaskClient) -> None:
    by_key, by_rank = client.get("/jobs/?level=manager").text, client.get("/jobs/?level=5").text
    assert heading(by_key) == heading(by_rank) == "2 jobs"


def test_a_filter_nobody_knows_is_said_to_be_left_out_and_can_be_removed(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?q=marketing&level=foo&level=manager").text
    assert heading(page) == "2 marketing jobs"
    assert "Level “foo” is no filter that is known here and was left out." in page
    address = re.search(r'<a href="([^"]+)">Remove it</a>', page)
    assert address
    assert "left out" not in client.get(address[1].replace("&amp;", "&")).text


def test_filters_nobody_knows_are_named_where_nothing_is_found_too(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?q=zebra&pay=much&since=<b>ever&mode=&employer=Foss").text
    assert "Pay “much” and Posted “&lt;b&gt;ever” are no filters that are known here and were left out." in page


def test_each_chip_removes_its_own_filter(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?q=marketing&level=manager&mode=hybrid").text
    chips = re.findall(r'<a class="jb-chip" href="([^"]+)"><span class="jb-vh">Remove filter: </span>([^<]+)', page)
    assert {label: address.replace("&amp;", "&") for address, label in chips} == {
        "Manager": "/jobs/?q=marketing&mode=hybrid",
        "Hybrid": "/jobs/?q=marketing&level=manager",
    }


def test_pay_and_date_narrow_too(jobs: BoardState, client: FlaskClient) -> None:
    assert heading(client.get("/jobs/?pay=45000").text) == "2 jobs"
    assert heading(client.get("/jobs/?since=day").text) == "4 jobs"


def test_the_sort_form_keeps_the_search(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?q=marketing&level=manager&sort=pay").text
    form = page[page.index('class="jb-sort"') :]
    assert '<input type="hidden" name="q" value="marketing">' in form
    assert '<input type="hidden" name="level" value="manager">' in form
    assert '<option value="pay" selected>Pay</option>' in form


@pytest.mark.parametrize(
    "query",
    [
        "level=emperor&mode=telepathy&type=&function=%00&pay=lots&since=ever&sort=random&page=-1",
        "page=99999999999999999999&pay=-5",
        "q=" + "x" * 5000,
        "q=%22%22-+-+%22&place=%00%01",
        "q=%F0%9F%8D%B2&level=5&level=5&level=manager",
        "q=%3Cscript%3Ealert(1)%3C/script%3E",
    ],
)
def test_whatever_stands_in_the_address_the_page_answers(query: str, jobs: BoardState, client: FlaskClient) -> None:
    answer = client.get(f"/jobs/?{query}")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_past_the_last_page_is_the_last_page(jobs: BoardState, client: FlaskClient) -> None:
    assert "Weekend Cook" in client.get("/jobs/?page=40").text


def test_nothing_found_offers_what_to_loosen_with_counts(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?q=marketing&place=Skipton&mode=hybrid").text
    assert heading(page) == "No jobs for “marketing” in Skipton"
    ways = re.findall(r"<li><a href=\"([^\"]+)\"><span>([^<]+)</span><b>(\d+)", page)
    assert ("/jobs/?q=marketing&amp;mode=hybrid", "Look everywhere, not only in Skipton", "3") in ways
    assert ways[-1][1:] == ("Every open job", "4")


def test_every_way_out_of_nothing_leads_to_jobs(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?q=marketing+zebra&place=Skipton&mode=remote&pay=80000").text
    ways = re.findall(r"<li><a href=\"([^\"]+)\"><span>[^<]+</span><b>(\d+)", page)
    assert ways
    for address, count in ways:
        assert heading(client.get(address.replace("&amp;", "&")).text).startswith(count)


@pytest.mark.parametrize("typed", ["marketing+in+leeds", "marketing+leeds", "marketing+LEEDS+jobs"])
def test_a_town_in_the_words_is_spelled_as_jobs_spell_it(typed: str, jobs: BoardState, client: FlaskClient) -> None:
    page = client.get(f"/jobs/?q={typed}").text
    assert heading(page) == "1 marketing job in Leeds"
    assert list(understood(page)) == ["In Leeds"]


def test_a_town_in_its_own_field_is_left_there_as_it_was_typed(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?q=marketing&place=leeds").text
    assert heading(page) == "1 marketing job in Leeds"
    assert 'name="place" value="leeds"' in page
    assert "Understood from your words" not in page


@pytest.mark.parametrize("typed", ["jobs", "the", "find+jobs+near+me"])
def test_words_that_ask_for_nothing_ask_for_everything(typed: str, jobs: BoardState, client: FlaskClient) -> None:
    page = client.get(f"/jobs/?q={typed}").text
    assert heading(page) == "4 jobs"
    assert f'value="{typed.replace("+", " ")}"' in page


@pytest.mark.parametrize("typed", ["🚀", "https://evil.example/", '"', "*", "(((", "the"])
@pytest.mark.parametrize("plain", ["", "1"])
def test_a_text_with_nothing_to_look_for_is_no_name_for_all_jobs(
    typed: str, plain: str, jobs: BoardState, client: FlaskClient
) -> None:
    page = html.unescape(client.get("/jobs/", query_string={"q": typed, "plain": plain}).text)
    assert heading(page) == "4 jobs"
    assert f"“{typed}” says nothing to look for, so these are all jobs." in page
    assert '<meta name="robots" content="noindex, follow">' in page


def test_what_says_nothing_is_left_out_beside_filters(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?q=***&place=York").text
    assert heading(page) == "2 jobs in York"
    assert "“***” says nothing to look for, so it was left out." in page
    assert "nothing to look for" not in client.get("/jobs/?place=York").text


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("marketing not coordinator", "/jobs/?q=marketing+-coordinator"),
        ("hybrid not coordinator", "/jobs/?q=hybrid+-coordinator"),
        ("without coordinator&place=York", "/jobs/?q=-coordinator&amp;place=York"),
    ],
)
def test_a_word_denied_in_words_is_left_out_by_the_link_that_says_how(
    typed: str, address: str, jobs: BoardState, client: FlaskClient
) -> None:
    link = f'<a href="{address}">Write -coordinator to leave out jobs that say coordinator</a>.'
    page = client.get(f"/jobs/?q={typed}").text
    assert link in page
    followed = client.get(html.unescape(address)).text
    assert "Marketing Manager" in followed
    assert "Marketing Coordinator" not in followed
    assert "to leave out jobs" not in followed


def test_a_denied_word_that_no_job_says_is_nothing_to_leave_out(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?q=cook+without+borders").text
    assert heading(page) == "1 job for “cook without borders”"
    assert "to leave out jobs" not in page


@pytest.mark.parametrize("typed", ["cook without degree", "cook no experience", "cook never nights"])
def test_jobs_are_not_called_what_somebody_lacks(typed: str, jobs: BoardState, client: FlaskClient) -> None:
    assert heading(client.get("/jobs/", query_string={"q": typed}).text) == f"1 job for “{typed}”"


def test_a_fact_beside_a_denied_word_does_not_turn_it_round(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?q=hybrid+not+coordinator").text
    assert heading(page) == "1 job for “not coordinator”"


def test_denying_a_word_in_words_changes_nothing_that_is_found(jobs: BoardState, client: FlaskClient) -> None:
    assert heading(client.get("/jobs/?q=not+marketing").text) == "3 jobs for “not marketing”"


def test_not_in_capitals_leaves_out(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?q=marketing+NOT+coordinator").text
    assert heading(page) == "2 jobs for “marketing NOT coordinator”"
    assert "Marketing Coordinator" not in page


def test_what_people_lack_is_said_to_leave_out_nothing_and_who_says_it_is_offered(tmp_path: Path) -> None:
    app = make_host(migrated(f"sqlite:///{tmp_path}/board.sqlite"), tmp_path, JOBBOARD_SEARCH_BACKEND="whoosh")
    open_job(board_of(app), description="No experience needed.")
    open_job(board_of(app), title="Brand Manager", description="Bring experience.")
    client = app.test_client()
    page = client.get("/jobs/?q=no+experience").text
    assert heading(page) == "2 jobs"
    assert ">Write -experience to leave out jobs that say experience</a>." in page
    link = re.search(r'<a href="([^"]+)">1 job says “no experience”</a> in so many words.', page)
    assert link
    assert "Brand Manager" not in client.get(html.unescape(link[1])).text
    close_host(app)


def test_a_fact_alone_that_no_job_states_or_says_finds_none(tmp_path: Path) -> None:
    app = make_host(migrated(f"sqlite:///{tmp_path}/board.sqlite"), tmp_path, JOBBOARD_SEARCH_BACKEND="whoosh")
    open_job(board_of(app), title="Steam Plant Operator", description="You start the plant, which is near your home.")
    page = app.test_client().get("/jobs/?q=wfh").text
    assert heading(page) == "No jobs"
    assert "Remote" in understood(page)
    assert "Leave out “Remote”" in page
    close_host(app)


@pytest.mark.parametrize("typed", ["cook+no+experience", "no+degree", "marketing+without+experience", '"not+cook"'])
def test_what_people_lack_is_nothing_to_leave_out_where_no_job_says_it(
    typed: str, jobs: BoardState, client: FlaskClient
) -> None:
    assert "to leave out jobs" not in client.get(f"/jobs/?q={typed}").text


@pytest.mark.parametrize(
    ("typed", "found_there", "chips"),
    [
        ("marketing under £30k", "1 marketing job", {"Up to £30,000": "/jobs/?q=marketing"}),
        (
            "£27k-£40k marketing",
            "1 marketing job",
            {
                "£27,000 and over": "/jobs/?q=marketing&pay_to=40000",
                "Up to £40,000": "/jobs/?q=marketing&pay=27000",
            },
        ),
        (
            "marketing over £27k up to £60k",
            "3 marketing jobs",
            {
                "£27,000 and over": "/jobs/?q=marketing&pay_to=60000",
                "Up to £60,000": "/jobs/?q=marketing&pay=27000",
            },
        ),
    ],
)
def test_an_upper_bound_of_the_pay_is_a_filter_that_can_be_taken_back(
    typed: str, found_there: str, chips: dict[str, str], jobs: BoardState, client: FlaskClient
) -> None:
    page = client.get("/jobs/", query_string={"q": typed}).text
    assert heading(page) == found_there
    assert understood(page) == chips


def test_an_upper_bound_of_the_pay_is_kept_by_the_filters(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?pay_to=30000").text
    assert heading(page) == "2 jobs"
    assert page.count('<input type="hidden" name="pay_to" value="30000">') == 3  # the filters, the order, the alert


def test_where_all_pay_is_more_that_is_a_way_out(jobs: BoardState, client: FlaskClient) -> None:
    assert ways_out(client.get("/jobs/?q=manager+under+40k").text)[0] == ("More than £40,000 too", 2)


def test_how_long_ago_is_a_filter_that_can_be_taken_back(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?q=marketing+posted+in+the+last+3+days").text
    assert heading(page) == "3 marketing jobs"
    assert understood(page) == {"This week": "/jobs/?q=marketing"}


def ways_out(page: str) -> list[tuple[str, int]]:
    """What the page of an empty search offers, with its counts."""
    return [(said, int(count)) for said, count in re.findall(r"<li><a [^>]+><span>([^<]+)</span><b>(\d+)", page)]


@pytest.mark.parametrize(
    ("query", "nearest", "jobs_there"),
    [
        ("q=marketing&level=head", "One level up or down: “Manager” or “Director”", 2),
        ("q=marketing&pay=80000", "£45,000 and over", 2),
        ("q=marketing&type=PART_TIME", "Leave out “Part time”", 3),
        ("q=marketing+cook&place=Leeds&mode=remote", "Leave out “Remote”", 2),
    ],
)
def test_the_nearest_search_that_finds_anything_comes_first(
    query: str, nearest: str, jobs_there: int, jobs: BoardState, client: FlaskClient
) -> None:
    assert ways_out(client.get(f"/jobs/?{query}").text)[0] == (nearest, jobs_there)


def test_no_more_than_five_ways_are_offered_and_none_without_a_job(jobs: BoardState, client: FlaskClient) -> None:
    query = "q=cook+zebra&place=York&mode=remote&level=entry&type=PART_TIME&pay=80000&since=day&function=sales"
    ways = ways_out(client.get(f"/jobs/?{query}").text)
    assert 1 <= len(ways) <= 5
    assert all(count for _, count in ways)


def test_nonsense_is_offered_nothing_but_every_job_and_an_alert(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?q=qwx+zzyzx").text
    assert ways_out(page) == [("Every open job", 4)]
    assert "Start this alert" in page


def test_an_empty_board_says_so(app: Flask) -> None:
    assert "No job is open at the moment" in app.test_client().get("/jobs/").text


def test_combinations_of_filters_are_not_for_web_search_engines(jobs: BoardState, client: FlaskClient) -> None:
    noindex = '<meta name="robots" content="noindex, follow">'
    assert noindex not in client.get("/jobs/").text
    assert noindex not in client.get("/jobs/?level=manager").text
    assert noindex in client.get("/jobs/?level=manager&mode=hybrid").text
    assert noindex in client.get("/jobs/?q=marketing").text
    assert noindex in client.get("/jobs/?page=74").text
    assert noindex in client.get("/jobs/?employer=Nobody").text


def test_the_canonical_address_is_the_search_in_one_form(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?mode=hybrid&level=5&nonsense=1&q=", headers={"Host": "evil.example"}).text
    assert '<link rel="canonical" href="https://jobs.example.com/jobs/?level=manager&amp;mode=hybrid">' in page


def test_a_page_of_jobs_costs_few_statements(jobs: BoardState, client: FlaskClient, count_statements: Any) -> None:
    with count_statements(jobs.engine) as statements:
        client.get("/jobs/?q=marketing")
    assert statements.count <= 4


@pytest.fixture
def misspelt(database_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    """A visitor of a board with one job and the engine that knows about spelling."""
    app = make_host(database_url, tmp_path, JOBBOARD_SEARCH_BACKEND="whoosh")
    open_job(board_of(app))
    yield app.test_client()
    close_host(app)


def test_a_better_spelling_is_offered_with_its_count(misspelt: FlaskClient) -> None:
    page = misspelt.get("/jobs/?q=marketting&place=Skipton").text
    assert heading(page) == "No jobs for “marketting” in Skipton"
    assert '<a href="/jobs/?q=marketing">marketing, everywhere</a>? That finds 1 job.' in page


@pytest.fixture
def drivers(tmp_path: Path) -> Iterator[FlaskClient]:
    """A visitor of a board with a driver and a newer job that says no more than "drive"."""
    app = make_host(migrated(f"sqlite:///{tmp_path}/board.sqlite"), tmp_path, JOBBOARD_SEARCH_BACKEND="whoosh")
    board = board_of(app)
    open_job(board, title="Bus Driver", description="You stop at every stop.")
    open_job(board, title="Warehouse Operative", description="You drive a fork lift.")
    yield app.test_client()
    close_host(app)


@pytest.mark.parametrize("sort", ["newest", "pay"])
def test_what_only_comes_near_the_words_is_left_to_the_best_match_and_said_so(sort: str, drivers: FlaskClient) -> None:
    page = drivers.get(f"/jobs/?q=driver&sort={sort}").text
    assert heading(page) == "1 driver job"
    assert "Warehouse Operative" not in page
    assert (
        '<a href="/jobs/?q=driver">1 more job</a> only comes near “driver” and is listed by best match alone.' in page
    )
    best = drivers.get("/jobs/?q=driver").text
    assert heading(best) == "2 driver jobs"
    assert "best match alone" not in best


def test_a_name_made_by_its_signs_that_no_job_has_is_said_to_be_missing(drivers: FlaskClient) -> None:
    assert heading(drivers.get("/jobs/?q=24/7").text) == "No jobs for “24/7”"
    page = drivers.get("/jobs/", query_string={"q": "24/7 driver", "plain": "1"}).text
    assert "No job mentions “24/7”. These answer the rest." in page
    assert "Bus Driver" in page


def test_a_feed_holds_what_really_answers(drivers: FlaskClient) -> None:
    feed = drivers.get("/jobs/feed.atom?q=driver").text
    assert "Bus Driver" in feed
    assert "Warehouse Operative" not in feed


def test_a_snippet_without_a_word_that_was_asked_for_gives_way_to_the_first_sentence(
    misspelt: FlaskClient,
) -> None:
    page = misspelt.get("/jobs/").text
    assert "Calderside weaves cloth for furniture makers in nineteen countries." in page
    assert "<mark>" not in page


def understood(page: str) -> dict[str, str]:
    """The chips read from the words, each with the address that removes it."""
    start = page.index("Understood from your words")
    chips = re.findall(
        r'<a class="jb-chip" href="([^"]+)"><span class="jb-vh">Remove filter: </span>([^<]+)',
        page[start : page.index("Take my words as they are", start)],
    )
    return {label: address.replace("&amp;", "&") for address, label in chips}


def test_words_that_are_facts_become_filters_that_can_be_removed(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?q=hybrid+marketing+in+York+over+45k").text
    assert heading(page) == "1 marketing job in York"
    assert "Brand Marketing Manager" in page
    assert understood(page) == {
        "In York": "/jobs/?q=marketing&mode=hybrid&pay=45000",
        "Hybrid": "/jobs/?q=marketing&place=York&pay=45000",
        "£45,000 and over": "/jobs/?q=marketing&place=York&mode=hybrid",
    }
    assert 'value="hybrid marketing in York over 45k"' in page


def test_pay_by_the_hour_is_understood_as_pay_a_year(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?q=cook+£14+an+hour").text
    assert heading(page) == "1 cook job"
    assert "£29,120 and over" in understood(page)


def test_words_can_be_taken_as_they_are(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?q=part-time+cook").text
    assert "Part time" in understood(page)
    plain = re.search(r'href="([^"]+)">Take my words as they are', page)
    assert plain
    assert plain[1] == "/jobs/?q=part-time+cook&amp;plain=1"
    assert "Understood from your words" not in client.get("/jobs/?q=part-time+cook&plain=1").text


def test_facts_that_no_job_states_give_way_to_the_words(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?q=remote+cook+in+Leeds").text
    assert heading(page) == "1 cook job in Leeds"
    assert "No such job states “Remote”. These were found by the words themselves." in page
    assert understood(page) == {"In Leeds": "/jobs/?q=remote+cook&plain=1"}


def test_a_fact_that_is_all_somebody_asked_for_and_no_job_states_is_quoted(tmp_path: Path) -> None:
    app = make_host(migrated(f"sqlite:///{tmp_path}/board.sqlite"), tmp_path)
    open_job(board_of(app), description="You will look after remote sites in the Dales.")
    page = app.test_client().get("/jobs/?q=remote").text
    assert heading(page) == "1 job for “remote”"
    assert "No such job states “Remote”. These were found by the words themselves." in page
    close_host(app)


def test_a_place_and_a_pay_are_never_given_up_unasked(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?q=cook+in+York+over+60k").text
    assert heading(page) == "No jobs for “cook” in York"
    assert set(understood(page)) == {"In York", "£60,000 and over"}


def test_a_filter_understood_is_a_filter_chosen_in_every_form(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?q=hybrid+marketing").text
    assert '<input type="checkbox" name="mode" value="hybrid" checked>' in page
    form = page[page.index('class="jb-sort"') : page.index("</form>", page.index('class="jb-sort"'))]
    assert '<input type="hidden" name="q" value="marketing">' in form
    assert '<input type="hidden" name="mode" value="hybrid">' in form
    alert = page[page.index('action="/jobs/alerts"') :]
    assert '<input type="hidden" name="mode" value="hybrid">' in alert


def test_a_place_that_was_chosen_is_not_read_from_the_words(jobs: BoardState, client: FlaskClient) -> None:
    assert heading(client.get("/jobs/?q=marketing+in+York&place=Leeds").text).endswith("in Leeds")


def suggested(client: FlaskClient, query: str) -> list[tuple[str, str]]:
    names = client.get(f"/jobs/suggest?{query}").get_json()["suggestions"]
    return [(each["text"], each["kind"]) for each in names]


def test_names_are_suggested_with_what_they_are(jobs: BoardState, client: FlaskClient) -> None:
    assert ("Brand Marketing Manager", "Title") in suggested(client, "q=mark")
    assert suggested(client, "q=foss") == [("Foss Valley Foods", "Employer")]
    assert suggested(client, "q=le&of=place") == [("Leeds", "Place")]
    assert suggested(client, "q=foss&of=place") == []


@pytest.mark.parametrize("query", ["", "q=", "q=%00", "q=" + "x" * 5000, "of=everything&q=zzz"])
def test_whatever_is_typed_suggestions_answer(query: str, jobs: BoardState, client: FlaskClient) -> None:
    assert suggested(client, query) == []


def test_suggestions_are_short_lived_copies_and_no_page_of_their_own(jobs: BoardState, client: FlaskClient) -> None:
    answer = client.get("/jobs/suggest?q=mark")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in answer.headers
    assert client.get("/jobs/suggest?q=mark", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_suggestions_cost_no_statement(jobs: BoardState, client: FlaskClient, count_statements: Any) -> None:
    with count_statements(jobs.engine) as statements:
        client.get("/jobs/suggest?q=mark")
    assert statements.count == 0


def test_pay_says_its_unit_and_what_it_is_compared_by(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/").text
    assert "£46,000–£52,000 a year" in page
    assert "£12.50–£14 an hour" in page
    assert "£26,000–£29,120 a full-time year" in page
    assert "Pay is compared in British pounds for a full-time year: 2,080 hours, or 260 days." in page


@pytest.fixture
def a_job_in_basel(app: Flask, board: BoardState) -> Flask:
    """The four jobs and one that is paid in Swiss francs."""
    open_four_jobs(board)
    open_job(board, title="Marketing Manager, Basel", currency="CHF", pay_from="120,000", pay_to="130,000")
    return app


@pytest.mark.parametrize(
    ("query", "found_there"),
    [
        ("pay=45000", "2 jobs"),
        ("pay_to=30000", "2 jobs"),
        ("q=marketing+over+45k", "2 marketing jobs"),
        ("q=marketing&sort=pay", "4 marketing jobs"),
        ("q=marketing+director&pay=99000", "No jobs for “marketing director”"),
    ],
)
def test_the_page_leads_to_the_jobs_whose_pay_is_not_compared(
    query: str, found_there: str, a_job_in_basel: Flask
) -> None:
    client = a_job_in_basel.test_client()
    page = client.get(f"/jobs/?{query}").text
    assert heading(page) == found_there
    others = re.search(r'Not compared: <a href="([^"]+)">1 job paid in Swiss francs</a>', page)
    assert others
    there = client.get(html.unescape(others[1])).text
    assert heading(there) in {"1 job", "1 marketing job", "1 marketing director job"}
    assert "Marketing Manager, Basel" in there
    assert "Not compared" not in there


def test_pay_in_another_currency_comes_last_by_pay(a_job_in_basel: Flask) -> None:
    page = a_job_in_basel.test_client().get("/jobs/?sort=pay").text
    assert page.index("Weekend Cook") < page.index("Marketing Manager, Basel")


def test_pay_that_is_typed_in_another_currency_is_said_to_be_left_out(a_job_in_basel: Flask) -> None:
    page = a_job_in_basel.test_client().get("/jobs/?q=marketing+over+100,000+chf").text
    assert heading(page) == "4 marketing jobs"
    assert "“over 100,000 chf” was left out, since pay is only compared in British pounds." in page
    assert ">1 job paid in Swiss francs</a>" in page


def test_currencies_are_a_filter_where_there_are_several(a_job_in_basel: Flask) -> None:
    page = a_job_in_basel.test_client().get("/jobs/").text
    assert 'name="currency" value="CHF"><span>Paid in Swiss francs</span><data value="1"' in page
    assert "Not compared" not in page


def test_a_board_with_one_currency_says_nothing_of_others(jobs: BoardState, client: FlaskClient) -> None:
    page = client.get("/jobs/?pay=20000&sort=pay").text
    assert 'name="currency"' not in page
    assert "only compared in" not in page


def test_remote_jobs_anywhere_are_a_way_out_of_a_place_without_any(app: Flask, board: BoardState) -> None:
    open_job(board, title="Remote Solicitor", work_mode="remote", place="London")
    page = app.test_client().get("/jobs/?q=solicitor&place=Skipton").text
    assert ("/jobs/?q=solicitor&amp;mode=remote", "Remote, wherever you live", "1") in re.findall(
        r"<li><a href=\"([^\"]+)\"><span>([^<]+)</span><b>(\d+)", page
    )
