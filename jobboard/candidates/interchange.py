"""One JSON Resume as a line of a file. What a person's applications say is read by ``applications.interchange``.

No birth date, photo, gender or year of study is read, whatever a line holds: we do not keep them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from jobboard.candidates.models import ConsentPurpose
from jobboard.candidates.tags import LONGEST
from jobboard.errors import InvalidInput
from jobboard.interchange import Moment, PartialDate, Problems, Text, Words, WordsList, cut, digest, invalid, one_line

MOST_SKILLS = 300
LONGEST_NAME = 200
"""Letters of a person's name."""
_TOO_LONG = 2 * LONGEST_NAME
_LONG_NAME = f"A name has at most {LONGEST_NAME} letters. Write the name alone here."
_NO_NAME = "Give the person's name."
_MOST_ROWS = 200
_UNNAMED_ROLE = "Role not stated"


class _Line(Schema):
    """Keys that we do not read are left out, empty ones count as missing."""

    class Meta:
        """JSON Resume has more than we keep."""

        unknown = EXCLUDE


class WorkLine(_Line):
    """One job held."""

    title = Words(most=300, data_key="position", load_default="")
    employer = Words(data_key="name", load_default="")
    started_on = PartialDate(data_key="startDate", load_default=None)
    ended_on = PartialDate(last=True, data_key="endDate", load_default=None)
    summary = Text(load_default="")
    highlights = WordsList(load_default=list)


class EducationLine(_Line):
    """What was studied where; dates are not read."""

    institution = Words(load_default="")
    area = Words(load_default="")
    study_type = Words(most=100, data_key="studyType", load_default="")


class ConsentLine(_Line):
    """What the person allowed, and whether they took it back."""

    purpose = fields.Enum(ConsentPurpose, by_value=True, required=True)
    granted_at = Moment(data_key="grantedAt", required=True)
    expires_at = Moment(data_key="expiresAt", end_of_day=False, load_default=None)
    withdrawn_at = Moment(data_key="withdrawnAt", load_default=None)
    text_version = Words(most=32, data_key="textVersion", load_default="imported")


class PlaceLine(_Line):
    """JSON Resume's location."""

    locality = Words(data_key="city", load_default="")
    region = Words(load_default="")
    country = Words(data_key="countryCode", load_default="")


class BasicsLine(_Line):
    """Who it is."""

    name = Words(
        most=_TOO_LONG,
        required=True,
        error_messages={"required": _NO_NAME},
        validate=[validate.Length(1, error=_NO_NAME), validate.Length(max=LONGEST_NAME, error=_LONG_NAME)],
    )
    headline = Words(most=300, data_key="label", load_default="")
    summary = Text(load_default="")
    email = WordsList(load_default=list)
    phone = WordsList(load_default=list)
    location = fields.Nested(PlaceLine, load_default=dict)


class NoteLine(_Line):
    """What somebody at the firm wrote about the person, and when."""

    text = Text(required=True)
    author = Words(load_default="")
    written_at = Moment(data_key="writtenAt", load_default=None)


class BoardLine(_Line):
    """``meta.jobboard``: what JSON Resume has no place for."""

    external_id = Words(data_key="externalId", load_default="")
    do_not_contact = fields.Bool(data_key="doNotContact", load_default=False)
    tags = WordsList(load_default=list)
    notes = fields.List(fields.Nested(NoteLine), load_default=list)
    consents = fields.List(fields.Nested(ConsentLine), load_default=list)
    applications = fields.List(fields.Dict(), load_default=list)


_BASICS, _BOARD, _WORK, _EDUCATION = BasicsLine(), BoardLine(), WorkLine(), EducationLine()


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """One consent as a line says it."""

    purpose: ConsentPurpose
    granted_at: datetime
    expires_at: datetime | None
    withdrawn_at: datetime | None
    text_version: str


@dataclass(frozen=True, slots=True)
class NoteWritten:
    """One note as a line says it."""

    text: str
    author: str
    written_at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A line as values of a person. ``applications`` are still raw; ``digest`` tells two lines apart."""

    external_id: str
    name: str
    about: Mapping[str, str]
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    work: tuple[Mapping[str, Any], ...]
    skills: tuple[str, ...]
    education: tuple[Mapping[str, str], ...]
    consents: tuple[ConsentGiven, ...]
    applications: tuple[Mapping[str, Any], ...]
    tags: tuple[str, ...]
    notes: tuple[NoteWritten, ...]
    do_not_contact: bool
    digest: str


def load_candidate(line: Mapping[str, Any]) -> PersonLine:
    """Read one JSON Resume. Raises ``InvalidInput`` with what stands in the way and what to write."""
    basics, ours, external_id = _who(line)
    place = basics["location"]
    return PersonLine(
        external_id=external_id,
        name=basics["name"],
        about={
            "headline": basics["headline"],
            "summary": basics["summary"],
            "locality": place.get("locality", ""),
            "region": place.get("region", ""),
            "country": _country(place.get("country", "")),
        },
        emails=tuple(basics["email"]),
        phones=tuple(cut(number, 64) for number in basics["phone"]),
        work=tuple(_work(line)),
        skills=tuple(_skills(line.get("skills"))),
        education=tuple(_rows(line, "education", _EDUCATION)),
        consents=tuple(sorted((ConsentGiven(**row) for row in ours["consents"]), key=_order)),
        applications=tuple(ours["applications"]),
        tags=tuple(cut(tag, LONGEST) for tag in ours["tags"]),
        notes=tuple(NoteWritten(**row) for row in ours["notes"]),
        do_not_contact=ours["do_not_contact"],
        digest=digest(line),
    )


def _who(line: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any], str]:
    """(basics, ``meta.jobboard``, external id), or ``InvalidInput`` with everything that is wrong in them."""
    problems, meta = Problems(), line.get("meta")
    basics = _read_what_can_be(_BASICS, line.get("basics"), "basics", problems)
    ours = meta.get("jobboard") if isinstance(meta, Mapping) else {}
    ours = _read_what_can_be(_BOARD, ours, "meta.jobboard", problems)
    emails, external_id = basics.get("email", []), ""
    for address in emails:
        with problems.noted():
            _require_address(address)
    with problems.noted():
        external_id = _external_id(ours.get("external_id", ""), emails)
    problems.stop()
    return basics, ours, external_id


def _read_what_can_be(schema: Schema, given: Any, path: str, problems: Problems) -> Mapping[str, Any]:
    """All of it where nothing is wrong; else the fields that are right, and ``problems`` has the others."""
    try:
        read: dict[str, Any] = schema.load(filled(given or {}))
    except ValidationError as problem:
        problems.add_all(invalid(problem, path))
        return problem.valid_data if isinstance(problem.valid_data, Mapping) else {}
    return read


def _read(schema: Schema, given: Any, path: str) -> dict[str, Any]:
    try:
        read: dict[str, Any] = schema.load(filled(given or {}))
    except ValidationError as problem:
        raise invalid(problem, path) from problem
    return read


def filled(given: Any) -> Any:
    """The same without keys that say nothing (null or an empty text), all the way down."""
    if isinstance(given, Mapping):
        return {key: filled(value) for key, value in given.items() if value not in (None, "")}
    if isinstance(given, list):
        return [filled(value) for value in given]
    return given


def _external_id(said: str, emails: list[str]) -> str:
    found = said or (emails[0].casefold() if emails else "")
    if not found:
        reason = "Give an external id or an email; without one a second import would add the person again."
        raise InvalidInput({"meta.jobboard.externalId": [reason]})
    return cut(found, 200)


def _require_address(address: str) -> None:
    if address.count("@") != 1 or len(address) > 320 or " " in address:
        raise InvalidInput({"basics.email": ["This is not an email address; leave it out or put it right."]})


def _country(code: str) -> str:
    return code.upper() if len(code) == 2 and code.isascii() and code.isalpha() else ""


def _order(consent: ConsentGiven) -> datetime:
    return consent.withdrawn_at or consent.granted_at


def _rows(line: Mapping[str, Any], key: str, schema: Schema) -> list[dict[str, Any]]:
    given = line.get(key) or []
    if not isinstance(given, list):
        raise InvalidInput({key: ["Write a list."]})
    rows = [_read(schema, row, f"{key}[{number}]") for number, row in enumerate(given[:_MOST_ROWS])]
    return [row for row in rows if any(row.values())]


def _work(line: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The jobs held; “company” and “title” of older files are understood."""
    given = line.get("work") or []
    if isinstance(given, list):
        given = [_today(row) if isinstance(row, Mapping) else {"position": row} for row in given]
    rows = _rows({"work": given}, "work", _WORK)
    return [{**row, "title": row["title"] or _UNNAMED_ROLE} for row in rows]


def _today(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "name": row.get("name") or row.get("company") or row.get("employer"),
        "position": row.get("position") or row.get("title"),
    }


def _skills(given: Any) -> list[str]:
    """Names and keywords alike: “Office: Excel, Word” says three skills."""
    names: list[str] = []
    for skill in given if isinstance(given, list) else [given]:
        named = skill if isinstance(skill, Mapping) else {"name": skill}
        keywords = named.get("keywords")
        names += [one_line(named.get("name", ""))]
        names += [one_line(word) for word in (keywords if isinstance(keywords, list) else [keywords])]
    return list(dict.fromkeys(cut(name, 200) for name in names if name))[:MOST_SKILLS]
