"""A person as other systems know one, written as a line of ours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jobboard.candidates.tags import LONGEST, MOST_A_PERSON

Parts = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What any of them may say. No consent is ever made up: ``consents`` are those that a file dates itself."""

    external_id: str = ""
    name: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    headline: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    work: tuple[Parts, ...] = ()
    education: tuple[Parts, ...] = ()
    skills: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    notes: tuple[Parts, ...] = ()
    do_not_contact: bool = False
    consents: tuple[Parts, ...] = ()
    applications: tuple[Parts, ...] = field(default=())

    def to_line(self) -> dict[str, Any]:
        """As one JSON Resume with ``meta.jobboard``; what is not known is left out."""
        place = {"city": self.city, "region": self.region, "countryCode": self.country}
        basics = {
            "name": self.name,
            "email": self.emails,
            "phone": self.phones,
            "label": self.headline,
            "location": known_parts(place),
        }
        ours = {
            "externalId": self.external_id,
            "doNotContact": self.do_not_contact,
            "tags": distinct(tag[:LONGEST] for tag in self.tags)[:MOST_A_PERSON],
            "notes": map(known_parts, self.notes),
            "consents": map(known_parts, self.consents),
            "applications": map(known_parts, self.applications),
        }
        whole = {
            "basics": known_parts(basics),
            "work": [row for row in map(known_parts, self.work) if row],
            "education": [row for row in map(known_parts, self.education) if row],
            "skills": self.skills,
            "meta": known_parts({"jobboard": known_parts(ours)}),
        }
        return known_parts(whole)


def also_tagged(line: Parts, tag: str) -> Parts:
    """A line of ours with one more tag, before those it has."""
    meta = _mapping(line.get("meta"))
    ours = _mapping(meta.get("jobboard"))
    has = ours.get("tags")
    tags = distinct((tag, *(filter(_is_text, has) if isinstance(has, list) else ())))
    return {**line, "meta": {**meta, "jobboard": {**ours, "tags": tags[:MOST_A_PERSON]}}}


def _mapping(value: Any) -> Parts:
    return value if isinstance(value, Mapping) else {}


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def distinct(words: Iterable[str]) -> list[str]:
    """The words in their order, each once, without empty ones."""
    return list(dict.fromkeys(word for word in map(str.strip, words) if word))


def known_parts(parts: Parts) -> dict[str, Any]:
    """The keys that say something, lists as lists."""
    plain = {key: value if isinstance(value, str | Mapping | bool) else _listed(value) for key, value in parts.items()}
    return {key: value for key, value in plain.items() if value not in ("", None, False, [], {})}


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, Iterable) else value
