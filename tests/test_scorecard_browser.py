"""A scorecard is filled in by thumb and by keyboard, and what is written is kept on the way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.support.browser import at_sizes, on_a_phone
from tests.support.visitor import log_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

THUMB = 44
"""Pixels that a target measures at least where it is touched."""


def open_card(page: Page) -> None:
    """The first scorecard that Judith owes."""
    log_in(page)
    page.goto("/recruit/")
    page.get_by_role("link", name="Write it").first.click()
    expect(page.get_by_role("heading", name=re.compile("^Your scorecard for"))).to_be_visible()


@at_sizes
def test_ratings_are_given_with_the_arrow_keys_and_a_draft_is_kept(page: Page) -> None:
    open_card(page)
    page.locator("input[name=rating-0]:checked").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    chosen = page.locator("input[name=rating-0]:checked")
    value = chosen.input_value()
    expect(page.locator("[data-draft-kept]")).to_contain_text("Draft kept at")
    page.reload()
    expect(page.locator("input[name=rating-0]:checked")).to_have_value(value)
    page.locator("input[name=rating-0]:checked").focus()
    page.keyboard.press("Tab")
    expect(page.locator(".jb-rate summary").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#note-0")).to_be_visible()


@on_a_phone
def test_every_answer_is_wide_enough_for_a_thumb(page: Page) -> None:
    open_card(page)
    targets = page.locator(".jb-scale label, .jb-rate summary").all()
    assert targets
    for target in targets:
        box = target.bounding_box()
        assert box is not None
        assert min(box["height"], box["width"]) >= THUMB, target.text_content()
