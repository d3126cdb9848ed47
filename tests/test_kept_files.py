"""What was stored for a transaction that fails is not left lying about."""

from io import BytesIO

import pytest
from sqlalchemy.exc import OperationalError

from jobboard.adapters.storage import MemoryStorage
from jobboard.errors import NotFound
from jobboard.flows import apply
from jobboard.flows.files import keeping_files
from jobboard.flows.uploads import Upload
from jobboard.state import BoardState
from jobboard.testing import situations as given


def files_of(board: BoardState) -> set[str]:
    assert isinstance(board.storage, MemoryStorage)
    return set(board.storage.files)


def test_a_file_goes_at_once_when_its_transaction_fails(board: BoardState) -> None:
    older, stored = (board.storage.save(BytesIO(b"Ledgers.")).key for _ in range(2))
    with pytest.raises(OperationalError), keeping_files(board, stored):
        raise OperationalError("INSERT", {}, Exception("database is locked"))
    assert files_of(board) == {older}


def test_a_file_stays_when_its_transaction_goes_through(board: BoardState) -> None:
    stored = board.storage.save(BytesIO(b"Ledgers.")).key
    with keeping_files(board, stored):
        pass
    assert files_of(board) == {stored}


def test_a_resume_sent_for_a_draft_that_is_gone_is_not_kept(board: BoardState) -> None:
    upload = Upload(BytesIO(b"Ran a ledger for two years."), "resume.txt")
    with pytest.raises(NotFound):
        apply.save_draft(board, given.a_job(board, publish=True), {"name": "Ada"}, upload, draft_id="gone")
    assert files_of(board) == set()
