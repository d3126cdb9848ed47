"""Candidates, job orders and pipelines as OpenCATS holds them in its tables, each a CSV file named by its columns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from jobboard.errors import InvalidInput
from jobboard.foreign.outcomes import Outcome, read_outcome
from jobboard.foreign.person import Parts, Person, distinct, known_parts
from jobboard.foreign.tables import Table
from jobboard.interchange import Entry, Remark
from jobboard.jobs.models import JobStatus

Record = Mapping[str, str]
"""One row by the names of its columns; a column that is not there says nothing."""

_STATUSES = {
    "0": {"stage": "No status"},
    "100": {"stage": "No contact"},
    "200": {"stage": "Contacted"},
    "250": {"stage": "Candidate responded"},
    "300": {"stage": "Qualifying"},
    "400": {"stage": "Submitted"},
    "500": {"stage": "Interviewing"},
    "600": {"stage": "Offered"},
    "650": {"status": "Not in consideration"},
    "700": {"stage": "Submitted", "status": "Client declined"},
    "800": {"stage": "Placed", "status": "Placed"},
}
"""OpenCATS's numbers for how far a pipeline came."""

_JOB_STATUSES = {
    "active": JobStatus.OPEN,
    "upcoming": JobStatus.DRAFT,
    "lead": JobStatus.DRAFT,
    "onhold": JobStatus.ON_HOLD,
    "full": JobStatus.FILLED,
}
_CANDIDATE = frozenset({"candidate_id", "first_name", "last_name", "email1"})
_HIDDEN = "OpenCATS hides this person from all but its administrators. Add them by hand if that is right."
_NO_MOMENT = ("0000-", "1000-")


def is_candidates(columns: Iterable[str]) -> bool:
    """Whether a table with these columns is ``candidate``."""
    return {name.casefold() for name in columns} >= _CANDIDATE


def candidates_of(candidates: Table, *, job_orders: Table | None, pipelines: Table | None) -> Iterator[Entry]:
    """One person for each row of ``candidate``, with an application for each of their rows in ``candidate_joborder``,
    named by ``joborder``. Raises ``InvalidInput`` where a table lacks the columns it is joined by."""
    titles = {row["joborder_id"]: row.get("title", "") for _line, row in _rows(job_orders, "joborder_id")}
    theirs: dict[str, list[Record]] = {}
    for _line, row in _rows(pipelines, "candidate_id", "joborder_id", "status"):
        theirs.setdefault(row["candidate_id"], []).append(row)
    for line, row in _rows(candidates, "candidate_id"):
        yield _entry(line, row, theirs.get(row["candidate_id"], ()), titles)


def jobs_of(job_orders: Table) -> Iterator[Entry]:
    """One job for each row of ``joborder``. One that is not public there and active comes in as a draft."""
    for line, row in _rows(job_orders, "joborder_id"):
        yield Entry(line, _job(row))


def _rows(table: Table | None, *needed: str) -> Iterator[tuple[int, Record]]:
    if table is None:
        return
    columns = [name.casefold() for name in table.columns]
    missing = [name for name in needed if name not in columns]
    if missing:
        raise InvalidInput({"columns": [f"{', '.join(missing)} missing; export the table with its column names."]})
    for row in table.rows:
        cells = ("" if cell in ("NULL", "\\N") else cell for cell in row.cells)
        yield row.line, dict(zip(columns, cells, strict=False))


def _entry(line: int, row: Record, pipelines: Iterable[Record], titles: Mapping[str, str]) -> Entry:
    if row.get("is_admin_hidden") == "1":
        return Entry(line, problem=InvalidInput({"is_admin_hidden": [_HIDDEN]}))
    told = [(pipeline, _outcome(pipeline)) for pipeline in pipelines]
    remarks = tuple(remark for _pipeline, outcome in told for remark in outcome.remarks)
    return Entry(line, _person(row, [_application(one, outcome, titles) for one, outcome in told]).to_line(), remarks)


def _person(row: Record, applications: Sequence[Parts]) -> Person:
    return Person(
        external_id=_id(row, "candidate_id"),
        name=" ".join(filter(None, (row.get("first_name"), row.get("last_name")))),
        emails=_all(row, "email1", "email2"),
        phones=_all(row, "phone_cell", "phone_home", "phone_work"),
        city=row.get("city", ""),
        region=row.get("state", ""),
        country=row.get("country", ""),
        work=({"name": row.get("current_employer", "")},),
        skills=tuple(distinct(row.get("key_skills", "").replace(";", ",").split(","))),
        notes=({"text": row["notes"], "writtenAt": _moment(row, "date_created")},) if row.get("notes") else (),
        applications=tuple(applications),
    )


def _id(row: Record, column: str) -> str:
    return f"opencats:{row[column]}" if row.get(column) else ""


def _all(row: Record, *columns: str) -> tuple[str, ...]:
    return tuple(distinct(row.get(column, "") for column in columns))


def _moment(row: Record, column: str) -> str:
    """As the row says, without what stands there for a moment that is not known."""
    said = row.get(column, "")
    return "" if said.startswith(_NO_MOMENT) else said


def _outcome(pipeline: Record) -> Outcome:
    number = pipeline["status"]
    if number in _STATUSES:
        return read_outcome(**_STATUSES[number])
    unknown = Remark("status", f"{number} is no status of OpenCATS; the application stands in “applied”.")
    return Outcome(None, None, "", (unknown,))


def _application(pipeline: Record, outcome: Outcome, titles: Mapping[str, str]) -> Parts:
    ended = outcome.status is not None
    return {
        "jobTitle": titles.get(pipeline["joborder_id"], ""),
        "jobIdentifier": _id(pipeline, "joborder_id"),
        "appliedAt": _moment(pipeline, "date_submitted") or _moment(pipeline, "date_created"),
        "closedAt": _moment(pipeline, "date_modified") if ended else "",
        **outcome.to_line(),
    }


def _job(row: Record) -> Parts:
    status = _JOB_STATUSES.get(row.get("status", "").replace(" ", "").casefold(), JobStatus.CLOSED)
    hidden = status is JobStatus.OPEN and row.get("public") != "1"
    line = {
        "identifier": _id(row, "joborder_id"),
        "title": row.get("title", ""),
        "description": row.get("description", ""),
        "datePosted": _moment(row, "date_created"),
        "jobLocation": ", ".join(filter(None, (row.get("city"), row.get("state")))),
        "jobboard:status": JobStatus.DRAFT if hidden else status,
    }
    return known_parts(line)
