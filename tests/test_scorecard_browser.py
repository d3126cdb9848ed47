"""A scorecard is filled in by thumb and by keyboard, and what is written is kept on the way."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from jobboard.applications.models import Application, ApplicationStatus, Stage
from jobboard.flows import interviews
from tests.support.browser import at_sizes, on_a_phone
from tests.support.host import JUDITH
from tests.support.visitor import assert_said, log_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from jobboard.state import BoardState
    from tests.support.browser import LiveSite

pytestmark = pytest.mark.browser

THUMB = 44
"""Pixels that a target measures at least where it is touched."""


@pytest.fixture
def card(page: Page, live_site: LiveSite) -> Page:
    """The scorecard that Judith owes of an interview yesterday."""
    board: BoardState = live_site.app.extensions["jobboard"]["jobboard"]
    met = select(Application.public_id).where(
        Application.status == ApplicationStatus.ACTIVE, Application.stage == Stage.INTERVIEW
    )
    yesterday = (board.now() - timedelta(days=1)).date().isoformat()
    form = {"date": yesterday, "time": "10:00", "interviewers": ["judith"]}
    application = board.session().scalars(met.limit(1)).one()
    interview = interviews.schedule_interview(board, application, form, actor=JUDITH)
    board.session.remove()
    log_in(page)
    page.goto(f"/recruit/interviews/{interview}/scorecard")
    expect(page.get_by_role("heading", name=re.compile("^Your scorecard for"))).to_be_visible()
    return page


TAKEAWAYS = "What you would tell a colleague in a year"


@at_sizes
def test_ratings_are_given_with_the_arrow_keys_and_a_draft_is_kept(card: Page) -> None:
    rating = card.locator("input[name=rating-0]:checked")
    rating.focus()
    for _ in range(3):
        card.keyboard.press("ArrowRight")
    expect(card.locator("[data-draft-kept]")).to_contain_text("Draft kept at")
    card.reload()
    expect(rating).to_have_value("3")
    rating.focus()
    card.keyboard.press("Tab")
    expect(card.locator(".jb-rate summary").first).to_be_focused()
    card.keyboard.press("Enter")
    expect(card.locator("#note-0")).to_be_visible()


def test_a_card_that_is_written_on_in_two_windows_loses_neither(card: Page) -> None:
    other = card.context.new_page()
    other.goto(card.url)
    card.get_by_label(TAKEAWAYS).fill("Took the brief apart.")
    expect(card.locator("[data-draft-kept]")).to_contain_text("Draft kept at")
    card.get_by_label(TAKEAWAYS).fill("Took the brief apart, twice.")
    other.get_by_label(TAKEAWAYS).fill("Asked who reads it.")
    expect(other.locator("[data-draft-kept]")).to_have_text(
        "You wrote on this elsewhere too. Keep the draft to see both."
    )
    other.get_by_role("button", name="Keep as draft").click()
    notice = other.get_by_role("alert")
    expect(notice).to_contain_text("You wrote on this card elsewhere in the meantime")
    expect(notice).to_contain_text("Took the brief apart")
    expect(other.get_by_label(TAKEAWAYS)).to_have_value("Asked who reads it.")
    other.get_by_role("button", name="Keep as draft").click()
    assert_said(other, "Kept as a draft.")


@on_a_phone
def test_every_answer_is_wide_enough_for_a_thumb(card: Page) -> None:
    targets = card.locator(".jb-scale label, .jb-rate summary").all()
    assert targets
    for target in targets:
        box = target.bounding_box()
        assert box is not None
        assert min(box["height"], box["width"]) >= THUMB, target.text_content()
