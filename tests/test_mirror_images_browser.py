"""The story's mirror images in a real browser: who must not surface, and the page that says why not.

Each opens a job that is wrong in one way, looks at who waits for it in the inbox, and asks “Who is missing?” from the
job. The first one is the control: the same person does surface where nothing is wrong.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from example_site.seed.people import address
from tests.support.browser import MATCHING_PATIENCE, LiveSite, on_a_phone, settle
from tests.support.visitor import assert_no_sideways_scroll, assert_said, log_in
from tests.test_story_browser import apply, for_which_jobs, new_job

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

MAREN = "Maren Okafor-Lund"  # a past manager who came for a coordinator's job, and excludes Tannery Row Hotels
PRIYA = "Priya Lindqvist-Moss"  # a senior accountant whose consent ended yesterday
HAMZA = "Hamza Lindqvist-Bose"  # another past marketing manager


def wait_for_matching(page: Page, people: str) -> None:
    """Stay on the job's page, which asks by itself, until everybody kept was looked through."""
    page.goto(people)
    looking = page.get_by_text("Looking through everybody kept on file")
    expect(looking).to_have_count(0, timeout=MATCHING_PATIENCE * 1000)


def waits_for(page: Page, people: str, name: str) -> bool:
    """Whether this person waits in the inbox for this job."""
    page.goto(people)
    title = page.get_by_role("heading", level=1).inner_text().partition(":")[0]
    page.goto("/recruit/inbox")
    return any(job.startswith(title) for job in for_which_jobs(page, name))


def why_not(page: Page, people: str, name: str) -> Locator:
    """The page's answer that one comes to from the job."""
    page.goto(people)
    page.get_by_role("link", name="Who is missing?").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Find them").click()
    page.get_by_role("link", name=name).first.click()
    page.wait_for_url("**/why-not?job=*")
    return page.locator("main")


def test_the_control_surfaces_where_nothing_is_wrong(page: Page) -> None:
    log_in(page)
    people = new_job(page, "Mirror Marketing Manager", level="5")
    wait_for_matching(page, people)
    assert waits_for(page, people, MAREN)
    expect(why_not(page, people, MAREN)).to_contain_text("Every gate lets them through")


def test_a_job_of_the_level_they_came_for(page: Page) -> None:
    log_in(page)
    people = new_job(page, "Mirror Marketing Coordinator", level="2")
    wait_for_matching(page, people)
    assert not waits_for(page, people, MAREN)
    answer = why_not(page, people, MAREN)
    expect(answer).to_contain_text("Not a better role.")
    expect(answer).to_contain_text("the same level as Marketing Coordinator, which they came for")
    expect(answer).to_contain_text("The job were at “manager” (5).")


@on_a_phone
def test_a_job_that_is_too_high(page: Page) -> None:
    log_in(page)
    people = new_job(page, "Mirror VP Marketing", level="8")
    wait_for_matching(page, people)
    assert not waits_for(page, people, MAREN)
    answer = why_not(page, people, MAREN)
    expect(answer).to_contain_text("Two levels too high.")
    expect(answer).to_contain_text("The job were at “head or senior manager” (6).")
    assert_no_sideways_scroll(page)


def test_a_consent_that_has_ended(page: Page) -> None:
    log_in(page)
    people = new_job(page, "Mirror Finance Team Leader", level="4", function="finance")
    wait_for_matching(page, people)
    assert not waits_for(page, people, PRIYA)
    answer = why_not(page, people, PRIYA)
    expect(answer).to_contain_text("There is no consent, so contact is blocked.")
    expect(answer).to_contain_text("They give a new consent. Only they can")


def test_an_employer_on_their_own_list(page: Page) -> None:
    log_in(page)
    people = new_job(page, "Mirror Hotel Marketing Manager", level="5", organization="Tannery Row Hotels")
    wait_for_matching(page, people)
    assert not waits_for(page, people, MAREN)
    answer = why_not(page, people, MAREN)
    expect(answer).to_contain_text("They asked not to be considered here.")
    expect(answer).to_contain_text("They take Tannery Row Hotels off their own list.")


def test_somebody_who_is_in_the_pipeline_already(page: Page, live_site: LiveSite) -> None:
    title = "Mirror Campaign Coordinator"
    log_in(page)
    people = new_job(page, title, level="2")
    settle(live_site)
    apply(page, title, HAMZA, keep=False, email=address(HAMZA))
    page.goto(f"{people}/edit")
    page.get_by_label("Level").select_option("5")
    page.get_by_label(re.compile("^Yes, this is")).check()
    page.get_by_role("button", name="Save the change").click()
    assert_said(page, "Saved.")
    wait_for_matching(page, people)
    assert not waits_for(page, people, HAMZA)
    answer = why_not(page, people, HAMZA)
    expect(answer).to_contain_text("They are in this job already.")
    expect(answer).to_contain_text("No change would let them through")
