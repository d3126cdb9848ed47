"""The door every search engine comes through: one protocol, plain values in and out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from markupsafe import Markup

from jobboard.errors import JobboardError
from jobboard.search.documents import JobDocument
from jobboard.search.query import SearchQuery

REBUILD = "It is built anew by itself; `flask jobboard index rebuild` does so at once."


MOST_VALUES = 50
"""Values of a facet that a page is told of, beside those that are chosen: some boards have thousands of employers."""


class IndexUnusable(JobboardError):
    """The index is missing or damaged, or somebody else writes it; the message says which and what to run."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One job found. Scores compare within one page of one engine only; ``snippet`` is safe HTML, the
    words that were asked for marked; empty where the text has none of them."""

    id: str
    score: float
    snippet: Markup


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many jobs a search would have with ``value`` as the facet's only choice."""

    value: str
    count: int


@dataclass(frozen=True)
class StepCounts:
    """How many jobs a search would have with each of its ``Steps`` in use, in their order."""

    pay: tuple[int, ...] = ()
    posted: tuple[int, ...] = ()


@dataclass(frozen=True)
class SearchPage:
    """A page of hits, how many there are in all, and what the filters would give.

    ``first`` is how many hits come before the page. ``before`` and ``after`` are the cursors of its neighbours, where
    there are some: they hold on to the hits at the page's ends, so that a job that opens or ends meanwhile makes nobody
    see a hit twice or miss one. An engine writes them as it likes; one it cannot read starts at the first page.

    ``facets`` has every key of ``FACETS``; each is counted with all other filters kept but not its
    own, most frequent first, nothing with a count of 0; an engine may leave out all but the ``MOST_VALUES`` most
    frequent values and those in use. So are the ``steps`` asked for counted, zeros included.
    ``suggestion`` is a better spelling of the whole query, when the index has one. ``missing`` are words of the query
    that no job has in any form, nor anything that means the same, so that what was found answers the others;
    ``only_near`` is true where these are all that say what kind of post, so that what was found is only related to
    them. An engine need not say. ``answered`` is
    false when the index could not be read: then the page is empty whatever jobs there are, and nobody should be
    told that there are none. ``degraded`` is true when something simpler answered in its place, which understands
    less and counts no facets.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    steps: StepCounts = StepCounts()
    suggestion: str | None = None
    missing: tuple[str, ...] = ()
    only_near: bool = False
    first: int = 0
    before: str | None = None
    after: str | None = None
    answered: bool = True
    degraded: bool = False


class Named(StrEnum):
    """What a suggestion is the name of."""

    TITLE = "title"
    SKILL = "skill"
    ORGANIZATION = "organization"
    PLACE = "place"


@dataclass(frozen=True)
class Suggestion:
    """One completion of what is being typed: a name as most jobs write it, and how many live jobs bear it."""

    kind: Named
    text: str
    count: int


@dataclass(frozen=True)
class IndexStatus:
    """What ``doctor`` and the status page show. ``note`` says what to do when not ``healthy``."""

    documents: int
    generation: str
    size_bytes: int
    healthy: bool
    note: str


class SearchBackend(Protocol):
    """A search engine over job documents. Check yours with ``jobboard.testing.search``."""

    def search(self, query: SearchQuery) -> SearchPage:
        """The jobs that answer ``query``. Answers every text; a broken index with a page that is not ``answered``."""

    def suggest(
        self, typed: str, *, now: datetime, kinds: Collection[Named] = tuple(Named), limit: int = 8
    ) -> tuple[Suggestion, ...]:
        """Names of live jobs with a word where ``typed`` begins, most jobs first, at most ``limit``.

        "nurse i" finds "Staff Nurse, ICU". Empty for an empty text and for an index that cannot be read.
        """

    def update(self, documents: Iterable[JobDocument], removed: Iterable[str] = ()) -> None:
        """Add or replace ``documents`` by id and forget ``removed``, all in one commit or not at all.

        ``IndexUnusable`` when there is no index or it is damaged: one that held these documents alone would pass
        for the whole. ``rebuild`` makes it.
        """

    def rebuild(self, documents: Iterable[JobDocument], *, progress: Callable[[int], None] | None = None) -> int:
        """Index exactly ``documents``, searchable as before until done; how many were indexed.

        ``progress`` is called with the number indexed so far.
        """

    def status(self) -> IndexStatus:
        """The state of the index at this moment, other processes' commits included. Cheap enough for a health page."""

    def ids(self) -> frozenset[str]:
        """The ids of every document held, expired ones too."""

    def close(self) -> None:
        """Let go of files. A closed engine may not be used again."""
