"""Files about a person other than résumés: read and written here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from jobboard.access import Actor, Scope
from jobboard.adapters.storage import StoredFile
from jobboard.candidates.models import Attachment, AttachmentKind, Candidate
from jobboard.db.history import record
from jobboard.errors import InvalidInput, NotFound

MOST_A_PERSON = 50
REMEMBERED = timedelta(days=1)
"""How long a removed attachment can be brought back."""


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """An uploaded file after it was stored: what it is, what it is called and what its content turned out to be."""

    kind: AttachmentKind
    label: str
    stored: StoredFile
    filename: str
    content_type: str


def attachments_of(session: Session, scope: Scope, candidate: Candidate) -> list[Attachment]:
    """A person's attachments, newest first. One statement."""
    theirs = (Attachment.board == scope.board, Attachment.candidate_id == candidate.id)
    found = select(Attachment).where(*theirs, Attachment.removed_at.is_(None)).order_by(Attachment.id.desc())
    return list(session.scalars(found))


def get_attachment(
    session: Session, scope: Scope, public_id: str, *, removed: bool = False
) -> tuple[Attachment, Candidate]:
    """An attachment and whose it is, or ``NotFound``; one that was removed only if ``removed``. One statement."""
    found = session.execute(
        select(Attachment, Candidate)
        .join(Candidate, Candidate.id == Attachment.candidate_id)
        .where(Attachment.board == scope.board, Attachment.public_id == public_id, Candidate.erased_at.is_(None))
    ).one_or_none()
    if found is None or (found.Attachment.removed_at is not None and not removed):
        raise NotFound("attachment")
    return found.Attachment, found.Candidate


def attach_file(session: Session, candidate: Candidate, file: AttachedFile, *, actor: Actor, now: datetime) -> None:
    """Add a stored file to a person. Raises ``InvalidInput`` on ``file`` beyond ``MOST_A_PERSON``."""
    held = select(func.count()).where(Attachment.candidate_id == candidate.id, Attachment.removed_at.is_(None))
    if (session.scalar(held) or 0) >= MOST_A_PERSON:
        raise InvalidInput({"file": [f"A person has {MOST_A_PERSON} attachments at most. Remove one first."]})
    attachment = Attachment(
        board=candidate.board,
        candidate_id=candidate.id,
        kind=file.kind,
        label=file.label,
        storage_key=file.stored.key,
        filename=file.filename[:255],
        content_type=file.content_type,
        size_bytes=file.stored.size_bytes,
        sha256=file.stored.sha256,
        added_by_name=actor.name,
        added_at=now,
    )
    session.add(attachment)
    session.flush()
    _tell(session, attachment, "attachment_added", actor=actor, now=now)


def note_opened(session: Session, attachment: Attachment, *, actor: Actor, now: datetime) -> None:
    """Somebody reads the file."""
    _tell(session, attachment, "attachment_opened", actor=actor, now=now)


def remove_attachment(session: Session, attachment: Attachment, *, actor: Actor, now: datetime) -> None:
    """Take an attachment away."""
    if attachment.removed_at is None:
        attachment.removed_at = now
        _tell(session, attachment, "attachment_removed", actor=actor, now=now)


def restore_attachment(session: Session, attachment: Attachment, *, actor: Actor, now: datetime) -> None:
    """Bring a removed attachment back."""
    if attachment.removed_at is not None:
        attachment.removed_at = None
        _tell(session, attachment, "attachment_restored", actor=actor, now=now)


def _tell(session: Session, attachment: Attachment, what: str, *, actor: Actor, now: datetime) -> None:
    named = attachment.label or attachment.filename
    record(session, attachment, what, actor=actor, at=now, about=attachment.candidate_id, why=named)


def forget_removed(session: Session, board: str, *, now: datetime, limit: int) -> Sequence[str]:
    """Attachments removed ``REMEMBERED`` ago go for good; returns the storage keys of their files, which are to go
    after the commit."""
    over = (Attachment.board == board, Attachment.removed_at <= now - REMEMBERED)
    found = session.execute(select(Attachment.id, Attachment.storage_key).where(*over).limit(limit)).all()
    session.execute(delete(Attachment).where(Attachment.id.in_([row.id for row in found])))
    return [row.storage_key for row in found]


def stored_keys_of(session: Session, candidate_id: int) -> Sequence[str]:
    """The storage keys of all of a person's attachments, also of removed ones. One statement."""
    return session.scalars(select(Attachment.storage_key).where(Attachment.candidate_id == candidate_id)).all()
