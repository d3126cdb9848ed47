"""The search engine on tantivy: the same generations on disk as the embedded default, one shared view of the newest."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from tantivy import Index

from jobboard.search.checks import stamp
from jobboard.search.documents import JobDocument
from jobboard.search.generations import Generations, fault_of
from jobboard.search.language import ENGLISH, Language
from jobboard.search.port import REBUILD, IndexStatus, IndexUnusable, Named, SearchPage, Suggestion
from jobboard.search.query import FACETS, SearchQuery
from jobboard.search.synonyms import Synonyms, our_synonyms
from jobboard_search_tantivy.schema import SHAPE, job_schema, row_of
from jobboard_search_tantivy.view import View

log = logging.getLogger(__name__)
T = TypeVar("T")
Signature = tuple[Path | None, tuple[int, ...] | None]

LOOK_EVERY = 1.0
"""Seconds between two looks for another process's commits."""
PATIENCE_TO_UPDATE, PATIENCE_TO_REBUILD = 10.0, 120.0
TO_UPDATE, TO_REBUILD = 15_000_000, 256_000_000
"""Bytes tantivy may hold before it writes a part of the index."""
_TABLE = "meta.json"


class TantivySearch:
    """A ``SearchBackend`` in ``directory``, which it makes when it first writes and may be deleted at any time."""

    def __init__(self, directory: Path, *, synonyms: Synonyms | None = None) -> None:
        self._synonyms = synonyms or our_synonyms(ENGLISH)
        self._language = self._synonyms.language
        self._generations = Generations(Path(directory), shape=SHAPE, language=self._language)
        self._opening = threading.Lock()
        self._view: View | None = None
        self._signature: Signature | None = None
        self._looked = float("-inf")
        self._fault = ""

    def search(self, query: SearchQuery) -> SearchPage:
        """See ``SearchBackend.search``."""
        unanswered = SearchPage(facets=dict.fromkeys(FACETS, ()), answered=False)
        return self._ask(lambda view: view.search(query)) or unanswered

    def suggest(
        self, typed: str, *, now: datetime, kinds: Collection[Named] = tuple(Named), limit: int = 8
    ) -> tuple[Suggestion, ...]:
        """See ``SearchBackend.suggest``."""
        return self._ask(lambda view: view.suggest(typed, now=now, kinds=kinds, limit=limit)) or ()

    def _ask(self, question: Callable[[View], T]) -> T | None:
        if time.monotonic() - self._looked >= LOOK_EVERY:
            self._look(wait=self._view is None)
        view = self._view
        if view is None:
            return None
        try:
            return question(view)
        except Exception:
            log.exception("The search index failed to answer.")
            return None

    def update(self, documents: Iterable[JobDocument], removed: Iterable[str] = ()) -> None:
        """See ``SearchBackend.update``."""
        newest = {document.id: document for document in documents}
        rows = [row_of(document, self._language) for document in newest.values()]
        with self._generations.writing(patience=PATIENCE_TO_UPDATE):
            self._look(wait=True)
            current = self._generations.current()
            if current is None or self._view is None or self._fault:
                raise IndexUnusable(self._fault or f"The search index cannot be read. {REBUILD}")
            writer = Index.open(str(current)).writer(heap_size=TO_UPDATE, num_threads=1)
            for gone in dict.fromkeys([*removed, *newest]):
                writer.delete_documents_by_term("id", gone)
            for row in rows:
                writer.add_document(row)
            writer.commit()
            writer.wait_merging_threads()
            self._generations.discard_others(current)
        self._look(wait=True)

    def rebuild(self, documents: Iterable[JobDocument], *, progress: Callable[[int], None] | None = None) -> int:
        """See ``SearchBackend.rebuild``. Readers keep the old generation until the new one is on the disk."""
        with self._generations.replacing(patience=PATIENCE_TO_REBUILD) as generation:
            written = _fill(generation, documents, self._language, progress=progress)
        self._look(wait=True)
        return written

    def status(self) -> IndexStatus:
        """See ``SearchBackend.status``."""
        self._look(wait=True)
        view, current = self._view, self._generations.current()
        return IndexStatus(
            documents=view.size if view else 0,
            generation=current.name if current and view else "",
            size_bytes=self._generations.size_bytes(),
            healthy=view is not None and not self._fault,
            note=self._fault,
        )

    def ids(self) -> frozenset[str]:
        """See ``SearchBackend.ids``."""
        return self._ask(View.ids) or frozenset()

    def close(self) -> None:
        """See ``SearchBackend.close``."""
        self._view = None

    def _look(self, *, wait: bool) -> None:
        """Open the newest commit if it is not open yet. Who does not ``wait`` goes on with what is open."""
        if not self._opening.acquire(blocking=wait):
            return
        try:
            current = self._generations.current()
            signature = (current, stamp(current / _TABLE) if current else None)
            if signature != self._signature or self._view is None:
                self._open(current)
                self._signature = signature
            self._looked = time.monotonic()
        finally:
            self._opening.release()

    def _open(self, current: Path | None) -> None:
        """Swap in the newest commit; where it cannot be opened the one we have goes on answering."""
        try:
            if current is None:
                raise self._generations.missing()
            self._view, self._fault = View(Index.open(str(current)), self._synonyms), ""
        except Exception as error:  # noqa: BLE001 - whatever a damaged file raises, the site must stay up
            log.warning("The search index cannot be read: %r", error)
            self._fault = fault_of(error)


def _fill(
    generation: Path, documents: Iterable[JobDocument], language: Language, *, progress: Callable[[int], None] | None
) -> int:
    """Write a generation. Of documents with the same id the first stays."""
    writer = Index(job_schema(), path=str(generation)).writer(heap_size=TO_REBUILD, num_threads=1)
    seen: set[str] = set()
    for document in documents:
        if document.id not in seen:
            writer.add_document(row_of(document, language))
            seen.add(document.id)
        if progress is not None:
            progress(len(seen))
    writer.commit()
    writer.wait_merging_threads()
    return len(seen)
