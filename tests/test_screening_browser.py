"""A recruiter asks applicants a question, and somebody answers on a phone and at a desk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.support.browser import at_sizes
from tests.support.visitor import assert_no_sideways_scroll, log_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.support.browser import Complaints

pytestmark = pytest.mark.browser

JOB = "Care Assistant"
RESUME = {"name": "resume.txt", "mimeType": "text/plain", "buffer": b"Care assistant, four years"}


def ask(page: Page, question: str) -> None:
    """One more question for a yes or no, put first, whose no is flagged."""
    page.goto("/recruit/jobs?q=care+assistant")
    page.get_by_role("link", name=JOB).first.click()
    page.get_by_role("link", name="Questions").click()
    page.get_by_role("link", name="Yes or no").click()
    page.get_by_label("Question", exact=True).fill(question)
    page.get_by_label("A no").check()
    page.get_by_role("button", name=re.compile("^Save the question")).click()
    expect(page.get_by_role("heading", level=2, name=question)).to_be_visible()
    for _ in range(page.get_by_role("link", name=re.compile("^Edit")).count() - 1):
        page.get_by_role("button", name=re.compile(rf"^Up\W+{re.escape(question)}")).click()
    expect(page.get_by_role("heading", level=2).first).to_have_text(f"1. {question}")
    assert_no_sideways_scroll(page)


@at_sizes
def test_a_question_is_asked_answered_and_its_flag_seen(
    page: Page, complaints: Complaints, size: dict[str, Any]
) -> None:
    width = size["viewport"]["width"]
    question, name = f"Would you wear uniform {width}?", f"Osric Pell {width}"
    log_in(page)
    ask(page, question)
    page.get_by_role("link", name=re.compile(f"^{JOB}")).click()
    desk = page.url
    page.goto(desk.replace("/recruit", "") + "/apply")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail").fill(f"osric{width}@example.org")
    page.get_by_label("Where you live").fill("Otley")
    page.get_by_label("Résumé", exact=True).set_input_files(RESUME)
    page.get_by_role("button", name="Look it over").click()
    expect(page.locator(".jb-errors")).to_be_focused()
    complaints.forgive("422")
    assert_no_sideways_scroll(page)
    page.get_by_role("link", name=f"{question} Choose one of the answers.").click()
    for group in page.locator("fieldset[id^='q-']").all():
        group.get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Look it over").click()
    page.get_by_role("button", name="Send my application").click()
    expect(page.get_by_role("heading", name="We have your application")).to_be_visible()
    page.goto(desk)
    expect(page.get_by_role("row", name=name)).to_contain_text(f"Says no to: {question}")
    assert_no_sideways_scroll(page)
