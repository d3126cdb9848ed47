"""Stored files that no row names: their transaction failed, or the process died, after the file was on the disk."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from jobboard.applications.models import ApplicationDraft, DraftFile, ScreeningAnswer
from jobboard.candidates.models import Attachment, ResumeVersion
from jobboard.db.outbox import OutboxEntry
from jobboard.flows.files import DELETE_FILE
from jobboard.foreign.models import FileImport
from jobboard.state import BoardState

BATCH = 500
DAY = timedelta(days=1)


def sweep_files(board: BoardState, older_than: timedelta = DAY) -> int:
    """Delete the stored files that are ``older_than`` and that nobody needs; how many. One statement for 500 files.

    The age leaves time to every transaction that is on its way to name its file. Files of all boards in the database
    are left alone, so that boards may share a storage; boards in different databases may not.
    """
    deleted = 0
    for keys in _in_batches(board.storage.keys_older_than(board.now() - older_than)):
        for key in keys - _named(board, keys):
            board.storage.delete(key)
            deleted += 1
    return deleted


def _in_batches(keys: Iterable[str]) -> Iterator[set[str]]:
    left = iter(keys)
    while batch := set(islice(left, BATCH)):
        yield batch


def _named(board: BoardState, keys: set[str]) -> set[str]:
    """Those that a row names. All in one statement: a file that moves from a draft to a person in between is seen in
    either place."""
    draft, doomed = ApplicationDraft.resume["storage_key"].as_string(), OutboxEntry.payload["key"].as_string()
    named = union_all(
        select(ResumeVersion.storage_key).where(ResumeVersion.storage_key.in_(keys)),
        select(Attachment.storage_key).where(Attachment.storage_key.in_(keys)),
        select(FileImport.storage_key).where(FileImport.storage_key.in_(keys)),
        select(ScreeningAnswer.storage_key).where(ScreeningAnswer.storage_key.in_(keys)),
        select(draft).where(draft.in_(keys)),
        select(DraftFile.storage_key).where(DraftFile.storage_key.in_(keys)),
        select(doomed).where(OutboxEntry.topic == DELETE_FILE, doomed.in_(keys)),
    )
    with Session(board.engine) as session:
        return set(session.scalars(named))
