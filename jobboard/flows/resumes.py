"""Reading a résumé file, which is itself remembered."""

from typing import BinaryIO

from jobboard.access import Actor, Scope
from jobboard.candidates import queries
from jobboard.candidates.models import ResumeVersion
from jobboard.db.history import record
from jobboard.state import BoardState


def open_resume(board: BoardState, candidate_id: str, number: int, *, actor: Actor) -> tuple[ResumeVersion, BinaryIO]:
    """The version and its file, open for reading. Raises ``NotFound`` or ``StorageError``."""
    with board.transaction() as session:
        version = queries.get_resume(session, Scope(board.name, actor), candidate_id, number)
        stream = board.storage.open(version.storage_key)
        record(session, version, "resume_opened", actor=actor, at=board.now(), about=version.candidate_id)
        return version, stream
