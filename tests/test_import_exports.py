"""What Greenhouse and Lever give comes in: people with what they applied for, and nothing that nobody said."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from jobboard.access import SYSTEM, Scope
from jobboard.applications.models import Application, ApplicationStatus, Interview, Overall, Scorecard, Stage
from jobboard.applications.queries import applications_of
from jobboard.candidates.interchange import load_candidate
from jobboard.candidates.queries import find_candidate
from jobboard.errors import InvalidInput
from jobboard.foreign import greenhouse, lever, opencats
from jobboard.foreign.greenhouse_interviews import interviews_of
from jobboard.foreign.json_records import read_records
from jobboard.foreign.outcomes import read_outcome
from jobboard.foreign.tables import Table, read_table
from jobboard.jobs.interchange import load_job
from jobboard.state import BoardState
from tests.test_cli_data import run

DATA = Path(__file__).parent / "data"
PEOPLE, JOBS = DATA / "greenhouse_candidates.json", DATA / "greenhouse_jobs.json"
OPPORTUNITIES, NAMES = DATA / "lever_opportunities.json", DATA / "lever_names.json"

CANDIDATE, JOB_ORDER = DATA / "opencats_candidate.csv", DATA / "opencats_joborder.csv"
PIPELINE = DATA / "opencats_candidate_joborder.csv"


def of_greenhouse(*records: dict[str, Any]) -> list[Any]:
    return list(greenhouse.candidates_of(read_records(json.dumps(records).encode())))


def of_lever(*records: dict[str, Any]) -> list[Any]:
    return list(lever.candidates_of(read_records(json.dumps(records).encode()), names={}))


@pytest.mark.parametrize(
    "text", ['[{"id": 1}, {"id": 2}]', '{"id": 1}\n{"id": 2}\n', '{"data": [{"id": 1}, {"id": 2}], "next": ""}']
)
def test_an_export_is_an_array_an_answer_or_lines(text: str) -> None:
    assert [(one.number, one.record["id"]) for one in read_records(text.encode())] == [(1, 1), (2, 2)]


def test_what_is_no_object_is_a_problem_of_its_own_line() -> None:
    found = read_records(b'{"id": 1}\n{bad\n\n[3]\n{"id": 2}')
    assert [(one.number, one.problem is None) for one in found] == [(1, True), (2, False), (4, False), (5, True)]


def test_a_candidate_of_greenhouse_is_a_line_of_ours() -> None:
    ada, bo, cleo = greenhouse.candidates_of(read_records(PEOPLE.read_bytes()))
    assert ada.values["basics"] == {
        "name": "Ada Kïng",
        "email": ["ada@example.org", "ada@calder.example"],
        "phone": ["+44 20 7946 0000"],
    }
    assert ada.values["work"][0]["startDate"] == "2018-08-15T00:00:00.000Z"
    ours = ada.values["meta"]["jobboard"]
    assert (ours["externalId"], ours["doNotContact"], ours["tags"]) == ("greenhouse:53883394", True, ["ledger", "IFRS"])
    assert "consents" not in ours
    assert [(row["jobTitle"], row["stage"], row["status"], row["disposition"]) for row in ours["applications"]] == [
        ("Bookkeeper", "assessment", "rejected", "position_filled"),
        ("Accountant", "interview", "withdrawn", "withdrew_pay"),
    ]
    assert "1980" not in json.dumps(ada.values)
    assert "photo" not in json.dumps(ada.values)
    assert "private" in str(bo.problem)
    assert [remark.field for remark in cleo.remarks] == ["stage"]
    load_candidate(ada.values)


MEETING = {
    "id": 1,
    "application_id": 69102626,
    "start": {"date_time": "2026-01-12T10:00:00.000Z"},
    "end": {"date_time": "2026-01-12T10:45:00.000Z"},
    "status": "complete",
    "location": "Loom room",
    "interview": {"id": 5, "name": "Culture"},
    "interviewers": [{"id": 7, "name": "Ravi Sen", "scorecard_id": 11}, {"id": 8, "name": "Idris Bell"}],
}
CARD = {
    "id": 11,
    "application_id": 69102626,
    "interview": "Culture",
    "interviewed_at": "2026-01-12T10:00:00.000Z",
    "submitted_at": "2026-01-12T12:00:00.000Z",
    "interviewer": {"id": 7, "name": "Ravi Sen"},
    "overall_recommendation": "strong_yes",
    "attributes": [
        {"name": "Ledgers", "rating": "definitely_not", "note": None},
        {"name": "Calm", "rating": "mixed", "note": "Until noon."},
        {"name": "Excel", "rating": "no_decision"},
    ],
    "questions": [{"question": "Key take-aways", "answer": "Knows IFRS."}, {"question": "Doubts?", "answer": None}],
}


def interviews(scheduled: list[Any], scorecards: list[Any]) -> dict[str, list[Any]]:
    """What both answers of Greenhouse say, by application."""
    files = (read_records(json.dumps(records).encode()) for records in (scheduled, scorecards))
    return dict(interviews_of(*files))


def test_interviews_of_greenhouse_come_with_their_scorecards() -> None:
    (meeting,) = interviews([MEETING], [CARD])["69102626"]
    assert meeting["completedAt"] == "2026-01-12T10:00:00.000Z"
    assert (meeting["durationMinutes"], meeting["round"], meeting["place"]) == (45, "Culture", "Loom room")
    assert meeting["interviewers"][0] == {"id": "greenhouse:7", "name": "Ravi Sen"}
    (card,) = meeting["scorecards"]
    assert (card["overall"], card["takeaways"]) == ("STRONG_YES", "Key take-aways: Knows IFRS.")
    assert card["ratings"] == [
        {"attribute": "Ledgers", "rating": 1, "note": ""},
        {"attribute": "Calm", "rating": None, "note": "Mixed. Until noon."},
        {"attribute": "Excel", "rating": None, "note": ""},
    ]


def test_a_scorecard_without_its_meeting_stands_for_one_and_a_draft_for_none() -> None:
    (meeting,) = interviews([], [CARD, CARD | {"id": 12, "submitted_at": None}])["69102626"]
    assert (meeting["completedAt"], meeting["round"]) == ("2026-01-12T10:00:00.000Z", "Culture")
    assert [one["name"] for one in meeting["interviewers"]] == ["Ravi Sen"]


def test_a_meeting_to_come_is_scheduled_and_one_without_a_day_is_left_out() -> None:
    to_come = MEETING | {"status": "scheduled", "end": {}, "start": {"date": "2026-02-01"}}
    (meeting,) = interviews([to_come, MEETING | {"start": None}], [])["69102626"]
    assert meeting["scheduledAt"] == "2026-02-01"
    assert not {"completedAt", "durationMinutes"} & meeting.keys()


def test_greenhouse_brings_its_interviews_along(app: Flask, board: BoardState, tmp_path: Path) -> None:
    meetings, cards = tmp_path / "meetings.json", tmp_path / "cards.json"
    meetings.write_text(json.dumps([MEETING]), encoding="utf-8")
    cards.write_text(json.dumps([CARD]), encoding="utf-8")
    said = ("--interviews", str(meetings), "--scorecards", str(cards), "--rejects", str(tmp_path / "rejects.jsonl"))
    assert "added 2" in run(app, "import", "greenhouse", str(PEOPLE), *said).output
    scope = Scope(board.name, SYSTEM)
    ada = find_candidate(board.session(), scope, "greenhouse:53883394")
    (held,) = board.session().scalars(select(Interview).join(Application).where(Application.candidate_id == ada.id))
    (card,) = board.session().scalars(select(Scorecard).where(Scorecard.interview_id == held.id))
    assert (held.status.value, held.duration_minutes) == ("completed", 45)
    assert (card.overall, card.takeaways) == (Overall.STRONG_YES, "Key take-aways: Knows IFRS.")


def test_a_job_of_greenhouse_keeps_its_notes_to_itself_and_is_not_published() -> None:
    bookkeeper, accountant = greenhouse.jobs_of(read_records(JOBS.read_bytes()))
    assert bookkeeper.values == {
        "identifier": "greenhouse:149995",
        "title": "Bookkeeper",
        "datePosted": "2025-12-02T09:00:00.000Z",
        "jobLocation": ["Leeds"],
        "jobboard:status": "closed",
    }
    assert load_job(accountant.values).status == "draft"


def test_opportunities_of_one_contact_are_one_person() -> None:
    names = lever.names_in(read_records(NAMES.read_bytes()))
    ada, bo = lever.candidates_of(read_records(OPPORTUNITIES.read_bytes()), names=names)
    ours = ada.values["meta"]["jobboard"]
    assert ours["externalId"] == "lever:7f23e772-f2cb-4ebb-b33f-54b872999992"
    assert ada.values["basics"]["email"] == ["ada@example.org", "ada@calder.example"]
    assert (ours["doNotContact"], ours["tags"]) == (True, ["Finance", "Kept"])
    assert "consents" not in ours
    assert [(row["jobTitle"], row["stage"], row["status"]) for row in ours["applications"]] == [
        ("Bookkeeper", "interview", "rejected"),
        ("Accountant", "applied", "active"),
    ]
    assert ours["applications"][0]["disposition"] == "too_senior_for_role"
    assert ours["applications"][0]["closedAt"] == "2026-01-31T22:53:20+00:00"
    assert "confidential" in str(bo.problem)
    load_candidate(ada.values)


@pytest.mark.parametrize(
    ("reason", "status"), [("Hired", "hired"), ("Withdrew", "withdrawn"), ("Wibble", "rejected"), (None, "rejected")]
)
def test_an_archived_opportunity_ended_as_its_reason_says(reason: str | None, status: str) -> None:
    archived = {"reason": reason, "archivedAt": 1769900000000}
    posting = {"id": "p", "text": "Clerk"}
    (found,) = of_lever({"id": "o", "name": "A", "archived": archived, "applications": [{"posting": posting}]})
    assert found.values["meta"]["jobboard"]["applications"][0]["status"] == status


def test_applications_that_are_ids_alone_are_named() -> None:
    (found,) = of_lever({"id": "o", "name": "A", "emails": ["a@example.org"], "applications": ["cdb4ff11"]})
    assert [remark.field for remark in found.remarks] == ["applications"]


@pytest.mark.parametrize("odd", [{}, {"id": None}, {"applications": {}}, {"tags": [None, 3, {}]}, {"archived": 7}])
def test_odd_records_break_nothing(odd: dict[str, Any]) -> None:
    assert len(of_greenhouse(odd)) == len(of_lever(odd)) == 1
    assert of_lever({"createdAt": 10**30, "applications": [{"posting": "p"}], **odd})


def test_greenhouse_comes_in_and_a_second_time_changes_nothing(app: Flask, board: BoardState, tmp_path: Path) -> None:
    rejects = ("--rejects", str(tmp_path / "rejects.jsonl"))
    jobs = run(app, "import", "greenhouse", str(JOBS), "--as", "jobs")
    assert jobs.stdout == "read 2, added 2, updated 0, unchanged 0, rejected 0\n"
    first = run(app, "import", "greenhouse", str(PEOPLE), *rejects)
    assert first.stdout == "read 3, added 2, updated 0, unchanged 0, rejected 1\n"
    assert "“Tea with the owner” is no stage we know" in first.stderr
    second = run(app, "import", "greenhouse", str(PEOPLE), *rejects)
    assert second.stdout == "read 3, added 0, updated 0, unchanged 2, rejected 1\n"
    assert json.loads((tmp_path / "rejects.jsonl").read_text())["line"] == 2

    session, scope = board.session(), Scope(board.name, SYSTEM)
    ada = find_candidate(session, scope, "greenhouse:53883394")
    applied = {row.applied_title: row for row in applications_of(session, scope, ada)}
    assert applied["Bookkeeper"].job is not None
    assert (applied["Accountant"].status, applied["Accountant"].stage) == (
        ApplicationStatus.WITHDRAWN,
        Stage.INTERVIEW,
    )
    assert (ada.do_not_contact, ada.consents) == (True, [])


def test_lever_comes_in_with_the_names_of_its_ids(app: Flask, board: BoardState, tmp_path: Path) -> None:
    args = (str(OPPORTUNITIES), "--names", str(NAMES), "--rejects", str(tmp_path / "rejects.jsonl"))
    shown = run(app, "import", "lever", *args, "--preview", "1")
    assert json.loads(shown.stdout)["basics"]["name"] == "Ada Kïng"
    assert run(app, "import", "lever", *args).stdout == "read 2, added 1, updated 0, unchanged 0, rejected 1\n"
    assert run(app, "import", "lever", *args).stdout == "read 2, added 0, updated 0, unchanged 1, rejected 1\n"
    ada = find_candidate(board.session(), Scope(board.name, SYSTEM), "lever:7f23e772-f2cb-4ebb-b33f-54b872999992")
    assert ada.consents == []


def table(path: Path) -> Table:
    return read_table(path.read_bytes())


def test_a_candidate_of_opencats_is_joined_with_their_pipelines() -> None:
    ada, bo, cleo = opencats.candidates_of(table(CANDIDATE), job_orders=table(JOB_ORDER), pipelines=table(PIPELINE))
    ours = ada.values["meta"]["jobboard"]
    assert ada.values["basics"]["location"] == {"city": "Leeds", "region": "Yorkshire", "countryCode": "GB"}
    assert (ada.values["basics"]["phone"], ada.values["skills"]) == (["+44 20 7946 0000"], ["Excel", "SAP"])
    assert ours["notes"] == [{"text": "Wants four days", "writtenAt": "2026-01-02 10:00:00"}]
    assert [(row["jobTitle"], row["stage"], row.get("status")) for row in ours["applications"]] == [
        ("Bookkeeper", "screen", "rejected"),
        ("Accountant", "interview", None),
    ]
    assert "consents" not in ours
    assert "hides" in str(bo.problem)
    assert [remark.field for remark in cleo.remarks] == ["status"]
    load_candidate(ada.values)


def test_every_status_of_opencats_is_read() -> None:
    said = {number: read_outcome(**words) for number, words in opencats._STATUSES.items()}
    assert not any(outcome.remarks for outcome in said.values())
    assert [said[number].stage for number in ("0", "100", "200", "300", "400", "500", "600", "800")] == [
        *(Stage.APPLIED, Stage.APPLIED, Stage.SCREEN, Stage.SCREEN, Stage.SCREEN),
        *(Stage.INTERVIEW, Stage.OFFER, Stage.HIRED),
    ]
    ended = {number: outcome.status for number, outcome in said.items() if outcome.status}
    assert ended == {
        "650": ApplicationStatus.REJECTED,
        "700": ApplicationStatus.REJECTED,
        "800": ApplicationStatus.HIRED,
    }


def test_a_job_order_that_is_not_public_is_not_published() -> None:
    lines = [entry.values for entry in opencats.jobs_of(table(JOB_ORDER))]
    assert [line["jobboard:status"] for line in lines] == ["closed", "open", "draft"]
    assert lines[0]["jobLocation"] == "Leeds, Yorkshire"
    assert "pays late" not in json.dumps(lines)


def test_a_table_of_opencats_without_its_keys_is_refused() -> None:
    with pytest.raises(InvalidInput, match="joborder_id, status missing"):
        list(opencats.candidates_of(table(CANDIDATE), job_orders=None, pipelines=read_table(b"candidate_id,x\n1,2\n")))


def test_opencats_comes_in_and_a_second_time_changes_nothing(app: Flask, board: BoardState, tmp_path: Path) -> None:
    jobs = run(app, "import", "opencats", str(JOB_ORDER), "--as", "jobs")
    assert jobs.stdout == "read 3, added 3, updated 0, unchanged 0, rejected 0\n"
    joined = ("--joborder", str(JOB_ORDER), "--candidate-joborder", str(PIPELINE))
    args = (str(CANDIDATE), *joined, "--rejects", str(tmp_path / "rejects.jsonl"))
    assert run(app, "import", "opencats", *args).stdout == "read 3, added 2, updated 0, unchanged 0, rejected 1\n"
    assert run(app, "import", "opencats", *args).stdout == "read 3, added 0, updated 0, unchanged 2, rejected 1\n"
    session, scope = board.session(), Scope(board.name, SYSTEM)
    ada = find_candidate(session, scope, "opencats:7")
    applied = {row.applied_title: row for row in applications_of(session, scope, ada)}
    assert applied["Bookkeeper"].status is ApplicationStatus.REJECTED
    assert applied["Accountant"].job is not None
    assert ada.consents == []
