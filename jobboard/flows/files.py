"""Stored files go once a transaction that needs them no more has committed, or one that was to keep them failed."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy.orm import Session

from jobboard.applications.models import ApplicationDraft
from jobboard.db import outbox
from jobboard.errors import StorageError
from jobboard.state import BoardState

DELETE_FILE = "file.delete"
"""Outbox topic: ``{"key": storage_key}`` is removed from storage."""


def delete_later(board: BoardState, session: Session, key: str) -> None:
    """Ask for a file to be removed after the current transaction."""
    outbox.add(session, board.name, DELETE_FILE, {"key": key}, at=board.now())


@contextmanager
def keeping_files(board: BoardState, *keys: str) -> Iterator[Session]:
    """A transaction that is to keep files stored a moment ago: where its work fails they are removed at once. Where
    only its commit fails they stay for the sweep of orphans, since it may have gone through."""
    with board.transaction() as session:
        try:
            yield session
            session.flush()
        except Exception:
            for key in keys:
                with suppress(StorageError, OSError):  # what cannot be reached now is an orphan, and swept a day later
                    board.storage.delete(key)
            raise


def discard_draft(board: BoardState, session: Session, draft: ApplicationDraft) -> None:
    """Forget an application that was not sent, and its files after the transaction. Files must be loaded."""
    for key in filter(None, (draft.resume.get("storage_key"), *(file.storage_key for file in draft.files))):
        delete_later(board, session, key)
    session.delete(draft)
