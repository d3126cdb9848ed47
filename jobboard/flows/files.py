"""Stored files go only once the transaction that no longer needs them has committed."""

from sqlalchemy.orm import Session

from jobboard.applications.models import ApplicationDraft
from jobboard.db import outbox
from jobboard.state import BoardState

DELETE_FILE = "file.delete"
"""Outbox topic: ``{"key": storage_key}`` is removed from storage."""


def delete_later(board: BoardState, session: Session, key: str) -> None:
    """Ask for a file to be removed after the current transaction."""
    outbox.add(session, board.name, DELETE_FILE, {"key": key}, at=board.now())


def discard_draft(board: BoardState, session: Session, draft: ApplicationDraft) -> None:
    """Forget an application that was not sent, and its files after the transaction. Files must be loaded."""
    for key in filter(None, (draft.resume.get("storage_key"), *(file.storage_key for file in draft.files))):
        delete_later(board, session, key)
    session.delete(draft)
