"""What a search engine for people does: plain values in and out, as ``search.port`` has it for jobs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from jobboard.search.people.documents import PersonDocument
from jobboard.search.people.query import PeopleQuery
from jobboard.search.port import FacetCount, IndexStatus


@dataclass(frozen=True)
class PersonHit:
    """One person found, and what a list says of them: how far they came, and when there was last contact; ``is_known``
    is false where nothing but the id is."""

    id: str
    stage: str | None = None
    last_contact: datetime | None = None
    is_known: bool = True


@dataclass(frozen=True)
class PeoplePage:
    """A page of people in order, how many there are in all, and what the filters would give.

    ``facets`` has every key of ``FACETS``, each counted with all other filters kept but not its own, most frequent
    first; ``contacts`` are counted so, in the order they were asked for. ``marked`` are the words (folded) that a
    passage about these people marks. ``suggestion`` is ``text`` better spelt. ``answered`` is false when the index
    could not be read: then the page is empty whoever there is.
    """

    hits: tuple[PersonHit, ...] = ()
    total: int = 0
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    contacts: tuple[int, ...] = ()
    marked: frozenset[str] = frozenset()
    suggestion: str | None = None
    answered: bool = True


class PeopleSearch(Protocol):
    """A search engine over person documents."""

    def search(self, query: PeopleQuery) -> PeoplePage:
        """The people who answer ``query``. Answers every text; a broken index with a page that is not ``answered``."""

    def update(self, documents: Iterable[PersonDocument], removed: Iterable[str] = ()) -> None:
        """Add or replace ``documents`` by id and forget ``removed``, all in one commit or not at all.

        ``IndexUnusable`` when there is no index or it is damaged.
        """

    def purge(self, removed: Iterable[str]) -> None:
        """Forget ``removed`` so that no file has a word of theirs any more. Takes its time: all files are written anew.

        ``IndexUnusable`` when the index is damaged; where there is none, there is nothing to forget.
        """

    def rebuild(self, documents: Iterable[PersonDocument], *, progress: Callable[[int], None] | None = None) -> int:
        """Index exactly ``documents``, searchable as before until done; how many were indexed.

        ``progress`` is called with the number indexed so far.
        """

    def status(self) -> IndexStatus:
        """The state of the index at this moment, other processes' commits included."""

    def ids(self) -> frozenset[str]:
        """The ids of every document held."""

    def close(self) -> None:
        """Let go of files. A closed engine may not be used again."""
