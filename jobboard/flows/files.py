"""Stored files go only once the transaction that no longer needs them has committed."""

from sqlalchemy.orm import Session

from jobboard.db import outbox
from jobboard.state import BoardState

DELETE_FILE = "file.delete"
"""Outbox topic: ``{"key": storage_key}`` is removed from storage."""


def delete_later(board: BoardState, session: Session, key: str) -> None:
    """Ask for a file to be removed after the current transaction."""
    outbox.add(session, board.name, DELETE_FILE, {"key": key}, at=board.now())
