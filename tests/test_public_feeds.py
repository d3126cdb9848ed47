"""What programs read: a feed of any search, and a sitemap of every open job."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest

from jobboard.flows.jobs import move_job, save_job
from jobboard.web.public import sitemap
from tests.support.host import JUDITH, board_of, close_host, make_host
from tests.support.public import FORM, draft_job, header_of, open_job

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from jobboard.state import BoardState

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
SITE = "https://jobs.example.com"


def feed_of(client: FlaskClient, address: str = "/jobs/feed.atom") -> ElementTree.Element:
    answer = client.get(address)
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.data)


def titles(feed: ElementTree.Element) -> list[str | None]:
    return [title.text for title in feed.findall("a:entry/a:title", ATOM)]


def locations(client: FlaskClient, address: str) -> list[str]:
    found = ElementTree.fromstring(client.get(address).data).findall("*/s:loc", MAP)
    return [str(place.text) for place in found]


# Feeds


def test_a_search_is_a_feed_newest_first(board: BoardState, client: FlaskClient, clock: Any) -> None:
    for title, function in (("Manager", "marketing"), ("Director", "marketing"), ("Weekend Cook", "hospitality")):
        open_job(board, title=title, function=function)
        clock.advance(timedelta(hours=1))
    assert titles(feed_of(client)) == ["Weekend Cook", "Director", "Manager"]
    assert titles(feed_of(client, "/jobs/feed.atom?q=marketing&sort=pay&page=7")) == ["Director", "Manager"]


def test_a_feed_holds_all_that_atom_asks_for(board: BoardState, client: FlaskClient) -> None:
    job_id = open_job(board)
    feed = feed_of(client, "/jobs/feed.atom?level=manager")
    for part in (feed, feed.find("a:entry", ATOM)):
        assert part is not None
        for name in ("id", "title", "updated", "author/a:name"):
            assert part.findtext(f"a:{name}", "", ATOM)
        assert part.findtext("a:id", "", ATOM).startswith("urn:uuid:")
        assert datetime.fromisoformat(part.findtext("a:updated", "", ATOM)).tzinfo is not None
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)}
    assert links == {
        "self": f"{SITE}/jobs/feed.atom?level=manager",
        "alternate": f"{SITE}/jobs/?level=manager",
    }
    entry = feed.find("a:entry/a:link", ATOM)
    assert entry is not None
    assert entry.get("href") == f"{SITE}/jobs/{job_id}"
    assert "£46,000–£52,000 a year" in feed.findtext("a:entry/a:summary", "", ATOM)


def test_a_feed_of_nothing_is_a_feed(client: FlaskClient) -> None:
    feed = feed_of(client)
    assert titles(feed) == []
    assert feed.findtext("a:updated", "", ATOM)


def test_who_has_a_feed_gets_it_again_only_when_it_has_changed(
    board: BoardState, client: FlaskClient, clock: Any
) -> None:
    job_id = open_job(board)
    first = client.get("/jobs/feed.atom")
    tag, day = header_of(first, "ETag"), header_of(first, "Last-Modified")
    assert client.get("/jobs/feed.atom", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/jobs/feed.atom", headers={"If-Modified-Since": day}).status_code == 304
    clock.advance(timedelta(days=1))
    assert client.get("/jobs/feed.atom", headers={"If-None-Match": tag}).status_code == 304
    move_job(board, job_id, "closed", actor=JUDITH)
    changed = client.get("/jobs/feed.atom", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert b"<entry>" not in changed.data


def test_a_feed_holds_only_what_a_stranger_may_see(board: BoardState, client: FlaskClient, clock: Any) -> None:
    draft_job(board, title="Secret Chef")
    open_job(board, closes_on="2026-11-25")
    clock.advance(timedelta(days=3))
    assert titles(feed_of(client)) == []


def test_a_title_of_signs_and_control_characters_breaks_no_feed(board: BoardState, client: FlaskClient) -> None:
    open_job(board, title="C&A <b>Buyer</b> ]]> “Knits”", description="Form\x0bfeeds\x0c and \x1b[1mcolours. " * 9)
    assert titles(feed_of(client)) == ["C&A <b>Buyer</b> ]]> “Knits”"]
    assert feed_of(client, "/jobs/feed.atom?q=%01%0c%3Cb%3E%26%22&place=%EF%BF%BF").tag.endswith("feed")


def test_a_feed_is_bounded_and_costs_few_statements(
    board: BoardState, client: FlaskClient, count_statements: Any
) -> None:
    for number in range(55):
        open_job(board, title=f"Cook {number}")
    with count_statements(board.engine) as statements:
        feed = feed_of(client)
    assert len(titles(feed)) == 50
    assert statements.count <= 4


def test_the_page_of_a_search_names_its_feed(board: BoardState, client: FlaskClient) -> None:
    open_job(board)
    page = client.get("/jobs/?q=marketing&sort=pay&page=1").text
    assert f'type="application/atom+xml" title="1 marketing job" href="{SITE}/jobs/feed.atom?q=marketing"' in page


def test_a_feed_may_be_kept_for_a_while_and_is_no_page(client: FlaskClient) -> None:
    answer = client.get("/jobs/feed.atom")
    assert header_of(answer, "Cache-Control") == "public, max-age=300"
    assert header_of(answer, "X-Robots-Tag") == "noindex"


# Sitemaps


def test_the_sitemap_leads_to_every_open_job_with_its_last_change(
    board: BoardState, client: FlaskClient, clock: Any
) -> None:
    ended, first = open_job(board, title="Cook"), open_job(board)
    clock.advance(timedelta(days=1))
    second = open_job(board, title="Weekend Cook", closes_on="")
    save_job(board, FORM | {"title": "Weekend Chef", "closes_on": ""}, job_id=second, actor=JUDITH)
    move_job(board, ended, "closed", actor=JUDITH)
    draft_job(board)
    (part,) = locations(client, "/jobs/sitemap.xml")
    assert part.startswith(f"{SITE}/jobs/sitemap-")
    root = ElementTree.fromstring(client.get(part.removeprefix(SITE)).data)
    listed = {url.findtext("s:loc", "", MAP): url.findtext("s:lastmod", "", MAP) for url in root}
    assert listed == {
        f"{SITE}/jobs/{first}": "2026-11-24T09:00:00+00:00",
        f"{SITE}/jobs/{second}": "2026-11-25T09:00:00+00:00",
    }
    index = ElementTree.fromstring(client.get("/jobs/sitemap.xml").data)
    assert index.findtext("s:sitemap/s:lastmod", "", MAP) == "2026-11-25T09:00:00+00:00"


def test_a_sitemap_never_holds_more_than_it_may(
    board: BoardState, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, count_statements: Any
) -> None:
    monkeypatch.setattr(sitemap, "MOST_URLS", 4)
    monkeypatch.setattr(sitemap, "_AT_ONCE", 3)
    jobs = [open_job(board, title=f"Cook {number}") for number in range(9)]
    parts = locations(client, "/jobs/sitemap.xml")
    pages = [locations(client, part.removeprefix(SITE)) for part in parts]
    assert [len(page) for page in pages] == [4, 4, 1]
    assert [url for page in pages for url in page] == [f"{SITE}/jobs/{job}" for job in sorted(jobs)]
    with count_statements(board.engine) as statements:
        assert client.get(parts[0].removeprefix(SITE)).data
    assert statements.count == 3


def test_an_expired_job_is_on_no_sitemap(board: BoardState, client: FlaskClient, clock: Any) -> None:
    open_job(board, closes_on="2026-11-25")
    clock.advance(timedelta(days=3))
    assert locations(client, "/jobs/sitemap.xml") == []


@pytest.mark.parametrize("first", ["zzz", "0", "Z" * 26, "0" * 25, "not-an-id-of-a-job-at-all!"])
def test_a_sitemap_that_there_is_not_is_not_found(first: str, board: BoardState, client: FlaskClient) -> None:
    open_job(board)
    assert client.get(f"/jobs/sitemap-{first}.xml").status_code == 404


def test_a_sitemap_that_begins_with_a_job_that_has_ended_is_still_one(board: BoardState, client: FlaskClient) -> None:
    open_job(board)
    assert len(locations(client, f"/jobs/sitemap-{'0' * 26}.xml")) == 1


@pytest.mark.parametrize("path", ["feed.atom", "sitemap.xml", "suggest?q=mark", "health.json"])
def test_the_date_is_the_servers_to_say(path: str, board: BoardState, client: FlaskClient) -> None:
    open_job(board)
    assert "Date" not in client.get(f"/jobs/{path}").headers


def test_the_index_of_sitemaps_is_sent_once(board: BoardState, client: FlaskClient) -> None:
    open_job(board)
    tag = header_of(client.get("/jobs/sitemap.xml"), "ETag")
    assert client.get("/jobs/sitemap.xml", headers={"If-None-Match": tag}).status_code == 304


def test_without_a_name_of_the_host_there_is_nothing_to_list(database_url: str, tmp_path: Path) -> None:
    app = make_host(database_url, tmp_path, JOBBOARD_BASE_URL="")
    open_job(board_of(app))
    assert app.test_client().get("/jobs/sitemap.xml").status_code == 404
    assert feed_of(app.test_client()).find("a:entry", ATOM) is not None
    close_host(app)


def test_a_page_that_only_a_cursor_names_is_not_for_web_search_engines(board: BoardState, client: FlaskClient) -> None:
    for number in range(25):
        open_job(board, title=f"Cook {number}")
    assert "noindex, follow" in client.get("/jobs/?at=eyJ4Ijox").text
    assert "noindex, follow" not in client.get("/jobs/").text
