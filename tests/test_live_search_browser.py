"""The search page with script, by phone and at a desk: names to choose from, results that follow, searches of late."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.support.browser import PATIENCE_MS, at_sizes, on_a_phone
from tests.support.visitor import assert_no_sideways_scroll

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.support.browser import LiveSite

pytestmark = pytest.mark.browser


COULD_NOT = "Could not search just now. Press Search to try again."


def heading(page: Page) -> Locator:
    return page.locator("[data-found] h1")


def stay(page: Page) -> None:
    """From now on ``assert_stayed`` knows whether the page was loaded anew."""
    page.evaluate("window.stayed = true")


def assert_stayed(page: Page) -> None:
    assert page.evaluate("window.stayed") is True


@at_sizes
def test_typing_searches_and_back_leads_to_where_one_was(page: Page) -> None:
    page.goto("/jobs/")
    everything = heading(page).inner_text()
    stay(page)
    page.get_by_label("What").press_sequentially("marketing")
    expect(heading(page)).to_have_text(re.compile("marketing jobs"))
    expect(page).to_have_url(re.compile(r"\?q=marketing"))
    expect(page).to_have_title(re.compile("marketing jobs"))
    expect(page.locator("[data-announce]")).to_have_text(heading(page).inner_text())
    expect(page.locator("head link[rel=alternate]")).to_have_attribute("href", re.compile(r"feed\.atom\?q=marketing"))
    expect(page.locator("head link[rel=canonical]")).to_have_attribute("href", re.compile(r"\?q=marketing"))
    expect(page.get_by_label("What")).to_be_focused()
    page.go_back()
    expect(heading(page)).to_have_text(everything)
    expect(page.get_by_label("What")).to_have_value("")
    page.go_forward()
    expect(heading(page)).to_have_text(re.compile("marketing jobs"))
    expect(page.get_by_label("What")).to_have_value("marketing")
    assert_stayed(page)


@at_sizes
def test_a_filter_narrows_at_once_and_keeps_the_focus(page: Page, size: dict[str, Any]) -> None:
    page.goto("/jobs/?q=marketing")
    before = heading(page).inner_text()
    stay(page)
    if size["viewport"]["width"] < 500:
        page.locator(".jb-filters > summary").click()
    page.get_by_role("checkbox", name=re.compile("^Manager")).check()
    expect(page).to_have_url(re.compile("level=manager"))
    expect(heading(page)).not_to_have_text(before)
    expect(page.get_by_role("checkbox", name=re.compile("^Manager"))).to_be_checked()
    expect(page.get_by_role("checkbox", name=re.compile("^Manager"))).to_be_focused()
    page.locator(".jb-chip", has_text="Manager").click()
    expect(heading(page)).to_have_text(before)
    expect(heading(page)).to_be_focused()
    assert_stayed(page)
    assert_no_sideways_scroll(page)


def test_other_words_keep_the_filters(page: Page) -> None:
    page.goto("/jobs/?q=marketing&mode=hybrid")
    page.get_by_label("What").fill("manager")
    expect(page).to_have_url(re.compile(r"q=manager&mode=hybrid"))
    expect(page.locator(".jb-chip", has_text="Hybrid")).to_be_visible()


def test_sorting_and_the_next_page_need_no_reload(page: Page) -> None:
    page.goto("/jobs/")
    stay(page)
    page.get_by_label("Sort by").select_option("pay")
    page.get_by_role("button", name="Sort").click()
    expect(page).to_have_url(re.compile("sort=pay"))
    page.get_by_role("link", name=re.compile("^Next")).click()
    expect(page).to_have_url(re.compile("at="))
    expect(page.locator(".jb-pager")).to_contain_text("Jobs 21 to")
    assert_stayed(page)


@at_sizes
def test_names_are_chosen_with_the_arrow_keys(page: Page) -> None:
    page.goto("/jobs/")
    field = page.get_by_role("combobox", name="What")
    field.press_sequentially("market")
    listbox = page.get_by_role("listbox", name="Titles, skills, employers and places")
    expect(listbox).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    first = listbox.get_by_role("option").first
    name = first.get_attribute("data-text")
    assert name
    assert_no_sideways_scroll(page)
    field.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    chosen = first.get_attribute("id")
    assert chosen
    expect(field).to_have_attribute("aria-activedescendant", chosen)
    field.press("Enter")
    expect(field).to_have_value(name)
    expect(listbox).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(page).to_have_url(re.compile(r"\?q="))


def test_escape_closes_the_names_and_keeps_the_words(page: Page) -> None:
    page.goto("/jobs/")
    field = page.get_by_role("combobox", name="What")
    field.press_sequentially("market")
    listbox = page.get_by_role("listbox", name="Titles, skills, employers and places")
    expect(listbox).to_be_visible()
    field.press("Escape")
    expect(listbox).to_be_hidden()
    expect(field).to_be_focused()
    expect(field).to_have_value("market")


def test_places_are_offered_where_a_place_is_asked_for(page: Page) -> None:
    page.goto("/jobs/")
    page.get_by_role("combobox", name="Where").press_sequentially("lee")
    option = page.get_by_role("option", name=re.compile("^Leeds"))
    expect(option).to_contain_text("Place")
    option.click()
    expect(page.get_by_role("combobox", name="Where")).to_have_value("Leeds")
    expect(heading(page)).to_have_text(re.compile("Leeds"))


@at_sizes
def test_searches_of_late_stay_in_the_browser_until_forgotten(page: Page) -> None:
    page.goto("/jobs/?q=marketing&place=Leeds")
    page.goto("/jobs/?q=solicitor")
    expect(page.locator("[data-recent]")).to_be_hidden()
    page.goto("/jobs/")
    recent = page.get_by_role("navigation", name="Searched for lately")
    expect(recent.get_by_role("link")).to_have_text(["“solicitor”", "“marketing” within 25 miles of Leeds"])
    assert_no_sideways_scroll(page)
    recent.get_by_role("link", name="marketing").click()
    expect(page).to_have_url(re.compile("q=marketing&place=Leeds"))
    expect(recent).to_be_hidden()
    page.go_back()
    expect(recent.get_by_role("link")).to_have_count(2)
    recent.get_by_role("button", name="Forget these").click()
    expect(recent).to_be_hidden()
    expect(page.get_by_label("What")).to_be_focused()
    assert page.evaluate("localStorage.getItem('jobboard-recent-searches')") == "[]"


def test_words_that_find_nothing_may_be_unfinished(page: Page) -> None:
    page.clock.install()
    page.goto("/jobs/?q=marketing")
    before = heading(page).inner_text()
    with page.expect_response(re.compile("q=zxqv")):
        page.get_by_label("What").fill("zxqv")
        page.clock.run_for(400)
    expect(page.locator("[data-found]")).not_to_have_attribute("aria-busy", "true")
    expect(heading(page)).to_have_text(before)
    expect(page).to_have_url(re.compile("q=marketing"))
    page.clock.run_for(1500)
    expect(heading(page)).to_have_text(re.compile("^No jobs"))


def test_a_word_that_was_only_begun_is_no_search_of_late(page: Page) -> None:
    page.goto("/jobs/")
    field = page.get_by_label("What")
    field.press_sequentially("market")
    expect(page).to_have_url(re.compile("q=market$"))
    field.press_sequentially("ing")
    field.press("Enter")
    expect(page).to_have_url(re.compile("q=marketing$"))
    page.goto("/jobs/")
    links = page.get_by_role("navigation", name="Searched for lately").get_by_role("link")
    expect(links).to_have_text(["“marketing”"])


def test_a_filter_ticked_at_once_keeps_the_words_just_typed(page: Page) -> None:
    page.goto("/jobs/?q=marketing")
    page.get_by_label("What").fill("manager")
    page.get_by_role("checkbox", name=re.compile("^Hybrid")).check()
    expect(page).to_have_url(re.compile("q=manager.*mode=hybrid"))
    expect(page.get_by_label("What")).to_have_value("manager")


def test_a_filter_does_not_bring_back_words_that_were_taken_out(page: Page) -> None:
    page.goto("/jobs/?q=marketing")
    page.get_by_label("What").press("Escape")
    page.get_by_label("What").press("Escape")
    expect(page.get_by_label("What")).to_have_value("")
    page.get_by_role("checkbox", name=re.compile("^Hybrid")).check()
    expect(page).to_have_url(re.compile(r"/jobs/\?mode=hybrid$"))
    expect(page.get_by_label("What")).to_have_value("")


def test_a_failed_answer_shows_the_servers_own_page(page: Page, complaints: Any) -> None:
    page.goto("/jobs/")
    page.route(
        re.compile("q=cook"), lambda route: route.fulfill(status=503, body="<h1>Busy</h1>", content_type="text/html")
    )
    page.get_by_label("What").fill("cook")
    expect(page.locator("h1")).to_have_text("Busy")
    complaints.forgive("503")


def test_without_a_connection_the_jobs_found_last_stay(page: Page, complaints: Any) -> None:
    page.goto("/jobs/?q=marketing")
    heading = page.locator("h1").inner_text()
    page.context.set_offline(True)
    page.get_by_label("What").fill("cook")
    expect(page.locator("[data-announce]")).to_have_text(COULD_NOT)
    expect(page.get_by_text("These are the jobs found last.")).to_be_visible()
    expect(page.locator("h1")).to_have_text(heading)
    page.context.set_offline(False)
    page.get_by_label("What").fill("solicitor")
    expect(page.locator("h1")).to_contain_text("solicitor")
    expect(page.get_by_text(COULD_NOT)).to_have_count(0)
    complaints.forgive("ERR_INTERNET_DISCONNECTED")


@at_sizes
def test_a_server_that_does_not_answer_is_said_and_search_tries_again(page: Page) -> None:
    page.clock.install()
    page.goto("/jobs/?q=marketing")
    stay(page)
    page.route(re.compile("q=cook"), lambda route: None)
    page.get_by_label("What").fill("cook")
    with page.expect_request(re.compile("q=cook")):
        page.clock.run_for(400)
    expect(page.locator("[data-found]")).to_have_attribute("aria-busy", "true")
    page.clock.run_for(10_000)
    expect(page.locator("[data-announce]")).to_have_text(COULD_NOT)
    expect(page.locator("[data-found]")).not_to_have_attribute("aria-busy", "true")
    page.unroute(re.compile("q=cook"))
    page.get_by_role("button", name="Search jobs").click()
    expect(page.locator("h1")).to_contain_text("cook")
    assert_stayed(page)


def test_without_script_the_form_searches(live_site: LiveSite, browser: Any) -> None:
    context = browser.new_context(base_url=live_site.url, java_script_enabled=False)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto("/jobs/?mode=hybrid")
    page.get_by_label("What").fill("marketing")
    page.get_by_role("button", name="Search jobs").click()
    expect(page).to_have_url(re.compile(r"q=marketing.*mode=hybrid"))
    expect(page.locator("[data-recent]")).to_be_hidden()
    context.close()


@on_a_phone
@pytest.mark.parametrize("query", ["", "?q=marketing+manager+in+Leeds", "?q=marketing&mode=hybrid&place=Leeds"])
def test_the_first_job_is_on_a_phones_first_screen(page: Page, query: str) -> None:
    page.goto(f"/jobs/{query}")
    expect(page.locator(".jb-job").first.get_by_role("link")).to_be_in_viewport()
    expect(page.get_by_label("Where")).to_have_accessible_description(re.compile("Town"))
    assert_no_sideways_scroll(page)
