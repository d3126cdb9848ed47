"""Jobs come in as schema.org JobPosting lines, go out again, and nothing is lost on the way."""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError
from sqlalchemy import func, select

from jobboard.access import SYSTEM, Scope
from jobboard.db.history import History
from jobboard.db.outbox import OutboxEntry
from jobboard.errors import InvalidInput
from jobboard.fit.pay import money as pay_in_words
from jobboard.flows.import_data import ImportReport, import_jobs
from jobboard.flows.jobs import save_job
from jobboard.forms import Money
from jobboard.jobs.interchange import dump_job, load_job, public_posting
from jobboard.jobs.models import Job, JobStatus, LevelSource, RequirementKind, SalaryUnit, Strength, WorkMode
from jobboard.jobs.queries import find_job, jobs_of
from jobboard.jobs.service import edit_job, move_job
from jobboard.state import BoardState
from jobboard.web.present import Words
from jobboard.web.recruit.present_jobs import job_values

MINIMAL = {"identifier": {"value": "A1"}, "title": "Payroll Clerk"}


def posting(**changes: Any) -> dict[str, Any]:
    """A posting with everything most feeds say."""
    whole = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "identifier": {"@type": "PropertyValue", "name": "Feed", "value": "A1"},
        "title": "Marketing Manager",
        "description": "Own the budget.",
        "hiringOrganization": {"@type": "Organization", "name": "Calderside Mills", "department": "Growth"},
        "jobLocation": {
            "@type": "Place",
            "address": {"@type": "PostalAddress", "addressLocality": "Leeds", "addressCountry": "GB"},
            "geo": {"latitude": 53.8, "longitude": -1.55},
        },
        "employmentType": ["FULL_TIME"],
        "baseSalary": {"currency": "GBP", "value": {"minValue": 46000, "maxValue": 52000.5, "unitText": "YEAR"}},
        "datePosted": "2026-10-01",
        "validThrough": "2027-01-31",
        "skills": ["SEO", {"name": "CRM", "jobboard:strength": "nice"}],
        "experienceRequirements": {"monthsOfExperience": 48},
        "jobboard:level": "manager",
        "jobboard:function": "marketing",
        "jobboard:workMode": "hybrid",
        "applicationContact": {"email": "feed@example.org"},
    }
    return {**whole, **changes}


def bring(board: BoardState, *postings: Any, dry_run: bool = False) -> ImportReport:
    """Import postings given as objects, or as text."""
    lines = [line if isinstance(line, str) else json.dumps(line) for line in postings]
    return import_jobs(board, lines, actor=SYSTEM, dry_run=dry_run)


def counts(report: ImportReport) -> tuple[int, int, int, int, int]:
    """read, added, updated, unchanged, rejected."""
    return report.read, report.added, report.updated, report.unchanged, report.rejected


def the_job(board: BoardState, identifier: str = "A1") -> Job:
    """A job by identifier, loaded."""
    return find_job(board.session(), Scope(board.name, SYSTEM), identifier)


def rows(board: BoardState, kind: type[Any]) -> int:
    """How many rows a table has."""
    return board.session().scalar(select(func.count()).select_from(kind)) or 0


def test_a_posting_becomes_an_open_job_with_all_it_says(board: BoardState) -> None:
    """Pay is in minor units, the declared level is declared, unknown keys are kept."""
    assert counts(bring(board, posting())) == (1, 1, 0, 0, 0)
    job = the_job(board)
    assert (job.status, job.organization.name, job.department) == (JobStatus.OPEN, "Calderside Mills", "Growth")
    assert (job.level_rank, job.level_source, job.function) == (5, LevelSource.DECLARED, "marketing")
    assert (job.salary_min, job.salary_max, job.salary_unit) == (4600000, 5200050, SalaryUnit.YEAR)
    assert (job.work_mode, job.experience_months) == (WorkMode.HYBRID, 48)
    assert [(row.text, row.strength) for row in job.requirements] == [("SEO", Strength.MUST), ("CRM", Strength.NICE)]
    assert (job.locations[0].locality, job.locations[0].latitude) == ("Leeds", 53.8)
    assert job.extra["applicationContact"] == {"email": "feed@example.org"}
    assert job.published_at == job.posted_at


def test_a_posting_that_closes_in_many_years_is_rejected_and_says_what_to_write(board: BoardState) -> None:
    report = bring(board, posting(validThrough="2028-11-24"), posting(identifier="A2", validThrough="2099-12-31"))
    (reject,) = report.rejects
    assert (report.added, reject.line, reject.field) == (1, 2, "validThrough")
    assert "within two years, or leave it empty" in reject.reason


def test_an_identifier_and_a_title_are_enough(board: BoardState) -> None:
    """The level and the function are read from the title and say so."""
    bring(board, MINIMAL)
    job = the_job(board)
    assert job.level_source is LevelSource.INFERRED
    assert 0 < job.level_confidence < 1
    assert job.function == "finance"


def test_a_second_run_changes_nothing_and_writes_nothing(board: BoardState) -> None:
    """No row, no history, no outbox entry."""
    bring(board, posting(), MINIMAL | {"identifier": "A2"})
    before = rows(board, History), the_job(board).version, the_job(board).updated_at
    assert counts(bring(board, posting(), MINIMAL | {"identifier": "A2"})) == (2, 0, 0, 2, 0)
    assert (rows(board, History), the_job(board).version, the_job(board).updated_at) == before
    assert rows(board, OutboxEntry) == 0


def test_a_changed_line_updates_the_one_job(board: BoardState) -> None:
    """By its external id."""
    bring(board, posting())
    assert counts(bring(board, posting(title="Senior Marketing Manager"))) == (1, 0, 1, 0, 0)
    assert the_job(board).title == "Senior Marketing Manager"
    assert rows(board, Job) == 1


def test_the_same_identifier_twice_in_one_file_is_one_job(board: BoardState) -> None:
    """The later line wins."""
    assert counts(bring(board, posting(), posting(), posting(title="Other"))) == (3, 1, 1, 1, 0)


def test_a_dry_run_counts_truly_and_writes_nothing(board: BoardState) -> None:
    """Also what is repeated in the file."""
    report = bring(board, posting(), posting(), MINIMAL | {"identifier": "A2"}, "{bad", dry_run=True)
    assert counts(report) == (4, 2, 0, 1, 1)
    assert (rows(board, Job), rows(board, History), rows(board, OutboxEntry)) == (0, 0, 0)


def test_bad_lines_say_where_and_why_and_the_others_land(board: BoardState) -> None:
    """Line numbers count the lines of the file."""
    bad: Iterable[Any] = (
        "{not json",
        {"identifier": "B1"},
        {"title": "Nameless"},
        MINIMAL | {"jobboard:level": "wizard"},
        MINIMAL | {"jobboard:function": "sorcery"},
        MINIMAL | {"baseSalary": {"value": {"minValue": -1, "unitText": "YEAR"}}},
        MINIMAL | {"baseSalary": {"value": {"value": 10, "unitText": "FORTNIGHT"}}},
        MINIMAL | {"datePosted": "soon"},
        MINIMAL | {"jobboard:status": "sleeping"},
    )
    report = bring(board, "", *bad, posting())
    assert counts(report) == (10, 1, 0, 0, 9)
    assert [(reject.line, reject.field) for reject in report.rejects] == [
        (2, "line"),
        (3, "title"),
        (4, "identifier"),
        (5, "jobboard:level"),
        (6, "jobboard:function"),
        (7, "baseSalary"),
        (8, "baseSalary"),
        (9, "datePosted"),
        (10, "jobboard:status"),
    ]
    assert all(reject.reason.endswith((".", "?")) for reject in report.rejects)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("full time", ["FULL_TIME"]),
        (["Full-Time", "PART_TIME"], ["FULL_TIME", "PART_TIME"]),
        ("https://schema.org/FULL_TIME", ["FULL_TIME"]),
        ("Contract, Internship", ["CONTRACTOR", "INTERN"]),
        ("Zero hours", ["OTHER"]),
    ],
)
def test_employment_types_are_understood_in_any_spelling(said: Any, meant: list[str]) -> None:
    """What is none of them is OTHER, and its words are kept."""
    fields = load_job(MINIMAL | {"employmentType": said}).fields
    assert fields["employment_types"] == meant
    assert fields["extra"].get("employmentType") == (said if meant == ["OTHER"] else None)


@pytest.mark.parametrize(
    ("said", "low", "high", "unit"),
    [
        ({"currency": "USD", "value": {"minValue": 8.75, "maxValue": 10.36, "unitText": "HOUR"}}, 875, 1036, "HOUR"),
        ({"currency": "USD", "value": {"value": "46,000", "unitText": "annual"}}, 4600000, 4600000, "YEAR"),
        ({"currency": "USD", "value": 12.5}, 1250, 1250, "HOUR"),
        (38000, 3800000, 3800000, "YEAR"),
        ({"minValue": 300, "maxValue": 200, "unitText": "Daily"}, 20000, 30000, "DAY"),
        ({"value": {"minValue": 0, "maxValue": 0, "unitText": "YEAR"}}, None, None, None),
        ({"currency": "JPY", "value": {"value": 5_000_000, "unitText": "YEAR"}}, 5_000_000, 5_000_000, "YEAR"),
        ({"currency": "KWD", "value": {"value": "1.250", "unitText": "HOUR"}}, 1250, 1250, "HOUR"),
        ({"currency": "INR", "value": "12,00,000"}, 120_000_000, 120_000_000, "YEAR"),
    ],
)
def test_pay_is_read_as_feeds_write_it(said: Any, low: int | None, high: int | None, unit: str | None) -> None:
    """Numbers, texts, ranges the wrong way round, units in words."""
    fields = load_job(MINIMAL | {"baseSalary": said}).fields
    assert (fields["salary_min"], fields["salary_max"], fields["salary_unit"]) == (low, high, unit)


@pytest.mark.parametrize("said", [48, "48", {"monthsOfExperience": 48}, "At least four years in payroll", "4+ years"])
def test_experience_is_read_as_months(said: Any) -> None:
    """A number of months, an object, or a text that names years."""
    line = load_job(MINIMAL | {"experienceRequirements": said})
    assert line.fields["experience_months"] == 48
    words = [row["text"] for row in line.fields["requirements"] if row["kind"] is RequirementKind.EXPERIENCE]
    assert bool(words) == (isinstance(said, str) and not said.isdigit())


def test_places_are_read_as_feeds_write_them() -> None:
    """A string, an address without a Place, several places, a country by name."""
    said = ["York", {"addressLocality": "Leeds", "addressCountry": {"name": "United Kingdom"}}, {"address": "Hull"}]
    places = load_job(MINIMAL | {"jobLocation": said}).fields["locations"]
    assert [(place["locality"], place["country"]) for place in places] == [("York", ""), ("Leeds", "GB"), ("Hull", "")]


@pytest.mark.parametrize(("said", "meant"), [("46.000", "46,000"), ("46.000,50", "46,000"), ("46k", "46,000")])
def test_pay_that_could_be_a_thousand_times_more_is_refused_with_what_to_write(said: str, meant: str) -> None:
    """Forty-six pounds a year is nobody's pay."""
    with pytest.raises(InvalidInput, match=meant):
        load_job(MINIMAL | {"baseSalary": {"currency": "GBP", "value": said}})
    with pytest.raises(ValidationError, match=meant):
        Money().deserialize(said)
    assert load_job(MINIMAL | {"baseSalary": 46.000}).fields["salary_min"] == 4600


@pytest.mark.parametrize(
    ("currency", "typed", "minor", "words"),
    [
        ("GBP", "46,000", 4_600_000, "£46,000"),
        ("JPY", "5,000,000", 5_000_000, "JP¥5,000,000"),
        ("KWD", "1.250", 1250, "KWD1.250"),
    ],
)
def test_an_amount_is_the_same_wherever_it_is_typed_imported_or_shown(
    board: BoardState, currency: str, typed: str, minor: int, words: str
) -> None:
    """By the currency's own decimals, through every door."""
    form = {"title": "Clerk", "organization": "Mills", "pay_from": typed, "currency": currency}
    job_id = save_job(board, form, actor=SYSTEM)
    job = find_job(board.session(), Scope(board.name, SYSTEM), job_id)
    shown = Words("en_GB", board.zone, board.ladder, board.now(), currency, "mi")
    assert job.salary_min == minor
    assert shown.money(minor, currency) == words
    assert pay_in_words(minor, currency) == words
    assert job_values(job, shown)["pay_from"] == typed
    assert load_job(dump_job(job)).fields["salary_min"] == minor


def test_telecommute_means_remote() -> None:
    """As schema.org has it."""
    assert load_job(MINIMAL | {"jobLocationType": "TELECOMMUTE"}).fields["work_mode"] is WorkMode.REMOTE


def test_damaged_text_is_repaired_on_the_way_in() -> None:
    """In the title as in the text."""
    fields = load_job(MINIMAL | {"title": "Womenâ€™s Health Nurse", "description": "DOHMHâ€™s systems"}).fields
    assert (fields["title"], fields["description"]) == ("Women’s Health Nurse", "DOHMH’s systems")


@pytest.mark.parametrize(
    "line",
    [
        posting(),
        MINIMAL,
        posting(employmentType="Zero hours", jobLocationType="TELECOMMUTE"),
        posting(skills="Excel\nSQL\nA good eye for what the figures say about the business", title="x" * 400),
        posting(educationRequirements="Degree", experienceRequirements="Two years in a mill"),
        posting(**{"jobboard:status": "filled"}),
    ],
)
def test_a_job_exported_and_imported_again_is_unchanged(board: BoardState, line: dict[str, Any]) -> None:
    """The round trip holds for everything a line can say."""
    bring(board, line)
    dumped = dump_job(the_job(board))
    assert counts(bring(board, dumped)) == (1, 0, 0, 1, 0)
    assert json.loads(json.dumps(dumped)) == dumped


def test_a_job_written_here_round_trips_by_its_public_id(board: BoardState) -> None:
    """It has no external id and gets none."""
    bring(board, posting())
    with board.transaction() as session:
        job = the_job(board)
        edit_job(session, job, {"external_id": None, "extra": {}}, actor=SYSTEM, now=board.now())
    public_id = job.public_id
    assert counts(bring(board, dump_job(the_job(board, public_id)))) == (1, 0, 0, 1, 0)
    assert the_job(board, public_id).external_id is None


def test_what_a_recruiter_decided_survives_a_newer_line(board: BoardState) -> None:
    """A level they confirmed, and a status, unless the line says otherwise."""
    bring(board, MINIMAL)
    with board.transaction() as session:
        job = the_job(board)
        declared = {"level_rank": 4, "level_source": LevelSource.DECLARED, "level_confidence": 1.0}
        edit_job(session, job, declared, actor=SYSTEM, now=board.now())  # type: ignore[arg-type]
        move_job(session, job, JobStatus.ON_HOLD, actor=SYSTEM, now=board.now())
    assert counts(bring(board, MINIMAL | {"description": "New words."})) == (1, 0, 1, 0, 0)
    job = the_job(board)
    assert (job.level_rank, job.status, job.description) == (4, JobStatus.ON_HOLD, "New words.")


def test_an_imported_open_job_is_in_the_index_and_a_draft_is_not(board: BoardState) -> None:
    """Through the outbox, after the commit."""
    bring(board, posting(), posting(identifier="A2", **{"jobboard:status": "draft"}))
    assert board.search.ids() == {the_job(board).public_id}


def test_the_public_posting_holds_no_key_of_ours_nor_of_the_feed(board: BoardState) -> None:
    """What goes on a page is what a search engine may read."""
    bring(board, posting())
    public = public_posting(the_job(board), url="https://jobs.example.com/jobs/1", description="<p>x</p>", country="GB")
    assert public is not None
    assert not [key for key in public if key.startswith("jobboard:")]
    assert "applicationContact" not in public
    assert public["baseSalary"]["value"]["maxValue"] == 52000.5
    assert public["validThrough"] == "2027-01-31T23:59:59+00:00"
    assert public["url"] == "https://jobs.example.com/jobs/1"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from([*posting(), "responsibilities", "educationRequirements", "jobLocationType", "jobboard:status"])


@given(st.dictionaries(KEYS, JSON, max_size=6))
def test_any_json_is_read_or_refused_with_a_reason(changes: dict[str, Any]) -> None:
    """Nothing else ever comes out."""
    with suppress(InvalidInput):
        load_job({**MINIMAL, **changes})


@pytest.mark.realdata
@pytest.mark.parametrize(("name", "count"), [("la_jobs.jsonl", 348), ("nyc_jobs.jsonl", 1003)])
def test_every_real_posting_is_read_and_none_keeps_damage(name: str, count: int) -> None:
    """Read only: the import itself is the next test's."""
    text = (Path(os.environ["JOBBOARD_DATA"]) / name).read_text(encoding="utf-8")
    lines = [load_job(json.loads(line)) for line in text.splitlines()]
    assert len({line.identifier for line in lines}) == count
    assert not [line for line in lines if "â€™" in line.fields["title"] + line.fields["description"]]


@pytest.mark.realdata
def test_real_postings_land_round_trip_and_stay_unchanged(board: BoardState) -> None:
    """Fifty of each file, as they come; the command line brings in each file whole."""
    folder = Path(os.environ["JOBBOARD_DATA"])
    lines = [
        line
        for name in ("la_jobs.jsonl", "nyc_jobs.jsonl")
        for line in (folder / name).read_text(encoding="utf-8").splitlines()[:50]
    ]
    assert counts(bring(board, *lines)) == (100, 100, 0, 0, 0)
    assert counts(bring(board, *lines)) == (100, 0, 0, 100, 0)
    dumped = [dump_job(job) for job in board.session().scalars(jobs_of(board.name)).unique()]
    assert counts(bring(board, *dumped)) == (100, 0, 0, 100, 0)
