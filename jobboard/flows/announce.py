"""Telling outsiders, after the commit, what has happened."""

from typing import Any

from sqlalchemy.orm import Session

from jobboard.db import outbox
from jobboard.state import BoardState

SIGNAL = "signal"
"""Outbox topic: ``{"name": ..., "facts": {...}}`` is sent as a blinker signal after the commit."""


def announce(board: BoardState, session: Session, name: str, **facts: Any) -> None:
    """Send the signal ``name`` with these facts (ids and counts, never personal data) once this has committed."""
    outbox.add(session, board.name, SIGNAL, {"name": name, "facts": facts}, at=board.now())
