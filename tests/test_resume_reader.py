"""Reading a résumé: our own reader, one that a plugin brings, and what becomes of what they say."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

import pytest
from sqlalchemy import select

from jobboard.adapters.resume_reader import PlainTextReader, ResumeText
from jobboard.candidates.models import Candidate
from jobboard.candidates.resume_contact import read_contact
from jobboard.flows.uploads import PDF, TEXT
from jobboard.plugins import registry
from jobboard.plugins.base import Plugin
from jobboard.testing.resumes import WORDS, ResumeReaderConformance, Sample
from tests.support.databases import on_sqlite
from tests.support.public import apply_for, fill_in, open_job, resume

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.testing import FlaskClient

    from jobboard.adapters.resume_reader import ResumeReader
    from jobboard.state import BoardState


class TestPlainTextReader(ResumeReaderConformance):
    @pytest.fixture
    def reader(self) -> PlainTextReader:
        return PlainTextReader()

    @pytest.fixture
    def sample(self) -> Sample:
        return TEXT, f"Maren Okafor-Lund\n{WORDS}".encode()


class Says:
    """A reader that says the same of every file."""

    def __init__(self, read: ResumeText) -> None:
        self._read = read

    def read(self, stream: BinaryIO, content_type: str) -> ResumeText:
        assert stream.read()
        return self._read


class SaysPlugin(Plugin):
    name = "says"

    def resume_readers(self) -> Mapping[str, ResumeReader]:
        return {PDF: Says(ResumeText("from a plugin"))}


def test_a_plugins_reader_stands_beside_ours() -> None:
    readers = registry.load([], [SaysPlugin()]).resume_readers()
    assert readers[PDF].read(BytesIO(b"%PDF-"), PDF).text == "from a plugin"
    assert readers[TEXT].read(BytesIO(b"plain"), TEXT).text == "plain"


# What becomes of it

PDF_FILE = ("maren.pdf", b"%PDF-1.7 ...")


def read_as(board: BoardState, read: ResumeText) -> None:
    """From now on every PDF says ``read``."""
    board.resume_readers[PDF] = Says(read)  # type: ignore[index] # a plugin would have been named at the start


def person_page(board: BoardState, recruiter: FlaskClient) -> str:
    """The only candidate's page as a recruiter sees it."""
    person = board.session().scalars(select(Candidate.public_id)).one()
    return recruiter.get(f"/recruit/candidates/{person}").text


@on_sqlite
@pytest.mark.parametrize(
    ("read", "said"),
    [
        (ResumeText(WORDS), "Its text was read."),
        (
            ResumeText(WORDS, hidden_text=True),
            "It also holds text that cannot be seen on its pages, which was left out.",
        ),
        (ResumeText(unread="it is protected by a password"), "Its text was not read: it is protected by a password."),
    ],
)
def test_a_recruiter_sees_what_became_of_reading_it(
    board: BoardState, client: FlaskClient, recruiter: FlaskClient, read: ResumeText, said: str
) -> None:
    read_as(board, read)
    assert "We have your application" in apply_for(client, open_job(board), file=resume(*PDF_FILE)).text
    assert said in person_page(board, recruiter)


def test_nothing_is_said_of_a_file_that_nobody_reads(
    board: BoardState, client: FlaskClient, recruiter: FlaskClient
) -> None:
    apply_for(client, open_job(board), file=resume(*PDF_FILE))
    page = person_page(board, recruiter)
    assert "maren.pdf" in page
    assert "Its text" not in page


@on_sqlite
def test_past_roles_are_read_from_what_a_plugin_read(
    board: BoardState, client: FlaskClient, recruiter: FlaskClient
) -> None:
    read_as(board, ResumeText("Marketing Manager, Tannery Row Hotels, 2019 - present"))
    apply_for(client, open_job(board), file=resume(*PDF_FILE))
    assert "Tannery Row Hotels" in person_page(board, recruiter)


@on_sqlite
def test_what_was_left_empty_is_taken_from_the_resume_and_looked_over(board: BoardState, client: FlaskClient) -> None:
    read_as(board, ResumeText("MAREN OKAFOR-LUND\nmaren@example.org | 0113 496 0871\nMarketing Manager"))
    answer = fill_in(client, open_job(board), file=resume(*PDF_FILE), name="", email="", tel="")
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"]).text
    for said in ("Maren Okafor-Lund", "maren@example.org", "0113 496 0871"):
        assert said in page
    assert page.count("As in your résumé") == 3


@on_sqlite
def test_what_was_typed_is_never_replaced(board: BoardState, client: FlaskClient) -> None:
    read_as(board, ResumeText("Somebody Else\nelse@example.org\n020 7946 0000"))
    page = client.get(fill_in(client, open_job(board), file=resume(*PDF_FILE)).headers["Location"]).text
    assert "Maren Okafor-Lund" in page
    assert "Somebody Else" not in page
    assert "As in your résumé" not in page


@on_sqlite
def test_an_applicant_is_told_that_the_file_could_not_be_read_and_goes_all_the_same(
    board: BoardState, client: FlaskClient
) -> None:
    read_as(board, ResumeText(unread="it is protected by a password"))
    page = client.get(fill_in(client, open_job(board), file=resume(*PDF_FILE)).headers["Location"]).text
    assert "We could not read its text: it is protected by a password. It is sent all the same." in page


# The head of a résumé


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Maren Okafor-Lund\nLeeds", {"name": "Maren Okafor-Lund"}),
        ("Curriculum Vitae\nJosé d’Arcy Müller", {"name": "José d’Arcy Müller"}),
        ("Professional profile\nWork experience", {}),
        ("managing many things\n", {}),
        ("Tel: +44 (0)113 496 0871 E-mail: m.o+jobs@mail.example.org.", {
            "tel": "+44 (0)113 496 0871", "email": "m.o+jobs@mail.example.org",
        }),
        ("2019 - 2021\n12.03.2019 - 14.05.2021\n01/2019-12/2020", {}),
        ("\n" * 400, {}),
        ("Engineer\n" * 30 + "reference@example.org", {}),
    ],
)  # fmt: skip
def test_only_what_is_clear_is_read_from_the_head(text: str, said: dict[str, str]) -> None:
    assert read_contact(text) == said
