"""A job seeker with a phone: from a search to an alert, a mail, and out of it again in one click."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

import pytest

from jobboard.adapters.clock import FixedClock
from jobboard.adapters.mail import MemoryMail
from tests.support.alerts import link_in, words_in
from tests.support.browser import on_a_phone, settle

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from jobboard.state import BoardState
    from tests.support.browser import Complaints, LiveSite

pytestmark = pytest.mark.browser

GONE = "404"
UNPROCESSABLE = "422"
WANTED = "/jobs/?q=lighthouse+keeper&place=Whitby&mode=onsite"
NOWHERE = "/jobs/?q=lamplighter&place=Whitby"


@pytest.fixture
def board(live_site: LiveSite) -> BoardState:
    board: BoardState = live_site.app.extensions["jobboard"]["jobboard"]
    return board


@pytest.fixture
def mail(board: BoardState, monkeypatch: pytest.MonkeyPatch) -> MemoryMail:
    """The post of the live site while the test runs."""
    post = MemoryMail()
    monkeypatch.setitem(board.__dict__, "mail", post)
    return post


def fits(page: Page) -> bool:
    wide: bool = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    return wide


def ask(page: Page, search: str, email: str) -> None:
    page.goto(search)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("How often").select_option("At once")
    page.get_by_role("button", name="Start this alert").click()


@on_a_phone
def test_from_a_search_without_results_to_a_mail_and_out_again(
    page: Page, live_site: LiveSite, board: BoardState, mail: MemoryMail, complaints: Complaints
) -> None:
    ask(page, WANTED, "isolde@example.org")
    page.get_by_role("heading", name="One more step, in your mail").wait_for()
    assert fits(page)
    settle(live_site)
    page.goto(link_in(mail.sent[-1]))
    page.get_by_text("“lighthouse keeper” within 25 miles of Whitby, On site").wait_for()
    assert fits(page)
    page.get_by_role("button", name="Start this alert").click()
    page.get_by_text("Your alert has started.").wait_for()
    assert fits(page)
    own = page.url.partition("?")[0]
    a_keeper_is_wanted(board)
    five_minutes_later(live_site, board)
    digest = mail.sent[-1]
    assert digest["Subject"] == "New: Lighthouse Keeper at Calderside Mills"
    job = re.search(r"http://\S+/jobs/0\S+", words_in(digest))
    assert job
    page.goto(job[0])
    page.get_by_role("heading", name="Lighthouse Keeper").wait_for()
    one_click(digest["List-Unsubscribe"].strip("<>"), digest["List-Unsubscribe-Post"])
    assert page.goto(own).status == 404  # type: ignore[union-attr] # it is a page of its own
    complaints.forgive(GONE)


def a_keeper_is_wanted(board: BoardState) -> None:
    from jobboard.testing import situations as given

    where = [{"locality": "Whitby", "region": "North Yorkshire", "country": "GB"}]
    given.a_job(board, "Lighthouse Keeper", publish=True, locations=where, work_mode="onsite")
    board.session.remove()


def five_minutes_later(live_site: LiveSite, board: BoardState) -> None:
    from jobboard.effects import drain

    settle(live_site)
    then = FixedClock(board.now() + timedelta(minutes=board.config.alert_delay_minutes, seconds=1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(board.__dict__, "clock", then)
        drain(board)


def one_click(address: str, body: str) -> None:
    """As a mail program does it: no cookie, no token, no page."""
    with urlopen(Request(address, data=body.encode(), method="POST")) as answer:  # our own live site
        assert answer.status == 200


@on_a_phone
def test_a_mistyped_address_is_put_right_without_typing_the_rest(
    page: Page, live_site: LiveSite, mail: MemoryMail, complaints: Complaints
) -> None:
    ask(page, NOWHERE, "isolde@post")
    page.locator(".jb-errors:focus").wait_for()
    complaints.forgive(UNPROCESSABLE)
    assert fits(page)
    assert page.get_by_label("How often").input_value() == "instant"
    page.get_by_label("E-mail").fill("isolde.put.right@example.org")
    page.get_by_label("E-mail").press("Enter")
    page.get_by_role("heading", name="One more step, in your mail").wait_for()
    settle(live_site)
    assert mail.sent[-1]["To"] == "isolde.put.right@example.org"


def test_no_key_and_no_reader_comes_to_the_field_that_is_a_trap(page: Page) -> None:
    page.goto(NOWHERE)
    page.get_by_label("Where").focus()
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.name"))
    assert "email" in seen
    assert "website" not in seen
    assert page.get_by_role("textbox", name="Leave this empty").count() == 0
