"""Who reads the words of a résumé: a reader for each content type, ours for text and those of plugins."""

from dataclasses import dataclass
from typing import BinaryIO, Protocol

MOST_TEXT = 200_000
"""Characters of a résumé that are kept; nobody has written a longer one."""


@dataclass(frozen=True, slots=True)
class ResumeText:
    """What was read of a file.

    ``hidden_text``: it also holds words that nobody sees on its pages; they are not in ``text``. ``unread``: why there
    is no text, as the end of the sentence “Its text was not read: …”; empty when it was read.
    """

    text: str = ""
    hidden_text: bool = False
    unread: str = ""


class ResumeReader(Protocol):
    """Reads files of the content types it is registered for."""

    def read(self, stream: BinaryIO, content_type: str) -> ResumeText:
        """The words of the whole stream, at most ``MOST_TEXT`` characters that every database can store.

        It is called during a request with whatever a stranger sent: it never raises for what the file holds, and bounds
        the time and memory it takes. A file it cannot read comes back with the reason in ``unread``.
        """
        ...


class PlainTextReader:
    """UTF-8, and what is not UTF-8 as Western European."""

    def read(self, stream: BinaryIO, content_type: str) -> ResumeText:
        """The beginning of the file."""
        return ResumeText(_decoded(stream.read(MOST_TEXT)).replace("\0", " "))


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
