"""Files about a person other than résumés come in, are read and are removed."""

from collections.abc import Mapping
from typing import Any, BinaryIO

from jobboard.access import Actor, Scope
from jobboard.candidates import attachments
from jobboard.candidates.models import Attachment
from jobboard.candidates.queries import get_candidate
from jobboard.candidates.schemas import read_attachment
from jobboard.flows.files import keeping_files
from jobboard.flows.uploads import ATTACHMENT, Upload, accept
from jobboard.state import BoardState


def add(board: BoardState, candidate_id: str, form: Mapping[str, Any], upload: Upload, *, actor: Actor) -> None:
    """Add a file that somebody handed over; nothing is read from it. Raises ``InvalidInput`` by field."""
    scope = Scope(board.name, actor)
    get_candidate(board.session(), scope, candidate_id)  # before anything is stored
    file = store(board, form, upload)
    with keeping_files(board, file.stored.key) as session:
        candidate = get_candidate(session, scope, candidate_id)
        attachments.attach_file(session, candidate, file, actor=actor, now=board.now())


def store(board: BoardState, form: Mapping[str, Any], upload: Upload) -> attachments.AttachedFile:
    """Look into the file and store it, before any transaction. Raises ``InvalidInput`` by field."""
    kind, label = read_attachment(form)
    accepted = accept(upload, most_bytes=board.config.max_upload_bytes, wanted=ATTACHMENT)
    stored = board.storage.save(upload.stream)
    return attachments.AttachedFile(kind, label, stored, accepted.filename, accepted.content_type)


def open_file(board: BoardState, attachment_id: str, *, actor: Actor) -> tuple[Attachment, BinaryIO]:
    """The attachment and its file, open for reading. Raises ``NotFound`` or ``StorageError``."""
    with board.transaction() as session:
        found, _whose = attachments.get_attachment(session, Scope(board.name, actor), attachment_id)
        stream = board.storage.open(found.storage_key)
        attachments.note_opened(session, found, actor=actor, now=board.now())
        return found, stream


def remove(board: BoardState, attachment_id: str, *, actor: Actor) -> str:
    """Take a file away and return the person's public id; it can be brought back for a day."""
    with board.transaction() as session:
        found, candidate = attachments.get_attachment(session, Scope(board.name, actor), attachment_id)
        attachments.remove_attachment(session, found, actor=actor, now=board.now())
        return candidate.public_id


def restore(board: BoardState, attachment_id: str, *, actor: Actor) -> str:
    """Bring a removed file back and return the person's public id. Raises ``NotFound`` once it is gone for good."""
    with board.transaction() as session:
        found, candidate = attachments.get_attachment(session, Scope(board.name, actor), attachment_id, removed=True)
        attachments.restore_attachment(session, found, actor=actor, now=board.now())
        return candidate.public_id
