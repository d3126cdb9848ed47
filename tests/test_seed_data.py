"""The demo data of the invented firm: believable, coherent, the same at every telling."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from example_site.seed.articles import articles
from example_site.seed.candidates import candidates
from example_site.seed.jobs import jobs
from example_site.seed.story import INTERVIEWERS, RECRUITERS, staff

NOW = datetime(2026, 11, 24, 8, 40, tzinfo=UTC)
MOMENTS = (
    NOW,
    datetime(2027, 1, 1, 0, 5, tzinfo=UTC),
    datetime(2027, 6, 12, 23, 30, tzinfo=UTC),
    datetime(2028, 2, 29, 12, 0, tzinfo=UTC),
)
LEVELS = {
    *("trainee", "entry", "intermediate", "senior", "lead"),
    *("manager", "head", "director", "vice_president", "executive"),
}
EMPLOYMENT_TYPES = {
    *("FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY"),
    *("INTERN", "VOLUNTEER", "PER_DIEM", "OTHER"),
}
KEPT = {
    *("proposed", "awaiting_consent", "active", "paused", "in_conversation"),
    *("placed", "declined", "expired", "withdrawn", "erased"),
}
DISPOSITIONS = {
    *("too_senior_for_role", "runner_up", "skills_not_matched", "experience_not_matched", "level_below_role"),
    *("position_filled", "position_cancelled", "timing", "pay_expectations", "location", "hired", "no_show"),
    *("withdrew_other_offer", "withdrew_pay", "withdrew_personal", "declined_offer", "duplicate", "spam"),
}
PERSONAL_KEYS = {"birthDate", "birth_date", "image", "photo", "gender", "age", "nationality"}


@pytest.fixture(scope="module", params=MOMENTS, ids=lambda now: f"{now:%Y-%m-%d}")
def now(request: pytest.FixtureRequest) -> datetime:
    return request.param


@pytest.fixture(scope="module")
def board(now: datetime) -> dict[str, dict[str, Any]]:
    return {job["identifier"]["value"]: job for job in jobs(now)}


@pytest.fixture(scope="module")
def people(now: datetime) -> list[dict[str, Any]]:
    return list(candidates(now))


@pytest.fixture(scope="module")
def by_name(people: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {person["basics"]["name"]: person for person in people}


def applications(people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [entry for person in people for entry in person["meta"]["jobboard"]["applications"]]


def interviews(people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [meeting for entry in applications(people) for meeting in entry["interviews"]]


def moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    assert found.utcoffset() == timedelta(0)
    return found


def keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from keys(inner)
    if isinstance(value, list):
        for inner in value:
            yield from keys(inner)


def test_the_same_now_tells_the_same_story(now: datetime, people: list[dict[str, Any]]) -> None:
    assert list(candidates(now)) == people
    assert list(jobs(now)) == list(jobs(now))


def test_everything_is_plain_json(people: list[dict[str, Any]], board: dict[str, dict[str, Any]]) -> None:
    assert json.loads(json.dumps([people, board])) == [people, board]


def test_a_now_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match=r"datetime\.now\(UTC\)"):
        next(candidates(NOW.replace(tzinfo=None)))


def test_the_board_covers_every_level_mode_and_unit(board: dict[str, dict[str, Any]]) -> None:
    assert len(board) >= 84
    assert {job["jobboard:level"] for job in board.values()} == LEVELS
    assert {job["jobboard:workMode"] for job in board.values()} == {"onsite", "hybrid", "remote"}
    assert len({job["jobboard:function"] for job in board.values()}) >= 10
    assert {job["baseSalary"]["value"]["unitText"] for job in board.values() if "baseSalary" in job} == {"YEAR", "HOUR"}
    types = {kind for job in board.values() for kind in job["employmentType"]}
    assert types <= EMPLOYMENT_TYPES
    assert {"PART_TIME", "CONTRACTOR", "TEMPORARY"} <= types


def test_jobs_of_the_story_are_where_it_needs_them(board: dict[str, dict[str, Any]]) -> None:
    wanted = {
        ("Marketing Manager", "Calderside Mills"): "draft",
        ("Marketing Coordinator", "Foss Valley Foods"): "filled",
        ("VP Marketing", "Skelbeck Analytics"): "open",
        ("Head of Marketing", "Wharram Logistics"): "open",
        ("Ward Sister", "Holmebank Care"): "open",
        ("Finance Business Partner", "Brackenmoor Homes"): "open",
        ("Credit Controller", "Foss Valley Foods"): "open",
    }
    found = {(job["title"], job["hiringOrganization"]["name"]): job["jobboard:status"] for job in board.values()}
    assert {key: found[key] for key in wanted} == wanted
    assert board["WH-2291"]["title"] == "Marketing Manager"
    assert {"open", "draft", "on_hold", "filled", "closed"} == set(found.values())


def test_dates_of_a_job_agree_with_its_status(board: dict[str, dict[str, Any]], now: datetime) -> None:
    for job in board.values():
        status, ends = job["jobboard:status"], job.get("validThrough")
        assert ("datePosted" in job) == (status != "draft")
        assert job.get("datePosted", "") <= now.date().isoformat()
        if ends and status in ("open", "on_hold", "draft"):
            assert moment(ends) > now
        if status in ("filled", "closed"):
            assert moment(ends) < now


def test_a_description_has_its_parts(board: dict[str, dict[str, Any]]) -> None:
    for job in board.values():
        for part in ("## What you will do", "**Must:**", "**Should:**", "**Nice:**", "## How it goes"):
            assert part in job["description"], (job["title"], part)
        assert "{" not in job["description"]


def test_there_are_320_people_and_no_name_twice(people: list[dict[str, Any]]) -> None:
    assert len(people) == 320
    assert max(Counter(person["basics"]["name"] for person in people).values()) == 1
    assert max(Counter(person["basics"]["email"] for person in people).values()) == 1
    assert len({person["meta"]["jobboard"]["externalId"] for person in people}) == 320


def test_nobody_can_be_reached_by_accident(people: list[dict[str, Any]]) -> None:
    for person in people:
        assert person["basics"]["email"].rpartition("@")[2] in ("example.org", "example.com", "example.net")
        phone = person["basics"].get("phone", "07700 900000").replace(" ", "")
        assert re.fullmatch(r"01134960\d{3}|07700900\d{3}", phone)
    assert all(member["email"].endswith(".example") for member in (*RECRUITERS, *INTERVIEWERS))


def test_nothing_says_how_old_or_what_somebody_looks_like(people: list[dict[str, Any]]) -> None:
    assert not PERSONAL_KEYS & set(keys(people))
    assert all(set(course) == {"institution", "area", "studyType"} for p in people for course in p["education"])


def test_careers_run_forward(people: list[dict[str, Any]], now: datetime) -> None:
    today = f"{now:%Y-%m}"
    for person in people:
        starts = [post["startDate"] for post in person["work"]]
        assert starts == sorted(starts, reverse=True)
        for post in person["work"]:
            assert post["startDate"] <= post.get("endDate", today) <= today
        for newer, older in zip(person["work"], person["work"][1:], strict=False):
            assert older["endDate"] <= newer["startDate"]


def test_nobody_applies_before_their_first_post_or_after_now(people: list[dict[str, Any]], now: datetime) -> None:
    for person in people:
        for entry in person["meta"]["jobboard"]["applications"]:
            assert moment(entry["appliedAt"]) < now
            first = person["work"][-1]["startDate"] if person["work"] else ""
            assert first <= entry["appliedAt"][:7]


def test_applying_meeting_writing_and_closing_come_in_that_order(people: list[dict[str, Any]], now: datetime) -> None:
    for entry in applications(people):
        last = moment(entry["appliedAt"])
        for meeting in entry["interviews"]:
            if "scheduledAt" in meeting:
                assert now < moment(meeting["scheduledAt"]) <= now + timedelta(days=8)
                continue
            met = moment(meeting["completedAt"])
            assert last < met < now
            assert all(met < moment(card["submittedAt"]) < now for card in meeting["scorecards"])
            last = max([met, *(moment(card["submittedAt"]) for card in meeting["scorecards"])])
        if "closedAt" in entry:
            assert last < moment(entry["closedAt"]) < now


def test_an_application_comes_after_its_job_was_posted(
    people: list[dict[str, Any]], board: dict[str, dict[str, Any]]
) -> None:
    for entry in applications(people):
        if "jobIdentifier" in entry:
            assert entry["appliedAt"][:10] >= board[entry["jobIdentifier"]]["datePosted"]


def test_nobody_applies_twice_for_one_job(people: list[dict[str, Any]]) -> None:
    for person in people:
        refs = Counter(entry.get("jobIdentifier") for entry in person["meta"]["jobboard"]["applications"])
        assert all(count == 1 for ref, count in refs.items() if ref)


def test_every_open_job_has_three_to_twelve_applications(
    people: list[dict[str, Any]], board: dict[str, dict[str, Any]]
) -> None:
    counts = Counter(entry.get("jobIdentifier") for entry in applications(people))
    open_jobs = [ref for ref, job in board.items() if job["jobboard:status"] == "open"]
    assert {ref: counts[ref] for ref in open_jobs if not 3 <= counts[ref] <= 12} == {}


def test_the_week_holds_about_forty_interviews_and_a_dozen_cards_to_write(people: list[dict[str, Any]]) -> None:
    booked = [meeting for meeting in interviews(people) if "scheduledAt" in meeting]
    waiting = [
        meeting
        for meeting in interviews(people)
        if "completedAt" in meeting and len(meeting["scorecards"]) < len(meeting["interviewers"])
    ]
    assert 34 <= len(booked) <= 44
    assert 9 <= len(waiting) <= 15


def test_nobody_sits_in_two_rooms_at_once(people: list[dict[str, Any]]) -> None:
    seats = Counter(
        (meeting["scheduledAt"], person["id"])
        for meeting in interviews(people)
        if "scheduledAt" in meeting
        for person in meeting["interviewers"]
    )
    assert max(seats.values()) == 1


def test_everybody_who_interviews_is_on_the_staff_list(people: list[dict[str, Any]]) -> None:
    for meeting in interviews(people):
        assert all(staff(person["id"])["name"] == person["name"] for person in meeting["interviewers"])
        assert {card["author"]["id"] for card in meeting["scorecards"]} <= {
            person["id"] for person in meeting["interviewers"]
        }


def test_every_disposition_is_there(people: list[dict[str, Any]]) -> None:
    assert {entry["disposition"] for entry in applications(people) if "disposition" in entry} == DISPOSITIONS


def test_too_senior_never_stands_without_evidence(people: list[dict[str, Any]]) -> None:
    for entry in applications(people):
        if entry.get("disposition") == "too_senior_for_role":
            assert entry["evidence"][0]["dimension"] == "level"
            assert entry["evidence"][0]["value"] >= 1


def test_96_people_are_kept_in_every_state(people: list[dict[str, Any]]) -> None:
    states = Counter(entry["keep"]["status"] for entry in applications(people) if "keep" in entry)
    assert states.total() == 96
    assert set(states) == KEPT


def test_consent_agrees_with_the_state_of_the_promise(people: list[dict[str, Any]], now: datetime) -> None:
    for person in people:
        mine = person["meta"]["jobboard"]
        consents = [given for given in mine["consents"] if given["purpose"] == "keep_on_file"]
        live = [each for each in consents if moment(each["expiresAt"]) > now and "withdrawnAt" not in each]
        for status in [entry["keep"]["status"] for entry in mine["applications"] if "keep" in entry]:
            assert bool(live) == (status in ("active", "paused", "in_conversation", "placed")), person["basics"]
            assert bool(consents) == (status not in ("proposed", "awaiting_consent", "declined"))
        assert all(moment(given["grantedAt"]) <= now for given in mine["consents"])


def test_levels_and_bounds_of_wishes_are_keys_of_the_ladder(people: list[dict[str, Any]]) -> None:
    for entry in applications(people):
        assert entry.get("jobLevel", "senior") in LEVELS
        keep = entry.get("keep", {})
        assert {keep.get("minLevel", "lead"), keep.get("maxLevel", "lead")} <= LEVELS


def test_what_interviewers_wrote_reads_as_written(people: list[dict[str, Any]]) -> None:
    notes = [card["takeaways"] for meeting in interviews(people) for card in meeting["scorecards"]]
    assert all(note[-1] in ".?" and not re.search(r"[{}|]|\s{2}|\.\.", note) for note in notes)
    assert max(Counter(notes).values()) == 1


def test_an_erased_person_leaves_no_name_and_no_words(people: list[dict[str, Any]]) -> None:
    for person in people:
        for entry in person["meta"]["jobboard"]["applications"]:
            if entry.get("keep", {}).get("status") == "erased":
                assert person["basics"]["name"].startswith("Erased")
                assert not person["work"]
                assert not entry["interviews"]


def test_maren_fits_the_manager_job_that_is_about_to_be_published(
    by_name: dict[str, dict[str, Any]], board: dict[str, dict[str, Any]], now: datetime
) -> None:
    maren = by_name["Maren Okafor-Lund"]
    (entry,) = maren["meta"]["jobboard"]["applications"]
    keep, job = entry["keep"], board["WH-2291"]
    assert board[entry["jobIdentifier"]]["title"] == "Marketing Coordinator"
    assert [card["overall"] for card in entry["interviews"][0]["scorecards"]] == ["STRONG_YES", "YES"]
    assert entry["interviews"][0]["completedAt"][5:7] == "03"
    assert entry["disposition"] == "too_senior_for_role"
    assert (keep["minLevel"], keep["maxLevel"]) == ("manager", "head")
    assert keep["payFloor"] == {"amount": 4_500_000, "currency": "GBP", "unit": "YEAR"}
    assert keep["ownWords"] == "A manager post where I own the budget."
    assert moment(keep["expiresAt"]) > now
    assert job["baseSalary"]["value"]["maxValue"] >= 45_000
    assert job["jobLocation"]["address"]["addressLocality"] in keep["locations"]
    assert set(job["skills"]) <= {skill["name"] for skill in maren["skills"]}


def test_the_journal_has_four_articles_newest_first(now: datetime) -> None:
    written = articles(now)
    assert written[0].slug == "too-good-for-the-job-you-came-for"
    assert len(written) == 4
    assert [article.published for article in written] == sorted((a.published for a in written), reverse=True)
    for article in written:
        words = len(re.sub(r"<[^>]+>", " ", article.html).split())
        assert 350 <= words <= 500
        assert "<script" not in article.html
        assert staff(article.author.split()[0].lower())["name"] == article.author


def promises(people: list[dict[str, Any]], status: str) -> list[tuple[datetime, datetime, dict[str, Any]]]:
    """When each promise of this status was made, when it ends, and the person's data."""
    return [
        (moment(entry["closedAt"]), moment(entry["keep"]["expiresAt"]), person["meta"]["jobboard"])
        for person in people
        for entry in person["meta"]["jobboard"]["applications"]
        if entry.get("keep", {}).get("status") == status
    ]


def test_some_promises_ran_out_within_the_last_year_and_a_half(people: list[dict[str, Any]], now: datetime) -> None:
    ran_out = promises(people, "expired")
    assert len(ran_out) >= 5
    for made, ended, _mine in ran_out:
        assert now - timedelta(days=550) < made < ended < now


def test_the_placed_were_promised_something_before_they_got_their_job(
    people: list[dict[str, Any]], now: datetime
) -> None:
    placed = promises(people, "placed")
    assert len(placed) == 5
    for made, _ended, mine in placed:
        hired = next(entry for entry in mine["applications"] if entry["stage"] == "hired")
        assert made < moment(hired["appliedAt"]) < moment(hired["closedAt"]) < now


def test_a_few_consents_are_about_to_end(people: list[dict[str, Any]], now: datetime) -> None:
    left = [(ended - now).days for _made, ended, _mine in promises(people, "active")]
    assert 3 <= sum(days <= 60 for days in left) <= 10
    assert all(days >= 0 for days in left)
