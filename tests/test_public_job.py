"""One job's page: what a person needs to decide, safe to render, honest once it has ended."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from jobboard.access import SYSTEM, Scope
from jobboard.flows.jobs import move_job
from jobboard.jobs.models import JobRequirement, RequirementKind
from jobboard.jobs.queries import get_job
from tests.support.host import JUDITH
from tests.support.public import draft_job, open_job

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from jobboard.state import BoardState


def posting(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    said: dict[str, Any] = json.loads(found[1])
    return said


def test_the_facts_stand_together(board: BoardState, client: FlaskClient) -> None:
    page = client.get(f"/jobs/{open_job(board)}").text
    for said in ("£46,000–£52,000 a year", "Leeds LS10", "Hybrid", "Full time", "<dd>Manager</dd>"):
        assert said in page
    assert '<time datetime="2026-12-18">18 December</time>, 24 days left' in page


def test_what_is_not_known_is_left_out(board: BoardState, client: FlaskClient) -> None:
    page = client.get(f"/jobs/{open_job(board, pay_from='', pay_to='', closes_on='')}").text
    assert "<dt>Pay</dt>" not in page
    assert "<dt>Closes</dt>" not in page


def test_what_the_job_asks_for_says_how_firmly(board: BoardState, client: FlaskClient) -> None:
    page = client.get(f"/jobs/{open_job(board, musts='Budget planning', nices='Textiles')}").text
    assert "<strong>Must:</strong> Budget planning" in page
    assert "<strong>Nice:</strong> Textiles" in page


def test_what_the_description_says_already_is_not_said_twice(board: BoardState, client: FlaskClient) -> None:
    said = "## What you need\n\nBudget planning, and patience."
    page = client.get(f"/jobs/{open_job(board, musts='Budget planning', description=said)}").text
    prose = page.split('class="jb-prose"')[1]
    assert prose.count("What you need") == prose.count("Budget planning") == 1


def test_the_way_to_apply_is_one_link(board: BoardState, client: FlaskClient) -> None:
    job_id = open_job(board)
    assert f'href="/jobs/{job_id}/apply">Apply for this job</a>' in client.get(f"/jobs/{job_id}").text


def test_search_engines_get_the_posting_as_data(board: BoardState, client: FlaskClient) -> None:
    job_id = open_job(board)
    said = posting(client.get(f"/jobs/{job_id}").text)
    assert said["@type"] == "JobPosting"
    assert said["title"] == "Marketing Manager"
    assert said["hiringOrganization"]["name"] == "Calderside Mills"
    assert not [key for key in said if key.startswith("jobboard:")]


def test_the_posting_has_all_that_google_asks_for(board: BoardState, client: FlaskClient) -> None:
    job_id = open_job(board, musts="Budget planning")
    with board.transaction() as session:
        job = get_job(session, Scope("jobboard", SYSTEM), job_id)
        job.organization.website, job.responsibilities = "https://calderside.example", "Weave one plan."
        job.requirements.append(JobRequirement(text="Bachelor’s degree", kind=RequirementKind.EDUCATION))
    said = posting(client.get(f"/jobs/{job_id}").text)
    assert said["datePosted"] == "2026-11-24T09:00:00+00:00"
    assert said["validThrough"] == "2026-12-18T23:59:59+00:00"
    assert said["hiringOrganization"]["sameAs"] == "https://calderside.example"
    assert said["jobLocation"][0]["address"] == {
        "@type": "PostalAddress",
        "addressLocality": "Leeds",
        "postalCode": "LS10",
        "addressCountry": "GB",
    }
    assert said["identifier"] == {"@type": "PropertyValue", "name": "Calderside Mills", "value": job_id}
    assert said["employmentType"] == ["FULL_TIME"]
    assert said["baseSalary"] == {
        "@type": "MonetaryAmount",
        "currency": "GBP",
        "value": {"@type": "QuantitativeValue", "minValue": 46_000, "maxValue": 52_000, "unitText": "YEAR"},
    }
    assert said["directApply"] is True
    assert said["educationRequirements"][0]["credentialCategory"] == "bachelor degree"
    for part in ("Calderside weaves", "Weave one plan.", "Budget planning"):
        assert part in said["description"]
    assert not {"jobLocationType", "applicantLocationRequirements"} & set(said)


def test_remote_work_says_from_which_country(board: BoardState, client: FlaskClient) -> None:
    anywhere = {"work_mode": "remote", "place": "", "postal_code": ""}
    said = posting(client.get(f"/jobs/{open_job(board, **anywhere)}").text)
    assert said["jobLocationType"] == "TELECOMMUTE"
    assert said["applicantLocationRequirements"] == [{"@type": "Country", "name": "GB"}]
    assert "jobLocation" not in said


def test_what_no_search_engine_would_take_is_not_offered_to_it(board: BoardState, client: FlaskClient) -> None:
    nowhere = open_job(board, place="", postal_code="")
    wordless = open_job(board, description="", musts="")
    for job_id in (nowhere, wordless):
        assert "ld+json" not in client.get(f"/jobs/{job_id}").text


def test_a_title_cannot_break_out_of_the_data(board: BoardState, client: FlaskClient) -> None:
    evil = "</script><script>alert(1)</script><!-- & 'chef'"
    page = client.get(f"/jobs/{open_job(board, title=evil)}").text
    assert "<script>alert(1)" not in page
    assert posting(page)["title"] == evil


def test_a_description_cannot_run_anything(board: BoardState, client: FlaskClient) -> None:
    evil = '<p onmouseover="alert(1)">Come</p><script>alert(1)</script><img src=x onerror=alert(1)>'
    page = client.get(f"/jobs/{open_job(board, description=evil)}").text
    prose = page[page.index('class="jb-prose"') :]
    assert "<p>Come</p>" in prose
    assert "onmouseover" not in prose
    assert "<img" not in prose


def test_the_canonical_address_never_comes_from_the_host_header(board: BoardState, client: FlaskClient) -> None:
    job_id = open_job(board)
    page = client.get(f"/jobs/{job_id}?utm_source=x", headers={"Host": "evil.example"}).text
    assert f'<link rel="canonical" href="https://jobs.example.com/jobs/{job_id}">' in page
    assert "evil.example" not in page


def test_jobs_near_this_one_are_offered_but_not_itself(board: BoardState, client: FlaskClient) -> None:
    job_id = open_job(board)
    open_job(board, title="Brand Marketing Manager")
    open_job(board, title="Weekend Cook", function="hospitality")
    near = client.get(f"/jobs/{job_id}").text.split("Near this one")[1]
    assert "Brand Marketing Manager" in near
    assert "Weekend Cook" not in near
    assert f"/jobs/{job_id}" not in near


def test_a_draft_looks_like_a_job_that_never_was(board: BoardState, client: FlaskClient) -> None:
    draft, missing = client.get(f"/jobs/{draft_job(board)}"), client.get("/jobs/01NOSUCHJOB")
    assert draft.status_code == missing.status_code == 404
    assert draft.text == missing.text


def test_head_answers_like_get(board: BoardState, client: FlaskClient) -> None:
    assert client.head(f"/jobs/{open_job(board)}").status_code == 200
    assert client.head(f"/jobs/{draft_job(board)}").status_code == 404


def test_the_way_back_leads_to_the_search_one_came_from(board: BoardState, client: FlaskClient) -> None:
    path = f"/jobs/{open_job(board)}"

    def crumb(referrer: str) -> str:
        said = re.search(r'class="jb-crumb">(.*?)</p>', client.get(path, headers={"Referer": referrer}).text)
        assert said
        return said[1]

    search = "http://localhost/jobs/?q=marketing&mode=hybrid"
    assert crumb(search) == '<a href="/jobs/?q=marketing&amp;mode=hybrid">Back to “marketing”, Hybrid</a>'
    assert crumb("http://localhost/jobs/?mode=hybrid") == '<a href="/jobs/?mode=hybrid">Back to every job, Hybrid</a>'
    for other in ("http://localhost/jobs/", "https://evil.example/jobs/?q=x", "http://localhost/other?q=x", "http://["):
        assert crumb(other) == '<a href="/jobs/">Search jobs</a>'


def test_what_is_near_is_near_first(board: BoardState, client: FlaskClient) -> None:
    for town in ("York", "York", "York", "Hull"):
        open_job(board, title=f"Marketing Manager in {town}", place=town)
    job_id = open_job(board, title="Marketing Manager", place="Hull")
    near = client.get(f"/jobs/{job_id}").text.split("Near this one")[1]
    assert near.index("Marketing Manager in Hull") < near.index("Marketing Manager in York")


def test_an_ended_job_is_gone_and_offers_what_is_near(board: BoardState, client: FlaskClient) -> None:
    ended = open_job(board)
    open_job(board, title="Brand Marketing Manager")
    move_job(board, ended, "closed", actor=JUDITH)
    answer = client.get(f"/jobs/{ended}")
    assert answer.status_code == 410
    assert "Marketing Manager is no longer open" in answer.text
    assert "Brand Marketing Manager" in answer.text
    assert "ld+json" not in answer.text


def test_a_job_past_its_closing_date_is_gone(board: BoardState, client: FlaskClient, clock: Any) -> None:
    job_id = open_job(board, closes_on="2026-12-18")
    clock.advance(timedelta(days=30))
    assert client.get(f"/jobs/{job_id}").status_code == 410
    assert client.get(f"/jobs/{job_id}/apply").status_code == 410


def test_a_job_page_costs_few_statements(board: BoardState, client: FlaskClient, count_statements: Any) -> None:
    job_id = open_job(board)
    for number in range(4):
        open_job(board, title=f"Marketing Manager {number}")
    with count_statements(board.engine) as statements:
        client.get(f"/jobs/{job_id}")
    assert statements.count <= 7
