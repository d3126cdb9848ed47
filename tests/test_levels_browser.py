"""A title nobody knows is placed in Chromium, by phone and from a desk."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import at_sizes
from tests.support.visitor import assert_no_sideways_scroll, log_in

pytestmark = pytest.mark.browser


@at_sizes
def test_a_title_is_placed_seen_on_the_ladder_and_taken_back(page: Page) -> None:
    log_in(page)
    page.goto("/recruit/levels")
    expect(page.get_by_role("heading", name="Communications and Campaigns")).to_be_visible()
    heading = page.get_by_role("heading", level=1)
    waiting = heading.inner_text()
    page.get_by_role("button", name=re.compile("Communications and Campaigns: Place as Manager")).click()
    expect(heading).to_have_text("Place “Communications and Campaigns” as manager?")
    expect(page.get_by_role("heading", name="1 past role would move")).to_be_visible()
    assert_no_sideways_scroll(page)
    page.get_by_role("button", name="Save it").click()
    expect(heading).not_to_have_text(waiting)
    page.get_by_role("link", name="Your ladder").click()
    expect(page.get_by_role("link", name="Communications and Campaigns", exact=True)).to_be_visible()
    assert_no_sideways_scroll(page)
    page.get_by_role("button", name=re.compile("Take back")).first.click()
    expect(page.get_by_role("status").filter(has_text="Taken back")).to_be_visible()
    expect(page.get_by_role("link", name="Communications and Campaigns", exact=True)).to_have_count(0)
