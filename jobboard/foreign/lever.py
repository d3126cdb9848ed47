"""Opportunities as Lever's API gives them, with their stage, applications and postings expanded or not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from jobboard.applications.models import ApplicationStatus
from jobboard.errors import InvalidInput
from jobboard.foreign.json_records import Found, Record, records_at, text_at, texts_at
from jobboard.foreign.outcomes import Outcome, read_outcome
from jobboard.foreign.person import Parts, Person, distinct
from jobboard.interchange import Entry, Remark

_CONFIDENTIAL = "Lever keeps this confidential, and here everybody would see it. Add it by hand if that is right."
_THOUSAND = 1000
_LATEST = 4_102_444_800
"""The year 2100 in seconds; what is later is no date."""
_ENDS = (ApplicationStatus.HIRED, ApplicationStatus.WITHDRAWN)

Names = Mapping[str, str]
"""What Lever calls the things it refers to by id: stages, reasons to archive, postings."""


def names_in(found: Iterable[Found]) -> dict[str, str]:
    """The ``text`` of each object by its ``id``, as ``/stages``, ``/archive_reasons`` and ``/postings`` give them."""
    return {text_at(one.record, "id"): text_at(one.record, "text") for one in found if one.problem is None}


def candidates_of(found: Iterable[Found], *, names: Names) -> Iterator[Entry]:
    """One person for each contact, with an application for each opportunity that has a posting. What is confidential
    there is not brought in."""
    people: dict[object, list[Found]] = {}
    for one in found:
        contact = text_at(one.record, "contact") or text_at(one.record, "contact", "id")
        people.setdefault(one.number if _stopped(one) else contact or one.number, []).append(one)
    for theirs in people.values():
        problem = _stopped(theirs[0])
        yield Entry(theirs[0].number, problem=problem) if problem else _entry(theirs, names)


def _stopped(one: Found) -> InvalidInput | None:
    if text_at(one.record, "confidentiality") == "confidential":
        return InvalidInput({"confidentiality": [_CONFIDENTIAL]})
    return one.problem


def _entry(found: Sequence[Found], names: Names) -> Entry:
    records = [one.record for one in found]
    told = [(record, _outcome(record, names)) for record in records]
    applications = tuple(part for record, outcome in told for part in _applications(record, outcome, names))
    remarks = tuple(remark for _record, outcome in told for remark in outcome.remarks)
    return Entry(
        found[0].number, _person(records, applications).to_line(), (*remarks, *_nameless(records, applications))
    )


def _person(records: Sequence[Record], applications: tuple[Parts, ...]) -> Person:
    first = records[0]
    contact = text_at(first, "contact") or text_at(first, "contact", "id") or text_at(first, "id")
    return Person(
        external_id=f"lever:{contact}" if contact else "",
        name=text_at(first, "name"),
        emails=tuple(distinct(word for record in records for word in texts_at(record, "emails"))),
        phones=tuple(distinct(word for record in records for word in texts_at(record, "phones"))),
        headline=text_at(first, "headline"),
        city=text_at(first, "location"),
        tags=tuple(distinct(word for record in records for word in texts_at(record, "tags"))),
        do_not_contact=any(_may_not_be_contacted(record) for record in records),
        applications=applications,
    )


def _may_not_be_contacted(record: Record) -> bool:
    protection = record.get("dataProtection")
    contact = protection.get("contact") if isinstance(protection, Mapping) else None
    return isinstance(contact, Mapping) and contact.get("allowed") is False


def _named(value: Record, key: str, names: Names) -> str:
    """The words of what is expanded, or of the id; an id that nobody named stays."""
    known = text_at(value, key)
    return text_at(value, key, "text") or names.get(known, known)


def _outcome(record: Record, names: Names) -> Outcome:
    """An archived opportunity ended; Lever's reasons say also who was hired and who withdrew."""
    archived = _archived(record)
    reason = _named(archived, "reason", names)
    said = read_outcome(status=reason).status if reason else None
    ended = said if said in _ENDS else ApplicationStatus.REJECTED
    status = ended if archived else ApplicationStatus.ACTIVE
    return read_outcome(stage=_named(record, "stage", names), status=status, reason=reason)


def _applications(record: Record, outcome: Outcome, names: Names) -> Iterator[Parts]:
    for row in records_at(record, "applications"):
        posting = text_at(row, "posting", "id") or text_at(row, "posting")
        yield {
            "jobTitle": text_at(row, "posting", "text") or names.get(posting, ""),
            "jobIdentifier": f"lever:{posting}" if posting else "",
            "appliedAt": _moment(row.get("createdAt")) or _moment(record.get("createdAt")),
            "closedAt": _moment(_archived(record).get("archivedAt")),
            "source": next(iter(texts_at(record, "sources")), ""),
            **outcome.to_line(),
        }


def _archived(record: Record) -> Record:
    found = record.get("archived")
    return found if isinstance(found, Mapping) else {}


def _nameless(records: Sequence[Record], applications: Sequence[Parts]) -> Iterator[Remark]:
    if not applications and any(record.get("applications") for record in records):
        yield Remark(
            "applications", "Its applications are ids alone; export with expand=applications to bring them in."
        )


def _moment(stamp: object) -> str:
    """Lever counts milliseconds since 1970."""
    if not isinstance(stamp, int) or not 0 < stamp < _LATEST * _THOUSAND:
        return ""
    return datetime.fromtimestamp(stamp / _THOUSAND, UTC).isoformat()
