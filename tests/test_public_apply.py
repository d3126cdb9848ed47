"""Applying: five fields and a résumé, nothing lost on the way, sent once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from jobboard.applications.models import Application, ApplicationDraft
from jobboard.candidates.models import Candidate, Consent, ConsentPurpose
from tests.support.databases import on_sqlite
from tests.support.public import apply_for, fill_in, open_job, own_path, resume

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from jobboard.state import BoardState

MEGABYTE = 1024 * 1024


def count(board: BoardState, kind: Any) -> int:
    with board.transaction() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def draft_of(answer: Any) -> str:
    found = re.search(r'name="draft" value="(\w+)"', answer.text)
    assert found
    return found[1]


@pytest.fixture
def job_id(board: BoardState) -> str:
    return open_job(board)


def test_the_form_asks_five_things_a_file_and_one_separate_question(job_id: str, client: FlaskClient) -> None:
    page = client.get(f"/jobs/{job_id}/apply").text
    fields = re.findall(r'<(?:input|textarea)[^>]*? name="(\w+)"', page)
    people_see = ["name", "email", "tel", "place", "resume", "note", "keep"]
    assert fields == ["csrf_token", "asked", *people_see, "shown", "website"]
    assert 'name="keep" value="yes" aria-describedby' in page  # not ticked
    for line in ("What", "For what", "How long", "Who", "To stop"):
        assert f"<dt>{line}</dt>" in page


def test_what_was_filled_in_is_shown_once_before_it_goes(job_id: str, client: FlaskClient, board: BoardState) -> None:
    answer = fill_in(client, job_id)
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"]).text
    for said in ("Maren Okafor-Lund", "maren@example.org", "Otley", "maren.txt, 1 KB", "No, only for this job"):
        assert said in page
    assert count(board, Application) == 0


def test_sending_ends_on_a_receipt_that_says_what_happens_next(
    job_id: str, client: FlaskClient, board: BoardState
) -> None:
    page = apply_for(client, job_id)
    assert page.request.path == "/jobs/received"
    assert "We have your application" in page.text
    assert "m…n@example.org" in page.text
    assert count(board, Application) == 1


def test_the_own_link_is_mailed_and_never_shown(job_id: str, client: FlaskClient, mail: Any) -> None:
    page = apply_for(client, job_id)
    assert own_path(mail).startswith("/jobs/you/")
    assert "/you/" not in page.text


def test_the_receipt_says_the_same_to_somebody_we_know(job_id: str, client: FlaskClient, app: Any) -> None:
    first = apply_for(client, job_id).text
    again = apply_for(app.test_client(), job_id).text
    assert first == again


def test_pressed_twice_it_is_sent_once(job_id: str, client: FlaskClient, board: BoardState) -> None:
    review = fill_in(client, job_id).headers["Location"]
    first, second = client.post(review), client.post(review)
    assert first.headers["Location"] == second.headers["Location"] == "/jobs/received"
    assert client.get(review).headers["Location"] == "/jobs/received"
    assert count(board, Application) == 1


def test_keeping_on_file_is_only_agreed_to_by_a_tick(job_id: str, client: FlaskClient, board: BoardState) -> None:
    apply_for(client, job_id)
    with board.transaction() as session:
        assert [consent.purpose for consent in session.scalars(select(Consent))] == [ConsentPurpose.APPLICATION]


def test_a_tick_keeps_for_as_long_as_the_form_said(job_id: str, client: FlaskClient, board: BoardState) -> None:
    page = apply_for(client, job_id, keep="yes")
    assert "kept on file for 24 months" in page.text
    with board.transaction() as session:
        kept = session.scalars(select(Consent).where(Consent.purpose == ConsentPurpose.KEEP_ON_FILE)).one()
        assert kept.expires_at
        assert kept.expires_at.year == 2028


def test_problems_are_listed_with_links_and_everything_typed_is_kept(job_id: str, client: FlaskClient) -> None:
    answer = fill_in(client, job_id, email="maren@post", file="")
    assert answer.status_code == 422
    assert "Two things to fix" in answer.text
    assert '<a href="#email">E-mail: This address has no ending' in answer.text
    assert '<a href="#resume">Résumé: Choose a file' in answer.text
    for typed in ("Maren Okafor-Lund", "maren@post", "0113 496 0871", "Otley", "I miss owning a budget."):
        assert typed in answer.text


def test_a_field_with_a_problem_says_so_to_a_screen_reader(job_id: str, client: FlaskClient) -> None:
    page = fill_in(client, job_id, email="maren@post").text
    assert re.search(r'id="email"[^>]*aria-invalid="true" aria-describedby="email-error email-hint"', page)


def test_a_file_is_kept_when_something_else_was_wrong(job_id: str, client: FlaskClient) -> None:
    wrong = fill_in(client, job_id, email="maren@post")
    assert "maren.txt" in wrong.text
    assert "1 KB, received" in wrong.text
    answer = fill_in(client, job_id, file="", draft=draft_of(wrong))
    assert answer.status_code == 303
    assert "maren.txt" in client.get(answer.headers["Location"]).text


def test_a_kept_file_can_be_taken_away_again(job_id: str, client: FlaskClient, board: BoardState) -> None:
    draft = draft_of(fill_in(client, job_id, email="maren@post"))
    answer = fill_in(client, job_id, file="", draft=draft, remove_resume="yes")
    assert answer.status_code == 422
    assert "Choose a file" in answer.text
    assert "maren.txt" not in answer.text
    assert board.storage.files == {}  # type: ignore[attr-defined] # the in-memory twin


def test_changing_an_answer_comes_back_to_the_filled_form(job_id: str, client: FlaskClient) -> None:
    review = client.get(fill_in(client, job_id).headers["Location"]).text
    change = re.search(r'href="(/jobs/\w+/apply\?draft=\w+)#name"', review)
    assert change
    page = client.get(change[1]).text
    assert 'value="Maren Okafor-Lund"' in page
    assert "maren.txt" in page


@on_sqlite
@pytest.mark.parametrize(
    ("file", "said"),
    [
        (("photo.png", b"\x89PNG\r\n\x1a\n\0\0"), "Choose a PDF, Word (.docx), OpenDocument or text file"),
        (("cv.pdf", b"MZ\x90\0" * 40), "Choose a PDF, Word (.docx), OpenDocument or text file"),
        (("cv.txt", b""), "The file is empty"),
        (("cv.html", b"<!-- mine --><html><body>Marketing Manager"), "This is a web page (HTML)."),
        (("cv.pdf", b"%PDF-1.7\n" + b"x" * (11 * MEGABYTE)), "Yours was 11 MB; the most we can take is 10 MB"),
    ],
)
def test_a_file_we_cannot_take_says_what_is_wrong_and_what_to_do(
    file: tuple[str, bytes], said: str, job_id: str, client: FlaskClient
) -> None:
    answer = fill_in(client, job_id, file=resume(*file))
    assert answer.status_code == 422
    assert said in answer.text
    assert "Maren Okafor-Lund" in answer.text


def test_far_too_much_is_refused_before_it_is_read(job_id: str, client: FlaskClient, board: BoardState) -> None:
    answer = fill_in(client, job_id, file=resume("cv.pdf", b"x" * (42 * MEGABYTE)))
    assert answer.status_code == 413
    assert "The most a file may hold is 10 MB" in answer.text
    assert count(board, ApplicationDraft) == 0


def test_a_draft_that_has_expired_is_gone(job_id: str, client: FlaskClient, clock: Any) -> None:
    review = fill_in(client, job_id).headers["Location"]
    clock.advance(timedelta(days=3))
    assert client.get(review).status_code == 404
    assert client.post(review).status_code == 404


def test_what_was_typed_survives_its_expired_draft(job_id: str, client: FlaskClient, clock: Any) -> None:
    draft = draft_of(fill_in(client, job_id, email="maren@post"))
    clock.advance(timedelta(days=3))
    answer = fill_in(client, job_id, draft=draft)
    assert answer.status_code == 303


def test_whoever_comes_back_is_told_what_they_began(job_id: str, client: FlaskClient, board: BoardState) -> None:
    form = f"/jobs/{job_id}/apply"
    assert "You began this application" not in client.get(form).text
    fill_in(client, job_id)
    page = client.get(form).text
    assert "You began this application on" in page
    assert "Maren Okafor-Lund" not in page
    go_on = re.search(r'href="(/jobs/\w+/apply\?draft=\w+)"', page)
    assert go_on
    assert 'value="Maren Okafor-Lund"' in client.get(go_on[1]).text
    assert "You began this application" not in client.get(f"/jobs/{open_job(board)}/apply").text


def test_what_was_begun_is_thrown_away_with_its_file(job_id: str, client: FlaskClient, board: BoardState) -> None:
    review = fill_in(client, job_id).headers["Location"]
    answer = client.post(f"{review}/discard")
    assert answer.headers["Location"] == f"/jobs/{job_id}/apply"
    assert "You began this application" not in client.get(answer.headers["Location"]).text
    assert count(board, ApplicationDraft) == 0
    assert list(board.storage.files) == []  # type: ignore[attr-defined] # the twin
    assert client.post(f"{review}/discard").status_code == 404


def test_what_was_sent_is_not_begun(job_id: str, client: FlaskClient) -> None:
    apply_for(client, job_id)
    assert "You began this application" not in client.get(f"/jobs/{job_id}/apply").text


def test_a_stranger_who_has_the_link_is_shown_nothing(
    job_id: str, client: FlaskClient, app: Any, board: BoardState
) -> None:
    review = fill_in(client, job_id).headers["Location"]
    draft, stranger = review.rsplit("/", 1)[1], app.test_client()
    assert "You began this application" not in stranger.get(f"/jobs/{job_id}/apply").text
    assert stranger.get(review).status_code == 404
    assert stranger.get(f"/jobs/{job_id}/apply?draft={draft}").status_code == 404
    assert stranger.post(review).status_code == 404
    assert stranger.post(f"{review}/discard").status_code == 404
    assert fill_in(stranger, job_id, draft=draft, name="Somebody Else").headers["Location"] != review
    assert "Maren Okafor-Lund" in client.get(review).text


def test_the_receipt_page_without_a_receipt_says_nothing_was_sent(client: FlaskClient) -> None:
    assert "Nothing was sent from here" in client.get("/jobs/received").text


def test_looking_at_the_form_writes_nothing(job_id: str, client: FlaskClient, board: BoardState) -> None:
    client.get(f"/jobs/{job_id}/apply")
    assert count(board, ApplicationDraft) == 0
    assert count(board, Candidate) == 0


def test_who_left_fields_to_a_file_that_is_not_read_is_told(job_id: str, client: FlaskClient) -> None:
    page = fill_in(client, job_id, name="", file=resume("maren.pdf", b"%PDF-1.4 of another kind")).text
    assert "Write your name" in page
    assert "We could not read its text here. It is sent all the same." in page
