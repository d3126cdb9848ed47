"""A person adds a file on their own page."""

from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from jobboard.candidates.models import Attachment, AttachmentKind
from jobboard.flows import attachments
from jobboard.flows.uploads import Upload
from jobboard.state import BoardState
from jobboard.testing import situations as given
from tests.support.host import JUDITH

LETTER = b"To whom it may concern: she is good."


@pytest.fixture
def person(board: BoardState) -> str:
    return given.a_candidate(board, email="maren@example.org")


@pytest.fixture
def page(board: BoardState, person: str) -> str:
    return f"/jobs/you/{given.person(board, person).access_key}"


def send(client: FlaskClient, page: str, data: bytes = LETTER, name: str = "letter.txt", **form: str) -> Any:
    """The answer to the form for another file; no file at all with an empty name."""
    values: dict[str, Any] = {"kind": "reference", "label": "", **form}
    if name:
        values["file"] = (BytesIO(data), name)
    return client.post(f"{page}/files", data=values, content_type="multipart/form-data", follow_redirects=True)


def files_of(board: BoardState) -> list[Attachment]:
    board.session.remove()
    return list(board.session().scalars(select(Attachment)))


def test_a_file_becomes_an_attachment_of_its_kind_that_recruiters_open(
    person: str, page: str, client: FlaskClient, recruiter: FlaskClient, board: BoardState
) -> None:
    answer = send(client, page, label="From the mill")
    assert "Your file has arrived." in answer.text
    assert "Reference letter: From the mill" in answer.text
    (file,) = files_of(board)
    assert (file.kind, file.label, file.filename) == (AttachmentKind.REFERENCE, "From the mill", "letter.txt")
    profile = recruiter.get(f"/recruit/candidates/{person}").text
    assert "added by The person themselves" in profile
    assert recruiter.get(f"/recruit/attachments/{file.public_id}").data == LETTER


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "letter.txt", "The file is empty. Choose another."),
        (b"MZ\x90\0" * 40, "letter.pdf", "Choose a PDF, Word (.docx), OpenDocument, text, PNG or JPEG file"),
        (b"x" * (11 * 1024 * 1024), "letter.txt", "Yours was 11 MB; the most we can take is 10 MB."),
        (b"", "", "Choose a file first."),
    ],
)
def test_what_cannot_be_taken_says_why_and_keeps_the_rest(
    data: bytes, name: str, said: str, page: str, client: FlaskClient, board: BoardState
) -> None:
    answer = send(client, page, data, name, label="From the mill")
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="From the mill"' in answer.text
    assert files_of(board) == []


def test_so_many_files_a_day_and_no_more(page: str, client: FlaskClient, board: BoardState) -> None:
    answers = [send(client, page).status_code for _ in range(21)]
    assert answers == [200] * 20 + [429]
    assert len(files_of(board)) == len(board.storage.files) == 20  # type: ignore[attr-defined] # the twin


def test_what_others_handed_over_is_told_by_its_kind_alone(
    person: str, page: str, client: FlaskClient, board: BoardState
) -> None:
    note = {"kind": "reference", "label": "Lukewarm, ring them"}
    attachments.add(board, person, note, Upload(BytesIO(LETTER), "lukewarm.txt"), actor=JUDITH)
    said = client.get(page).text
    assert "Reference letter, a file" in said
    assert "ukewarm" not in said


def test_a_resume_that_is_here_already_is_not_said_to_be_new(page: str, client: FlaskClient) -> None:
    said = [_resume_said(client, page, content) for content in (b"Maren, mills", b"Maren, mills", b"Maren, looms")]
    assert ["has arrived" in one for one in said] == [True, False, True]
    assert "We have this very file already" in said[1]


def _resume_said(client: FlaskClient, page: str, content: bytes) -> str:
    data = {"resume": (BytesIO(content), "cv.txt")}
    answer = client.post(f"{page}/resume", data=data, content_type="multipart/form-data", follow_redirects=True)
    return answer.text


def test_a_wrong_key_takes_no_file(page: str, client: FlaskClient, board: BoardState) -> None:
    assert send(client, "/jobs/you/guess").status_code == 404
    assert files_of(board) == []
    assert board.storage.files == {}  # type: ignore[attr-defined] # the twin
