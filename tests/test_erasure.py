"""Erasing a person reaches every column that is marked personal, and their files."""

import json
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from jobboard.access import SYSTEM
from jobboard.adapters.resume_reader import ResumeText
from jobboard.applications.models import Application, ApplicationStatus
from jobboard.candidates.queries import find_candidate
from jobboard.candidates.service import ResumeFile, add_phone, add_resume, set_education
from jobboard.db.base import Base
from jobboard.db.history import record
from jobboard.db.seal import seal
from jobboard.errors import NotFound
from jobboard.flows import apply, attachments, notes, tags, tasks
from jobboard.flows.alert_matching import file_alerts
from jobboard.flows.erase_candidate import erase
from jobboard.flows.import_data import import_candidates
from jobboard.flows.uploads import Upload
from jobboard.keep_on_file.models import KeptCandidate, KeptStatus
from jobboard.state import BoardState
from jobboard.tables import metadata
from jobboard.teamwork.models import Note
from jobboard.testing import situations as given
from tests.support.alerts import a_search, ask, subscribe
from tests.support.host import JUDITH

SECRET = "Xanthippe"
UNTOUCHED = {"jobboard_application_draft"}
"""Tables whose personal rows are not about a known candidate and end by their own date."""


def personal_columns() -> list[Any]:
    """Every column marked personal, of every table."""
    return [
        column
        for table in metadata().sorted_tables
        for column in table.columns
        if column.info.get("personal") and table.name not in UNTOUCHED
    ]


def everything_personal(board: BoardState) -> str:
    """All personal values in the database as one text."""
    session = board.session()
    return " ".join(str(value) for column in personal_columns() for value in session.scalars(select(column)))


def rewrite(board: BoardState, text: str) -> None:
    """Change the only note, so that history remembers what it said before."""
    note = board.session().scalars(select(Note)).one()
    notes.edit(board, note.public_id, {"text": text, "seal": seal(note, notes.SEALED)}, actor=JUDITH)


@pytest.fixture
def known(board: BoardState) -> str:
    """Somebody about whom every room knows something; the candidate's public id."""
    kept_id = given.kept_candidate(board, name=f"{SECRET} Quill", places=SECRET, note=f"{SECRET} said so")
    given.a_job(board, "Marketing Manager", publish=True)
    kept = given.kept(board, kept_id)
    with board.transaction() as session:
        person = given.person(board, kept.candidate.public_id, session)
        add_phone(person, "07700 900123")
        set_education(person, [{"institution": f"{SECRET} College"}])
        stored = board.storage.save(BytesIO(SECRET.encode()))
        add_resume(
            session,
            person,
            ResumeFile(stored, f"{SECRET}.txt", "text/plain", ResumeText(SECRET)),
            actor=SYSTEM,
            now=board.now(),
        )
        kept.own_words = f"{SECRET} wants more"
        kept.conditions = f"{SECRET} works four days"
        record(session, kept, "kept_edited", actor=SYSTEM, at=board.now(), about=person.id, why=f"– → {SECRET}")
        if kept.origin_application is not None:
            kept.origin_application.note = SECRET
    address, person_id = kept.candidate.emails[0].address, kept.candidate.public_id
    notes.write(board, person_id, {"text": f"{SECRET} rang. @Ravi please ring back."}, actor=JUDITH)
    tags.add(board, person_id, {"tags": SECRET}, actor=JUDITH)
    tasks.make(board, person_id, {"text": f"Ring {SECRET}", "due_on": "2026-12-01"}, actor=JUDITH)
    letter = Upload(BytesIO(SECRET.encode()), f"{SECRET}.txt")
    attachments.add(board, person_id, {"kind": "reference", "label": f"{SECRET}, by the mill"}, letter, actor=JUDITH)
    rewrite(board, f"{SECRET} rang twice.")
    subscribe(board, a_search(SECRET), email=address)
    ask(board, a_search(f"{SECRET} again"), email=address.upper())
    file_alerts(board, board.session())
    return person_id


def test_nothing_personal_is_left(board: BoardState, known: str) -> None:
    assert SECRET in everything_personal(board)
    erase(board, known, actor=SYSTEM, why="asked by letter")
    left = everything_personal(board)
    assert SECRET not in left
    assert "07700" not in left


def test_the_files_are_gone(board: BoardState, known: str) -> None:
    erase(board, known, actor=SYSTEM, why="asked by letter")
    assert board.storage.files == {}  # type: ignore[attr-defined] # the twin


def test_an_erased_person_answers_like_a_missing_one(board: BoardState, known: str) -> None:
    erase(board, known, actor=SYSTEM, why="asked by letter")
    with pytest.raises(NotFound):
        given.person(board, known)
    with pytest.raises(NotFound):
        erase(board, known, actor=SYSTEM, why="again")


def test_the_kept_record_ends_and_never_surfaces(board: BoardState, known: str) -> None:
    from jobboard.keep_on_file import queries

    erase(board, known, actor=SYSTEM, why="asked by letter")
    given.a_job(board, "Head of Marketing", publish=True)
    assert queries.inbox(board.session(), given.scope(board), now=board.now()) == []
    assert queries.kept_counts(board.session(), given.scope(board)).get(KeptStatus.ACTIVE, 0) == 0


def test_no_table_holds_a_birth_date_a_photo_or_a_gender() -> None:
    forbidden = ("birth", "photo", "image", "gender", "sex", "age", "graduat", "nationality", "ethnic", "religion")
    names = [column.name for table in Base.metadata.sorted_tables for column in table.columns]
    allowed = {"stage", "stage_entered_at"}
    assert [name for name in names if name not in allowed and any(name.startswith(word) for word in forbidden)] == []


def test_a_file_does_not_bring_an_erased_person_back(board: BoardState) -> None:
    line = json.dumps({"basics": {"name": f"{SECRET} Quill"}, "meta": {"jobboard": {"externalId": "X-1"}}})
    assert import_candidates(board, [line], actor=SYSTEM).added == 1
    known = find_candidate(board.session(), given.scope(board), "X-1").public_id
    erase(board, known, actor=SYSTEM, why="asked by letter")
    again = import_candidates(board, [line], actor=SYSTEM)
    assert (again.added, again.rejected) == (0, 1)
    assert "erased" in again.rejects[0].reason
    assert SECRET not in everything_personal(board)


def test_their_open_application_leaves_the_pipeline_and_their_draft_goes(board: BoardState, known: str) -> None:
    job_id = given.a_job(board, publish=True)
    application_id = given.an_application(board, known, job_id)
    address = given.person(board, known).emails[0].address
    form = {"name": SECRET, "email": address.upper(), "place": SECRET}
    draft = apply.save_draft(board, job_id, form, Upload(BytesIO(SECRET.encode()), "cv.txt"))
    erase(board, known, actor=SYSTEM, why="asked by letter")
    with board.transaction() as session:
        left = session.scalars(select(Application).where(Application.public_id == application_id)).one()
        assert left.status is ApplicationStatus.WITHDRAWN
    with pytest.raises(NotFound):
        apply.get_draft(board, draft)
    assert board.storage.files == {}  # type: ignore[attr-defined] # the twin


def test_a_writer_who_read_before_the_erasure_cannot_undo_it(board: BoardState, known: str) -> None:
    with Session(board.engine, expire_on_commit=False) as slow:
        read = slow.scalars(select(KeptCandidate)).one()
        slow.commit()
        erase(board, known, actor=SYSTEM, why="asked by letter")
        read.status = KeptStatus.PAUSED
        with pytest.raises(StaleDataError):
            slow.commit()
