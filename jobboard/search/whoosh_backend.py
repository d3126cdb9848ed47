"""The default search engine: Whoosh on a directory, one shared view swapped after every commit."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

from whoosh.index import FileIndex

from jobboard.search.checks import Checks
from jobboard.search.codec import JobWriter
from jobboard.search.documents import JobDocument
from jobboard.search.generations import DurableStorage, Generations, fault_of
from jobboard.search.language import ENGLISH, Language
from jobboard.search.port import REBUILD, IndexStatus, IndexUnusable, Named, SearchPage, Suggestion
from jobboard.search.query import FACETS, SearchQuery
from jobboard.search.schema import SHAPE, job_schema, pools, row_of, words_by_field
from jobboard.search.synonyms import Synonyms, our_synonyms
from jobboard.search.view import View

log = logging.getLogger(__name__)
T = TypeVar("T")

LOOK_EVERY = 0.25
"""Seconds between two looks for another process's commits. With a worker's own pause less than a second from a job's
publication to its being found."""
SETTLED_AFTER_NS = 2_000_000_000
PATIENCE_TO_UPDATE, PATIENCE_TO_REBUILD = 10.0, 120.0
AT_ONCE = 50_000
"""Documents written as one part of a new index. Until then a kilobyte of each is held in memory; a search asks each
part."""
MOST_SEGMENTS = 12
"""Merging at every commit would double its time; a search over a dozen small segments costs next to nothing."""
TRIES_TO_OPEN = 3


class WhooshSearch:
    """A ``SearchBackend`` in ``directory``, which it makes when it first writes and may be deleted at any time.

    An open engine goes on answering from a deleted one until it is built anew. Any number of processes may read and
    write it; writers wait for each other.
    """

    def __init__(self, directory: Path, *, synonyms: Synonyms | None = None) -> None:
        self._synonyms = synonyms or our_synonyms(ENGLISH)
        self._language = self._synonyms.language
        self._generations = Generations(Path(directory), shape=SHAPE, language=self._language)
        self._opening = threading.Lock()
        self._view: View | None = None
        self._signature: tuple[object, ...] | None = None
        self._looked = float("-inf")
        self._fault = ""

    def search(self, query: SearchQuery) -> SearchPage:
        """See ``SearchBackend.search``. An index that cannot be read answers with nothing, and ``status`` says so."""
        return self._ask(lambda view: view.search(query)) or _unanswered()

    def suggest(
        self, typed: str, *, now: datetime, kinds: Collection[Named] = tuple(Named), limit: int = 8
    ) -> tuple[Suggestion, ...]:
        """See ``SearchBackend.suggest``."""
        return self._ask(lambda view: view.suggest(typed, now=now, kinds=kinds, limit=limit)) or ()

    def _ask(self, question: Callable[[View], T]) -> T | None:
        """The newest view's answer; ``None`` where there is none, or it cannot be read."""
        view = self._current_view()
        if view is None:
            return None
        try:
            return question(view)
        except Exception as error:  # a damaged file raises anything; the page must still answer
            log.exception("The search index failed to answer; answering with nothing.")
            if isinstance(error, OSError) or not view.is_readable():
                self._view, self._signature = None, None
                self._find_fault(error)
            return None

    def update(self, documents: Iterable[JobDocument], removed: Iterable[str] = ()) -> None:
        """See ``SearchBackend.update``."""
        with self._generations.writing(patience=PATIENCE_TO_UPDATE):
            self._commit(list(documents), list(removed))
        self._look(force=True)

    def _commit(self, documents: list[JobDocument], removed: list[str]) -> None:
        self._look(force=True)
        current, view = self._generations.current(), self._view
        if current is None or view is None or self._fault:
            raise IndexUnusable(self._fault or f"The search index cannot be read. {REBUILD}")
        newest = {document.id: document for document in documents}
        writer = JobWriter(FileIndex(DurableStorage(str(current))), pools(self._language))
        try:
            for number in view.columns.numbered({*removed, *newest}):
                writer.delete_document(number)
            for document in newest.values():
                _add(writer, document, self._language)
        except BaseException:
            writer.cancel()
            raise
        writer.commit(merge=len(view.segments) > MOST_SEGMENTS)
        self._generations.discard_others(current)

    def rebuild(self, documents: Iterable[JobDocument], *, progress: Callable[[int], None] | None = None) -> int:
        """See ``SearchBackend.rebuild``. Readers keep the old generation until the new one is on the disk."""
        with self._generations.replacing(patience=PATIENCE_TO_REBUILD) as generation:
            written = _fill(generation, documents, self._language, progress=progress)
        self._look(force=True)
        return written

    def status(self) -> IndexStatus:
        """See ``SearchBackend.status``."""
        self._look(force=True)
        view = self._view
        current = self._generations.current()
        return IndexStatus(
            documents=len(view.ids) if view else 0,
            generation=f"{current.name}.{view.commit}" if current and view else "",
            size_bytes=self._generations.size_bytes(),
            healthy=view is not None and not self._fault,
            note=self._fault,
        )

    def ids(self) -> frozenset[str]:
        """See ``SearchBackend.ids``."""
        view = self._current_view()
        return view.ids if view else frozenset()

    def close(self) -> None:
        """See ``SearchBackend.close``."""
        self._view = None

    def _current_view(self) -> View | None:
        if time.monotonic() - self._looked >= LOOK_EVERY:
            self._look()
        return self._view

    def _look(self, *, force: bool = False) -> None:
        """Open the newest commit if there may be one that is not open yet."""
        if not self._opening.acquire(blocking=force or self._view is None):
            return  # another thread is opening it; what we have answers until then
        try:
            signature = self._generations.signature()
            if signature != self._signature or force:
                # A commit within the clock's own tick would look the same: do not trust a recent stamp.
                self._signature = signature if _is_settled(signature) else None
                self._open()
            self._looked = time.monotonic()
        finally:
            self._opening.release()

    def _open(self) -> None:
        """Swap in the newest commit. Where it cannot be opened the one we have goes on answering, unless it was read
        from files that were changed since."""
        for left in reversed(range(TRIES_TO_OPEN)):
            try:
                self._view, self._fault = self._newest(), ""
                return
            except Exception as error:  # noqa: BLE001  # whatever a damaged file raises, the site must stay up
                if left:
                    time.sleep(0.02)  # a commit removes files, perhaps while we open them
                else:
                    self._find_fault(error)
        if self._view is not None and not self._view.is_readable():
            self._view = None

    def _find_fault(self, error: Exception) -> None:
        if self._generations.exists():
            log.warning("The search index cannot be read: %r", error)
        else:
            log.info("There is no search index yet.")
        self._fault = fault_of(error)

    def _newest(self) -> View:
        current, before = self._generations.current(), self._view
        if current is None or not current.is_dir():
            raise self._generations.missing()
        if before is None or before.checks.folder != current:
            return View(Checks(current), self._synonyms, known={})
        return before if before.is_newest() else View(before.checks, self._synonyms, known=before.segments)


def _fill(
    generation: Path, documents: Iterable[JobDocument], language: Language, *, progress: Callable[[int], None] | None
) -> int:
    """Write a generation, in parts, since one is held in memory until it is written. Of documents with the same id the
    first stays."""
    index = DurableStorage(str(generation)).create_index(job_schema())
    seen: set[str] = set()
    left = iter(documents)
    while part := list(islice(left, AT_ONCE)):
        writer = JobWriter(index, pools(language))
        try:
            for document in part:
                if document.id not in seen:
                    _add(writer, document, language)
                    seen.add(document.id)
                if progress is not None:
                    progress(len(seen))
        except BaseException:
            writer.cancel()
            raise
        writer.commit(merge=False)
    return len(seen)


def _add(writer: JobWriter, document: JobDocument, language: Language) -> None:
    text = document.readable_text
    writer.add_job(row_of(document, language), words_by_field(document, text), text)


def _unanswered() -> SearchPage:
    return SearchPage(facets=dict.fromkeys(FACETS, ()), answered=False)


def _is_settled(signature: tuple[object, ...]) -> bool:
    stamps = [part[1] for part in signature if isinstance(part, tuple)]
    return all(isinstance(stamp, int) and time.time_ns() - stamp > SETTLED_AFTER_NS for stamp in stamps)
