"""Candidates and jobs as Greenhouse's Harvest API gives them."""

from collections.abc import Iterable, Iterator, Sequence
from types import MappingProxyType

from jobboard.applications.models import ApplicationStatus
from jobboard.errors import InvalidInput
from jobboard.foreign.greenhouse_interviews import Interviews
from jobboard.foreign.json_records import Found, Record, records_at, text_at, texts_at
from jobboard.foreign.outcomes import Outcome, read_outcome
from jobboard.foreign.person import Parts, Person, known_parts
from jobboard.interchange import Entry
from jobboard.jobs.models import JobStatus

_JOB_STATUS = {"open": JobStatus.DRAFT, "draft": JobStatus.DRAFT}
_PRIVATE = "Greenhouse keeps this person private, and here everybody would see them. Add them by hand if that is right."


def candidates_of(found: Iterable[Found], *, interviews: Interviews = MappingProxyType({})) -> Iterator[Entry]:
    """One candidate each, with the applications inside and their ``interviews``. A prospect applied for nothing; who is
    private there is not brought in."""
    for one in found:
        private = InvalidInput({"is_private": [_PRIVATE]}) if one.record.get("is_private") is True else None
        if problem := one.problem or private:
            yield Entry(one.number, problem=problem)
            continue
        made = [(row, _outcome(row)) for row in records_at(one.record, "applications") if not row.get("prospect")]
        remarks = tuple(remark for _row, outcome in made for remark in outcome.remarks)
        yield Entry(one.number, _person(one.record, made, interviews).to_line(), remarks)


def jobs_of(found: Iterable[Found]) -> Iterator[Entry]:
    """One job each. What is advertised of it is no part of a job there, so an open one is a draft until somebody writes
    its text and publishes it."""
    for one in found:
        yield Entry(one.number, {} if one.problem else _job(one.record), problem=one.problem)


def _person(record: Record, made: Sequence[tuple[Record, Outcome]], interviews: Interviews) -> Person:
    now = {"position": text_at(record, "title"), "name": text_at(record, "company")}
    return Person(
        external_id=_id(record),
        name=" ".join(filter(None, (text_at(record, "first_name"), text_at(record, "last_name")))),
        emails=texts_at(record, "email_addresses"),
        phones=texts_at(record, "phone_numbers"),
        work=tuple(map(_employment, records_at(record, "employments"))) or (now,),
        education=tuple(map(_education, records_at(record, "educations"))),
        tags=texts_at(record, "tags"),
        do_not_contact=record.get("can_email") is False,
        applications=tuple(part for row, outcome in made for part in _applications(row, outcome, interviews)),
    )


def _id(record: Record) -> str:
    known = text_at(record, "id")
    return f"greenhouse:{known}" if known else ""


def _employment(row: Record) -> Parts:
    return {
        "name": text_at(row, "company_name"),
        "position": text_at(row, "title"),
        "startDate": text_at(row, "start_date"),
        "endDate": text_at(row, "end_date"),
    }


def _education(row: Record) -> Parts:
    return {
        "institution": text_at(row, "school_name"),
        "area": text_at(row, "discipline"),
        "studyType": text_at(row, "degree"),
    }


def _outcome(row: Record) -> Outcome:
    """Greenhouse says “rejected” of those who withdrew as well; the kind of reason tells them apart."""
    status, kind = text_at(row, "status"), text_at(row, "rejection_reason", "type", "name")
    they_did = status == ApplicationStatus.REJECTED and kind.casefold().startswith("they")
    return read_outcome(
        stage=text_at(row, "current_stage", "name"),
        status="withdrawn" if they_did else status,
        reason=text_at(row, "rejection_reason", "name"),
    )


def _applications(row: Record, outcome: Outcome, interviews: Interviews) -> Iterator[Parts]:
    """One for each job it names; a candidate's application names one."""
    for job in records_at(row, "jobs"):
        yield {
            "jobTitle": text_at(job, "name"),
            "jobIdentifier": _id(job),
            "appliedAt": text_at(row, "applied_at"),
            "closedAt": text_at(row, "rejected_at"),
            "source": text_at(row, "source", "public_name"),
            "interviews": interviews.get(text_at(row, "id"), ()),
            **outcome.to_line(),
        }


def _job(record: Record) -> Parts:
    line = {
        "identifier": _id(record),
        "title": text_at(record, "name"),
        "datePosted": text_at(record, "opened_at"),
        "jobLocation": [text_at(office, "name") for office in records_at(record, "offices")],
        "jobboard:status": _JOB_STATUS.get(text_at(record, "status"), JobStatus.CLOSED),
    }
    return known_parts(line)
