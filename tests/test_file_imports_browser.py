"""A file of people comes in from the browser: by the keyboard alone, and on a phone."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import Complaints, at_sizes
from tests.support.visitor import assert_never_scrolls_sideways, log_in

pytestmark = pytest.mark.browser

ROWS = (
    "Philippa Threlkeld-Ng;pip@example.org;Operations Manager;1980-01-02",
    "Nobody at All;no address;Porter;",
)


@pytest.fixture
def people(tmp_path: Path, size: dict[str, Any]) -> Path:
    """A table of two people, one of whom cannot come in. Its columns are not those of the other window's file, which it
    would be read like."""
    path = tmp_path / "people.csv"
    head = f"Wer;Mail;Role;Date of Birth;Seen at {size['viewport']['width']}"
    path.write_text("\n".join((head, *ROWS)), encoding="utf-8")
    return path


@at_sizes
def test_a_file_is_mapped_tried_and_brought_in_by_the_keyboard(
    page: Page, people: Path, complaints: Complaints
) -> None:
    log_in(page)
    page.goto("/recruit/candidates")
    page.get_by_role("link", name="Import people").press("Enter")
    page.get_by_label("File of people").set_input_files(people)
    page.get_by_role("button", name="Look at it").press("Enter")
    expect(page.get_by_role("heading", name="Import people.csv", level=1)).to_be_visible()
    assert_never_scrolls_sideways(page)

    page.get_by_role("button", name="Try it").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Say which column holds the name")
    complaints.forgive("422")
    page.get_by_role("link", name="Columns: Say which").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Wer becomes")).to_be_focused()
    page.keyboard.type("Name")
    page.get_by_label("Tag for everybody in the file").fill("From a spreadsheet")
    page.get_by_role("button", name="Look again").press("Enter")
    expect(page.get_by_role("heading", name="Philippa Threlkeld-Ng")).to_be_visible()
    page.get_by_role("button", name="Try it").press("Enter")
    expect(page.get_by_role("heading", name="What would become of 2 people")).to_be_visible(timeout=30_000)
    assert_never_scrolls_sideways(page)

    page.get_by_role("button", name="Bring them in").first.press("Enter")
    expect(page.get_by_role("heading", name="people.csv is in")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("This is not an email address")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download them").press("Enter")
    assert "Nobody at All" in download.value.path().read_text(encoding="utf-8-sig")
    page.get_by_role("link", name="Show who bears").press("Enter")
    expect(page.get_by_role("link", name="Philippa Threlkeld-Ng")).to_be_visible()
