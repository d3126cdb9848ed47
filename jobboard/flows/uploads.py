"""What may come in as a file: decided by content, not by name."""

import lzma
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from jobboard.errors import InvalidInput
from jobboard.interchange import is_web_page

PDF, TEXT = "application/pdf", "text/plain"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
PNG, JPEG = "image/png", "image/jpeg"
HTML = "text/html"
NAMES = {PDF: "PDF", DOCX: "Word", ODT: "OpenDocument", TEXT: "text", PNG: "PNG", JPEG: "JPEG"}
_LOOKED_AT = 200_000
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    KeyError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
)
"""Everything that reading a broken or hostile container was seen to raise."""


_WEB_PAGE = (
    "This is a web page (HTML). Open it in a browser, choose “Print” and then “Save as PDF”, and send that file."
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrived. ``stream`` can seek."""

    stream: BinaryIO
    filename: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file we keep: its real type and a name safe to show."""

    content_type: str
    filename: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form asks for: its field, the content types it takes, and the words for an empty file and for a wrong
    one."""

    field: str
    kinds: frozenset[str]
    empty: str
    other: str


RESUME = Wanted(
    "resume",
    frozenset({PDF, DOCX, ODT, TEXT}),
    empty="The file is empty. Choose the file with your résumé in it.",
    other="Choose a PDF, Word (.docx), OpenDocument or text file; this is none of them.",
)
ATTACHMENT = Wanted(
    "file",
    frozenset({PDF, DOCX, ODT, TEXT, PNG, JPEG}),
    empty="The file is empty. Choose another.",
    other="Choose a PDF, Word (.docx), OpenDocument, text, PNG or JPEG file; this is none of them.",
)


def accept(upload: Upload, *, most_bytes: int, wanted: Wanted = RESUME) -> Accepted:
    """Check size and content. Raises ``InvalidInput`` on the wanted field saying what came and what to do."""
    size = upload.stream.seek(0, 2)
    upload.stream.seek(0)
    if size == 0:
        raise InvalidInput({wanted.field: [wanted.empty]})
    if size > most_bytes:
        said = f"Yours was {in_megabytes(size)}; the most we can take is {in_megabytes(most_bytes)}."
        raise InvalidInput({wanted.field: [said]})
    kind = content_type(upload.stream)
    if kind == HTML:
        raise InvalidInput({wanted.field: [_WEB_PAGE]})
    if kind not in wanted.kinds:
        raise InvalidInput({wanted.field: [wanted.other]})
    upload.stream.seek(0)
    return Accepted(kind, safe_name(upload.filename))


def in_megabytes(size: int) -> str:
    """“14 MB”, “1.5 MB”."""
    number = size / (1024 * 1024)
    return f"{number:.0f} MB" if number >= 10 else f"{number:.1f} MB".replace(".0 ", " ")


def content_type(stream: BinaryIO) -> str | None:
    """The type by content, or None when it is none we know. Containers are only listed, never unpacked."""
    stream.seek(0)
    head = stream.read(1024)
    stream.seek(0)
    if head.lstrip().startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if is_web_page(head):
        return HTML
    if head.startswith(b"PK\x03\x04"):
        return _zip_type(stream)
    return TEXT if _is_text(stream.read(_LOOKED_AT)) else None


def _zip_type(stream: BinaryIO) -> str | None:
    try:
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()[:5000]
            if "word/document.xml" in names:
                return DOCX
            if "content.xml" in names and _declared(archive) == ODT:
                return ODT
    except _DAMAGED:
        return None
    return None


def _declared(archive: zipfile.ZipFile) -> str:
    """What a container says it is. OpenDocument stores that word uncompressed; anything else is not read at all,
    because a kilobyte may unpack to gigabytes."""
    if archive.getinfo("mimetype").compress_type != zipfile.ZIP_STORED:
        return ""
    with archive.open("mimetype") as entry:
        return entry.read(len(ODT) + 1).decode("ascii", "replace").strip()


def _is_text(data: bytes) -> bool:
    if b"\0" in data:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as problem:
        return problem.start > len(data) - 4 or _looks_like_latin(data)
    return True


def _looks_like_latin(data: bytes) -> bool:
    control = sum(byte < 9 or 13 < byte < 32 for byte in data)
    return control == 0


def safe_name(filename: str) -> str:
    """The last part of the name without control characters, at most 200 characters; “résumé” if nothing is left."""
    name = PurePath(filename.replace("\\", "/")).name
    name = "".join(letter for letter in name if letter.isprintable() and letter not in '"<>|:*?')
    return name[-200:].strip(". ") or "résumé"
