"""What a search engine is told about a job: its own public words and the facts people filter by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from jobboard.search.geo import Point
from jobboard.search.text import joined, plain_lines

LONGEST_TEXT = 100_000
"""Characters of running text an engine reads; the rest of a longer posting is not searchable."""


@dataclass(frozen=True)
class JobDocument:
    """One published job. ``id`` is its public id; texts may be HTML or damaged by an old encoding.

    Pay is in minor units a year (``None`` where the posting names none, or in a ``currency`` that the board does not
    compare); ``currency`` is what the posting's pay is in (ISO 4217); ``level_rank`` is a Ladder rank;
    ``employment_types`` are schema.org names; ``places`` and ``regions`` are display names, ``points`` where on earth
    they are and ``postal_codes`` those of their addresses, as far as they are known; ``countries`` are codes
    (ISO 3166);
    both times are aware UTC. Nothing private belongs here: every word can be found and shown.
    """

    id: str
    title: str
    organization: str
    text: str
    skills: tuple[str, ...]
    function: str | None
    level_rank: int | None
    employment_types: tuple[str, ...]
    work_mode: str | None
    places: tuple[str, ...]
    regions: tuple[str, ...]
    pay_year_min: int | None
    pay_year_max: int | None
    currency: str | None
    posted_at: datetime
    valid_through: datetime | None
    points: tuple[Point, ...] = ()
    postal_codes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()

    @property
    def readable_text(self) -> str:
        """``text`` as a person reads it: no tags, no encoding damage, bounded in length."""
        return joined(self.readable_lines)

    @property
    def readable_lines(self) -> list[list[str]]:
        """``readable_text``, each line cut at its spaces."""
        return plain_lines(self.text[:LONGEST_TEXT])

    @property
    def fact_names(self) -> tuple[str, ...]:
        """The facts people filter by, as they are said, so that "part-time nurse Leeds" finds them too."""
        keys = (self.function or "", *self.employment_types, self.work_mode or "")
        return (*self.places, *self.regions, *[key.replace("_", " ").lower() for key in keys])

    @property
    def facts(self) -> str:
        """``fact_names`` as one text."""
        return " , ".join(self.fact_names)

    @property
    def facets(self) -> Mapping[str, tuple[str, ...]]:
        """The values under which this job is counted, by facet (a key of ``query.FACETS``)."""
        return {
            "function": () if self.function is None else (self.function,),
            "level": () if self.level_rank is None else (str(self.level_rank),),
            "employment_type": tuple(dict.fromkeys(self.employment_types)),
            "work_mode": () if self.work_mode is None else (self.work_mode,),
            "organization": (self.organization,) if self.organization else (),
            "place": tuple(dict.fromkeys(self.places)),
            "currency": () if self.currency is None else (self.currency,),
        }

    def facet_values(self, facet: str) -> tuple[str, ...]:
        """The values under which this job is counted in ``facet`` (a key of ``query.FACETS``)."""
        return self.facets[facet]
