"""The default search engine: Whoosh on a directory, one shared view swapped after every commit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from itertools import islice
from pathlib import Path

from whoosh.index import FileIndex

from jobboard.search.checks import Checks
from jobboard.search.codec import JobWriter, committed
from jobboard.search.documents import JobDocument
from jobboard.search.generations import DurableStorage, Generations
from jobboard.search.language import ENGLISH, Language
from jobboard.search.port import IndexStatus, Named, SearchPage, Suggestion
from jobboard.search.query import FACETS, SearchQuery
from jobboard.search.schema import SHAPE, job_schema, pools, row_of, words_by_field
from jobboard.search.served import Served
from jobboard.search.synonyms import Synonyms, our_synonyms
from jobboard.search.text import joined
from jobboard.search.view import View

AT_ONCE = 50_000
"""Documents written as one part of a new index. Until then six kilobytes of each are held in memory; a search asks each
part."""
MOST_SEGMENTS = 12
"""Merging at every commit would double its time; a search over a dozen small segments costs next to nothing."""


class WhooshSearch:
    """A ``SearchBackend`` in ``directory``, which it makes when it first writes and may be deleted at any time."""

    def __init__(self, directory: Path, *, synonyms: Synonyms | None = None) -> None:
        self._synonyms = synonyms or our_synonyms(ENGLISH)
        self._language = self._synonyms.language
        generations = Generations(Path(directory), shape=SHAPE, language=self._language)
        self._served = Served(generations, self._view)

    def _view(self, checks: Checks, before: View | None) -> View:
        return View(checks, self._synonyms, before=before)

    def search(self, query: SearchQuery) -> SearchPage:
        """See ``SearchBackend.search``. An index that cannot be read answers with nothing, and ``status`` says so."""
        return self._served.ask(lambda view: view.search(query)) or _unanswered()

    def suggest(
        self, typed: str, *, now: datetime, kinds: Collection[Named] = tuple(Named), limit: int = 8
    ) -> tuple[Suggestion, ...]:
        """See ``SearchBackend.suggest``."""
        return self._served.ask(lambda view: view.suggest(typed, now=now, kinds=kinds, limit=limit)) or ()

    def update(self, documents: Iterable[JobDocument], removed: Iterable[str] = ()) -> None:
        """See ``SearchBackend.update``."""
        with self._served.updating() as (current, view):
            newest = {document.id: document for document in documents}
            index = FileIndex(DurableStorage(str(current)))
            with committed(JobWriter(index, pools(self._language)), merge=len(view.segments) > MOST_SEGMENTS) as writer:
                for number in view.columns.numbered({*removed, *newest}):
                    writer.delete_document(number)
                for document in newest.values():
                    _add(writer, document, self._language)

    def rebuild(self, documents: Iterable[JobDocument], *, progress: Callable[[int], None] | None = None) -> int:
        """See ``SearchBackend.rebuild``. Readers keep the old generation until the new one is on the disk."""
        with self._served.rebuilding() as generation:
            return _fill(generation, documents, self._language, progress=progress)

    def status(self) -> IndexStatus:
        """See ``SearchBackend.status``."""
        return self._served.status()

    def ids(self) -> frozenset[str]:
        """See ``SearchBackend.ids``."""
        view = self._served.view()
        return view.ids if view else frozenset()

    def close(self) -> None:
        """See ``SearchBackend.close``."""
        self._served.close()


def _fill(
    generation: Path, documents: Iterable[JobDocument], language: Language, *, progress: Callable[[int], None] | None
) -> int:
    """Write a generation, in parts, since one is held in memory until it is written. Of documents with the same id the
    first stays."""
    index = DurableStorage(str(generation)).create_index(job_schema())
    seen: set[str] = set()
    left = iter(documents)
    while part := list(islice(left, AT_ONCE)):
        with committed(JobWriter(index, pools(language)), merge=False) as writer:
            for document in part:
                if document.id not in seen:
                    _add(writer, document, language)
                    seen.add(document.id)
                if progress is not None:
                    progress(len(seen))
    return len(seen)


def _add(writer: JobWriter, document: JobDocument, language: Language) -> None:
    lines = document.readable_lines
    text = joined(lines)
    writer.add_job(row_of(document, language), words_by_field(document, text, lines), text)


def _unanswered() -> SearchPage:
    return SearchPage(facets=dict.fromkeys(FACETS, ()), answered=False)
