"""Keeping somebody by keyboard alone, and their own page by phone, in Chromium on the seeded example site."""

import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import on_a_phone
from tests.support.visitor import assert_never_scrolls_sideways, log_in

pytestmark = pytest.mark.browser

MOST_PRESSES = 9


@dataclass
class Hands:
    """Somebody who touches only the keyboard, and counts."""

    page: Page
    pressed: list[str] = field(default_factory=list)

    def press(self, *keys: str) -> None:
        """Press one key (or one chord) after the other, each once the page is still."""
        for key in keys:
            self.page.wait_for_load_state("networkidle")
            self.page.keyboard.press(key)
            self.pressed.append(key)


def test_an_application_is_closed_and_kept_in_a_few_keys(page: Page) -> None:
    log_in(page)
    page.goto("/recruit/jobs?q=Credit+Controller")
    page.get_by_role("link", name="Credit Controller").first.click()
    page.get_by_role("link", name="Farid Nettleship", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Farid Nettleship")
    hands = Hands(page)
    hands.press("c")
    expect(page.get_by_role("heading", level=1)).to_have_text("Close: Farid Nettleship")
    hands.press("Control+Enter")
    expect(page.get_by_role("status").filter(has_text="closed and kept on file")).to_be_visible()
    hands.press("u")
    expect(page.get_by_text(re.compile("runs again|Reopened|Taken back", re.IGNORECASE)).first).to_be_visible()
    assert len(hands.pressed) <= MOST_PRESSES


def test_a_proposal_is_confirmed_in_a_few_keys(page: Page) -> None:
    log_in(page)
    page.goto("/recruit/kept/proposed")
    name = page.locator("section.jb-panel h2 a").first.inner_text()
    hands = Hands(page)
    hands.press("o")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Keep on file: {name}")
    hands.press("Control+Enter")
    expect(
        page.get_by_role("status").filter(has_text=re.compile("kept on file|waits until they say yes"))
    ).to_be_visible()
    expect(page.locator("section.jb-panel h2 a", has_text=name)).to_have_count(0)
    assert len(hands.pressed) <= MOST_PRESSES


def test_a_proposal_is_set_aside_with_its_reason_in_a_few_keys(page: Page) -> None:
    log_in(page)
    page.goto("/recruit/kept/proposed")
    hands = Hands(page)
    hands.press("n")
    page.wait_for_url("**/not-needed")
    page.get_by_label("Why").focus()
    page.keyboard.type("moves to Canada")
    hands.press("Control+Enter")
    expect(page.get_by_role("status").filter(has_text="not needed")).to_be_visible()
    hands.press("u")
    expect(page.get_by_text("it is proposed again")).to_be_visible()
    assert len(hands.pressed) <= MOST_PRESSES


@on_a_phone
def test_the_pages_of_a_kept_record_never_scroll_sideways(page: Page) -> None:
    log_in(page)
    page.goto("/recruit/kept?status=active")
    page.get_by_role("row").nth(1).get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kept on file:")
    record = page.url
    for path in (record, f"{record}/reconfirm", f"{record}/renew", "/recruit/kept/proposed", "/recruit/kept/reviews"):
        page.goto(path)
        assert_never_scrolls_sideways(page)
    page.goto("/recruit/kept")
    page.get_by_text("Narrow the list…").click()
    page.get_by_label("Function").select_option("marketing")
    page.get_by_role("button", name="Show them").click()
    expect(page.get_by_role("link", name=re.compile("^Marketing.*remove"))).to_be_visible()
    assert_never_scrolls_sideways(page)
