"""A recruiter sends a file of people, says what its columns are, tries it, and brings them in."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from jobboard.applications.models import Application
from jobboard.applications.queries import applications_of
from jobboard.candidates.models import Candidate, CandidateTag
from jobboard.candidates.queries import find_candidate, timeline
from jobboard.db import lease
from jobboard.db.history import History
from jobboard.effects import drain
from jobboard.errors import Conflict, IllegalMove, InvalidInput, NotFound
from jobboard.flows import file_import_steps, file_imports
from jobboard.flows.erase_candidate import erase
from jobboard.flows.orphans import sweep_files
from jobboard.flows.retention import sweep
from jobboard.flows.uploads import Upload
from jobboard.foreign.columns import map_columns
from jobboard.foreign.days import DateOrder
from jobboard.foreign.kinds import Kind, kind_of
from jobboard.foreign.models import FileImport, ImportReject, ImportRemark, ImportStatus
from jobboard.foreign.service import Portion
from jobboard.state import BoardState
from jobboard.testing import situations as given
from jobboard.web.recruit.present_file_imports import FIELD_LABELS
from tests.support.boards import client_as
from tests.support.host import JUDITH, board_of, close_host, make_host

IMPORTS = "/recruit/imports"
HEAD = "Wer,E-Mail,Job Title,Company,Applied for,Date applied,Date of Birth,Shoe size"
ADA = "Ada King,ada@example.org,Finance Manager,Calder,Bookkeeper,2026-02-13,1980-01-02,39"
BOB = "Bob Nye,bob@example.org,Porter,Quay,Clerk,2026-03-01,,"
NOBODY = "Nobody,not an address,,,,,,"
MAPPED = {"column-1": "name"}


def table(*rows: str) -> bytes:
    return "\n".join((HEAD, *rows)).encode()


def sent(board: BoardState, data: bytes, name: str = "people.csv") -> str:
    """The public id of a file that has arrived."""
    return file_imports.receive(board, Upload(io.BytesIO(data), name), actor=JUDITH)


def read_as(board: BoardState, found: str, columns: dict[str, str] | None = None, **form: str) -> None:
    named = columns or {"Wer": "name"}
    places = {place: named[name] for place, name in enumerate(HEAD.split(",")) if name in named}
    file_imports.read_otherwise(board, found, places, form, actor=JUDITH)


def brought_in(board: BoardState, *rows: str, **form: str) -> FileImport:
    """A table whose people have come in."""
    found = sent(board, table(*rows))
    read_as(board, found, **form)
    file_imports.start(board, found, only_try=False, actor=JUDITH)
    drain(board)
    return stored(board)


def stored(board: BoardState) -> FileImport:
    """The newest import, as the drainer left it."""
    board.session().rollback()
    return board.session().scalars(select(FileImport).order_by(FileImport.id.desc()).limit(1)).one()


def later(board: BoardState, **much: int) -> None:
    board.clock.advance(timedelta(**much))  # type: ignore[attr-defined] # the twin


def applied_for(board: BoardState, email: str) -> list[Application]:
    scope = given.scope(board)
    return applications_of(board.session(), scope, find_candidate(board.session(), scope, email))


def names(board: BoardState) -> set[str]:
    return set(board.session().scalars(select(Candidate.name)))


def counts(found: FileImport) -> tuple[int, int, int, int]:
    return found.added, found.updated, found.unchanged, found.rejected


def files(board: BoardState) -> Sequence[str]:
    return list(board.storage.files)  # type: ignore[attr-defined] # the twin


def test_a_file_is_sent_mapped_tried_and_brought_in(board: BoardState, recruiter: FlaskClient) -> None:
    data = {"file": (io.BytesIO(table(ADA, BOB, NOBODY)), "our people.csv")}
    answer = recruiter.post(IMPORTS, data=data)
    page = recruiter.get(answer.location).get_data(as_text=True)
    assert "Import our people.csv" in page
    assert "Never held here" in page  # the birth dates
    refused = recruiter.post(f"{answer.location}/reading", data={"do": "try"})
    assert refused.status_code == 422
    assert "Say which column holds the name" in refused.get_data(as_text=True)
    looked = recruiter.post(f"{answer.location}/reading", data={**MAPPED, "do": "look"}, follow_redirects=True)
    page = looked.get_data(as_text=True)
    assert "3 people, the first 2 as they would come in" in page
    assert "Finance Manager at Calder" in page
    assert "Bookkeeper, on 13 February 2026" in page
    assert "One person could not come in as things stand." in page
    assert "<dt>Line 4</dt><dd>This is not an email address" in page
    assert names(board) == set()

    recruiter.post(f"{answer.location}/reading", data={**MAPPED, "tag": "From Calder", "do": "try"})
    page = recruiter.get(answer.location).get_data(as_text=True)
    assert "What would become of 3 people" in page
    assert names(board) == set()
    assert counts(stored(board)) == (2, 0, 0, 1)

    recruiter.post(f"{answer.location}/start")
    page = recruiter.get(answer.location).get_data(as_text=True)
    assert "our people.csv is in" in page
    assert "1 not brought in" in page
    assert names(board) == {"Ada King", "Bob Nye"}
    assert set(board.session().scalars(select(CandidateTag.label))) == {"From Calder"}
    told = recruiter.get("/recruit/candidates?tag=from+calder").get_data(as_text=True)
    assert "Ada King" in told
    assert "2 added, 1 not brought in" in recruiter.get(IMPORTS).get_data(as_text=True)


def test_all_that_is_wrong_with_a_person_is_said_at_once(board: BoardState, recruiter: FlaskClient) -> None:
    found = sent(board, table(ADA, ",not an address,,,Clerk,30/30/2026,,"))
    read_as(board, found)
    page = recruiter.get(f"{IMPORTS}/{found}").get_data(as_text=True)
    file_imports.start(board, found, only_try=True, actor=JUDITH)
    (reject,) = board.session().scalars(select(ImportReject))
    for said in ("Give the person&#39;s name.", "This is not an email address", "“30/30/2026” is not a date."):
        assert said in page
        assert said.replace("&#39;", "'") in reject.reason


def test_a_preview_says_how_many_follow(board: BoardState, recruiter: FlaskClient) -> None:
    for count, head, rest in (
        (5, "5 people, all as they would come in", "more"),
        (9, "9 people, the first 5 as they would come in", "4 more like these follow"),
        (205, "205 people, the first 5 as", "The first 200 were looked through; 5 more follow"),
    ):
        found = sent(board, table(*people(count)))
        read_as(board, found)
        page = recruiter.get(f"{IMPORTS}/{found}").get_data(as_text=True)
        assert head in page
        assert (rest in page) is (count > 5)


def test_a_file_without_names_of_columns_has_them_numbered(board: BoardState, recruiter: FlaskClient) -> None:
    found = sent(board, b"Ada King,ada@example.org,Leeds\nBob Nye,bob@example.org,Hull\n")
    page = recruiter.get(f"{IMPORTS}/{found}").get_data(as_text=True)
    assert "The first row looks like a person, not like column names." in page
    chosen = {"column-1": "name", "column-2": "email", "column-3": "", "do": "start"}
    recruiter.post(f"{IMPORTS}/{found}/reading", data=chosen)
    assert names(board) == {"Ada King", "Bob Nye"}


def read_by_hand(recruiter: FlaskClient, found: str, **form: str) -> None:
    """Every column is chosen on the page, as a browser sends them."""
    fields = ("name", "email", "", "employer", "applied_for", "applied_on", "", "")
    columns = {f"column-{number}": field for number, field in enumerate(fields, start=1) if number != 7}
    recruiter.post(f"{IMPORTS}/{found}/reading", data={**columns, **form})


def test_rejects_that_are_sent_again_are_read_as_before_and_bear_the_tag(
    board: BoardState, recruiter: FlaskClient
) -> None:
    first = sent(board, table(ADA, NOBODY), "calder.csv")
    read_by_hand(recruiter, first, tag="From Calder", dates="day-first", do="start")
    rejects = recruiter.get(f"{IMPORTS}/{first}/rejects.csv").data.replace(b"not an address", b"no@example.org")
    again = sent(board, rejects, "not-brought-in.csv")
    page = recruiter.get(f"{IMPORTS}/{again}").get_data(as_text=True)
    assert "It has the columns of “calder.csv”, so it is read as that was, and gets its tag “From Calder”." in page
    assert stored(board).columns["Job Title"] == ""
    assert stored(board).dates is DateOrder.DAY_FIRST
    recruiter.post(f"{IMPORTS}/{again}/start")
    assert names(board) == {"Ada King", "Nobody"}
    assert list(board.session().scalars(select(CandidateTag.label))) == ["From Calder", "From Calder"]


def test_another_file_with_the_same_columns_is_read_alike_without_the_tag(
    board: BoardState, recruiter: FlaskClient
) -> None:
    read_by_hand(recruiter, sent(board, table(ADA), "monday.csv"), tag="Monday", do="start")
    found = sent(board, table(BOB), "tuesday.csv")
    page = recruiter.get(f"{IMPORTS}/{found}").get_data(as_text=True)
    assert "It has the columns of “monday.csv”, so it is read as that was. Change" in page
    assert (stored(board).tag, stored(board).columns["Wer"]) == ("", "name")
    other = sent(board, b"Wer,E-Mail\nCy Ode,cy@example.org\n")
    assert "It has the columns of" not in recruiter.get(f"{IMPORTS}/{other}").get_data(as_text=True)


def test_what_could_not_come_in_is_put_right_and_sent_again(board: BoardState, recruiter: FlaskClient) -> None:
    twice = "Cy Ode,cy@example.org,,,Clerk,30/30/2026,,", "Cy Ode,cy@example.org,,,Porter,2026-04-01,,"
    found = brought_in(board, ADA, *twice, "Dee,=1+1,,,,,,")
    answer = recruiter.get(f"{IMPORTS}/{found.public_id}/rejects.csv")
    text = answer.get_data(as_text=True).removeprefix("\ufeff")
    head, *rows = list(csv.reader(io.StringIO(text)))
    assert head[-2:] == ["Line", "What is wrong"]
    assert [row[0] for row in rows] == ["Cy Ode", "Cy Ode", "Dee"]
    assert [row[-2] for row in rows] == ["3", "4", "5"]
    assert rows[2][1] == "'=1+1"
    again = text.replace("30/30/2026", "2026-03-30").replace("'=1+1", "dee@example.org")
    other = sent(board, again.encode())
    read_as(board, other)
    file_imports.start(board, other, only_try=False, actor=JUDITH)
    drain(board)
    assert counts(stored(board)) == (2, 0, 0, 0)
    assert {one.applied_title for one in applied_for(board, "cy@example.org")} == {"Clerk", "Porter"}


def test_who_pressed_the_button_is_told_of_each_person_and_of_the_file(board: BoardState) -> None:
    brought_in(board, ADA)
    ada = find_candidate(board.session(), given.scope(board), "ada@example.org")
    assert {entry.actor_name for entry in timeline(board.session(), given.scope(board), ada)} == {JUDITH.name}
    told = board.session().scalars(select(History).where(History.subject_type == "FileImport").order_by(History.id))
    assert [(entry.what, entry.actor_name) for entry in told] == [
        ("import_sent", JUDITH.name),
        ("import_running", JUDITH.name),
        ("import_done", JUDITH.name),
        ("import_file_deleted", "Jobboard"),
    ]


def test_the_same_file_again_changes_nobody(board: BoardState) -> None:
    brought_in(board, ADA, BOB)
    assert counts(brought_in(board, ADA, BOB)) == (0, 0, 2, 0)
    assert counts(brought_in(board, ADA.replace("Calder", "Aire"), BOB)) == (0, 1, 1, 0)


@pytest.fixture
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people at once, and four for one outbox entry."""
    monkeypatch.setattr(file_import_steps, "PORTION", 2)
    monkeypatch.setattr(file_import_steps, "PORTIONS_AT_ONCE", 2)


def people(count: int) -> list[str]:
    return [f"Person {number},p{number}@example.org,,,,,," for number in range(count)]


@pytest.mark.usefixtures("small_portions")
def test_it_goes_on_where_it_was_when_a_portion_fails(board: BoardState, monkeypatch: pytest.MonkeyPatch) -> None:
    """A portion and its count are one: nobody is counted twice, nobody is forgotten."""
    found = sent(board, table(*people(9)))
    read_as(board, found)
    counted = file_import_steps.service.count
    portions: list[int] = []

    def fails_once(session: Any, row: FileImport, portion: Portion) -> None:
        portions.append(portion.taken)
        if len(portions) == 2:
            raise RuntimeError("the power went")
        counted(session, row, portion)

    monkeypatch.setattr(file_import_steps.service, "count", fails_once)
    file_imports.start(board, found, only_try=False, actor=JUDITH)
    assert len(names(board)) == 2
    for _ in range(5):
        later(board, minutes=1)
        drain(board)
    assert stored(board).status is ImportStatus.DONE
    assert counts(stored(board)) == (9, 0, 0, 0)
    assert len(names(board)) == 9


@pytest.mark.usefixtures("small_portions")
def test_it_goes_on_within_a_minute_when_its_worker_is_killed(
    board: BoardState, recruiter: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = sent(board, table(*people(9)))
    read_as(board, found)
    counted, let_go = file_import_steps.service.count, lease.release

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(file_import_steps.service, "count", killed)
        patch.setattr(lease, "release", lambda *_: None)  # nothing that is killed tidies up
        with pytest.raises(KeyboardInterrupt):
            file_imports.start(board, found, only_try=False, actor=JUDITH)
    assert (file_import_steps.service.count, lease.release) == (counted, let_go)
    assert "goes on by itself within a minute" in recruiter.get(f"{IMPORTS}/{found}").get_data(as_text=True)
    assert (stored(board).status, stored(board).taken) == (ImportStatus.RUNNING, 0)
    later(board, minutes=1)
    drain(board)
    assert stored(board).taken == 4


@pytest.mark.usefixtures("small_portions")
def test_an_import_says_what_it_waits_for(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_host(database_url, tmp_path, JOBBOARD_OUTBOX="worker")
    board, recruiter = board_of(app), client_as(app, JUDITH)
    found = sent(board, table(*people(9)))
    read_as(board, found)
    file_imports.start(board, found, only_try=False, actor=JUDITH)
    later(board, minutes=2)
    assert "Nobody has taken it up since" in recruiter.get(f"{IMPORTS}/{found}").get_data(as_text=True)

    def fails(*_: Any) -> None:
        raise OSError

    monkeypatch.setattr(file_import_steps.service, "count", fails)
    drain(board)
    assert "The last attempt failed; it is tried again at" in recruiter.get(f"{IMPORTS}/{found}").get_data(as_text=True)
    close_host(app)


def test_two_who_try_the_same_people_count_them_once(board: BoardState, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when a trial takes so long that another takes it over."""
    found = sent(board, table(*people(3)))
    read_as(board, found)
    object.__setattr__(board, "after_commit", lambda _board: None)
    file_imports.start(board, found, only_try=True, actor=JUDITH)
    run = file_import_steps.Import.run

    def slow(*asked: Any, **how: Any) -> Any:
        monkeypatch.setattr(file_import_steps.Import, "run", run)
        later(board, minutes=1)
        drain(board)
        return run(*asked, **how)

    monkeypatch.setattr(file_import_steps.Import, "run", slow)
    drain(board)
    assert (stored(board).status, counts(stored(board))) == (ImportStatus.TRIED, (3, 0, 0, 0))


@pytest.mark.usefixtures("small_portions")
def test_it_is_stopped_and_goes_on(board: BoardState, recruiter: FlaskClient) -> None:
    found = sent(board, table(*people(9)))
    read_as(board, found)
    recruiter.post(f"{IMPORTS}/{found}/start")
    page = recruiter.get(f"{IMPORTS}/{found}").get_data(as_text=True)
    assert "4 of 9 people looked at" in page
    assert '<meta http-equiv="refresh"' in page
    recruiter.post(f"{IMPORTS}/{found}/stop")
    later(board, minutes=1)
    drain(board)
    assert len(names(board)) == 4
    with pytest.raises(Conflict):
        read_as(board, found)
    recruiter.post(f"{IMPORTS}/{found}/start")
    for _ in range(3):
        later(board, minutes=1)
        drain(board)
    assert counts(stored(board)) == (9, 0, 0, 0)
    recruiter.post(f"{IMPORTS}/{found}/stop")
    assert stored(board).status is ImportStatus.DONE
    assert recruiter.post(f"{IMPORTS}/{found}/start").status_code == 409


@pytest.mark.usefixtures("small_portions")
def test_a_trial_that_is_stopped_is_a_draft_again(board: BoardState) -> None:
    found = sent(board, table(*people(9)))
    read_as(board, found)
    file_imports.start(board, found, only_try=True, actor=JUDITH)
    assert (stored(board).status, stored(board).taken) == (ImportStatus.TRYING, 4)
    file_imports.stop(board, found, actor=JUDITH)
    assert (stored(board).status, stored(board).taken) == (ImportStatus.DRAFT, 0)
    assert names(board) == set()


def test_reading_it_otherwise_ends_what_a_trial_said(board: BoardState) -> None:
    found = sent(board, table(ADA, NOBODY))
    read_as(board, found)
    file_imports.start(board, found, only_try=True, actor=JUDITH)
    assert stored(board).status is ImportStatus.TRIED
    read_as(board, found, {"Wer": "name", "Company": ""})
    assert (stored(board).status, counts(stored(board))) == (ImportStatus.DRAFT, (0, 0, 0, 0))
    assert board.session().scalar(select(func.count()).select_from(ImportReject)) == 0


def test_what_several_share_is_said_once(board: BoardState, recruiter: FlaskClient) -> None:
    rows = [f"{name},{name}@example.org,,,Clerk,,Tea with the boss" for name in ("ada", "bob", "cy")]
    found = sent(board, "\n".join(("Name,Email,x,y,Applied for,z,Stage", *rows)).encode())
    file_imports.start(board, found, only_try=True, actor=JUDITH)
    (remark,) = board.session().scalars(select(ImportRemark))
    assert (remark.people, remark.line) == (3, 2)
    assert "(3 people, first on line 2)" in recruiter.get(f"{IMPORTS}/{found}").get_data(as_text=True)


def test_applications_that_are_ids_alone_are_said_when_all_came_in(board: BoardState, recruiter: FlaskClient) -> None:
    found = sent(board, json.dumps([LEVER | {"applications": ["cdb4ff11"]}]).encode(), "export.json")
    read_as(board, found)
    file_imports.start(board, found, only_try=False, actor=JUDITH)
    drain(board)
    assert counts(stored(board)) == (1, 0, 0, 0)
    assert "Its applications are ids alone" in recruiter.get(f"{IMPORTS}/{found}").get_data(as_text=True)


def test_dates_that_can_be_two_days_are_read_as_somebody_says(board: BoardState) -> None:
    found = brought_in(board, ADA.replace("2026-02-13", "03/04/2026"), dates="month-first")
    assert counts(found) == (1, 0, 0, 0)
    assert [one.applied_at.date().isoformat() for one in applied_for(board, "ada@example.org")] == ["2026-03-04"]
    assert counts(brought_in(board, BOB.replace("2026-03-01", "03/04/2026"))) == (0, 0, 0, 1)


GREENHOUSE = {"id": 7, "first_name": "Ada", "last_name": "King", "email_addresses": [{"value": "ada@example.org"}]}
LEVER = {"id": "x", "name": "Ada King", "contact": "c", "emails": ["ada@example.org"]}
RESUME = {"basics": {"name": "Ada King", "email": "ada@example.org"}}


@pytest.mark.parametrize(
    ("record", "kind"), [(GREENHOUSE, Kind.GREENHOUSE), (LEVER, Kind.LEVER), (RESUME, Kind.JSON_RESUME)]
)
def test_its_content_says_which_system_a_file_is_from(board: BoardState, record: Any, kind: Kind) -> None:
    found = sent(board, json.dumps([record]).encode(), "export.txt")
    assert stored(board).kind is kind
    read_as(board, found, tag="export")
    file_imports.start(board, found, only_try=False, actor=JUDITH)
    drain(board)
    assert names(board) == {"Ada King"}
    assert list(board.session().scalars(select(CandidateTag.label))) == ["export"]


def test_the_candidates_of_opencats_are_told_by_their_columns(board: BoardState, recruiter: FlaskClient) -> None:
    data = (Path(__file__).parent / "data" / "opencats_candidate.csv").read_bytes()
    found = sent(board, data)
    page = recruiter.get(f"{IMPORTS}/{found}").get_data(as_text=True)
    assert "What they applied for stands in its tables candidate_joborder and joborder" in page
    assert "What each column becomes" not in page
    file_imports.start(board, found, only_try=False, actor=JUDITH)
    drain(board)
    person = find_candidate(board.session(), given.scope(board), "opencats:7")
    assert [one.address for one in person.emails] == ["ada@example.org"]
    assert [one.number for one in person.phones] == ["+44 20 7946 0000"]
    rejected = recruiter.get(f"{IMPORTS}/{found}").get_data(as_text=True)
    assert "<dt>Line 3</dt><dd>OpenCATS hides this person" in rejected


def test_who_is_rejected_for_an_address_reads_whose_it_is_with_the_way_there(
    board: BoardState, recruiter: FlaskClient
) -> None:
    brought_in(board, ADA)
    person = find_candidate(board.session(), given.scope(board), "ada@example.org")
    found = sent(board, b"Id,Name,Email\nX1,Charles Babbage,ada@example.org\nX2,Ada King,ada@example.org")
    file_imports.start(board, found, only_try=False, actor=JUDITH)
    drain(board)
    page = recruiter.get(f"{IMPORTS}/{found}").get_data(as_text=True)
    assert "This address belongs to ada@example.org already, whose name is another. If they are one person," in page
    assert f'<a href="/recruit/candidates/{person.public_id}">Ada King</a>' in page
    assert "Known here by another id; name and address are the same" in page
    assert names(board) == {"Ada King"}


def test_a_name_of_five_thousand_letters_is_rejected_with_the_reason(board: BoardState, recruiter: FlaskClient) -> None:
    found = sent(board, f"Name,Email\n{'x' * 5000},x@example.org".encode())
    file_imports.start(board, found, only_try=False, actor=JUDITH)
    drain(board)
    assert "A name has at most 200 letters" in recruiter.get(f"{IMPORTS}/{found}").get_data(as_text=True)
    assert names(board) == set()


@pytest.mark.parametrize("field", FIELD_LABELS)
def test_what_the_page_calls_a_field_is_understood_as_a_heading(field: str) -> None:
    assert map_columns([FIELD_LABELS[field]], {}).fields == (field,)


def test_dutch_headings_are_understood() -> None:
    heads = {
        "Voornaam": "first_name",
        "Achternaam": "last_name",
        "E-mailadres": "email",
        "Telefoon": "phone",
        "Woonplaats": "city",
        "Vacature": "applied_for",
        "Sollicitatiedatum": "applied_on",
        "Bron": "source",
        "Geboortedatum": "",
    }
    assert dict(zip(heads, map_columns(list(heads), {}).fields, strict=True)) == heads


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04workbook", "This is a workbook"),
        (b"\xd0\xcf\x11\xe0old workbook", "This is a workbook"),
        (b"\x89PNG\0\0", "This is no table"),
        (table(ADA, BOB.replace("Nye", "N\0ye")), "Line 3 holds a character that no text has (NUL)"),
        (b"\xef\xbb\xbf <!DOCTYPE html><p>Ada", "This is a web page (HTML)"),
        (b"<table><tr><td>Name</td></tr></table>", "This is a web page (HTML)"),
        (b'[{"colour": "red"}]', "Nobody here knows this JSON"),
        (b"[1, 2]", "Nobody here knows this JSON"),
        (b"Name,Email", "It has one line"),
        (",".join(map(str, range(300))).encode() + b"\nx", "It has 300 columns"),
    ],
)
def test_what_is_no_file_of_people_is_refused_with_a_way_out(
    board: BoardState, recruiter: FlaskClient, data: bytes, said: str
) -> None:
    answer = recruiter.post(IMPORTS, data={"file": (io.BytesIO(data), "people.csv")})
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert files(board) == []


def test_a_file_that_is_too_large_is_refused(board: BoardState, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_imports, "MOST_BYTES", 100)
    with pytest.raises(InvalidInput, match="Split it"):
        sent(board, table(ADA, BOB))


def test_a_whole_table_may_be_larger_than_a_resume(board: BoardState, recruiter: FlaskClient) -> None:
    rows = [f"Person {number},p{number}@example.org,,,,,,{'x' * 1600}" for number in range(20_000)]
    assert len(table(*rows)) > 3 * board.config.max_upload_bytes
    answer = recruiter.post(IMPORTS, data={"file": (io.BytesIO(table(*rows)), "people.csv")})
    assert answer.status_code == 302


def test_nothing_chosen_says_so(recruiter: FlaskClient) -> None:
    assert "Choose a file first." in recruiter.post(IMPORTS, data={}).get_data(as_text=True)


def test_a_column_that_is_never_held_cannot_be_forced(board: BoardState, recruiter: FlaskClient) -> None:
    found = sent(board, table(ADA))
    recruiter.post(f"{IMPORTS}/{found}/reading", data={**MAPPED, "column-7": "notes", "do": "look"})
    assert "Date of Birth" not in stored(board).columns
    answer = recruiter.post(f"{IMPORTS}/{found}/reading", data={**MAPPED, "column-8": "shoe", "do": "look"})
    assert answer.status_code == 422
    assert "A column cannot become “shoe”" in answer.get_data(as_text=True)


def test_a_file_stays_no_longer_than_it_is_needed(board: BoardState) -> None:
    """Without rejects it goes when it is in, with them after a week; one that nobody begins after a day."""
    brought_in(board, ADA)
    assert files(board) == []
    brought_in(board, BOB, NOBODY)
    sent(board, table(ADA))
    assert len(files(board)) == 2
    later(board, days=1, minutes=1)
    sweep_files(board)
    assert len(files(board)) == 2
    sweep(board)
    drain(board)
    assert len(files(board)) == 1
    later(board, days=6)
    sweep(board)
    drain(board)
    assert files(board) == []
    assert board.session().scalar(select(func.count()).select_from(ImportReject)) == 0
    assert [counts(one) for one in board.session().scalars(select(FileImport).order_by(FileImport.id))] == [
        (1, 0, 0, 0),
        (1, 0, 0, 1),
    ]


def test_a_file_that_may_name_who_is_erased_goes_with_them(board: BoardState, recruiter: FlaskClient) -> None:
    found = brought_in(board, ADA, NOBODY).public_id
    draft = sent(board, table(ADA))
    ada = find_candidate(board.session(), given.scope(board), "ada@example.org")
    erase(board, ada.public_id, actor=JUDITH, why="asked")
    drain(board)
    assert files(board) == []
    assert board.session().scalar(select(func.count()).select_from(ImportReject)) == 0
    for one in (found, draft):
        assert "Somebody was erased today" in recruiter.get(f"{IMPORTS}/{one}").get_data(as_text=True)
    assert recruiter.get(f"{IMPORTS}/{found}/rejects.csv").status_code == 409
    assert recruiter.post(f"{IMPORTS}/{draft}/start").status_code == 409
    later(board, days=1)
    sweep(board)
    assert recruiter.get(f"{IMPORTS}/{draft}").status_code == 404


@pytest.mark.usefixtures("small_portions")
def test_who_is_erased_while_a_file_comes_in_stays_erased(board: BoardState) -> None:
    brought_in(board, ADA)
    ada = find_candidate(board.session(), given.scope(board), "ada@example.org")
    found = sent(board, table(*people(9), ADA))
    read_as(board, found)
    file_imports.start(board, found, only_try=False, actor=JUDITH)
    erase(board, ada.public_id, actor=JUDITH, why="asked")
    for _ in range(3):
        later(board, minutes=1)
        drain(board)
    assert counts(stored(board)) == (9, 0, 0, 1)
    assert files(board) == []
    assert "Ada King" not in names(board)


def test_deleting_the_file_leaves_who_came_in(board: BoardState, recruiter: FlaskClient) -> None:
    found = brought_in(board, ADA, NOBODY).public_id
    recruiter.post(f"{IMPORTS}/{found}/forget")
    assert files(board) == []
    assert names(board) == {"Ada King"}
    assert f"{JUDITH.name} deleted it today" in recruiter.get(f"{IMPORTS}/{found}").get_data(as_text=True)
    draft = sent(board, table(BOB))
    recruiter.post(f"{IMPORTS}/{draft}/forget")
    with pytest.raises(NotFound):
        file_imports.start(board, draft, only_try=True, actor=JUDITH)


@pytest.mark.usefixtures("small_portions")
def test_a_file_at_work_cannot_be_deleted(board: BoardState) -> None:
    found = sent(board, table(*people(9)))
    read_as(board, found)
    file_imports.start(board, found, only_try=False, actor=JUDITH)
    with pytest.raises(Conflict):
        file_imports.let_go(board, found, actor=JUDITH)


def test_an_import_that_is_done_is_not_begun_again(board: BoardState) -> None:
    found = brought_in(board, ADA, NOBODY)
    with pytest.raises(IllegalMove):
        file_imports.start(board, found.public_id, only_try=False, actor=JUDITH)


@pytest.mark.parametrize("data", [b"[{}]", b"{", b"[" * 100_000, b'{"data": {}}'])
def test_json_that_is_none_of_ours_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInput, match="file"):
        kind_of(data)
