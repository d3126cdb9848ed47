"""The recruiter's pages in Chromium on the seeded example site, by phone and from a desk."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import at_sizes, on_a_phone
from tests.support.visitor import (
    assert_heading,
    assert_never_scrolls_sideways,
    assert_no_sideways_scroll,
    assert_said,
    log_in,
    press,
)

pytestmark = pytest.mark.browser

PATHS = (
    "",
    "inbox",
    "inbox?by=person",
    "inbox/rules",
    "inbox/snoozed",
    "keys",
    "jobs",
    "jobs/new",
    "candidates",
    "candidates?q=marketing",
    "kept",
    "kept?status=paused",
    "levels",
    "levels/ladder",
    "levels/ladder/new",
    "reports",
    "reports?by=function",
    "reports/bench",
)


@on_a_phone
def test_no_page_of_the_desk_scrolls_sideways(page: Page) -> None:
    log_in(page)
    for path in PATHS:
        page.goto(f"/recruit/{path}")
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        assert_never_scrolls_sideways(page)


@at_sizes
def test_the_people_of_a_job_can_be_moved_from_table_and_board(page: Page) -> None:
    log_in(page)
    page.goto("/recruit/jobs?q=Ward+Sister")
    page.get_by_role("link", name=re.compile("Ward Sister")).first.click()
    views = page.get_by_role("navigation", name="View")
    expect(views.get_by_role("link", name="Table")).to_have_attribute("aria-current", "true")
    assert_no_sideways_scroll(page)
    views.get_by_role("link", name="Board").click()
    expect(views.get_by_role("link", name="Board")).to_have_attribute("aria-current", "true")
    assert_no_sideways_scroll(page)
    page.get_by_role("button", name=re.compile("^Move ")).first.click()
    assert_said(page, "moved from")


@on_a_phone
def test_a_snooze_is_taken_and_undone_where_it_is_said(page: Page) -> None:
    log_in(page)
    page.goto("/recruit/inbox")
    count = page.get_by_role("heading", level=1).inner_text()
    page.locator(".jb-item__name a").first.click()
    page.wait_for_url("**/recruit/inbox/0*")
    assert_no_sideways_scroll(page)
    page.get_by_role("link", name=re.compile("^Snooze…")).click()
    page.get_by_label(re.compile("In a week")).check()
    page.get_by_role("button", name=re.compile("^Snooze")).click()
    assert_said(page, "snoozed until")
    page.get_by_role("button", name=re.compile("^Undo")).click()
    expect(page.get_by_text("Taken back.")).to_be_visible()
    page.goto("/recruit/inbox")
    expect(page.get_by_role("heading", level=1)).to_have_text(count)


def test_the_inbox_is_worked_by_keyboard(page: Page) -> None:
    log_in(page)
    page.goto("/recruit/inbox")
    press(page, "j")
    expect(page).to_have_url(re.compile("/inbox/0[^/]+$"))
    first = page.url
    press(page, "j")
    expect(page).not_to_have_url(first)
    press(page, "k")
    expect(page).to_have_url(first)
    press(page, "n")
    expect(page.get_by_role("heading", level=1)).to_contain_text("not for this")
    press(page, "Escape")
    expect(page).to_have_url(first)


@on_a_phone
def test_closing_asks_for_a_reason_and_shows_what_would_be_sent(page: Page) -> None:
    log_in(page)
    page.goto("/recruit/jobs?q=Credit+Controller")
    page.get_by_role("link", name="Credit Controller").first.click()
    page.get_by_role("link", name="Farid Nettleship", exact=True).click()
    page.get_by_role("link", name=re.compile("^Close…")).click()
    expect(page.get_by_label(re.compile("More senior than this role needs"))).to_be_checked()
    expect(page.get_by_label("Use level")).to_be_checked()
    page.get_by_text("Preview: Honest no").click()
    letter = page.get_by_role("region", name="Honest no", exact=True)
    expect(letter).to_contain_text("you bring more than the job could use")
    page.get_by_label(re.compile("Right person, wrong time")).check()
    page.get_by_label("In your own words").fill("Come and see us at the fair.")
    expect(letter).to_contain_text("the time was not right")
    expect(letter).to_contain_text("Come and see us at the fair.")
    expect(page.get_by_role("button", name="Show what would be sent now")).to_have_count(0)
    assert_no_sideways_scroll(page)


def test_the_people_of_a_job_are_walked_and_selected_by_keys(page: Page) -> None:
    log_in(page)
    page.goto("/recruit/jobs?q=Credit+Controller")
    page.keyboard.press("j")
    press(page, "Enter")
    rows = page.locator("[data-row]")
    page.keyboard.press("j")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("s")
    page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("s")
    boxes = page.get_by_role("checkbox", name=re.compile("^Select "))
    expect(boxes.nth(0)).to_be_checked()
    expect(boxes.nth(1)).to_be_checked()
    page.keyboard.press("k")
    page.keyboard.press("m")
    expect(page.get_by_label(re.compile("^Move ")).nth(0)).to_be_focused()
    page.keyboard.press("Escape")
    press(page, "Shift+C")
    assert_heading(page, "Close 2 people")


@pytest.mark.parametrize("view", ["Table", "Board"])
def test_who_was_moved_by_keys_keeps_the_focus(page: Page, view: str) -> None:
    log_in(page)
    page.goto("/recruit/jobs?q=Credit+Controller")
    page.get_by_role("link", name=re.compile("Credit Controller")).first.click()
    with page.expect_navigation():
        page.get_by_role("navigation", name="View").get_by_role("link", name=view).click()
    page.keyboard.press("j")
    expect(page.locator("[data-row]").first).to_be_focused()
    moved = page.locator("[data-row]").first.inner_text()
    page.keyboard.press("m")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    press(page, "Enter")
    assert_said(page, f"{moved} moved from")
    expect(page.get_by_role("link", name=moved, exact=True).first).to_be_focused()


def test_where_who_was_moved_is_gone_the_focus_is_on_the_next(page: Page) -> None:
    log_in(page)
    page.goto("/recruit/jobs?q=Credit+Controller")
    page.get_by_role("link", name=re.compile("Credit Controller")).first.click()
    rows, can_be_offered = page.locator("[data-row]"), page.locator("tr", has=page.locator("option[value=offer]"))
    moved = can_be_offered.first.locator("[data-row]").inner_text()
    can_be_offered.first.locator("[data-row]").focus()
    for stage in ("offer", "hired"):
        names = rows.all_inner_texts()
        after = [*names, names[-2]][names.index(moved) + 1]  # behind the last one there is nobody
        page.keyboard.press("m")
        page.get_by_label(re.compile(f"^Move {moved} ")).select_option(stage)
        page.keyboard.press("Tab")
        press(page, "Enter")
        assert_said(page, f"to {stage.capitalize()}.")
    expect(page.get_by_role("link", name=after, exact=True).first).to_be_focused()


@at_sizes
def test_several_people_of_a_job_are_closed_by_keyboard_and_taken_back(page: Page) -> None:
    log_in(page)
    page.goto("/recruit/jobs?q=Credit+Controller")
    page.get_by_role("link", name=re.compile("Credit Controller")).first.click()
    stages = page.get_by_role("navigation", name="Stage")
    before = stages.inner_text()
    boxes = page.get_by_role("checkbox", name=re.compile("^Select "))
    for number in range(2):
        boxes.nth(number).focus()
        page.keyboard.press("Space")
    expect(page.get_by_role("group", name="With the selected")).to_contain_text("2 selected:")
    press(page, "Shift+C")
    expect(page.get_by_role("heading", level=1)).to_have_text("Close 2 people")
    assert_no_sideways_scroll(page)
    page.get_by_label("Reason for everybody").select_option(label="Right person, wrong time")
    press(page, "Control+Enter")
    assert_said(page, "2 people closed.")
    expect(stages).not_to_have_text(before)
    press(page, "u")
    assert_said(page, "Taken back for 2 people.")
    assert stages.inner_text() == before


@at_sizes
def test_people_are_searched_and_the_search_is_kept_as_a_list(page: Page) -> None:
    log_in(page)
    page.goto("/recruit/candidates")
    page.get_by_label("Anywhere").fill("marketing AND (manager OR director)")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("for “marketing AND (manager OR director)”")
    if page.get_by_text("Filters", exact=True).is_visible():
        page.get_by_text("Filters", exact=True).click()
    page.get_by_role("checkbox", name=re.compile("^Consent live")).check()
    page.get_by_role("button", name="Show these people").click()
    expect(page.get_by_role("list", name="Filters in use")).to_contain_text("Consent live")
    assert_no_sideways_scroll(page)
    page.get_by_text("Save as a list").click()
    page.get_by_label("Name of the list").fill(f"To ring, {page.viewport_size['width']}" if page.viewport_size else "x")
    page.keyboard.press("Enter")
    assert_said(page, "Saved as “To ring")
    page.get_by_role("link", name="All lists, with counts").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("list")
    assert_no_sideways_scroll(page)
    page.get_by_role("link", name=re.compile("^To ring")).first.click()
    expect(page.get_by_role("list", name="Filters in use")).to_contain_text("Consent live")
