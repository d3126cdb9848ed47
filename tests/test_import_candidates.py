"""People come in as JSON Resume lines with their applications, interviews, an end with its reason, and a promise."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, func, select, update

from jobboard.access import SYSTEM, Scope
from jobboard.adapters.clock import FixedClock
from jobboard.applications.interchange import load_application
from jobboard.applications.models import (
    Application,
    ApplicationStatus,
    Disposition,
    Interview,
    InterviewStatus,
    Overall,
    Stage,
)
from jobboard.applications.queries import applications_of
from jobboard.candidates.interchange import load_candidate
from jobboard.candidates.models import Candidate, ConsentPurpose
from jobboard.candidates.queries import find_candidate, live_consent
from jobboard.candidates.service import add_email, create_candidate
from jobboard.db.history import History
from jobboard.db.outbox import OutboxEntry
from jobboard.errors import InvalidInput
from jobboard.flows.import_data import ImportReport, import_candidates, import_jobs
from jobboard.flows.line_import import BATCH
from jobboard.flows.own_data import give_keep_consent, withdraw_keep_consent
from jobboard.jobs.models import SalaryUnit
from jobboard.keep_on_file.interchange import load_keep
from jobboard.keep_on_file.models import KeepReason, KeptCandidate, KeptStatus, Surfacing
from jobboard.keep_on_file.queries import kept_of
from jobboard.state import BoardState

LIVE = [{"purpose": "keep_on_file", "grantedAt": "2026-03-01", "expiresAt": "2028-03-01"}]
ENDED = [{"purpose": "keep_on_file", "grantedAt": "2024-03-01", "expiresAt": "2026-03-01"}]
WITHDRAWN = [{**LIVE[0], "withdrawnAt": "2026-06-01"}]


def application(**changes: Any) -> dict[str, Any]:
    """The least a stranger's script says: a title, an interview, two unsigned cards, a promise."""
    least = {
        "jobTitle": "Marketing Coordinator",
        "interviews": [
            {
                "completedAt": "2026-03-10",
                "scorecards": [
                    {"overall": "YES", "takeaways": "Ran a team of three."},
                    {"overall": "STRONG_YES", "takeaways": "Would be bored here."},
                ],
            }
        ],
        "keep": {},
    }
    return {**least, **changes}


def person(*applications: dict[str, Any], consents: Any = LIVE, **changes: Any) -> dict[str, Any]:
    """A former marketing manager."""
    whole = {
        "basics": {"name": "Maren Okafor-Lund", "email": "maren@example.org"},
        "work": [{"position": "Marketing Manager", "startDate": "2018-05", "endDate": "2022-03"}],
        "meta": {"jobboard": {"externalId": "C1", "consents": consents, "applications": list(applications)}},
    }
    return {**whole, **changes}


def bring(board: BoardState, *people: Any, dry_run: bool = False) -> ImportReport:
    """Import people given as objects."""
    return import_candidates(board, map(json.dumps, people), actor=SYSTEM, dry_run=dry_run)


def counts(report: ImportReport) -> tuple[int, int, int, int, int]:
    """read, added, updated, unchanged, rejected."""
    return report.read, report.added, report.updated, report.unchanged, report.rejected


def the_person(board: BoardState, identifier: str = "C1") -> Candidate:
    """By external id, everything loaded."""
    return find_candidate(board.session(), Scope(board.name, SYSTEM), identifier)


def their_application(board: BoardState, identifier: str = "C1") -> Application:
    """The only one, everything loaded."""
    scope = Scope(board.name, SYSTEM)
    found = applications_of(board.session(), scope, the_person(board, identifier))
    assert len(found) == 1
    return found[0]


def their_promise(board: BoardState, identifier: str = "C1") -> KeptCandidate:
    """The only kept record."""
    found = kept_of(board.session(), Scope(board.name, SYSTEM), the_person(board, identifier))
    assert len(found) == 1
    return found[0]


def rows(board: BoardState, kind: type[Any]) -> int:
    """How many rows a table has."""
    return board.session().scalar(select(func.count()).select_from(kind)) or 0


def test_the_least_a_line_can_say_makes_a_kept_person(board: BoardState) -> None:
    """What is missing comes from the gap between the job applied for and the job held."""
    assert counts(bring(board, person(application()))) == (1, 1, 0, 0, 0)
    applied, kept = their_application(board), their_promise(board)
    assert (applied.stage, applied.status) == (Stage.INTERVIEW, ApplicationStatus.REJECTED)
    assert applied.disposition is not None
    assert applied.disposition.code == "too_senior_for_role"
    assert applied.closing_evidence[0]["dimension"] == "level"
    assert applied.applied_at == applied.closed_at == datetime(2026, 3, 10, tzinfo=UTC)
    cards = applied.interviews[0].scorecards
    assert [card.overall for card in cards] == [Overall.YES, Overall.STRONG_YES]
    assert len({card.author_id for card in cards}) == 2
    assert (kept.status, kept.reason, kept.min_level, kept.max_level) == (
        KeptStatus.ACTIVE,
        KeepReason.MORE_SENIOR,
        3,
        6,
    )
    assert kept.target_functions == ["marketing"]
    assert kept.expires_at == datetime(2028, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("consents", "status"),
    [
        (LIVE, KeptStatus.ACTIVE),
        ([], KeptStatus.AWAITING_CONSENT),
        (ENDED, KeptStatus.EXPIRED),
        (WITHDRAWN, KeptStatus.WITHDRAWN),
    ],
)
def test_a_promise_stands_where_the_consent_stands(board: BoardState, consents: Any, status: KeptStatus) -> None:
    """Unless the line says otherwise."""
    bring(board, person(application(), consents=consents))
    assert their_promise(board).status is status


def test_a_promise_that_says_everything_is_kept_as_it_is(board: BoardState) -> None:
    """Levels by key or rank, pay in minor units, places, modes, dates, words."""
    said = {
        "targetFunctions": ["marketing", "Sales"],
        "minLevel": "manager",
        "maxLevel": 7,
        "payFloor": {"amount": 4500000, "currency": "GBP", "unit": "YEAR"},
        "locations": ["Leeds"],
        "workModes": ["hybrid", "On-site"],
        "expiresAt": "2027-06-30",
        "reviewAt": "2026-12-01",
        "promisedAt": "2026-03-12",
        "reason": "timing",
        "ownWords": "A manager post where I own the budget.",
        "excludedOrganizations": ["Tannery Row Hotels"],
        "status": "paused",
        "owner": {"id": "judith", "name": "Judith Amaro-Kell"},
    }
    bring(board, person(application(keep=said, disposition="timing")))
    kept = their_promise(board)
    assert (kept.status, kept.reason, kept.min_level, kept.max_level) == (KeptStatus.PAUSED, KeepReason.TIMING, 5, 7)
    assert kept.target_functions == ["marketing", "sales"]
    assert (kept.pay_floor, kept.pay_floor_currency, kept.pay_floor_unit) == (4500000, "GBP", SalaryUnit.YEAR)
    assert (kept.places, kept.work_modes) == (["Leeds"], ["hybrid", "onsite"])
    assert (kept.owner_id, kept.promised_at) == ("judith", datetime(2026, 3, 12, tzinfo=UTC))
    assert (kept.own_words_at, kept.excluded_organizations) == (kept.promised_at, ["Tannery Row Hotels"])


def test_a_plain_pay_floor_is_major_units_a_year_in_the_boards_currency(board: BoardState) -> None:
    """As people write it."""
    bring(board, person(application(keep={"payFloor": 45000})))
    kept = their_promise(board)
    assert (kept.pay_floor, kept.pay_floor_currency, kept.pay_floor_unit) == (4500000, "GBP", SalaryUnit.YEAR)


def test_somebody_at_the_level_of_the_job_is_a_runner_up(board: BoardState) -> None:
    """A promise without a reason gets the one the gap gives."""
    bring(board, person(application(jobTitle="Marketing Manager")))
    applied = their_application(board)
    assert applied.disposition is not None
    assert (applied.disposition.code, their_promise(board).reason) == ("runner_up", KeepReason.RUNNER_UP)


def test_a_judgement_of_level_that_the_line_does_not_show_says_so(board: BoardState) -> None:
    """Nobody is lost because an old system kept no titles, and the evidence is honest about it."""
    bring(board, person(application(disposition="too_senior_for_role"), work=[]))
    evidence = their_application(board).closing_evidence
    assert [row["source"] for row in evidence] == ["imported record"]


def test_history_without_dates_of_study_birth_or_a_picture(board: BoardState) -> None:
    """The rest of JSON Resume lands; those have nowhere to."""
    line = person(
        education=[{"institution": "Leeds", "area": "Mathematics", "studyType": "BSc", "endDate": "2004"}],
        skills=[{"name": "Office", "keywords": ["Excel", "Word"]}, "SEO"],
        work=[
            {"company": "Mill", "position": "Marketing Executive", "startDate": "2014", "endDate": "2018-04"},
            {"name": "Hotels", "position": "Marketing Manager", "startDate": "2018-05", "endDate": "present"},
        ],
    )
    line["basics"] |= {"image": "me.jpg", "birthDate": "1980-01-01", "location": {"city": "Otley", "countryCode": "gb"}}
    bring(board, line)
    found = the_person(board)
    assert [work.title for work in found.work_history] == ["Marketing Manager", "Marketing Executive"]
    assert (found.work_history[1].ended_on, found.work_history[0].ended_on) == (date(2018, 4, 30), None)
    assert [skill.name for skill in found.skills] == ["Office", "Excel", "Word", "SEO"]
    assert (found.education[0].study_type, found.locality, found.country) == ("BSc", "Otley", "GB")


def test_an_application_for_a_job_here_points_to_it(board: BoardState) -> None:
    """And remembers the job as it was."""
    job = {"identifier": "J1", "title": "Accountant", "skills": ["Excel"], "jobboard:level": 3}
    import_jobs(board, [json.dumps(job)], actor=SYSTEM)
    bring(board, person({"jobIdentifier": "J1", "appliedAt": "2026-11-01", "stage": "screen", "source": "feed"}))
    applied = their_application(board)
    assert applied.job is not None
    assert (applied.applied_title, applied.applied_level_rank, applied.applied_level_declared) == (
        "Accountant",
        3,
        True,
    )
    assert (applied.applied_skills, applied.stage, applied.source) == (["Excel"], Stage.SCREEN, "feed")
    assert applied.status is ApplicationStatus.ACTIVE


def test_interviews_to_come_and_signed_cards(board: BoardState) -> None:
    """Authors join the panel; a card without an answer is a draft."""
    author = {"id": "helena", "name": "Helena Marsh"}
    held = {
        "completedAt": "2026-10-01T10:00:00Z",
        "interviewers": [{"id": "idris", "name": "Idris Vale"}],
        "scorecards": [
            {
                "author": author,
                "overall": "Strong yes",
                "size": 2,
                "ratings": [
                    {"attribute": "Budgets", "rating": 4, "note": "By heart. "},
                    {"attribute": "Teams", "rating": None},
                ],
            },
            {"author": {"id": "idris", "name": "Idris Vale"}, "takeaways": "To be written."},
        ],
    }
    coming = {"scheduledAt": "2026-12-01T10:00:00Z"}
    bring(board, person({"jobTitle": "Clerk", "interviews": [held, coming]}))
    first, second = their_application(board).interviews
    assert (first.status, second.status) == (InterviewStatus.COMPLETED, InterviewStatus.SCHEDULED)
    assert {seat.actor_id for seat in first.panel} == {"idris", "helena"}
    signed, draft = first.scorecards
    assert (signed.overall, signed.size, signed.ratings[1].rating) == (Overall.STRONG_YES, 2, None)
    assert [rating.note for rating in signed.ratings] == ["By heart.", ""]
    assert draft.submitted_at is None


def test_a_second_run_changes_nothing_and_writes_nothing(board: BoardState) -> None:
    """No row, no history, no outbox entry."""
    bring(board, person(application()))
    before = rows(board, History), the_person(board).version
    assert counts(bring(board, person(application()))) == (1, 0, 0, 1, 0)
    assert (rows(board, History), the_person(board).version) == before
    assert rows(board, OutboxEntry) == 0


def test_a_newer_line_adds_what_is_new(board: BoardState) -> None:
    """A second interview, a renewed consent; nothing twice."""
    first = application(keep=None)
    bring(board, person(first))
    renewed = [*LIVE, {"purpose": "keep_on_file", "grantedAt": "2026-10-01", "expiresAt": "2028-10-01"}]
    again = application(interviews=[*first["interviews"], {"completedAt": "2026-04-01"}])
    assert counts(bring(board, person(again, consents=renewed))) == (1, 0, 1, 0, 0)
    live = live_consent(the_person(board), ConsentPurpose.KEEP_ON_FILE, board.now())
    assert live is not None
    assert live.expires_at == datetime(2028, 10, 1, tzinfo=UTC)
    assert len(the_person(board).consents) == 2
    assert len(their_application(board).interviews) == 2
    assert their_promise(board).status is KeptStatus.ACTIVE


def test_an_old_file_does_not_bring_back_a_consent_withdrawn_since(board: BoardState, clock: FixedClock) -> None:
    """The person said no on their own page; what the file says they allowed is from before that."""
    bring(board, person(application()))
    withdraw_keep_consent(board, the_person(board).access_key)
    clock.advance(timedelta(days=30))
    board.session.remove()
    renewed = [*LIVE, {"purpose": "keep_on_file", "grantedAt": "2026-10-01", "expiresAt": "2028-10-01"}]
    keep = {"ownWords": "A manager post.", "status": "active"}
    assert bring(board, person(application(keep=keep), consents=renewed, skills=["Excel"])).updated == 1
    assert live_consent(the_person(board), ConsentPurpose.KEEP_ON_FILE, board.now()) is None
    kept = their_promise(board)
    assert (kept.status, kept.own_words) == (KeptStatus.WITHDRAWN, "")


def test_a_consent_given_after_a_withdrawal_counts(board: BoardState, clock: FixedClock) -> None:
    """And so does a withdrawal after a consent, wherever each was said."""
    bring(board, person(application()))
    withdraw_keep_consent(board, the_person(board).access_key)
    clock.advance(timedelta(days=30))
    board.session.remove()
    again = {"purpose": "keep_on_file", "grantedAt": "2026-12-01", "expiresAt": "2028-12-01"}
    bring(board, person(application(), consents=[*LIVE, again]))
    assert live_consent(the_person(board), ConsentPurpose.KEEP_ON_FILE, board.now()) is not None
    bring(board, person(application(), consents=[*LIVE, {**again, "withdrawnAt": "2026-12-20"}]))
    assert live_consent(the_person(board), ConsentPurpose.KEEP_ON_FILE, board.now()) is None
    assert their_promise(board).status is KeptStatus.WITHDRAWN


def test_an_old_withdrawal_does_not_end_a_consent_given_since(board: BoardState, clock: FixedClock) -> None:
    """They changed their mind on their own page after it."""
    bring(board, person(application(), consents=WITHDRAWN))
    clock.advance(timedelta(days=1))
    give_keep_consent(board, the_person(board).access_key)
    board.session.remove()
    older = [{**LIVE[0], "withdrawnAt": "2026-05-01"}, *WITHDRAWN]
    bring(board, person(application(), consents=older, skills=["Excel"]))
    assert live_consent(the_person(board), ConsentPurpose.KEEP_ON_FILE, board.now()) is not None


def test_a_consent_taken_back_on_the_day_it_was_given_is_taken_back(board: BoardState) -> None:
    """A file has days, not moments."""
    bring(board, person())
    bring(board, person(consents=[{**LIVE[0], "withdrawnAt": LIVE[0]["grantedAt"]}]))
    assert live_consent(the_person(board), ConsentPurpose.KEEP_ON_FILE, board.now()) is None


def test_applying_twice_for_the_same_title_is_two_applications(board: BoardState) -> None:
    """Two years are two stories."""
    bring(
        board,
        person({"jobTitle": "Clerk", "appliedAt": "2024-01-01"}, {"jobTitle": "Clerk", "appliedAt": "2026-01-01"}),
    )
    assert rows(board, Application) == 2


def test_an_application_finds_its_job_once_that_has_come_in(board: BoardState) -> None:
    """It is the same application, linked."""
    said = {"jobIdentifier": "J1", "jobTitle": "Clerk", "appliedAt": "2026-01-01"}
    bring(board, person(said))
    import_jobs(board, [json.dumps({"identifier": "J1", "title": "Clerk"})], actor=SYSTEM)
    assert counts(bring(board, person(said, skills=["Excel"]))) == (1, 0, 1, 0, 0)
    assert their_application(board).job is not None


def test_a_reason_may_be_given_by_its_label_and_hired_is_hired(board: BoardState) -> None:
    """The words on the screen are understood."""
    bring(board, person(application(disposition="More senior than this role needs", keep=None)))
    assert their_application(board).closing_evidence[0]["dimension"] == "level"
    hired = person({"jobTitle": "Clerk", "disposition": "hired"}, basics={"name": "B"})
    hired["meta"] = {"jobboard": {**hired["meta"]["jobboard"], "externalId": "C2"}}
    bring(board, hired)
    found = their_application(board, "C2")
    assert (found.status, found.stage) == (ApplicationStatus.HIRED, Stage.HIRED)


def test_the_email_stands_in_for_a_missing_external_id(board: BoardState) -> None:
    """Without either the line is refused."""
    line = person(meta={})
    assert counts(bring(board, line, line, {"basics": {"name": "Nobody"}})) == (3, 1, 0, 1, 1)
    assert the_person(board, "maren@example.org").name == "Maren Okafor-Lund"


def test_a_person_without_an_email_is_welcome(board: BoardState) -> None:
    """Nothing is made up."""
    bring(board, person(application(), basics={"name": "Maren"}))
    assert the_person(board).emails == []


def test_somebody_who_applied_here_before_is_the_same_person(board: BoardState) -> None:
    """By their address, whatever its case."""
    with board.transaction() as session:
        known = create_candidate(session, board.name, name="M. Lund", actor=SYSTEM, now=board.now())
        add_email(known, "Maren@Example.org")
    bring(board, person())
    assert rows(board, Candidate) == 1
    assert the_person(board).public_id == known.public_id


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (person(basics={"email": "a@example.org"}), "basics.name"),
        (person(basics={"name": "A", "email": "nowhere"}), "basics.email"),
        (person(work=[{"position": "Clerk", "startDate": "soon"}]), "work[0].startDate"),
        (person({"stage": "applied"}), "meta.jobboard.applications[0].jobTitle"),
        (person({"jobIdentifier": "J9"}), "meta.jobboard.applications[0].jobIdentifier"),
        (person(application(disposition="because")), "meta.jobboard.applications[0].disposition"),
        (person(application(jobLevel="wizard")), "meta.jobboard.applications[0].jobLevel"),
        (person(application(keep={"minLevel": 12})), "meta.jobboard.applications[0].keep.minLevel"),
        (person(application(interviews=[{"scorecards": []}])), "meta.jobboard.applications[0].interviews[0]"),
        (
            person(application(interviews=[{"completedAt": "2026-01-01", "scorecards": [{"overall": "MAYBE"}]}])),
            "meta.jobboard.applications[0].interviews[0].scorecards[0].overall",
        ),
        (person(consents=[{"purpose": "everything", "grantedAt": "2026-01-01"}]), "meta.jobboard.consents[0].purpose"),
    ],
)
def test_a_bad_line_names_the_field_and_leaves_nothing_behind(board: BoardState, line: Any, field: str) -> None:
    """And the next line lands."""
    fine = person(meta={"jobboard": {"externalId": "C2"}}, basics={"name": "Next"})
    report = bring(board, line, fine)
    assert [(reject.line, reject.field) for reject in report.rejects] == [(1, field)]
    assert (report.added, rows(board, Candidate), rows(board, Interview)) == (1, 1, 0)


def test_one_address_is_one_person(board: BoardState) -> None:
    """A second external id and name with the same address is refused with the first named."""
    other = person(meta={"jobboard": {"externalId": "C2"}}, basics={"name": "Mara Lund", "email": "maren@example.org"})
    report = bring(board, person(), other)
    assert (report.added, report.rejects[0].field) == (1, "basics.email")
    assert "C1" in report.rejects[0].reason


def test_who_has_another_id_elsewhere_but_the_same_name_and_address_is_the_same_person(board: BoardState) -> None:
    """What is known stays, since that file may be the poorer one, and it writes nothing a second time."""
    bring(board, person(skills=["SEO"]))
    meta = {"jobboard": {"externalId": "crm:9", "tags": ["fair"], "applications": [{"jobTitle": "Head of Marketing"}]}}
    basics = {"name": "maren okafor-lund", "email": "Maren@example.org", "phone": "+44 20 7946 0000"}
    elsewhere = person(basics=basics, work=[{"name": "Somewhere"}], skills=["Excel"], meta=meta)
    report = bring(board, elsewhere)
    assert (counts(report), rows(board, Candidate)) == ((1, 0, 1, 0, 0), 1)
    assert report.remarks[0].reason.startswith("Known here by another id; name and address are the same")
    known = the_person(board)
    assert [line.title for line in known.work_history] == ["Marketing Manager"]
    assert [skill.name for skill in known.skills] == ["SEO"]
    assert [phone.number for phone in known.phones] == ["+44 20 7946 0000"]
    assert rows(board, Application) == 1
    assert counts(bring(board, elsewhere)) == (1, 0, 0, 1, 0)


def test_a_dry_run_counts_truly_and_writes_nothing(board: BoardState) -> None:
    """Not even the promise's surfacings."""
    assert counts(bring(board, person(application()), person(application()), dry_run=True)) == (2, 1, 0, 1, 0)
    assert (rows(board, Candidate), rows(board, KeptCandidate)) == (0, 0)


def test_a_dry_run_keeps_nobody_else_from_writing(board: BoardState) -> None:
    """However long the file: between any two of its lines somebody else may apply."""
    wrote = []

    def lines() -> Iterator[str]:
        for number in range(BATCH + 1):
            if number == BATCH:
                wrote.append(_somebody_writes(board))
            yield json.dumps(person(basics={"name": "A"}, meta={"jobboard": {"externalId": f"D{number}"}}))

    assert import_candidates(board, lines(), actor=SYSTEM, dry_run=True).added == BATCH + 1
    assert wrote == [True]
    assert rows(board, Candidate) == 0


def _somebody_writes(board: BoardState) -> bool:
    engine = create_engine(board.engine.url, connect_args={"timeout": 0} if board.engine.name == "sqlite" else {})
    with engine.begin() as connection:
        connection.execute(update(Disposition).values(position=Disposition.position))
    engine.dispose()
    return True


OPENINGS = [
    {"identifier": "MM", "title": "Marketing Manager", "jobboard:level": 5, "jobboard:function": "marketing"},
    {"identifier": "MC", "title": "Marketing Coordinator", "jobboard:level": 2, "jobboard:function": "marketing"},
    {"identifier": "VP", "title": "VP Marketing", "jobboard:level": 8, "jobboard:function": "marketing"},
]


@pytest.mark.parametrize("jobs_first", [True, False])
def test_imported_people_and_jobs_meet_from_either_side(board: BoardState, jobs_first: bool) -> None:
    """Surfaced for the better role; not for the one they came for again, and not for one out of reach."""
    kept = person(application(jobLevel="intermediate", jobFunction="marketing"))
    postings = list(map(json.dumps, OPENINGS))
    if jobs_first:
        import_jobs(board, postings, actor=SYSTEM)
    bring(board, kept)
    if not jobs_first:
        import_jobs(board, postings, actor=SYSTEM)
    surfaced = board.session().scalars(select(Surfacing)).all()
    assert [surfacing.why_now[:9] for surfacing in surfaced] == ["They were" if jobs_first else "The job w"]
    import_jobs(board, postings, actor=SYSTEM)
    bring(board, kept)
    assert rows(board, Surfacing) == 1


def test_the_example_in_the_documentation_comes_in_as_it_says(board: BoardState) -> None:
    """Copied from the page."""
    page = (Path(__file__).parents[1] / "docs" / "interchange.md").read_text(encoding="utf-8")
    example = page.split("```json\n")[1].split("```")[0]
    assert counts(bring(board, json.loads(example))) == (1, 1, 0, 0, 0)
    kept = their_promise(board, "WH-C0001")
    assert (kept.status, kept.min_level, kept.max_level) == (KeptStatus.ACTIVE, 5, 6)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["2026-03-01", "YES", "hired"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=5,
)


def any_of(*keys: str) -> st.SearchStrategy[dict[str, Any]]:
    """An object with some of our keys and anything as their values."""
    return st.dictionaries(st.sampled_from(keys), JSON, max_size=4)


@given(
    basics=any_of("email", "phone", "location", "label", "summary"),
    whole=any_of("work", "education", "skills"),
    applied=any_of("jobLevel", "jobSkills", "appliedAt", "stage", "interviews", "disposition", "evidence", "status"),
    card=any_of("author", "overall", "size", "ratings", "takeaways", "submittedAt"),
    kept=any_of("targetFunctions", "minLevel", "payFloor", "locations", "workModes", "owner", "status", "ownWords"),
)
def test_any_json_is_read_or_refused_with_a_reason(basics: Any, whole: Any, applied: Any, card: Any, kept: Any) -> None:
    """Nothing else ever comes out."""
    interview = {"completedAt": "2026-03-10", "scorecards": [card]}
    line = person(basics={"name": "A", **basics}, **whole)
    with suppress(InvalidInput):
        load_candidate(line)
    with suppress(InvalidInput):
        load_application({"jobTitle": "Clerk", "interviews": [interview], **applied}, path="applications[0]")
    with suppress(InvalidInput):
        load_keep(kept, path="keep")
