"""The whole story in a real browser, with nobody's help: from an application for a job that is too small to the
invitation for one that fits."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.support.browser import on_a_phone, settle
from tests.support.visitor import assert_heading, assert_said, log_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.support.browser import LiveSite

pytestmark = pytest.mark.browser

TODAY = date.today()
RESUME = f"""Tamsin Ormerod-Vale

Marketing Manager, Saltaire Textiles, Mar {TODAY.year - 6} - today
Led a team of four. Ran budgets, trade campaigns and two agencies.
Marketing Executive, Foss Valley Foods, {TODAY.year - 10} - Feb {TODAY.year - 6}
""".encode()


def new_job(
    page: Page, title: str, *, level: str, organization: str = "Saltmarsh Prints", function: str = "marketing"
) -> str:
    """Write a job in Leeds in the form and publish it; the path of its people."""
    page.goto("/recruit/jobs")
    page.get_by_role("link", name="New job").click()
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("For", exact=True).fill(organization)
    page.get_by_label("Level").select_option(level)
    page.get_by_label(re.compile("^Yes, this is")).check()
    page.get_by_label("Function").select_option(function)
    page.get_by_label("Pay to").fill("52,000")
    page.get_by_label("Place").fill("Leeds")
    page.get_by_label("They must").fill("budgets\ntrade campaigns")
    page.get_by_role("button", name="Publish now").click()
    page.wait_for_url("**/recruit/jobs/0*")
    return page.url


def apply(page: Page, title: str, name: str, *, keep: bool, email: str = "") -> None:
    """As a job seeker: find the job by its title, fill in the five fields, look it over, send."""
    page.goto("/jobs/")
    page.get_by_role("search").get_by_label("What").fill(title)
    page.get_by_role("button", name="Search jobs").click()
    page.get_by_role("link", name=title, exact=True).click()
    page.get_by_role("link", name="Apply for this job").click()
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail").fill(email or f"{name.lower().replace(' ', '.')}@example.org")
    page.get_by_label("Where you live").fill("Leeds")
    page.locator("#resume").set_input_files({"name": "resume.txt", "mimeType": "text/plain", "buffer": RESUME})
    box = page.get_by_label(re.compile("^Yes, keep me on file"))
    expect(box).not_to_be_checked()
    box.set_checked(keep)
    page.get_by_role("button", name="Look it over").click()
    page.get_by_role("button", name="Send my application").click()
    page.wait_for_url("**/received*")


def for_which_jobs(page: Page, name: str) -> list[str]:
    """The headings of the inbox under which this person stands."""
    found: list[str] = page.evaluate(
        """name => {
            let job = "", jobs = [];
            for (const part of document.querySelectorAll(".jb-list__group h2, .jb-item__name")) {
                if (part.tagName === "H2") job = part.textContent;
                else if (part.textContent.includes(name)) jobs.push(job);
            }
            return jobs;
        }""",
        name,
    )
    return found


@on_a_phone
def test_from_too_small_a_job_to_the_invitation_for_one_that_fits(page: Page, live_site: LiveSite) -> None:
    name = "Tamsin Ormerod-Vale"
    small, fits, far = "Northern Marketing Coordinator", "Northern Marketing Manager", "Northern VP Marketing"
    log_in(page)
    people = new_job(page, small, level="2")
    settle(live_site)
    apply(page, small, name, keep=True)

    page.goto(people)
    page.get_by_role("link", name=name).first.click()
    assert_heading(page, name)
    application = page.url
    page.get_by_role("link", name="Schedule interview…").click()
    page.get_by_label("Day", exact=True).fill((TODAY - timedelta(weeks=1)).isoformat())
    page.get_by_label("Time", exact=True).fill("10:00")
    page.get_by_label("Judith Amaro-Kell").check()
    page.get_by_role("button", name=re.compile("Arrange it")).click()
    page.get_by_role("link", name="Write your scorecard").click()
    page.get_by_label("What you would tell a colleague in a year").fill("Ran a budget and a team of four.")
    page.locator("input[name=overall][value=STRONG_YES]").check()
    page.get_by_role("button", name="Submit the scorecard").click()
    assert_said(page, "Submitted.")

    page.goto(application)
    page.get_by_role("link", name="Close…").click()
    expect(page.get_by_label(re.compile("^More senior than this role needs"))).to_be_checked()
    expect(page.get_by_label(re.compile("^Keep on file for a better role"))).to_be_checked()
    page.get_by_role("button", name=re.compile("Close and keep")).click()
    assert_said(page, "closed and kept on file")
    settle(live_site)

    new_job(page, far, level="8")
    settle(live_site)
    page.goto("/recruit/inbox")
    waits_for = for_which_jobs(page, name)
    assert not [job for job in waits_for if job.startswith((far, small))]

    new_job(page, fits, level="5")
    settle(live_site)
    page.goto("/recruit/inbox")
    expect(page.locator(".jb-list__group h2").first).to_have_text(re.compile(f"^{fits}"))
    assert for_which_jobs(page, name)[0].startswith(fits)
    page.locator(".jb-item__name a", has_text=name).first.click()
    when = r"this month|in \w+( \d{4})?"
    expect(page.locator(".jb-why")).to_have_text(re.compile(f"^Interviewed ({when}) for {small}, .*Now {fits} at "))
    expect(page.locator(".jb-reasons")).to_contain_text("Interviewers said strong yes.")

    page.get_by_role("link", name=re.compile("^Invite…")).click()
    expect(page.get_by_label(re.compile("^Message"))).to_have_value(re.compile(fits))
    page.get_by_role("button", name=re.compile("^Send the invitation")).click()
    assert_said(page, f"{name} is invited")
    expect(page.get_by_role("button", name=re.compile("Undo"))).to_be_visible()
