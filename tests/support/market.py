"""What every invented labour market has: people kept on file and openings, each with its truth and a line of a file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

F = TypeVar("F")
"""A line of work, as the market knows it."""


@dataclass(frozen=True)
class Person(Generic[F]):
    """The truth about somebody kept on file, and the line a file says about them. ``liked`` is what the interviews of
    the year ``heard_in`` said."""

    id: str
    field: F
    highest: int
    came_for: int
    same_is_better: bool
    skills: frozenset[str]
    town: str
    anywhere: bool
    floor: int | None
    consent_live: bool
    line: dict[str, Any]
    liked: bool = True
    heard_in: int = 2026


@dataclass(frozen=True)
class Opening(Generic[F]):
    """The truth about a job, and the line a file says about it."""

    id: str
    field: F
    level: int
    skills: frozenset[str]
    town: str
    pay: int
    line: dict[str, Any]


def not_better(person: Person[F], opening: Opening[F]) -> bool:
    """Whether the opening is no better than what they came for."""
    least = person.came_for if person.same_is_better else person.came_for + 1
    return opening.level < least


def graded(
    people: Iterable[Person[F]], opening: Opening[F], grade: Callable[[Person[F], Opening[F]], int]
) -> dict[str, int]:
    """How well each person fits ``opening`` by the truth, 0 to 3; those who do not fit are left out."""
    grades = {person.id: grade(person, opening) for person in people}
    return {key: worth for key, worth in grades.items() if worth}


def share_known(person: Person[F], opening: Opening[F]) -> float:
    """The share of what the opening asks for that they know."""
    return len(opening.skills & person.skills) / len(opening.skills)


def kept(person: Person[F], application: Mapping[str, Any], *, granted: str, expires: str, expired: str) -> Any:
    """The part of a résumé that says since when and until when somebody may be kept (ISO dates), and what they came
    for."""
    until = expires if person.consent_live else expired
    consent = {"purpose": "keep_on_file", "grantedAt": granted, "expiresAt": until}
    return {"jobboard": {"externalId": person.id, "consents": [consent], "applications": [application]}}


def salary(least: float, most: float, *, currency: str, unit: str = "YEAR") -> dict[str, Any]:
    """A posting's base salary."""
    return {"currency": currency, "value": {"minValue": least, "maxValue": most, "unitText": unit}}


def mutual(near: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """What each is near to: what it names, and what names it."""
    both: dict[str, set[str]] = {key: set(others) for key, others in near.items()}
    for key, others in near.items():
        for other in others:
            both.setdefault(other, set()).add(key)
    return {key: frozenset(others) for key, others in both.items()}
