"""The door every search engine comes through: one protocol, plain values in and out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from markupsafe import Markup

from jobboard.errors import JobboardError
from jobboard.search.documents import JobDocument
from jobboard.search.query import SearchQuery

REBUILD = "It is built anew by itself; `flask jobboard index rebuild` does so at once."


class IndexUnusable(JobboardError):
    """The index is missing or damaged, or somebody else writes it; the message says which and what to run."""


@dataclass(frozen=True)
class Hit:
    """One job found. Scores compare within one page of one engine only; ``snippet`` is safe HTML."""

    id: str
    score: float
    snippet: Markup


@dataclass(frozen=True)
class FacetCount:
    """How many jobs a search would have with ``value`` as the facet's only choice."""

    value: str
    count: int


@dataclass(frozen=True)
class SearchPage:
    """A page of hits, how many there are in all, and what the filters would give.

    ``facets`` has every key of ``FACETS``; each is counted with all other filters kept but not its
    own, most frequent first, nothing with a count of 0. ``suggestion`` is a better spelling of the
    whole query, when the index has one. ``answered`` is false when the index could not be read: then
    the page is empty whatever jobs there are, and nobody should be told that there are none.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    suggestion: str | None = None
    answered: bool = True


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
