"""What the engine is told about a person: their own words, and the facts recruiters narrow a list by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LONGEST_TEXT = 100_000
"""Characters of running text that are read; the rest of a longer résumé is not searchable."""

FIELDS = ("name", "title", "skill", "employer", "place", "tag", "text")
"""Where words may be asked for. ``text`` is a résumé and what else somebody wrote of themselves."""


class Consent(StrEnum):
    """What somebody said to being kept on file."""

    LIVE = "live"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    NONE = "none"


@dataclass(frozen=True)
class PersonDocument:
    """One person. ``id`` is their public id; the words are what they said of themselves, and their tags, which are
    recruiters' words to find them by.

    ``level_rank`` is the highest Ladder rank they held, ``functions`` those of their titles, ``stage`` the furthest
    that one of their applications came, ``dispositions`` the codes of how they ended. ``consent_until`` is the end of
    a consent that was given, ``None`` where it has none; it counts while ``consent`` is ``LIVE``, since a day that
    passes changes no document. ``last_contact`` is when they last wrote to us, or we to them. All times are aware UTC.

    Who withdrew their consent and is in no running application is ``by_name_only``: a recruiter who knows whom they
    look for finds them, no search for a skill or a fact does.
    """

    id: str
    name: str
    created_at: datetime
    titles: Sequence[str] = ()
    skills: Sequence[str] = ()
    employers: Sequence[str] = ()
    places: Sequence[str] = ()
    text: str = ""
    functions: Sequence[str] = ()
    level_rank: int | None = None
    stage: str | None = None
    dispositions: Sequence[str] = ()
    tags: Sequence[str] = ()
    consent: Consent = Consent.NONE
    consent_until: datetime | None = None
    last_contact: datetime | None = None
    by_name_only: bool = False

    def words(self) -> Mapping[str, Sequence[str]]:
        """Of each field the texts to be cut into words."""
        named: dict[str, Sequence[str]] = {"name": (self.name,)}
        if self.by_name_only:
            return named
        return named | {
            "title": self.titles,
            "skill": self.skills,
            "employer": self.employers,
            "place": self.places,
            "tag": self.tags,
            "text": (self.text[:LONGEST_TEXT],) if self.text else (),
        }

    def facts(self) -> Mapping[str, tuple[str, ...]]:
        """Of each of ``query.STORED`` the values under which the person is counted."""
        if self.by_name_only:
            return {"consent": (self.consent,)}
        return {
            "level": () if self.level_rank is None else (str(self.level_rank),),
            "function": _once(self.functions),
            "stage": () if self.stage is None else (self.stage,),
            "disposition": _once(self.dispositions),
            "tag": _once(self.tags),
            "consent": (self.consent,),
        }


def _once(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))
