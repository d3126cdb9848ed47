"""With the plugin a PDF is read from the form to the recruiter's page; without it everything is as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import resume_files as files
from flask import Flask
from jobboard_resume_text.plugin import ResumeTextPlugin
from sqlalchemy import select

from jobboard import JobBoard
from jobboard.adapters.identity import MemoryIdentity
from jobboard.adapters.storage import MemoryStorage
from jobboard.candidates.models import Candidate
from jobboard.testing import situations as given

if TYPE_CHECKING:
    from jobboard.plugins.base import Plugin

MAREN = files.pdf(
    files.line("Maren Okafor-Lund", y=780)
    + files.line("maren@example.org  0113 496 0871", y=760)
    + files.line("Marketing Manager, Tannery Row Hotels, 2019 - present", y=740)
    + files.line("kubernetes", before="1 g")
)
BROKEN = b"%PDF-1.7 and then nothing"


@contextmanager
def host(folder: Path, *plugins: Plugin) -> Iterator[Flask]:
    """A host whose visitor is a recruiter."""
    app = Flask("host", instance_path=str(folder))
    app.config.update(
        SECRET_KEY="a key for tests only",
        TESTING=True,
        WTF_CSRF_ENABLED=False,
        JOBBOARD_SEARCH_BACKEND="memory",
        JOBBOARD_APPLY_MIN_SECONDS=0,  # a test is quicker than anybody types
    )
    identity, storage = MemoryIdentity(given.RECRUITER), MemoryStorage()
    board = JobBoard(identity=identity, storage=storage, plugins=plugins).init_app(app)
    app.test_cli_runner().invoke(args=["jobboard", "db", "upgrade"], catch_exceptions=False)
    yield app
    board.session.remove()
    board.engine.dispose()


def looked_over_and_received(app: Flask, data: bytes, **typed: str) -> tuple[str, str]:
    """Somebody applies with a PDF: the page they look over, and the candidate's page."""
    board, client = app.extensions["jobboard"]["jobboard"], app.test_client()
    form = {"place": "Otley", **typed, "resume": (BytesIO(data), "maren.pdf")}
    with app.app_context():
        job = given.a_job(board, publish=True)
    review = client.post(f"/jobs/{job}/apply", data=form, content_type="multipart/form-data").headers["Location"]
    looked_over = client.get(review).text
    assert "We have your application" in client.post(review, follow_redirects=True).text
    with app.app_context():
        person = board.session().scalars(select(Candidate.public_id)).one()
    return looked_over, client.get(f"/recruit/candidates/{person}").text


def test_a_pdf_fills_in_the_form_and_is_read_for_the_recruiter(tmp_path: Path) -> None:
    with host(tmp_path, ResumeTextPlugin()) as app:
        looked_over, person = looked_over_and_received(app, MAREN)
    for said in ("Maren Okafor-Lund", "maren@example.org", "0113 496 0871", "As in your résumé"):
        assert said in looked_over
    assert "Tannery Row Hotels" in person
    assert "It also holds text that cannot be seen" in person


def test_a_broken_pdf_is_received_and_says_why_it_was_not_read(tmp_path: Path) -> None:
    with host(tmp_path, ResumeTextPlugin()) as app:
        looked_over, person = looked_over_and_received(app, BROKEN, name="Maren Lund", email="maren@example.org")
    assert "We could not read its text: the file is damaged." in looked_over
    assert "Its text was not read: the file is damaged." in person


def test_without_the_plugin_a_pdf_is_received_unread(tmp_path: Path) -> None:
    with host(tmp_path) as app:
        looked_over, person = looked_over_and_received(app, MAREN, name="Maren Lund", email="maren@example.org")
    assert "could not read" not in looked_over
    assert "maren.pdf" in person
    assert "Its text" not in person
