"""Whom recruiters ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from jobboard.search.people.documents import FIELDS

FACETS = ("level", "function", "stage", "disposition", "consent", "tag")
"""The keys of ``PeopleQuery.filters`` and ``PeoplePage.facets``, in the order a page shows them."""


class PeopleSort(StrEnum):
    """The order of people. Without words to rank by, ``RELEVANCE`` is the same as ``NEWEST``."""

    RELEVANCE = "relevance"
    CONTACT = "contact"
    NEWEST = "newest"


@dataclass(frozen=True)
class Contact:
    """When there was last contact: ``since`` a moment, or none ``since`` it, which is true of who never had any. Who is
    found by name only answers neither."""

    since: datetime
    none: bool = False


@dataclass(frozen=True)
class PeopleQuery:
    """One search for people. ``text`` may stand in any field, ``within`` says what must stand in one of ``FIELDS``;
    both are read in the recruiter's grammar (``search.boolean``), each ``LONGEST_QUERY`` characters at most.

    Values of one filter widen each other, different filters narrow each other. ``contacts`` asks how many there would
    be for each of them. Whether a consent is live is decided at ``now``.
    """

    text: str = ""
    within: Mapping[str, str] = field(default_factory=dict)
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    contact: Contact | None = None
    contacts: tuple[Contact, ...] = ()
    sort: PeopleSort = PeopleSort.RELEVANCE
    offset: int = 0
    limit: int = 20
    now: datetime = field(kw_only=True)

    def __post_init__(self) -> None:
        for said, known in ((self.filters, FACETS), (self.within, FIELDS)):
            if unknown := sorted(set(said) - set(known)):
                raise ValueError(f"There is nothing called {', '.join(unknown)}; there are {', '.join(known)}.")
