"""A job seeker in a real browser, on a phone and at a desk: from a search to a receipt, and out of the file again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.support.browser import PATIENCE_MS, at_sizes, on_a_phone
from tests.support.visitor import assert_no_sideways_scroll, read_at_twice_the_size

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.support.browser import Complaints, LiveSite

pytestmark = pytest.mark.browser

UNPROCESSABLE = "422"
PDF = b"%PDF-1.4\n%%EOF\n"


def first_marketing_job(page: Page) -> None:
    page.goto("/jobs/?q=marketing+manager")
    page.locator(".jb-job__title a").first.click()
    page.wait_for_url("**/jobs/0*")


@at_sizes
@pytest.mark.parametrize("path", ["/jobs/", "/jobs/?q=marketing", "/jobs/?q=zebra+tamer&place=Skipton&mode=remote"])
def test_a_search_page_fits_and_breaks_no_policy(path: str, page: Page) -> None:
    page.goto(path)
    expect(page.locator("h1")).to_have_text(re.compile(r"\w"))
    assert_no_sideways_scroll(page)


@on_a_phone
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/for-employers",
        "/jobs/",
        "/jobs/?q=marketing+under+60k&place=Leeds&sort=pay&mode=hybrid",
        "/jobs/?q=zebra+tamer&place=Skipton&mode=remote&pay=60000",
        "/jobs/received",
        "/jobs/alerts/asked",
        "/jobs/alerts/stopped",
    ],
)
def test_text_of_twice_the_size_fits_a_phone(path: str, page: Page) -> None:
    read_at_twice_the_size(page)
    page.goto(path)
    assert_no_sideways_scroll(page)


@on_a_phone
def test_applying_with_text_of_twice_the_size(page: Page, complaints: Complaints) -> None:
    read_at_twice_the_size(page)
    first_marketing_job(page)
    assert_no_sideways_scroll(page)
    page.get_by_role("link", name="Apply for this job").click()
    page.get_by_role("button", name="Look it over").click()
    expect(page.locator(".jb-errors")).to_be_focused()
    complaints.forgive(UNPROCESSABLE)
    assert_no_sideways_scroll(page)
    page.get_by_label("Your name").fill("Tamsin Birkett-Oyelaran")
    page.get_by_label("E-mail").fill("tamsin.birkett-oyelaran@a-long-name-of-a-host.example.org")
    page.get_by_label("Where you live").fill("Ilkley")
    page.get_by_label("Résumé", exact=True).set_input_files(
        {"name": "tamsin.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    assert_no_sideways_scroll(page)
    page.get_by_role("button", name="Look it over").click()
    expect(page.get_by_role("heading", name="Look it over")).to_be_visible()
    assert_no_sideways_scroll(page)
    page.get_by_role("button", name="Send my application").click()
    expect(page.get_by_role("heading", name="We have your application")).to_be_visible()
    assert_no_sideways_scroll(page)


@on_a_phone
def test_what_was_typed_stays_over_a_reload_until_it_has_arrived(page: Page, complaints: Complaints) -> None:
    first_marketing_job(page)
    page.get_by_role("link", name="Apply for this job").click()
    page.get_by_label("Your name").fill("Wren Tolliver")
    page.get_by_label(re.compile("^Yes, keep me on file")).check()
    page.reload()
    expect(page.get_by_label("Your name")).to_have_value("Wren Tolliver")
    expect(page.get_by_label(re.compile("^Yes, keep me on file"))).to_be_checked()
    page.get_by_role("button", name="Look it over").click()
    expect(page.locator(".jb-errors")).to_be_focused()
    complaints.forgive(UNPROCESSABLE)
    page.goto(page.url)
    expect(page.get_by_role("link", name="Go on with it")).to_be_visible()
    expect(page.get_by_label("Your name")).to_be_empty()


@at_sizes
def test_narrowing_and_taking_a_filter_off_again(page: Page, size: dict[str, Any]) -> None:
    page.goto("/jobs/?q=marketing")
    before = page.locator("h1").inner_text()
    if size["viewport"]["width"] < 500:
        page.locator(".jb-filters > summary").click()
    page.get_by_role("checkbox", name=re.compile("^Manager")).check()
    page.get_by_role("button", name="Show these jobs").click()
    page.wait_for_url("**level=manager**")
    expect(page.locator("h1")).not_to_have_text(before)
    page.locator(".jb-chip", has_text="Manager").click()
    page.wait_for_url(lambda url: "level" not in url)
    expect(page.locator("h1")).to_have_text(before)
    page.go_back()
    expect(page).to_have_url(re.compile("level=manager"))


@at_sizes
def test_from_a_search_to_the_receipt(page: Page, complaints: Complaints) -> None:
    first_marketing_job(page)
    assert_no_sideways_scroll(page)
    page.get_by_role("link", name="Apply for this job").click()
    page.get_by_label("Your name").fill("Tamsin Birkett-Oyelaran")
    page.get_by_label("E-mail").fill("tamsin@post")
    page.get_by_label("Where you live").fill("Ilkley")
    page.get_by_label("Résumé", exact=True).set_input_files(
        {"name": "tamsin.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    expect(page.locator(".jb-file__name")).to_have_text("tamsin.pdf")
    expect(page.get_by_label("Yes, keep me on file")).not_to_be_checked()
    page.get_by_role("button", name="Look it over").click()
    expect(page.locator(".jb-errors")).to_be_focused()
    complaints.forgive(UNPROCESSABLE)
    expect(page.get_by_text("tamsin.pdf").first).to_be_visible()
    page.get_by_label("E-mail").fill("tamsin@example.org")
    page.get_by_role("button", name="Look it over").click()
    expect(page.get_by_role("heading", name="Look it over")).to_be_visible()
    assert_no_sideways_scroll(page)
    page.get_by_role("button", name="Send my application").click()
    expect(page.get_by_role("heading", name="We have your application")).to_be_visible()
    assert_no_sideways_scroll(page)


def test_everything_works_without_script(live_site: LiveSite, browser: Any) -> None:
    context = browser.new_context(base_url=live_site.url, java_script_enabled=False)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    first_marketing_job(page)
    page.get_by_role("link", name="Apply for this job").click()
    page.get_by_label("Your name").fill("Osric Pell")
    page.get_by_label("E-mail").fill("osric@example.org")
    page.get_by_label("Where you live").fill("Otley")
    page.get_by_label("Résumé", exact=True).set_input_files(
        {"name": "osric.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_label("Yes, keep me on file").check()
    page.get_by_role("button", name="Look it over").click()
    page.get_by_role("button", name="Send my application").click()
    expect(page.locator("main")).to_contain_text("kept on file for 24 months")
    context.close()
