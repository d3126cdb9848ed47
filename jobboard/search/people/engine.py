"""The search for people on a directory of its own, by the same files and the same rules as the public index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from whoosh.fields import Schema
from whoosh.index import FileIndex

from jobboard.search.checks import Checks
from jobboard.search.codec import DocumentWriter, committed
from jobboard.search.generations import DurableStorage, Generations
from jobboard.search.language import ENGLISH, Language
from jobboard.search.people.columns import EXTENSION, PeopleColumns, PeopleFileWriter, row_of
from jobboard.search.people.documents import FIELDS, PersonDocument
from jobboard.search.people.port import PeoplePage
from jobboard.search.people.query import FACETS, PeopleQuery
from jobboard.search.people.view import PeopleView
from jobboard.search.people.wording import singulars
from jobboard.search.pool import FieldPool
from jobboard.search.port import IndexStatus
from jobboard.search.schema import Words
from jobboard.search.served import Served
from jobboard.search.synonyms import Synonyms, our_synonyms
from jobboard.search.tokens import Cut, cut

SHAPE = "people4"
"""Part of a generation's name. Raise it when the fields or the cutting of words change."""
AT_ONCE = 20_000
"""People written as one part of a new index; until then what they wrote is held in memory."""
MOST_SEGMENTS = 12
"""Merging at every commit would double its time."""


class PeopleWriter(DocumentWriter):
    """Writes people: their words and a row of facts each, and nothing that could be read as they wrote it."""

    def __init__(self, index: Any, language: Language) -> None:
        super().__init__(index, {field: FieldPool(singulars(language, brief=field != "text")) for field in FIELDS})
        self._people = PeopleFileWriter()

    def add_person(self, document: PersonDocument) -> None:
        """Add one person."""
        self.pool.add_words(self.docnum, {field: _cut(field, said) for field, said in document.words().items()})
        self._people.add(row_of(document))
        self.add_document()

    def carry(self, storage: Any, segment: Any, kept: Sequence[int]) -> None:
        """See ``DocumentWriter.carry``."""
        rows = list(PeopleColumns(Path(storage.folder, segment.make_filename(EXTENSION))).rows())
        for number in kept:
            self._people.add(rows[number])

    def write_beside(self) -> None:
        """See ``DocumentWriter.write_beside``."""
        self._people.write(self.path(EXTENSION))


def _cut(field: str, said: Sequence[str]) -> Cut:
    """A name is a run by itself; running text is cut at its spaces."""
    return cut("\n".join(said)) if field == "text" else Cut(said, shouted=all(map(str.isupper, said)))


class WhooshPeopleSearch:
    """A ``PeopleSearch`` in ``directory``, which it makes when it first writes, for its owner's eyes alone."""

    def __init__(self, directory: Path, *, synonyms: Synonyms | None = None) -> None:
        self._directory = Path(directory)
        self._synonyms = synonyms or our_synonyms(ENGLISH)
        self._language = self._synonyms.language
        generations = Generations(self._directory, shape=SHAPE, language=self._language)
        self._served = Served(generations, self._view)

    def _view(self, checks: Checks, before: PeopleView | None) -> PeopleView:
        return PeopleView(checks, self._synonyms, known=before.segments if before else {})

    def search(self, query: PeopleQuery) -> PeoplePage:
        """See ``PeopleSearch.search``."""
        return self._served.ask(lambda view: view.search(query)) or _unanswered()

    def update(self, documents: Iterable[PersonDocument], removed: Iterable[str] = ()) -> None:
        """See ``PeopleSearch.update``."""
        self._commit({document.id: document for document in documents}, removed)

    def purge(self, removed: Iterable[str]) -> None:
        """See ``PeopleSearch.purge``."""
        if self._served.view() is not None:
            self._commit({}, removed, everything_anew=True)

    def _commit(
        self, newest: Mapping[str, PersonDocument], removed: Iterable[str], *, everything_anew: bool = False
    ) -> None:
        with self._served.updating() as (current, view):
            index = FileIndex(DurableStorage(str(current)))
            merge = len(view.segments) > MOST_SEGMENTS
            writer = PeopleWriter(index, self._language)
            with committed(writer, merge=merge, optimize=everything_anew):
                for number in view.numbered({*removed, *newest}):
                    writer.delete_document(number)
                for document in newest.values():
                    writer.add_person(document)

    def rebuild(self, documents: Iterable[PersonDocument], *, progress: Callable[[int], None] | None = None) -> int:
        """See ``PeopleSearch.rebuild``."""
        self._directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._served.rebuilding() as generation:
            index, written, left = DurableStorage(str(generation)).create_index(_schema()), 0, iter(documents)
            while part := list(islice(left, AT_ONCE)):
                with committed(PeopleWriter(index, self._language), merge=False) as writer:
                    for document in part:
                        writer.add_person(document)
                written += len(part)
                if progress is not None:
                    progress(written)
        return written

    def status(self) -> IndexStatus:
        """See ``PeopleSearch.status``."""
        return self._served.status()

    def ids(self) -> frozenset[str]:
        """See ``PeopleSearch.ids``."""
        view = self._served.view()
        return view.ids if view else frozenset()

    def close(self) -> None:
        """See ``PeopleSearch.close``."""
        self._served.close()


def _schema() -> Schema:
    return Schema(**{field: Words() for field in FIELDS})


def _unanswered() -> PeoplePage:
    return PeoplePage(facets=dict.fromkeys(FACETS, ()), answered=False)
