"""An engine that is stood in for while it cannot answer: a damaged index is a poorer search and no empty board."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from jobboard.search.documents import JobDocument
from jobboard.search.port import IndexStatus, Named, SearchBackend, SearchPage, Suggestion
from jobboard.search.query import SearchQuery


class SearchWithFallback:
    """``engine``, and ``instead`` for the searches that it leaves unanswered. Everything else is the engine's."""

    def __init__(self, engine: SearchBackend, instead: Callable[[SearchQuery], SearchPage]) -> None:
        self.engine = engine
        self._instead = instead

    def search(self, query: SearchQuery) -> SearchPage:
        """See ``SearchBackend.search``; ``degraded`` where another answered."""
        page = self.engine.search(query)
        return page if page.answered else self._instead(query)

    def suggest(
        self, typed: str, *, now: datetime, kinds: Collection[Named] = tuple(Named), limit: int = 8
    ) -> tuple[Suggestion, ...]:
        """See ``SearchBackend.suggest``."""
        return self.engine.suggest(typed, now=now, kinds=kinds, limit=limit)

    def update(self, documents: Iterable[JobDocument], removed: Iterable[str] = ()) -> None:
        """See ``SearchBackend.update``."""
        self.engine.update(documents, removed)

    def rebuild(self, documents: Iterable[JobDocument], *, progress: Callable[[int], None] | None = None) -> int:
        """See ``SearchBackend.rebuild``."""
        return self.engine.rebuild(documents, progress=progress)

    def status(self) -> IndexStatus:
        """See ``SearchBackend.status``."""
        return self.engine.status()

    def ids(self) -> frozenset[str]:
        """See ``SearchBackend.ids``."""
        return self.engine.ids()

    def close(self) -> None:
        """See ``SearchBackend.close``."""
        self.engine.close()
