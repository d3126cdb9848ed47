"""What ends by itself, and when."""

import logging
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from jobboard.candidates.models import Candidate
from jobboard.db.history import History
from jobboard.errors import NotFound
from jobboard.flows import apply, own_data, retention
from jobboard.flows.retention import Over, count_over, sweep
from jobboard.flows.uploads import Upload
from jobboard.keep_on_file.models import KeptStatus
from jobboard.state import BoardState
from jobboard.testing import situations as given


def advance(board: BoardState, days: int) -> None:
    """Let time pass, and nothing else."""
    board.clock.advance(timedelta(days=days))  # type: ignore[attr-defined] # the twin


def a_draft(board: BoardState, job_id: str) -> str:
    """An unsent draft with a file."""
    form = {"name": "Priya", "email": "p@example.org", "place": "Leeds"}
    return apply.save_draft(board, job_id, form, Upload(BytesIO(b"words"), "resume.txt"))


def later(board: BoardState, days: int) -> None:
    """Let time pass, and let what is over end."""
    advance(board, days)
    sweep(board)
    board.session.remove()


def test_an_unsent_draft_and_its_file_go_after_two_days(board: BoardState) -> None:
    job_id = given.a_job(board, publish=True)
    draft = a_draft(board, job_id)
    assert board.storage.files  # type: ignore[attr-defined] # the twin
    later(board, 3)
    assert not board.storage.files  # type: ignore[attr-defined] # the twin
    with pytest.raises(NotFound):
        apply.get_draft(board, draft)


def test_a_kept_record_ends_with_its_consent(board: BoardState) -> None:
    kept_id = given.kept_candidate(board)
    later(board, 699)
    assert given.kept(board, kept_id).status is KeptStatus.ACTIVE
    later(board, 2)
    assert given.kept(board, kept_id).status is KeptStatus.EXPIRED


def test_somebody_nobody_has_a_reason_to_know_is_erased(board: BoardState) -> None:
    kept = given.kept(board, given.kept_candidate(board))
    known = kept.candidate.public_id
    later(board, 720)
    assert given.person(board, known).name == "Maren Okafor-Lund"
    later(board, 60)
    with pytest.raises(NotFound):
        given.person(board, known)


def test_a_running_application_keeps_its_person(board: BoardState) -> None:
    candidate_id = given.a_candidate(board)
    given.an_application(board, candidate_id, given.a_job(board, publish=True))
    later(board, 2000)
    assert given.person(board, candidate_id).public_id == candidate_id


def test_stopping_blanks_what_they_told_us_at_once(board: BoardState) -> None:
    kept = given.kept(board, given.kept_candidate(board, places="Leeds", pay_floor="45,000"))
    own_data.withdraw_keep_consent(board, kept.candidate.access_key)
    board.session().expire_all()
    after = given.kept(board, kept.public_id)
    assert (after.status, after.places, after.pay_floor) == (KeptStatus.WITHDRAWN, [], None)


def test_a_question_nobody_answers_ends_and_then_its_person_is_forgotten(board: BoardState) -> None:
    kept_id = given.kept_candidate(board, consent="none")
    known = given.kept(board, kept_id).candidate.public_id
    later(board, 170)
    assert given.kept(board, kept_id).status is KeptStatus.AWAITING_CONSENT
    later(board, 20)
    assert given.kept(board, kept_id).status is KeptStatus.EXPIRED
    assert "no answer" in board.session().scalars(select(History.why)).all()
    assert given.person(board, known).name == "Maren Okafor-Lund"
    later(board, 600)
    with pytest.raises(NotFound):
        given.person(board, known)


def test_a_late_yes_still_counts(board: BoardState) -> None:
    kept_id = given.kept_candidate(board, consent="none")
    key = given.kept(board, kept_id).candidate.access_key
    later(board, 200)
    own_data.give_keep_consent(board, key)
    board.session.remove()
    assert given.kept(board, kept_id).status is KeptStatus.ACTIVE


def test_what_would_end_is_what_ends_however_much_it_is(board: BoardState, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    job_id = given.a_job(board, publish=True)
    for number in range(5):
        a_draft(board, job_id)
        given.a_candidate(board, f"Applicant {number}")
        given.kept_candidate(board, consent="live" if number else "none")
    advance(board, 740)
    assert count_over(board) == count_over(board) == Over(drafts=5, questions=1, kept=4, people=10)
    assert sweep(board) == Over(drafts=5, questions=1, kept=4, people=10)
    assert sweep(board) == count_over(board) == Over(0, 0, 0, 0)
    assert not board.storage.files  # type: ignore[attr-defined] # the twin


def test_one_erasure_that_fails_stops_no_other(
    board: BoardState, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A Flask-Migrate host's environment, run by another test, disables every logger that exists.
    monkeypatch.setattr(logging.getLogger("jobboard.retention"), "disabled", False)
    stuck, *others = [given.a_candidate(board, f"Applicant {number}") for number in range(3)]

    def refuse(candidate: Candidate, _to: datetime, _from: Any, _why: Any) -> None:
        if candidate.public_id == stuck:
            raise OSError("the disk is full")

    event.listen(Candidate.erased_at, "set", refuse)
    try:
        advance(board, 1000)
        assert sweep(board) == Over(0, 0, 0, people=2, failed=1)
    finally:
        event.remove(Candidate.erased_at, "set", refuse)
    assert stuck in caplog.text
    for known in others:
        with pytest.raises(NotFound):
            given.person(board, known)
    assert sweep(board) == Over(0, 0, 0, people=1)


def test_without_a_worker_it_runs_once_a_day_after_a_page(app: Flask, board: BoardState, client: FlaskClient) -> None:
    def look() -> None:
        app.extensions["jobboard_looked"].clear()
        client.get("/jobs/").close()
        board.session.remove()

    look()
    given.a_candidate(board)
    advance(board, 1000)
    look()
    assert count_over(board).people == 0
    given.a_candidate(board, "Somebody Else")
    board.clock.at -= timedelta(days=1000)  # type: ignore[attr-defined] # the twin
    given.a_candidate(board, "From Long Ago")
    advance(board, 1000)
    look()
    assert count_over(board).people == 1
    advance(board, 2)
    look()
    assert count_over(board).people == 0
    assert board.session().scalars(select(Candidate.name).where(Candidate.erased_at.is_(None))).all() == [
        "Somebody Else"
    ]
