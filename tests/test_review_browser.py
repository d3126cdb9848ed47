"""A recruiter's morning with the keyboard alone: forty people to review, one after the other."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from jobboard.candidates.models import Candidate, Consent, ConsentPurpose
from jobboard.keep_on_file.models import Surfacing, SurfacingStatus
from tests.support.browser import DESKTOP, PATIENCE_MS, PHONE, Complaints, serving
from tests.support.host import JUDITH, board_of, close_host, header_of, make_host
from tests.support.inbox import a_full_inbox
from tests.support.visitor import assert_heading, assert_no_sideways_scroll, assert_said, press

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from jobboard.state import BoardState

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def morning(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with forty people to review for four jobs."""
    folder = tmp_path_factory.mktemp("morning")
    morning = Path(shutil.copyfile(sqlite_template, folder / "morning.sqlite"))
    app = make_host(f"sqlite:///{morning}", folder)
    a_full_inbox(board_of(app), jobs=4, people=10, apart=True)
    close_host(app)
    return morning


@pytest.fixture
def desk(browser: Browser, tmp_path: Path, morning: Path) -> Iterator[tuple[Page, BoardState]]:
    """A desk of its own on such a morning, and Judith's page on it."""
    app = make_host(f"sqlite:///{shutil.copy(morning, tmp_path)}", tmp_path, WTF_CSRF_ENABLED=True)
    board, complaints = board_of(app), Complaints()
    board.session.remove()
    with serving(app) as site:
        context = browser.new_context(base_url=site.url, extra_http_headers=header_of(JUDITH), **DESKTOP)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        complaints.listen_to(page)
        yield page, board
        context.close()
    close_host(app)
    complaints.forgive("favicon")
    assert complaints.heard == []


@pytest.fixture
def plain(desk: tuple[Page, BoardState]) -> Iterator[Page]:
    """The same desk in a browser without script."""
    page, _ = desk
    page.goto("/recruit/inbox")
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(
        base_url=page.url.removesuffix("/recruit/inbox"),
        extra_http_headers=header_of(JUDITH),
        java_script_enabled=False,
        **DESKTOP,
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def assert_opened(page: Page, name: str) -> None:
    """Their name has the focus."""
    who = page.locator("#who")
    expect(who).to_have_text(name)
    expect(who).to_be_focused()


def results(board: BoardState) -> Counter[SurfacingStatus]:
    """What became of everybody."""
    board.session.remove()
    counted = Counter(board.session().scalars(select(Surfacing.status)))
    board.session.remove()
    return counted


def end_consent(board: BoardState, name: str) -> None:
    """Let the consent of somebody run out."""
    with board.transaction() as session:
        person = session.scalars(select(Candidate).where(Candidate.name == name)).one()
        ended = board.now() - timedelta(days=1)
        session.add(
            Consent(
                candidate_id=person.id,
                purpose=ConsentPurpose.KEEP_ON_FILE,
                granted_at=ended - timedelta(days=700),
                expires_at=ended,
                channel="web",
                text_version="3",
            )
        )
    board.session.remove()


def test_forty_people_are_reviewed_with_the_keyboard_alone(desk: tuple[Page, BoardState]) -> None:
    page, board = desk
    end_consent(board, "Person 033")
    page.goto("/recruit/inbox")
    assert_heading(page, "40 to review, for 4 jobs")

    press(page, "j", "j", "k")
    assert_opened(page, "Person 031")
    press(page, "k", "z", "Escape")
    expect(page.locator("#who")).to_have_text("Person 030")
    expect(page.locator("[data-focus]")).to_be_focused()

    press(page, "i", "Control+Enter")  # the draft is good as it stands
    assert_opened(page, "Person 031")
    assert_said(page, "Person 030 is invited")
    press(page, "u")
    assert_said(page, "Taken back. Nothing was sent.")
    press(page, "i", "Control+Enter", "n", "Control+Enter")
    assert_said(page, "Person 031 set aside: not for this job")
    press(page, "z", "Control+Enter")
    assert_said(page, "Person 032 snoozed until 24 December")

    assert_opened(page, "Person 033")
    expect(page.locator(".jb-detail").get_by_text("no contact about other roles").first).to_be_visible()
    page.keyboard.press("i")  # nobody may write to them, so there is nothing to press
    expect(page.get_by_role("link", name=re.compile("^Invite…"))).to_have_count(0)
    press(page, "n", "Control+Enter")

    for _ in range(3):  # three at once
        page.keyboard.press("s")
        press(page, "j")
    expect(page.locator("[data-picked]")).to_have_text("3 selected:")
    press(page, "C")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Three people for Marketing Manager 4")
    press(page, "Escape", "Z", "Control+Enter")
    assert_said(page, "3 people snoozed until 24 December")
    press(page, "u")
    assert_said(page, "Taken back for 3 people")

    acts = ("i", "z", "n")
    for turn in range(36):
        name = page.locator("#who").inner_text()
        press(page, acts[turn % 3], "Control+Enter")
        assert_said(page, name)
        if turn < 35:
            expect(page.locator("#who")).to_be_focused()
            expect(page.locator("#who")).not_to_have_text(name)
    assert_heading(page, "Nobody to review just now")
    assert results(board) == {
        SurfacingStatus.CONVERTED: 13,
        SurfacingStatus.SNOOZED: 13,
        SurfacingStatus.DISMISSED: 14,
    }


def test_keys_are_listed_and_do_nothing_where_somebody_writes(desk: tuple[Page, BoardState]) -> None:
    page, _ = desk
    page.goto("/recruit/inbox")
    here = page.url
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.type("jznk?")
    expect(page.locator("#find")).to_have_value("jznk?")
    expect(page).to_have_url(here)


def test_keys_are_switched_off_and_on_again(desk: tuple[Page, BoardState]) -> None:
    page, _ = desk
    page.goto("/recruit/inbox")
    page.keyboard.press("?")
    page.keyboard.press("Tab")
    press(page, "Enter")
    expect(page.locator("[data-key=i] .jb-key")).to_be_hidden()
    before = page.url
    for key in "jz?":
        page.keyboard.press(key)
    page.get_by_role("link", name=re.compile("^Keys")).focus()
    expect(page).to_have_url(before)
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    press(page, "Enter")
    expect(page.locator("[data-key=i] .jb-key")).to_be_visible()
    press(page, "j")


def test_whoever_is_in_conversation_is_not_invited_a_second_time(desk: tuple[Page, BoardState]) -> None:
    page, board = desk
    with board.transaction() as session:
        first = session.scalars(select(Surfacing).order_by(Surfacing.id)).first()
        assert first is not None
        kept_id = first.kept_id
        other = session.scalars(
            select(Surfacing).where(Surfacing.job_id != first.job_id).order_by(Surfacing.id.desc())
        ).first()
        assert other is not None
        other.kept_id, other.score = kept_id, 100
    board.session.remove()
    page.goto("/recruit/inbox?by=person")
    expect(page.locator(".jb-list__group h2").first).to_have_text("Person 000")
    press(page, "i", "Control+Enter", "i")
    expect(page.locator(".jb-notice--danger")).to_contain_text("You are in conversation with them")
    expect(page.get_by_role("button", name=re.compile("^Send the invitation"))).to_have_count(0)
    press(page, "Escape", "z", "Control+Enter")
    assert_said(page, "Person 000 snoozed")


def test_everything_works_without_script(plain: Page) -> None:
    page = plain
    page.goto("/recruit/inbox?by=person")
    for number in range(3):
        page.locator("input[name=pick]").nth(number).check()
    page.get_by_role("button", name=re.compile("^Snooze… the selected")).click()
    page.get_by_label(re.compile("^In a week")).check()
    page.get_by_role("button", name=re.compile("^Snooze 3 people")).click()
    assert_said(page, "3 people snoozed until 1 December")
    page.get_by_role("button", name=re.compile("^Undo")).click()
    assert_said(page, "Taken back for 3 people")
    page.get_by_label("Only for").select_option(index=2)
    page.get_by_role("button", name="Show").click()
    assert_heading(page, "10 to review, 10 people")
    page.get_by_role("link", name=re.compile("^Not for this…")).click()
    page.get_by_label(re.compile("^Never again")).check()
    page.get_by_role("button", name=re.compile("^Set aside")).click()
    assert_said(page, "never again")
    page.get_by_role("link", name=re.compile("^Rules")).click()
    assert_heading(page, "1 rule holds somebody back")
    page.get_by_role("button", name=re.compile("^End it")).click()
    assert_heading(page, "No rule holds anybody back")
    page.goto("/recruit/inbox")
    page.get_by_role("link", name=re.compile("^Keys")).click()
    page.get_by_role("button", name="Turn the keys off").click()
    expect(page.locator(".jb[data-keys=off]")).to_have_count(1)


@pytest.mark.parametrize(("key", "first"), [("i", "subject"), ("z", "until"), ("n", "scope")])
def test_a_decisions_first_field_has_the_focus(desk: tuple[Page, BoardState], key: str, first: str) -> None:
    page, _ = desk
    page.goto("/recruit/inbox")
    press(page, key)
    expect(page.locator(":focus")).to_have_attribute("name", first)


def test_on_a_phone_the_first_of_those_compared_is_read_whole(desk: tuple[Page, BoardState]) -> None:
    page, board = desk
    found = board.session().scalars(select(Surfacing).order_by(Surfacing.job_id, Surfacing.id).limit(3)).all()
    picked = "&".join(f"pick={one.public_id}" for one in found)
    board.session.remove()
    page.set_viewport_size(PHONE["viewport"])
    page.goto(f"/recruit/inbox/compare?{picked}")
    first = page.locator(".jb-table--compare tbody tr:nth-child(2) td").first.bounding_box()
    assert first is not None
    assert first["x"] + first["width"] <= PHONE["viewport"]["width"]
    assert first["width"] > 180
    assert_no_sideways_scroll(page)
