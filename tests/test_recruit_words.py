"""The sentences of the recruiter's pages, without a browser or a database."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from jobboard.applications.models import Application, Interview, Scorecard, Stage
from jobboard.candidates.models import Candidate, Consent, ConsentPurpose
from jobboard.fit.ladder import DEFAULT_LADDER
from jobboard.fit.reading import PLAIN
from jobboard.jobs.models import HiringOrganization, Job, JobStatus
from jobboard.keep_on_file.inbox_queries import Grouping, InboxPage
from jobboard.keep_on_file.matching.gates import GateResult
from jobboard.keep_on_file.models import KeepReason, KeptCandidate, Surfacing, SurfacingStatus
from jobboard.web.present import Words
from jobboard.web.recruit import present_jobs, present_kept, present_today, voice
from jobboard.web.recruit.inbox_view import InboxView
from jobboard.web.recruit.present_consent import consent_badge, consent_until
from jobboard.web.recruit.present_gates import gate_rows, gates_tally, passed_sentence
from jobboard.web.recruit.present_inbox import inbox_groups, inbox_heading
from jobboard.web.recruit.present_opened import neighbours, next_after
from jobboard.web.recruit.present_sources import with_sources

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
WORDS = Words(
    locale="en_GB", zone=ZoneInfo("Europe/London"), ladder=DEFAULT_LADDER, now=NOW, currency="GBP", distance_unit="mi"
)


def consenting(ends: datetime | None, *, withdrawn: datetime | None = None) -> Candidate:
    """Somebody with one keep-on-file consent."""
    consent = Consent(
        purpose=ConsentPurpose.KEEP_ON_FILE,
        text_version="3",
        channel="web",
        granted_at=NOW - timedelta(days=300),
        expires_at=ends,
        withdrawn_at=withdrawn,
    )
    return Candidate(name="Maren Okafor-Lund", consents=[consent], access_key="k" * 32)


def surfaced(public_id: str, *, job: Job, name: str = "Maren Okafor-Lund", **fields: Any) -> Surfacing:
    """Somebody who came for Marketing Coordinator in March and surfaced for ``job``."""
    candidate = consenting(NOW + timedelta(days=400))
    candidate.name = name
    origin = Application(
        applied_title="Marketing Coordinator",
        applied_at=datetime(2026, 3, 2, tzinfo=UTC),
        closed_at=datetime(2026, 3, 19, tzinfo=UTC),
    )
    kept = KeptCandidate(
        candidate=candidate,
        origin_application=origin,
        reason=KeepReason.MORE_SENIOR,
        promised_at=NOW,
        owner_name="Judith",
    )
    values = {"score": 78, "gaps": [], "gaps_then": [], "status": SurfacingStatus.NEW, "why_now": ""} | fields
    return Surfacing(public_id=public_id, kept=kept, job=job, job_id=id(job), **values)


def a_job(public_id: str = "J1", title: str = "Marketing Manager") -> Job:
    """An open job, published yesterday."""
    return Job(
        public_id=public_id,
        title=title,
        organization=HiringOrganization(name="Calderside Mills"),
        status=JobStatus.OPEN,
        published_at=NOW - timedelta(days=1),
    )


def level(value: float | None, *, soft: bool = False) -> list[dict[str, Any]]:
    """A level gap as it is stored."""
    return [{"dimension": "level", "value": value, "sentence": "", "source": "", "confidence": 1.0, "soft": soft}]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "today"),
        (-1, "yesterday"),
        (1, "tomorrow"),
        (-4, "on Friday"),
        (-30, "on 25 October"),
        (-400, "on 20 October 2025"),
    ],
)
def test_a_day_is_named_as_a_colleague_would(days: int, said: str) -> None:
    assert voice.nearby(WORDS, NOW + timedelta(days=days)) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "from today"), (5, "5 days old"), (21, "3 weeks old"), (245, "8 months old"), (800, "2 years old")],
)
def test_evidence_says_how_old_it_is(days: int, said: str) -> None:
    assert voice.age(WORDS, NOW - timedelta(days=days)) == said


def test_a_month_needs_its_year_only_when_it_is_another() -> None:
    assert voice.in_month(WORDS, date(2026, 3, 19)) == "in March"
    assert voice.in_month(WORDS, date(2024, 3, 19)) == "in March 2024"


@pytest.mark.parametrize(
    ("ends", "said", "live"),
    [
        (NOW + timedelta(days=400), "Consent live", True),
        (NOW + timedelta(days=6), "Consent ends in 6 days", True),
        (NOW - timedelta(days=1), "Consent ended yesterday, no contact about other roles", False),
        (None, "Consent live", True),
    ],
)
def test_a_consent_says_whether_the_person_may_be_written_to(ends: datetime | None, said: str, live: bool) -> None:
    badge = consent_badge(consenting(ends), WORDS)
    assert (badge.words, badge.live) == (said, live)


def test_a_withdrawn_consent_blocks_contact() -> None:
    badge = consent_badge(consenting(NOW + timedelta(days=400), withdrawn=NOW - timedelta(days=2)), WORDS)
    assert badge.words == "Consent withdrawn on Sunday, no contact about other roles"
    assert badge.shape == "blocked"


def test_nobody_who_never_agreed_may_be_written_to() -> None:
    assert not consent_badge(Candidate(name="A", consents=[]), WORDS).live


def test_on_a_page_about_one_person_the_consent_names_its_last_day() -> None:
    assert (
        consent_until(consenting(datetime(2028, 3, 11, tzinfo=UTC)), WORDS).words == "Consent live until 11 March 2028"
    )


def test_the_inbox_says_by_how_much_and_for_what() -> None:
    job = a_job()
    groups = inbox_groups([surfaced("S1", job=job, gaps_then=level(3))], WORDS)
    assert groups[0].title == "Marketing Manager, Calderside Mills"
    assert groups[0].about == "Published yesterday. 1 person"
    assert groups[0].rows[0].why == "3 above Marketing Coordinator in March"


def test_a_runner_up_is_called_one() -> None:
    found = surfaced("S1", job=a_job())
    found.kept.reason = KeepReason.RUNNER_UP
    assert present_kept.came_for(found.kept, [], WORDS) == "Runner-up for Marketing Coordinator in March"


def test_a_guessed_level_is_tagged() -> None:
    groups = inbox_groups([surfaced("S1", job=a_job(), gaps=level(0, soft=True))], WORDS)
    assert groups[0].rows[0].tags == ("Level inferred",)


def test_the_heading_counts_people_and_jobs() -> None:
    first, second = a_job(), a_job("J2", "Head of Marketing")
    people = [surfaced("S1", job=first), surfaced("S2", job=first), surfaced("S3", job=second)]
    page = InboxPage(people, total=3, jobs=2, people=3, number=1)
    assert inbox_heading(page) == "3 to review, for 2 jobs"
    assert inbox_heading(page, Grouping.PERSON) == "3 to review, 3 people"


def test_grouped_by_person_each_of_their_jobs_is_a_row() -> None:
    found = surfaced("S1", job=a_job())
    (group,) = inbox_groups([found], WORDS, by=Grouping.PERSON)
    assert (group.title, group.about) == (found.kept.candidate.name, "Fits 1 job")
    assert group.rows[0].title == "Marketing Manager, Calderside Mills"


def test_after_a_decision_comes_the_next_person_then_the_one_before_then_nobody() -> None:
    job = a_job()
    listed = InboxPage([surfaced(one, job=job) for one in ("S1", "S2", "S3")], 3, 1, 3, 1)
    assert next_after("S1", listed) == "S2"
    assert next_after("S3", listed) == "S2"
    assert next_after("S9", listed) == "S1"
    assert next_after("S1", InboxPage(listed.items[:1], 1, 1, 1, 1)) == ""


def test_the_next_person_may_stand_on_the_next_page() -> None:
    job = a_job()
    page = InboxPage([surfaced("S3", job=job)], total=120, jobs=1, people=120, number=2, before="S2", after="S4")
    before, after = neighbours("S3", page, InboxView(page=2))
    assert before is not None
    assert after is not None
    assert (before.id, before.params) == ("S2", {})
    assert (after.id, after.params) == ("S4", {"page": "3"})
    assert next_after("S3", page) == "S4"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "is at their level"),
        (-1, "is one level above what they have held"),
        (2, "is two levels below what they have held"),
        (None, "fits what is known of them"),
    ],
)
def test_the_new_job_is_placed_against_the_person(value: float | None, said: str) -> None:
    assert present_kept.fits_now(level(value)) == said


def test_what_was_said_states_its_sample_and_age() -> None:
    cards = [Scorecard(author_id=who, submitted_at=NOW - timedelta(days=245)) for who in ("judith", "ravi")]
    interview = Interview(scorecards=[*cards, Scorecard(author_id="late", submitted_at=None)])
    assert present_kept.scorecards_in_words([interview], WORDS) == "2 scorecards, 2 interviewers, 8 months old"


def test_gates_are_counted_by_what_they_say() -> None:
    gates = [
        GateResult("consent", "Consent is live", True, "Until 2028."),
        GateResult("level", "Level", True, "Guessed.", soft=True),
        GateResult("reach", "Within reach", False, "Three above.", flip="A head's job would pass."),
    ]
    assert gates_tally(gates) == "1 pass, 1 soft, 1 fails"
    assert [row.kind for row in gate_rows(gates)] == ["pass", "soft", "fail"]
    assert passed_sentence([gate.to_json() for gate in gates]) == "Passed 2 of 3 gates, one of them soft."


def test_the_day_begins_with_how_many_things_there_are() -> None:
    assert present_today.today_heading(7, WORDS) == "Tuesday 24 November: seven things need you"
    assert present_today.today_heading(1, WORDS) == "Tuesday 24 November: one thing needs you"
    assert present_today.today_heading(0, WORDS) == "Tuesday 24 November: nothing needs you"


def test_long_waits_are_counted_by_job_and_stage() -> None:
    rows = present_today.waiting_people([(a_job(title="Credit Controller"), Stage.APPLIED, 2)])
    assert rows[0].what == "Two people have waited over five days in Applied"
    assert rows[0].about == "Credit Controller, Calderside Mills"


def test_the_quarter_starts_in_october() -> None:
    assert present_today.quarter_start(WORDS).date() == date(2026, 10, 1)


def test_the_level_to_confirm_is_named() -> None:
    assert present_jobs.level_words({"level": "5"}, WORDS) == "Yes, this is a manager’s job"
    assert present_jobs.level_words({"level": "executive"}, WORDS) == "Yes, this is an executive’s job"
    assert present_jobs.level_words({"level": "?"}, WORDS) == "Yes, this is the job's level"


def test_a_new_job_starts_with_what_its_title_says() -> None:
    values = present_jobs.new_job_values("Marketing Manager", "GBP", PLAIN)
    assert (values["level"], values["function"]) == ("5", "marketing")


def test_a_reason_leads_to_the_place_its_source_names() -> None:
    lines = [
        {"points": 9, "sentence": "", "source": "2 scorecards, 2 interviewers, 8 months old"},
        {"points": 8, "sentence": "", "source": "Marketing Coordinator, 19 March 2026"},
        {"points": 7, "sentence": "", "source": "Résumé and skills"},
        {"points": 6, "sentence": "", "source": "Tannery Row Hotels, 2021 to 2025"},
    ]
    urls = {"interviews": "/i", "origin": "/o", "person": "/p", "work": "/w"}
    linked = with_sources(lines, origin_title="Marketing Coordinator", urls=urls)
    assert [line["url"] for line in linked] == ["/i", "/o", "/p", "/w"]
