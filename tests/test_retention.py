"""What ends by itself, and when."""

from datetime import timedelta
from io import BytesIO

import pytest

from jobboard.errors import NotFound
from jobboard.flows import apply, own_data
from jobboard.flows.retention import sweep
from jobboard.flows.uploads import Upload
from jobboard.keep_on_file.models import KeptStatus
from jobboard.state import BoardState
from jobboard.testing import situations as given


def later(board: BoardState, days: int) -> None:
    """Let time pass, and let what is over end."""
    board.clock.advance(timedelta(days=days))  # type: ignore[attr-defined] # the twin
    sweep(board)


def test_an_unsent_draft_and_its_file_go_after_two_days(board: BoardState) -> None:
    job_id = given.a_job(board, publish=True)
    draft = apply.save_draft(
        board,
        job_id,
        {"name": "Priya", "email": "p@example.org", "place": "Leeds"},
        Upload(BytesIO(b"words"), "resume.txt"),
    )
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
