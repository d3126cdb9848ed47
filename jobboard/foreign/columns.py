"""What the columns of a table of people mean: by their usual names, or as somebody says."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jobboard.errors import InvalidInput

FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "candidate id", "person id", "external id", "applicant id"),
    "name": ("name", "full name", "candidate", "candidate name", "applicant", "applicant name"),
    "first_name": ("first name", "firstname", "given name", "forename", "first", "vorname", "prénom", "nombre"),
    "last_name": ("last name", "lastname", "surname", "family name", "last", "nachname", "nom", "apellido"),
    "email": ("email", "e mail", "email address", "e mail address", "mail", "primary email", "email 1", "email 2"),
    "phone": (
        *("phone", "telephone", "tel", "phone number", "mobile", "mobile phone", "mobile number", "cell"),
        *("cell phone", "home phone", "work phone", "telefon", "téléphone"),
    ),
    "city": ("city", "town", "location", "place", "ort", "stadt", "ville", "ciudad"),
    "region": ("region", "state", "province", "county"),
    "country": ("country", "country code"),
    "headline": ("headline", "profile headline"),
    "title": ("title", "job title", "current title", "current position", "current job title", "current role"),
    "employer": ("employer", "current employer", "company", "current company", "organization", "organisation"),
    "skills": ("skills", "key skills", "skill", "competencies"),
    "tags": ("tags", "tag", "labels"),
    "notes": ("notes", "note", "comments", "comment", "remarks"),
    "do_not_contact": ("do not contact", "dnc", "unsubscribed", "opted out"),
    "applied_for": (
        *("applied for", "job applied for", "position applied for", "role applied for", "vacancy", "job", "job name"),
        *("requisition", "position", "role", "job order"),
    ),
    "job_id": ("job id", "job identifier", "job reference", "requisition id", "vacancy id", "job code"),
    "applied_on": ("applied on", "applied at", "date applied", "application date", "applied", "applied date", "date"),
    "stage": ("stage", "current stage", "application stage", "pipeline stage", "step"),
    "status": ("status", "application status", "state of application", "outcome"),
    "reason": ("reason", "rejection reason", "reject reason", "archive reason", "disposition"),
    "closed_on": ("closed on", "closed at", "rejected on", "rejected at", "date rejected", "date closed"),
    "source": ("source", "candidate source", "application source", "origin", "channel"),
    "keep_consent_on": (),
    "keep_consent_until": (),
}
"""What a column can become, and the usual names of such columns. Consents have none: whether a column is a yes to being
kept on file, a person must say."""

NEVER = re.compile(
    r"\b(birth\w*|born|dob|age|gender|sex|photo\w*|picture|image|avatar|marital|religion|ethnic\w*|race|nationality)\b"
)
"""Columns that nobody can bring in: Jobboard does not hold them."""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """For each column in its order what it becomes; ``""`` is left out."""

    columns: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def left_out(self) -> tuple[str, ...]:
        """The columns that are not read."""
        return tuple(name for name, field in zip(self.columns, self.fields, strict=True) if not field)


def map_columns(columns: Sequence[str], chosen: Mapping[str, str]) -> ColumnMap:
    """What each column becomes: as ``chosen`` says (column to field, ``""`` leaves it out), else by its name.

    Raises ``InvalidInput`` for a chosen column that is not there, for a field that is none, and for a column that
    Jobboard never holds.
    """
    _check(columns, chosen)
    said = {plain(column): field for column, field in chosen.items()}
    fields = tuple(said.get(plain(column), _usual(column)) for column in columns)
    return ColumnMap(tuple(columns), fields)


def by_name(columns: Sequence[str], chosen: Mapping[int, str]) -> dict[str, str]:
    """Column to field, of what was ``chosen`` by a column's place from 0. Of two columns with one name the first that
    is used speaks for both; what Jobboard never holds cannot be chosen."""
    named: dict[str, str] = {}
    for place, column in enumerate(columns):
        if place in chosen and not NEVER.search(plain(column)):
            named[column] = named.get(column) or chosen[place]
    return named


def plain(name: str) -> str:
    """A name without case, punctuation and doubled spaces: “E-Mail” and “e_mail” are one."""
    return " ".join(re.sub(r"[\W_]+", " ", name.casefold()).split())


_BY_NAME = {name: field for field, names in FIELDS.items() for name in (*names, field.replace("_", " "))}


def _usual(column: str) -> str:
    return "" if NEVER.search(plain(column)) else _BY_NAME.get(plain(column), "")


def _check(columns: Sequence[str], chosen: Mapping[str, str]) -> None:
    there = {plain(column) for column in columns}
    for column, field in chosen.items():
        if plain(column) not in there:
            raise InvalidInput({"columns": [f"There is no column “{column}”. There are {', '.join(columns)}."]})
        if field and field not in FIELDS:
            raise InvalidInput({"columns": [f"A column cannot become “{field}”. Use one of {', '.join(FIELDS)}."]})
        if field and NEVER.search(plain(column)):
            raise InvalidInput({"columns": [f"“{column}” is not brought in: Jobboard does not hold such things."]})
