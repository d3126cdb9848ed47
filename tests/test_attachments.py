"""Files about a person other than résumés: taken by content, given out as downloads, removed with undo, erased."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from jobboard.access import SYSTEM
from jobboard.candidates.attachments import MOST_A_PERSON, attachments_of
from jobboard.candidates.models import Attachment
from jobboard.candidates.queries import timeline
from jobboard.errors import InvalidInput, NotFound
from jobboard.flows import attachments
from jobboard.flows.erase_candidate import erase
from jobboard.flows.merge_people import merge
from jobboard.flows.orphans import sweep_files
from jobboard.flows.retention import sweep
from jobboard.flows.uploads import Upload
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.boards import client_as
from tests.support.host import HELENA, JUDITH

DESK = "/recruit"
LETTER = b"She kept to the plan."
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 32
HTML = b"\0<script>alert(1)</script>"


def attach(board: BoardState, person: str, content: bytes = LETTER, name: str = "letter.txt", **form: str) -> str:
    """The public id of a new attachment."""
    attachments.add(board, person, form, Upload(BytesIO(content), name), actor=JUDITH)
    return board.session().scalars(select(Attachment.public_id).order_by(Attachment.id.desc()).limit(1)).one()


def held(board: BoardState, person: str) -> list[str]:
    """The file names of what a person has."""
    board.session().expire_all()
    return [one.filename for one in attachments_of(board.session(), given.scope(board), given.person(board, person))]


def files(board: BoardState) -> dict[str, bytes]:
    return dict(board.storage.files)  # type: ignore[attr-defined] # the twin


def test_a_file_is_added_and_read_as_a_download(board: BoardState, recruiter: FlaskClient) -> None:
    person = given.a_candidate(board)
    form = {"kind": "reference", "label": "From the mills", "file": (BytesIO(LETTER), "../letter.txt")}
    answer = recruiter.post(f"{DESK}/candidates/{person}/attachments", data=form)
    assert answer.location.endswith(f"/candidates/{person}#attachments")
    page = recruiter.get(answer.location).get_data(as_text=True)
    assert "From the mills" in page
    assert "Reference letter: text, 1 KB, added by Judith Amaro-Kell, 24 November 2026" in page
    (found,) = board.session().scalars(select(Attachment.public_id)).all()
    read = recruiter.get(f"{DESK}/attachments/{found}")
    assert read.data == LETTER
    assert read.headers["Content-Disposition"] == "attachment; filename=letter.txt"
    assert read.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in read.headers["Content-Security-Policy"]
    assert read.content_type == "application/octet-stream"
    told = timeline(board.session(), given.scope(board), given.person(board, person))
    assert [(entry.what, entry.why) for entry in told[:2]] == [
        ("attachment_opened", "From the mills"),
        ("attachment_added", "From the mills"),
    ]


@pytest.mark.parametrize(("content", "kind"), [(PNG, "image/png"), (JPEG, "image/jpeg"), (LETTER, "text/plain")])
def test_its_content_says_what_a_file_is(board: BoardState, content: bytes, kind: str) -> None:
    attach(board, given.a_candidate(board), content, "scan.pdf")
    assert board.session().scalars(select(Attachment.content_type)).one() == kind


@pytest.mark.parametrize("content", [HTML, b"", b"MZ\x90\0", b"GIF89a\0"])
def test_what_is_none_of_the_kinds_is_not_stored(board: BoardState, recruiter: FlaskClient, content: bytes) -> None:
    person = given.a_candidate(board)
    form = {"file": (BytesIO(content), "letter.png"), "label": "Kept as typed"}
    answer = recruiter.post(f"{DESK}/candidates/{person}/attachments", data=form)
    assert answer.status_code == 422
    assert 'id="attachment-file-error"' in answer.get_data(as_text=True)
    assert "Kept as typed" in answer.get_data(as_text=True)
    assert (held(board, person), files(board)) == ([], {})


def test_without_a_file_the_form_says_so(board: BoardState, recruiter: FlaskClient) -> None:
    answer = recruiter.post(f"{DESK}/candidates/{given.a_candidate(board)}/attachments", data={"label": "x"})
    assert answer.status_code == 422
    assert "Choose a file first." in answer.get_data(as_text=True)


def test_a_picture_is_no_resume(board: BoardState, recruiter: FlaskClient) -> None:
    person = given.a_candidate(board)
    answer = recruiter.post(f"{DESK}/candidates/{person}/resume", data={"resume": (BytesIO(PNG), "cv.png")})
    assert answer.status_code == 422
    assert "this is none of them" in answer.get_data(as_text=True)


def test_a_removed_file_comes_back_within_a_day_and_never_after(board: BoardState, recruiter: FlaskClient) -> None:
    person = given.a_candidate(board)
    found = attach(board, person)
    gone = recruiter.post(f"{DESK}/attachments/{found}/remove")
    assert f"{DESK}/attachments/{found}/restore" in recruiter.get(gone.location).get_data(as_text=True)
    assert recruiter.get(f"{DESK}/attachments/{found}").status_code == 404
    recruiter.post(f"{DESK}/attachments/{found}/restore")
    assert held(board, person) == ["letter.txt"]
    recruiter.post(f"{DESK}/attachments/{found}/remove")
    board.clock.advance(timedelta(days=1))  # type: ignore[attr-defined] # the twin
    sweep(board)
    assert files(board) == {}
    with pytest.raises(NotFound):
        attachments.restore(board, found, actor=JUDITH)


def test_no_sweep_takes_a_file_that_is_attached(board: BoardState) -> None:
    attach(board, given.a_candidate(board))
    assert sweep_files(board, older_than=timedelta(days=-36500)) == 0
    assert list(files(board).values()) == [LETTER]


def test_an_erasure_takes_removed_files_too(board: BoardState) -> None:
    person = given.a_candidate(board)
    attachments.remove(board, attach(board, person), actor=JUDITH)
    attach(board, person, PNG, "scan.png")
    erase(board, person, actor=SYSTEM, why="asked by letter")
    assert (files(board), board.session().scalars(select(Attachment)).all()) == ({}, [])


def test_a_merge_takes_the_files_along(board: BoardState) -> None:
    stays, goes = given.a_candidate(board), given.a_candidate(board, "M. Okafor")
    attach(board, goes)
    merge(board, stays, goes, actor=JUDITH)
    assert held(board, stays) == ["letter.txt"]


def test_a_person_has_so_many_files_and_no_more(board: BoardState) -> None:
    person = given.a_candidate(board)
    for number in range(MOST_A_PERSON):
        attach(board, person, name=f"{number}.txt")
    with pytest.raises(InvalidInput, match="50 attachments at most"):
        attach(board, person)


def test_a_hiring_manager_reads_no_attachment(app: Flask, board: BoardState) -> None:
    found = attach(board, given.a_candidate(board))
    helena = client_as(app, HELENA)
    assert helena.get(f"{DESK}/attachments/{found}").status_code == 403
    assert helena.post(f"{DESK}/attachments/{found}/remove").status_code == 403


def test_an_attachment_of_another_board_answers_like_a_missing_one(board: BoardState) -> None:
    found = attach(board, given.a_candidate(board))
    with pytest.raises(NotFound):
        attachments.open_file(replace(board, name="another"), found, actor=JUDITH)
