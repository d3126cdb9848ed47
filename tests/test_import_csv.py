"""Tables of people come in as they are: recognised columns, one person of several rows, nothing made up."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from jobboard.access import SYSTEM, Scope
from jobboard.applications.dispositions import DEFAULTS
from jobboard.applications.models import ApplicationStatus, Stage
from jobboard.applications.queries import applications_of
from jobboard.candidates.interchange import load_candidate
from jobboard.candidates.models import Candidate
from jobboard.candidates.queries import find_candidate
from jobboard.candidates.tags import tags_of
from jobboard.errors import InvalidInput
from jobboard.foreign.columns import NEVER, map_columns
from jobboard.foreign.days import DateOrder, iso_day, order_of
from jobboard.foreign.outcomes import _REASONS, read_outcome
from jobboard.foreign.people_table import PeopleOfTable
from jobboard.foreign.tables import read_table
from jobboard.interchange import Entry
from jobboard.state import BoardState
from jobboard.teamwork.queries import notes_about
from jobboard.web.csv_file import csv_text
from tests.test_cli_data import run

HEAD = (
    "First Name;Last Name;E-Mail;Mobile;Location;Job Title;Company;Skills;Tags;Applied for;Date applied;Stage;"
    "Rejection reason;Notes;Date of Birth;Shoe size;Source"
)
ADA = (
    "Ada;Kïng;ada@example.org;'+44 20 7946 0000;Leeds;Finance Manager;Calder & Co;Excel, SAP;ledger;Bookkeeper;"
    '13/02/2026;Rejected;Overqualified;"Wants\nfour days";01/02/1980;39;Referral'
)
AGAIN = "Ada;Kïng;ada@example.org;;;;;;;Accountant;03/04/2026;Phone Screen;;;;;"


def entries(*lines: str, chosen: dict[str, str] | None = None, dates: DateOrder | None = None) -> list[Entry]:
    """What a file of these lines says."""
    table = read_table("\n".join(lines).encode())
    return list(PeopleOfTable(table, map_columns(table.columns, chosen or {}), dates=dates))


def one(*lines: str, **how: Any) -> dict[str, Any]:
    """The only person of a file, as a line."""
    (entry,) = entries(*lines, **how)
    assert entry.problem is None
    return dict(entry.values)


def written(folder: Path, *lines: str) -> str:
    """A file of these lines."""
    path = folder / "people.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_encoding_and_the_separator_are_found_out(encoding: str, separator: str) -> None:
    text = f'Name{separator}City\r\n"King{separator} Ada"{separator}Zürich\r\n\r\nBo{separator}\r\n'
    table = read_table(text.encode(encoding))
    assert table.columns == ("Name", "City")
    assert [row.cells for row in table.rows] == [(f"King{separator} Ada", "Zürich"), ("Bo", "")]


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("Vorname", "first_name"),
        ("Nachname", "last_name"),
        ("Bewerber/in", "name"),
        ("E-Mail-Adresse", "email"),
        ("Telefonnummer", "phone"),
        ("Wohnort", "city"),
        ("Firma/Firm", "employer"),
        ("Stelle", "applied_for"),
        ("Bewerbungsdatum", "applied_on"),
        ("Pre\u0301nom / First name", "first_name"),
        ("Firma/Stelle", ""),
        ("Alter", ""),
        ("Geburtsdatum/Date", ""),
    ],
)
def test_columns_are_known_by_their_names_in_other_languages(column: str, field: str) -> None:
    assert map_columns((column,), {}).fields == (field,)


def test_a_separator_that_the_file_names_itself_is_taken() -> None:
    table = read_table(b"sep=;\nName, first;City\nAda;Leeds\n")
    assert table.columns == ("Name, first", "City")
    assert [(row.line, row.cells) for row in table.rows] == [(3, ("Ada", "Leeds"))]


def test_what_we_export_is_read_back() -> None:
    cells = ("+44 20 7946 0000", "=1+1", "O'Neill", "'quoted'")
    text = csv_text(("a", "b", "c", "d"), [cells])
    assert read_table(("\ufeff" + text).encode()).rows[0].cells == cells


@pytest.mark.parametrize("nothing", [b"", b"\n", b",,\nAda,,\n"])
def test_a_file_without_names_of_columns_is_refused(nothing: bytes) -> None:
    with pytest.raises(InvalidInput, match="first line names the columns"):
        read_table(nothing)


def test_rows_are_known_by_the_line_they_begin_on() -> None:
    assert [entry.line for entry in entries(HEAD, ADA, "Bo;Li;bo@example.org")] == [2, 4]


def test_columns_are_recognised_and_several_rows_are_one_person() -> None:
    line = one(HEAD, ADA, AGAIN)
    assert line["basics"] == {
        "name": "Ada Kïng",
        "email": ["ada@example.org"],
        "phone": ["+44 20 7946 0000"],
        "location": {"city": "Leeds"},
    }
    assert line["work"] == [{"position": "Finance Manager", "name": "Calder & Co"}]
    assert line["skills"] == ["Excel", "SAP"]
    ours = line["meta"]["jobboard"]
    assert ours["notes"] == [{"text": "Wants\nfour days"}]
    assert [
        (row["jobTitle"], row["appliedAt"], row.get("stage"), row.get("status")) for row in ours["applications"]
    ] == [
        ("Bookkeeper", "2026-02-13", None, "rejected"),
        ("Accountant", "2026-04-03", "screen", None),
    ]
    assert ours["applications"][0]["disposition"] == "too_senior_for_role"
    load_candidate(line)


def test_what_jobboard_does_not_hold_never_comes_in() -> None:
    """Not by its name, not by somebody's word."""
    assert "1980" not in json.dumps(one(HEAD, ADA))
    columns = ("Date of Birth", "DOB", "Gender", "Sex", "Photo URL", "Age", "date_of_birth")
    assert not any(map_columns(columns, {}).fields)
    for column in columns:
        with pytest.raises(InvalidInput, match="does not hold"):
            map_columns(columns, {column: "notes"})
    assert NEVER.search("average language package") is None


def test_no_consent_is_made_up() -> None:
    """A column that sounds like a yes is none; one that a person says is the day of it is."""
    head, row = "Name,Email,Consent,GDPR consent date", "Ada,ada@example.org,yes,2026-01-31"
    assert "meta" not in one(head, row)
    said = one(head, row, chosen={"gdpr consent date": "keep_consent_on"})
    assert said["meta"]["jobboard"]["consents"] == [{"purpose": "keep_on_file", "grantedAt": "2026-01-31"}]


def test_somebody_says_what_a_column_is() -> None:
    head, row = "Bewerber,Kontakt,Title", "Ada King,ada@example.org,Dr"
    line = one(head, row, chosen={"Bewerber": "name", "kontakt": "email", "Title": ""})
    assert line == {"basics": {"name": "Ada King", "email": ["ada@example.org"]}}


@pytest.mark.parametrize(
    ("chosen", "said"),
    [({"Nombre": "name"}, "There is no column “Nombre”. There are Name, Email."), ({"Name": "nom"}, "Use one of id,")],
)
def test_a_mapping_that_cannot_be_says_what_there_is(chosen: dict[str, str], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        map_columns(("Name", "Email"), chosen)


def test_a_row_with_too_many_cells_is_rejected_alone() -> None:
    short, long = entries("Name,Email", "Ada King,ada@example.org", "King, Ada,ada@example.org")
    assert short.problem is None
    assert "3 cells, the first line 2" in str(long.problem)


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2026-03-31", None, "2026-03-31"),
        ("2026-03-31T14:00:00Z", None, "2026-03-31T14:00:00Z"),
        ("2026/3/31", None, "2026-03-31"),
        ("31.3.2026", None, "2026-03-31"),
        ("31 Mar 2026", None, "2026-03-31"),
        ("March 31, 2026 10:15", None, "2026-03-31"),
        ("31/03/2026", None, "2026-03-31"),
        ("3/31/2026 10:15 AM", None, "2026-03-31"),
        ("04/04/2026", None, "2026-04-04"),
        ("03/04/2026", DateOrder.DAY_FIRST, "2026-04-03"),
        ("03/04/2026", DateOrder.MONTH_FIRST, "2026-03-04"),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, order: DateOrder | None, day: str) -> None:
    assert iso_day(text, order, field="applied_on") == day


@pytest.mark.parametrize("text", ["03/04/2026", "soon", "32.1.2026", "13/13/2026", "31/02/2026"])
def test_a_date_that_is_none_or_two_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="applied_on"):
        iso_day(text, None, field="applied_on")


def test_a_file_tells_the_order_of_its_dates_unless_it_contradicts_itself() -> None:
    assert order_of(["03/04/2026", "13/04/2026"]) is DateOrder.DAY_FIRST
    assert order_of(["03/04/2026", "04/13/2026", "2026-01-01"]) is DateOrder.MONTH_FIRST
    assert order_of(["13/04/2026", "04/13/2026"]) is None


@pytest.mark.parametrize(
    ("said", "stage", "status", "disposition"),
    [
        ({"stage": "Application Review"}, "applied", None, ""),
        ({"stage": "Preliminary Phone Screen"}, "screen", None, ""),
        ({"stage": "Take Home Test", "status": "rejected"}, "assessment", "rejected", ""),
        ({"stage": "Face to Face", "status": "Active"}, "interview", "active", ""),
        ({"status": "Interviewing"}, "interview", None, ""),
        ({"stage": "Hired"}, "hired", "hired", ""),
        ({"stage": "Offer declined"}, "offer", "withdrawn", ""),
        ({"status": "Rejected", "reason": "Runner-up"}, None, "rejected", "runner_up"),
        ({"status": "Withdrew", "reason": "Salary expectations"}, None, "withdrawn", "withdrew_pay"),
        ({"status": "rejected", "reason": "Strong, someone else was closer"}, None, "rejected", "runner_up"),
        ({"status": "active", "reason": "Overqualified"}, None, "active", ""),
    ],
)
def test_stages_and_ends_are_read_from_other_words(
    said: dict[str, str], stage: str | None, status: str | None, disposition: str
) -> None:
    found = read_outcome(**said)
    assert (found.stage, found.status, found.disposition) == (stage, status, disposition)


def test_words_that_nobody_knows_are_named_and_mean_nothing() -> None:
    found = read_outcome(stage="Wibble", status="Wobble", reason="Mercury in retrograde")
    assert found.to_line() == {"stage": None, "status": None, "disposition": ""}
    assert [remark.field for remark in found.remarks] == ["stage", "status", "reason"]


def test_every_reason_we_read_is_one_of_ours() -> None:
    assert {code for code, _words in _REASONS} <= {reason.code for reason in DEFAULTS}


def test_a_table_comes_in_and_a_second_time_changes_nothing(app: Flask, board: BoardState, tmp_path: Path) -> None:
    path = written(tmp_path, HEAD, ADA, AGAIN, "No;Body", "Bo;Li;bo@example.org;;;;;;;Clerk;32/13/2026")
    first = run(app, "import", "csv", path)
    assert first.stdout == "read 3, added 1, updated 0, unchanged 0, rejected 2\n"
    assert "Columns left out: Date of Birth, Shoe size." in first.stderr
    rejects = [json.loads(line) for line in (tmp_path / "people.csv.rejects.jsonl").read_text().splitlines()]
    assert [(reject["line"], reject["field"]) for reject in rejects] == [
        (5, "meta.jobboard.externalId"),
        (6, "applied_on"),
    ]
    assert run(app, "import", "csv", path).stdout == "read 3, added 0, updated 0, unchanged 1, rejected 2\n"

    session, scope = board.session(), Scope(board.name, SYSTEM)
    ada = find_candidate(session, scope, "ada@example.org")
    applied = {row.applied_title: row for row in applications_of(session, scope, ada)}
    assert (applied["Bookkeeper"].status, applied["Bookkeeper"].source) == (ApplicationStatus.REJECTED, "Referral")
    assert applied["Bookkeeper"].disposition is not None
    assert (applied["Accountant"].status, applied["Accountant"].stage) == (ApplicationStatus.ACTIVE, Stage.SCREEN)
    assert [tag.label for tag in tags_of(session, scope, ada)] == ["ledger"]
    assert [note.text for note in notes_about(session, scope, ada)] == ["Wants\nfour days"]
    assert ada.consents == []


def test_a_line_that_changed_writes_its_notes_and_tags_no_second_time(
    app: Flask, board: BoardState, tmp_path: Path
) -> None:
    run(app, "import", "csv", written(tmp_path, HEAD, ADA))
    later = run(app, "import", "csv", written(tmp_path, HEAD, ADA.replace("Leeds", "York")))
    assert later.stdout == "read 1, added 0, updated 1, unchanged 0, rejected 0\n"
    session, scope = board.session(), Scope(board.name, SYSTEM)
    ada = find_candidate(session, scope, "ada@example.org")
    assert ada.locality == "York"
    assert (len(tags_of(session, scope, ada)), len(notes_about(session, scope, ada))) == (1, 1)


def test_a_preview_shows_the_columns_and_the_first_people_and_writes_nothing(
    app: Flask, board: BoardState, tmp_path: Path
) -> None:
    path = written(tmp_path, HEAD, ADA, AGAIN.replace("Phone Screen", "Wibble"), "No;Body", "Bo;Li;bo@example.org")
    shown = run(app, "import", "csv", path, "--preview", "2")
    assert shown.exit_code == 0
    assert [json.loads(line)["basics"]["name"] for line in shown.stdout.splitlines()] == ["Ada Kïng"]
    assert "E-Mail            email\n" in shown.stderr
    assert "Date of Birth     (left out)\n" in shown.stderr
    assert "Line 2, stage: “Wibble”" in shown.stderr
    assert "Line 5 would be rejected" in shown.stderr
    assert board.session().scalar(select(func.count()).select_from(Candidate)) == 0


def test_a_dry_run_counts_and_writes_nothing(app: Flask, board: BoardState, tmp_path: Path) -> None:
    shown = run(app, "import", "csv", "--dry-run", "--dates", "day-first", written(tmp_path, HEAD, ADA))
    assert shown.stdout == "read 1, added 1, updated 0, unchanged 0, rejected 0\n"
    assert board.session().scalar(select(func.count()).select_from(Candidate)) == 0


def test_a_mapping_is_kept_in_a_file_and_overruled_by_hand(app: Flask, board: BoardState, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_text('[columns]\n"Bewerber" = "name"\n"Kontakt" = "notes"\n', encoding="utf-8")
    path = written(tmp_path, "Bewerber,Kontakt", "Ada King,ada@example.org")
    result = run(app, "import", "csv", path, "--mapping", str(mapping), "--map", "Kontakt=email")
    assert result.stdout.startswith("read 1, added 1,")
    assert find_candidate(board.session(), Scope(board.name, SYSTEM), "ada@example.org").name == "Ada King"


@pytest.mark.parametrize(
    "wrong", [("--map", "Name"), ("--map", "Nobody=name"), ("--map", "Name=shoe"), ("--mapping", "none.toml")]
)
def test_a_mapping_that_cannot_be_is_a_sentence_and_exit_code_2(
    app: Flask, tmp_path: Path, wrong: tuple[str, str]
) -> None:
    result = run(app, "import", "csv", written(tmp_path, "Name,Email", "Ada,a@example.org"), *wrong)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.strip().endswith(".")
