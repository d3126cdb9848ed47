"""Jobs and applicants as the tests of the public pages need them."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from jobboard.state import BoardState

FORM = {
    "title": "Marketing Manager",
    "organization": "Calderside Mills",
    "level": "manager",
    "level_confirmed": "yes",
    "function": "marketing",
    "pay_from": "46,000",
    "pay_to": "52,000",
    "pay_unit": "YEAR",
    "currency": "GBP",
    "place": "Leeds",
    "postal_code": "LS10",
    "work_mode": "hybrid",
    "employment_types": ["FULL_TIME"],
    "closes_on": "2026-12-18",
    "musts": "Budget planning",
    "shoulds": "",
    "nices": "",
    "description": "Calderside weaves cloth for furniture makers in nineteen countries. Write one plan for it.",
}

APPLICANT = {
    "name": "Maren Okafor-Lund",
    "email": "maren@example.org",
    "tel": "0113 496 0871",
    "place": "Otley",
    "note": "I miss owning a budget.",
}


def draft_job(board: BoardState, **form: Any) -> str:
    """The public id of a job nobody has published."""
    from jobboard.flows.jobs import save_job
    from tests.support.host import JUDITH

    return save_job(board, FORM | form, actor=JUDITH)


def open_job(board: BoardState, **form: Any) -> str:
    """The public id of a published job."""
    from jobboard.flows.jobs import publish_job
    from tests.support.host import JUDITH

    job_id = draft_job(board, **form)
    publish_job(board, job_id, actor=JUDITH)
    return job_id


def resume(name: str = "maren.txt", data: bytes = b"Marketing Manager, Tannery Row Hotels") -> tuple[BytesIO, str]:
    """A file as the test client sends it."""
    return BytesIO(data), name


def fill_in(client: FlaskClient, job_id: str, *, file: Any = None, **values: Any) -> Any:
    """The answer to the sent apply form. ``file=""`` sends no résumé."""
    form: dict[str, Any] = {**APPLICANT, **values}
    if file != "":
        form["resume"] = file or resume()
    return client.post(f"/jobs/{job_id}/apply", data=form, content_type="multipart/form-data")


def apply_for(client: FlaskClient, job_id: str, **values: Any) -> Any:
    """The receipt page after filling in, looking it over and sending."""
    review = fill_in(client, job_id, **values).headers["Location"]
    return client.post(review, follow_redirects=True)


def own_path(mail: Any) -> str:
    """The path of the person's own page, out of the newest mail."""
    words = mail.sent[-1].get_content().split()
    link = next(word for word in words if "/you/" in word)
    return "/" + link.split("/", 3)[3]


def header_of(response: Any, name: str) -> str:
    """A header's value; empty when it is missing."""
    headers: Mapping[str, str] = response.headers
    return headers.get(name, "")
