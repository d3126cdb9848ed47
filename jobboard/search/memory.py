"""The search engine in memory: simple, obviously right, for tests and for a board without a disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from markupsafe import Markup

from jobboard.search.columns import is_place, ranked_counts
from jobboard.search.documents import JobDocument
from jobboard.search.families import singular
from jobboard.search.port import FacetCount, Hit, IndexStatus, SearchPage
from jobboard.search.query import FACETS, SearchQuery, Sort, Words, parse_words
from jobboard.search.schema import pay
from jobboard.search.snippets import snippet
from jobboard.search.text import fold
from jobboard.search.tokens import words_of

_WEIGHTS = {"title": 8.0, "skills": 4.0, "organization": 2.0, "facts": 1.0, "text": 1.0}


class MemorySearch:
    """A ``SearchBackend`` over a dictionary. Reads every document for every search; knows no synonyms."""

    def __init__(self) -> None:
        self._documents: dict[str, JobDocument] = {}
        self._commits = 0

    def search(self, query: SearchQuery) -> SearchPage:
        """See ``SearchBackend.search``."""
        words = parse_words(query.text)
        scores = {document.id: _score(document, words) for document in self._documents.values()}
        matching = [d for d in self._documents.values() if _is_open(d, query) and scores[d.id] > 0]
        found = [d for d in matching if _passes(d, query.filters)]
        found.sort(key=lambda d: d.id)
        found.sort(key=lambda d: d.posted_at, reverse=True)
        found.sort(key=lambda d: _order(d, query.sort, scores[d.id]))
        page = found[max(query.offset, 0) :][: max(query.limit, 0)]
        hits = tuple(Hit(d.id, scores[d.id], _snippet(d, words)) for d in page)
        return SearchPage(hits, len(found), {facet: _counts(facet, matching, query) for facet in FACETS})

    def update(self, documents: Iterable[JobDocument], removed: Iterable[str] = ()) -> None:
        """See ``SearchBackend.update``."""
        added = {document.id: document for document in documents}
        gone = set(removed)
        kept = {key: held for key, held in self._documents.items() if key not in gone}
        self._documents = {**kept, **added}
        self._commits += 1

    def rebuild(self, documents: Iterable[JobDocument], *, progress: Callable[[int], None] | None = None) -> int:
        """See ``SearchBackend.rebuild``."""
        fresh: dict[str, JobDocument] = {}
        for document in documents:
            fresh[document.id] = document
            if progress is not None:
                progress(len(fresh))
        self._documents = fresh
        self._commits += 1
        return len(fresh)

    def status(self) -> IndexStatus:
        """See ``SearchBackend.status``."""
        return IndexStatus(len(self._documents), f"memory.{self._commits}", 0, healthy=True, note="")

    def ids(self) -> frozenset[str]:
        """See ``SearchBackend.ids``."""
        return frozenset(self._documents)

    def close(self) -> None:
        """See ``SearchBackend.close``."""


def _score(document: JobDocument, words: Words) -> float:
    """How well the words are answered; 0 where they are not, 1 where none were asked."""
    fields = _fields(document)
    if any(_holds(text, excluded) for excluded in words.excluded for text in fields.values()):
        return 0.0
    phrases = [phrase for phrase in words.phrases if words_of(phrase, brief=True)]
    if not all(any(_holds(text, phrase) for text in fields.values()) for phrase in phrases):
        return 0.0
    asked = [*phrases, *(term for term in words.terms if words_of(term, brief=True))]
    if not asked:
        return 1.0
    return sum(_WEIGHTS[name] for name, text in fields.items() for term in asked if _holds(text, term))


def _fields(document: JobDocument) -> dict[str, str]:
    return {
        "title": document.title,
        "skills": " , ".join(document.skills),
        "organization": document.organization,
        "facts": document.facts,
        "text": document.readable_text,
    }


def _holds(text: str, wanted: str) -> bool:
    """Whether ``text`` has the words of ``wanted`` one after the other, plural or not."""
    places: dict[int, set[str]] = {}
    for word in words_of(text):
        places.setdefault(word.position, set()).add(singular(word.text))
    forms = words_of(wanted, brief=True)
    if not forms:
        return False
    first = forms[0].position
    steps = {word.position - first: singular(word.text) for word in reversed(forms)}
    return any(all(word in places.get(start + step, ()) for step, word in steps.items()) for start in places)


def _snippet(document: JobDocument, words: Words) -> Markup:
    asked = {singular(word.text) for term in (*words.terms, *words.phrases) for word in words_of(term, brief=True)}
    text = document.readable_text
    return snippet(text, {word.text for word in words_of(text) if singular(word.text) in asked})


def _is_open(document: JobDocument, query: SearchQuery) -> bool:
    if document.valid_through is not None and document.valid_through < query.now:
        return False
    if query.posted_since is not None and document.posted_at < query.posted_since:
        return False
    top = pay(document)[1]
    if query.pay_at_least is not None and (top is None or top < query.pay_at_least):
        return False
    return is_place(fold(query.place), " ".join(fold(name) for name in (*document.places, *document.regions)))


def _passes(document: JobDocument, filters: Mapping[str, tuple[str, ...]]) -> bool:
    return all(not values or set(values) & set(document.facet_values(facet)) for facet, values in filters.items())


def _counts(facet: str, matching: Iterable[JobDocument], query: SearchQuery) -> tuple[FacetCount, ...]:
    others = {name: values for name, values in query.filters.items() if name != facet}
    kept = (document for document in matching if _passes(document, others))
    return ranked_counts(Counter(value for document in kept for value in document.facet_values(facet)))


def _order(document: JobDocument, sort: Sort, score: float) -> tuple[bool, float, float]:
    if sort is Sort.RELEVANCE:
        return (False, -score, 0.0)
    if sort is Sort.NEWEST:
        return (False, 0.0, 0.0)
    low, high = pay(document)
    return (high is None, -(high or 0), -(low or 0))
