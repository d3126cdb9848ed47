"""Which module reads which content type, by ``read(data: bytes) -> Reading``; each is imported where it is used."""

from collections.abc import Mapping

READERS: Mapping[str, str] = {
    "application/pdf": "jobboard_resume_text.pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "jobboard_resume_text.docx",
    "application/vnd.oasis.opendocument.text": "jobboard_resume_text.odt",
    "text/plain": "jobboard_resume_text.plain",
}
