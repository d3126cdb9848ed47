"""Attachments in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from jobboard.candidates.models import Attachment
from jobboard.flows.uploads import NAMES
from jobboard.web.present import ATTACHMENT_KINDS, Words, size


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """One file: what it is called, what it is, and who added it when."""

    id: str
    name: str
    about: str


def attachment_rows(attachments: Iterable[Attachment], words: Words) -> list[AttachmentRow]:
    """A person's attachments in the order they came."""
    return [_row(attachment, words) for attachment in attachments]


def _row(attachment: Attachment, words: Words) -> AttachmentRow:
    file = f"{NAMES.get(attachment.content_type, 'file')}, {size(attachment.size_bytes)}"
    added = f"added by {attachment.added_by_name}, {words.full_day(attachment.added_at)}"
    name = attachment.label or attachment.filename
    return AttachmentRow(attachment.public_id, name, f"{ATTACHMENT_KINDS[attachment.kind]}: {file}, {added}")
