"""What the views of the desk read from a request and send back, in one place."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, BinaryIO, cast

from flask import Response, flash, request, send_file
from sqlalchemy.orm import Session

from jobboard import current
from jobboard.applications import queries
from jobboard.db.paging import PageRequest
from jobboard.errors import InvalidInput
from jobboard.flows.messages import MessageDraft
from jobboard.flows.uploads import Upload
from jobboard.keep_on_file.models import KeptCandidate

LONGEST_TEXT = 200
MOST_PAGES = 10_000


def session() -> Session:
    """The current board's database session."""
    return current.board().session()


def sealed_origins(records: Iterable[KeptCandidate]) -> frozenset[int]:
    """The internal keys of the applications these people came with of which scorecards stay hidden from whoever asks.
    One statement."""
    origins = {one.origin_application_id for one in records if one.origin_application_id is not None}
    return queries.sealed_among(session(), origins, current.actor())


def wanted_page(size: int | None = None) -> PageRequest:
    """The page asked for; nonsense is the first page."""
    number = request.args.get("page", 1, type=int)
    return PageRequest(min(max(number, 1), MOST_PAGES), size or current.board().config.page_size)


def search_text() -> str:
    """What was typed into a search field, bounded."""
    return request.args.get("q", "").strip()[:LONGEST_TEXT]


def typed(*lists: str) -> dict[str, Any]:
    """The form as sent: one value a field, and all values that are not empty of the fields named in ``lists``."""
    values: dict[str, Any] = {name: value for name, value in request.form.items() if name != "csrf_token"}
    return values | {name: [value for value in request.form.getlist(name) if value] for name in lists}


def drafted(draft: Callable[[], Sequence[MessageDraft]]) -> tuple[Sequence[MessageDraft] | None, dict[str, list[str]]]:
    """The letters that a form would send as it is filled in; None, and what is wrong by field, where anything is."""
    try:
        return draft(), {}
    except InvalidInput as problem:
        return None, problem.errors


def steps() -> int:
    """How many places later something is put, by the button that was pressed; earlier is negative, and nonsense 0."""
    return {"up": -1, "down": 1}.get(request.form.get("to", ""), 0)


def upload(name: str) -> Upload | None:
    """The file that was chosen for a field, or None."""
    file = request.files.get(name)
    return Upload(cast("BinaryIO", file.stream), file.filename) if file and file.filename else None


def say(text: str, *, undo_url: str = "", undo_fields: Mapping[str, str] | None = None) -> None:
    """Tell the next page what was done; with ``undo_url`` it offers to take it back by posting ``undo_fields``."""
    flash({"text": text, "undo_url": undo_url, "fields": dict(undo_fields or {})}, "jobboard")  # type: ignore[arg-type] # any JSON value is kept


def download(stream: BinaryIO, filename: str) -> Response:
    """A stored file as an attachment. A browser never renders it within this site."""
    response = send_file(stream, "application/octet-stream", as_attachment=True, download_name=filename)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
