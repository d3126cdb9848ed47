"""A recruiter's day, done twice: with the keyboard alone at a desk, and with a thumb on a phone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.browser import DESKTOP, PHONE
from tests.support.visitor import assert_heading, assert_no_sideways_scroll, assert_said, log_in

pytestmark = pytest.mark.browser

MOST_TABS = 60
"""From wherever the focus is to the next thing one wants."""


class Hands(Protocol):
    """How somebody works: each act either by its key or on what the page shows for it."""

    page: Page
    free_at: str
    """When they interview, so that no two do at once."""

    def go(self, key: str, way: Locator) -> None:
        """Follow a link, or press a button that leads to another page. ``key`` is the page's own for it, if any."""
        ...

    def tick(self, box: Locator) -> None:
        """Choose a radio or tick a box."""
        ...

    def begin(self, key: str, way: Locator) -> None:
        """Go to another part of the page. ``key`` is the page's own for it."""
        ...

    def write(self, where: Locator, text: str) -> None:
        """Write into a field in place of what stands there."""
        ...

    def choose(self, where: Locator, label: str) -> None:
        """Choose in a drop-down."""
        ...


@dataclass
class Keyboard:
    """Touches no mouse. What has no key of its own is reached by Tab."""

    page: Page
    free_at: str = "07:10"

    def go(self, key: str, way: Locator) -> None:
        if not key:
            self._reach(way)
        *before, last = (key or "Enter").split(" ")
        for one in before:
            self.page.keyboard.press(one)
        with self.page.expect_navigation():
            self.page.keyboard.press(last)

    def tick(self, box: Locator) -> None:
        """Of radios Tab reaches one, and the arrows the others."""
        if box.is_checked():
            return
        if box.get_attribute("type") == "radio":
            group = self.page.locator(f"input[name='{box.get_attribute('name')}']")
            chosen = group.and_(self.page.locator(":checked"))
            self._reach(chosen if chosen.count() else group.first)
            for _ in range(group.count()):
                self.page.keyboard.press("ArrowDown")
                if box.is_checked():
                    return
        self._reach(box)
        self.page.keyboard.press("Space")

    def begin(self, key: str, way: Locator) -> None:
        self.page.keyboard.press(key)

    def write(self, where: Locator, text: str) -> None:
        self._reach(where)
        if where.get_attribute("type") == "time":
            text = text.replace(":", "") + "a"  # one part follows the other by itself; the last, if any, is AM or PM
        else:
            self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, where: Locator, label: str) -> None:
        self._reach(where)
        self.page.keyboard.type(label)

    def _reach(self, wanted: Locator) -> None:
        for _ in range(MOST_TABS):
            if wanted.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"{wanted} is not reached by {MOST_TABS} times Tab on {self.page.url}")


@dataclass
class Thumb:
    """Taps. Writes with the phone's own keyboard, which has no chords."""

    page: Page
    free_at: str = "19:20"

    def go(self, key: str, way: Locator) -> None:
        with self.page.expect_navigation():
            way.tap()

    def tick(self, box: Locator) -> None:
        if not box.is_checked():
            box.tap()
        expect(box).to_be_checked()

    def begin(self, key: str, way: Locator) -> None:
        way.tap()

    def write(self, where: Locator, text: str) -> None:
        where.tap()
        where.fill(text)

    def choose(self, where: Locator, label: str) -> None:
        where.select_option(label=label)


@pytest.fixture(params=[pytest.param((DESKTOP, Keyboard), id="keyboard"), pytest.param((PHONE, Thumb), id="thumb")])
def way_of_working(request: pytest.FixtureRequest) -> tuple[dict[str, object], type[Keyboard] | type[Thumb]]:
    """The size of the window, and the hands."""
    found: tuple[dict[str, object], type[Keyboard] | type[Thumb]] = request.param
    return found


@pytest.fixture
def size(way_of_working: tuple[dict[str, object], type[Keyboard] | type[Thumb]]) -> dict[str, object]:
    """The window's."""
    return way_of_working[0]


@pytest.fixture
def hands(page: Page, way_of_working: tuple[dict[str, object], type[Keyboard] | type[Thumb]]) -> Iterator[Hands]:
    """Somebody who has logged in as a recruiter."""
    log_in(page)
    yield way_of_working[1](page)
    assert_no_sideways_scroll(page)


def test_the_morning_kept_people_are_reviewed(hands: Hands) -> None:
    page = hands.page
    hands.go("g i", page.get_by_role("link", name=re.compile("Review inbox")).first)
    hands.go("j", page.locator(".jb-item__name a").first)
    hands.go("z", page.get_by_role("link", name=re.compile("^Snooze…")))
    hands.tick(page.get_by_label(re.compile("In a week")))
    hands.go("Control+Enter", page.get_by_role("button", name=re.compile("^Snooze")))
    assert_said(page, "snoozed until")
    hands.go("u", page.get_by_role("button", name=re.compile("^Undo")))
    expect(page.get_by_text("Taken back.")).to_be_visible()


def open_the_job(hands: Hands, title: str) -> None:
    """From wherever one is to a job's people."""
    page = hands.page
    hands.go("g j", page.get_by_role("navigation", name="Recruiter").get_by_role("link", name="Jobs"))
    hands.write(page.get_by_label("Find jobs"), title)
    hands.go("Enter", page.get_by_role("search").filter(has_text="Find jobs").get_by_role("button", name="Search"))
    hands.go("", page.get_by_role("link", name=title, exact=True).first)


def test_somebody_is_moved_and_an_interview_arranged(hands: Hands) -> None:
    page = hands.page
    open_the_job(hands, "Credit Controller")
    name = page.locator("[data-row]").first.inner_text()
    hands.go("", page.locator("[data-row]").first)
    assert_heading(page, name)
    hands.choose(page.get_by_label("Move to"), "Offer")
    hands.go("", page.get_by_role("button", name="Move", exact=True))
    assert_said(page, "moved from")
    hands.go("u", page.get_by_role("button", name=re.compile("^Undo")))
    hands.go("i", page.get_by_role("link", name=re.compile("^Schedule interview")))
    assert_heading(page, f"Interview {name}")
    hands.write(page.get_by_label("Time", exact=True), hands.free_at)
    hands.tick(page.get_by_label("Judith Amaro-Kell"))
    hands.go("Control+Enter", page.get_by_role("button", name=re.compile("^Arrange it")))
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_text("Arranged").first).to_be_visible()


def test_several_are_closed_in_one_act_and_it_is_taken_back(hands: Hands) -> None:
    page = hands.page
    open_the_job(hands, "Credit Controller")
    boxes = page.get_by_role("checkbox", name=re.compile("^Select "))
    for number in range(2):
        hands.tick(boxes.nth(number))
    hands.go("Shift+C", page.get_by_role("button", name=re.compile("^Close… the selected")))
    assert_heading(page, "Close 2 people")
    hands.choose(page.get_by_label("Reason for everybody"), "Right person, wrong time")
    hands.go("Control+Enter", page.get_by_role("button", name=re.compile("^Close")).last)
    assert_said(page, "2 people closed.")
    hands.go("u", page.get_by_role("button", name=re.compile("^Undo")))
    assert_said(page, "Taken back for 2 people.")


def test_a_scorecard_is_written(hands: Hands) -> None:
    page = hands.page
    due = page.locator("section", has=page.get_by_role("heading", name="Answers due"))
    hands.go("", due.get_by_role("link", name=re.compile("scorecard", re.IGNORECASE)).last)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your scorecard for")
    hands.tick(page.locator(".jb-rate").first.get_by_role("radio").last)
    hands.write(page.get_by_label("What you would tell a colleague in a year"), "Ran the ledger alone for two years.")
    hands.tick(page.get_by_role("group", name="Overall").get_by_role("radio").last)
    hands.go("Control+Enter", page.get_by_role("button", name=re.compile("^Submit")))
    expect(page.get_by_role("heading", name="What you wrote")).to_be_visible()


def test_people_are_found_written_about_and_kept_as_a_list(hands: Hands) -> None:
    page = hands.page
    hands.go("g c", page.get_by_role("navigation", name="Recruiter").get_by_role("link", name="Candidates"))
    hands.write(page.get_by_label("Anywhere"), "ledger OR excel")
    hands.go("Enter", page.get_by_role("button", name="Search people"))
    name = page.locator(".jb-person [data-row]").first.inner_text()
    hands.go("", page.locator(".jb-person [data-row]").first)
    assert_heading(page, name)
    hands.begin("n", page.get_by_role("link", name=re.compile("^Add a note")))
    hands.write(page.get_by_label("Note", exact=True), "Rings back after five.")
    hands.go("Control+Enter", page.get_by_role("button", name=re.compile("^Save the note|^Add the note|^Save note")))
    assert_said(page, "Note saved.")


def test_the_evening_is_for_the_numbers(hands: Hands) -> None:
    page = hands.page
    hands.go("g r", page.get_by_role("navigation", name="Recruiter").get_by_role("link", name="Reports"))
    hands.go("", page.get_by_role("link", name=re.compile("Pool|The pool")).first)
    expect(page.get_by_role("table").first).to_be_visible()
