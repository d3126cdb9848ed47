"""What a reader of one kind of file answers with, or why it does not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """The words somebody sees who opens the file, and whether there are others (``hidden``)."""

    text: str
    hidden: bool = False


class Unreadable(Exception):
    """The file cannot or must not be read; the message ends the sentence “Its text was not read: …”."""


DAMAGED = "the file is damaged"
PASSWORD = "it is protected by a password"  # noqa: S105  # the words for it
NO_TEXT = "there is no text in it; it may be a scan"
ALL_HIDDEN = "none of its text can be seen on its pages"
TOO_MUCH = "it takes far more time or memory than a résumé"
TOO_LARGE = "it is larger than a résumé"
BUSY = "too many other files were being read"
NOT_STARTED = "the reader did not start"
