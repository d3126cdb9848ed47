"""A person's page in the browser: notes and tasks by keyboard and by thumb, parts that fold where there is no room."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import at_sizes, on_a_phone
from tests.support.visitor import assert_never_scrolls_sideways, log_in

pytestmark = pytest.mark.browser


def open_person(page: Page, name: str) -> None:
    """Open somebody's page from the list of people."""
    page.goto(f"/recruit/candidates?q={name.split()[-1]}")
    page.get_by_role("link", name=name, exact=True).click()


def test_a_note_and_a_task_are_written_with_the_keyboard_alone(page: Page) -> None:
    log_in(page)
    open_person(page, "Mirela Dunstable")
    expect(page.get_by_role("heading", name="Mirela Dunstable", level=1)).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_label("Note", exact=True)).to_be_focused()
    page.keyboard.type("Rings back after five. @Ravi")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Note saved.")).to_be_visible()
    expect(page.locator(".jb-mention").first).to_have_text("@Ravi Menon-Clough")
    page.keyboard.press("t")
    expect(page.get_by_label("What is to be done")).to_be_focused()
    page.keyboard.type("Ring before nine")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Ring before nine")).to_be_visible()


@at_sizes
def test_done_is_undone_by_the_same_thumb(page: Page) -> None:
    log_in(page)
    page.goto("/recruit/tasks")
    first = page.get_by_role("button", name=re.compile("^Done.*Send the question about her consent"))
    first.click()
    expect(page.get_by_text("Task done.")).to_be_visible()
    expect(first).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(first).to_be_visible()


@on_a_phone
def test_on_a_phone_parts_are_folded_and_a_link_opens_its_own(page: Page) -> None:
    log_in(page)
    open_person(page, "Noor Haldane-Aziz")
    file = page.locator("#attachments a", has_text="Reference from the mills")
    expect(file).to_be_hidden()
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="Attachments").click()
    expect(file).to_be_visible()
    assert_never_scrolls_sideways(page)


def test_on_a_desk_every_part_is_open_and_the_links_stay_in_sight(page: Page) -> None:
    log_in(page)
    open_person(page, "Noor Haldane-Aziz")
    expect(page.locator("#attachments a", has_text="Reference from the mills")).to_be_visible()
    page.get_by_role("heading", name="Everything, newest first").scroll_into_view_if_needed()
    expect(page.get_by_role("navigation", name="On this page")).to_be_in_viewport()


@at_sizes
def test_two_versions_are_compared_from_the_persons_page(page: Page) -> None:
    log_in(page)
    open_person(page, "Ottilie Brandreth")
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="Résumé").click()
    page.get_by_role("link", name="What changed in version 2").click()
    expect(page.get_by_role("heading", name="What changed in version 2")).to_be_visible()
    expect(page.locator("ins", has_text="without being asked.")).to_be_visible()
    expect(page.locator("del", has_text="Chased by telephone")).to_be_visible()
