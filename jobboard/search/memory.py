"""The search engine in memory: simple, obviously right, for tests and for a board without a disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from markupsafe import Markup

from jobboard.search.boolean import AllOf, AnyOf, Expression, Leaf, Not, parse_boolean, wanted
from jobboard.search.columns import ranked_counts
from jobboard.search.conditions import is_live, is_open, passes
from jobboard.search.cursors import Key, window
from jobboard.search.documents import JobDocument
from jobboard.search.language import ENGLISH, Language
from jobboard.search.names import best, names_of, ranked, spoken
from jobboard.search.port import FacetCount, Hit, IndexStatus, Named, SearchPage, StepCounts, Suggestion
from jobboard.search.query import FACETS, Grammar, SearchQuery, Sort, Words, parse_words
from jobboard.search.schema import pay
from jobboard.search.snippets import snippet
from jobboard.search.sure import most_of
from jobboard.search.text import fold
from jobboard.search.tokens import words_of

_WEIGHTS = {"title": 8.0, "skills": 4.0, "organization": 2.0, "facts": 1.0, "text": 1.0}


class MemorySearch:
    """A ``SearchBackend`` over a dictionary. Reads every document for every search; knows no synonyms."""

    def __init__(self, *, language: Language = ENGLISH) -> None:
        self._language = language
        self._documents: dict[str, JobDocument] = {}
        self._commits = 0

    def search(self, query: SearchQuery) -> SearchPage:
        """See ``SearchBackend.search``."""
        answer = _answer(query, self._language)
        scores = {document.id: answer.score(document) for document in self._documents.values()}
        matching = [d for d in self._documents.values() if is_open(d, query) and scores[d.id] > 0]
        sure = [d for d in matching if query.sort is not Sort.RELEVANCE and answer.is_sure(d)]
        if any(passes(d, query) for d in sure):
            matching = sure
        found = [d for d in matching if passes(d, query)]

        def key(document: JobDocument) -> Key:
            return _key(document, query.sort, scores[document.id])

        found.sort(key=key)
        page = window(found, query, key)
        return SearchPage(
            hits=tuple(Hit(d.id, scores[d.id], _snippet(d, answer.marked, self._language)) for d in page.hits),
            total=len(found),
            facets={facet: _counts(facet, matching, query) for facet in FACETS},
            steps=_steps(matching, query),
            first=page.first,
            before=page.before,
            after=page.after,
        )

    def suggest(
        self, typed: str, *, now: datetime, kinds: Collection[Named] = tuple(Named), limit: int = 8
    ) -> tuple[Suggestion, ...]:
        """See ``SearchBackend.suggest``."""
        live = [document for document in self._documents.values() if is_live(document, now)]
        tally: dict[tuple[Named, str], Counter[str]] = {}
        for document in live:
            for kind, name in names_of(document):
                if kind in kinds and _begins(name, typed):
                    tally.setdefault((kind, fold(name)), Counter())[name] += 1
        found = [Suggestion(kind, best(written), written.total()) for (kind, _), written in tally.items()]
        return ranked(found, limit=limit)

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


@dataclass(frozen=True)
class _Answer:
    """What a query wants of a document: a score above 0 where it has it, whether it has most of it, and the words to
    mark."""

    score: Callable[[JobDocument], float]
    marked: tuple[str, ...]
    is_sure: Callable[[JobDocument], bool] = lambda _: True


def _answer(query: SearchQuery, language: Language) -> _Answer:
    if query.grammar is Grammar.WORDS:
        words = parse_words(query.text)
        asked = (*words.terms, *words.phrases)
        return _Answer(
            lambda document: _score(document, words, language),
            asked,
            lambda document: _is_sure(document, asked, language),
        )
    expression = parse_boolean(query.text)
    if expression is None:
        return _Answer(lambda _: 1.0, ())
    leaves = tuple(wanted(expression))
    return _Answer(
        lambda document: _is_true(expression, document, language) * (1.0 + _worth(document, leaves, language)), leaves
    )


def _is_sure(document: JobDocument, asked: Sequence[str], language: Language) -> bool:
    """Whether it holds most of the words."""
    fields = _fields(document).values()
    telling = [term for term in asked if _asks(term, language)]
    held = sum(any(_holds(text, term, language) for text in fields) for term in telling)
    return held >= most_of(len(telling))


def _is_true(expression: Expression, document: JobDocument, language: Language) -> bool:
    match expression:
        case Leaf(text):
            held = _fields(document).values()
            return not _asks(text, language) or any(_holds(each, text, language) for each in held)
        case Not(part):
            return not _is_true(part, document, language)
        case AllOf(parts):
            return all(_is_true(part, document, language) for part in parts)
        case AnyOf(parts):
            return any(_is_true(part, document, language) for part in parts)


def _score(document: JobDocument, words: Words, language: Language) -> float:
    """How well the words are answered; 0 where they are not, 1 where none were asked."""
    fields = _fields(document)
    if any(_holds(text, excluded, language) for excluded in words.excluded for text in fields.values()):
        return 0.0
    phrases = [phrase for phrase in words.phrases if _asks(phrase, language)]
    if not all(any(_holds(text, phrase, language) for text in fields.values()) for phrase in phrases):
        return 0.0
    asked = [*phrases, *(term for term in words.terms if _asks(term, language))]
    return _worth(document, asked, language) if asked else 1.0


def _asks(text: str, language: Language) -> bool:
    """Whether ``text`` has a word to find anything by."""
    return bool(words_of(text, brief=True, language=language))


def _worth(document: JobDocument, asked: Iterable[str], language: Language) -> float:
    """The weight of every field in which a word stands, over all words asked for."""
    fields = _fields(document)
    return sum(_WEIGHTS[name] for name, text in fields.items() for term in asked if _holds(text, term, language))


def _fields(document: JobDocument) -> dict[str, str]:
    return {
        "title": document.title,
        "skills": " , ".join(document.skills),
        "organization": document.organization,
        "facts": document.facts,
        "text": document.readable_text,
    }


def _holds(text: str, wanted: str, language: Language) -> bool:
    """Whether ``text`` has the words of ``wanted`` one after the other, plural or not."""
    places: dict[int, set[str]] = {}
    for word in words_of(text, language=language):
        places.setdefault(word.position, set()).add(language.singular(word.text))
    forms = words_of(wanted, brief=True, language=language)
    if not forms:
        return False
    first = forms[0].position
    steps = {word.position - first: language.singular(word.text) for word in reversed(forms)}
    return any(all(word in places.get(start + step, ()) for step, word in steps.items()) for start in places)


def _begins(name: str, typed: str) -> bool:
    """Whether ``typed`` begins at the beginning of a word of ``name``."""
    wanted, words = " ".join(spoken(typed)), spoken(name)
    return bool(wanted) and any(" ".join(words[at:]).startswith(wanted) for at in range(len(words)))


def _snippet(document: JobDocument, marked: Iterable[str], language: Language) -> Markup:
    wanted = (word.text for term in marked for word in words_of(term, brief=True, language=language))
    asked = set(map(language.singular, wanted))
    text = document.readable_text
    words = words_of(text, language=language)
    return snippet(text, {word.text for word in words if language.singular(word.text) in asked})


def _counts(facet: str, matching: Iterable[JobDocument], query: SearchQuery) -> tuple[FacetCount, ...]:
    others = {name: values for name, values in query.filters.items() if name != facet}
    kept = (document for document in matching if passes(document, replace(query, filters=others)))
    tally = Counter(value for document in kept for value in document.facet_values(facet))
    return ranked_counts(tally, in_use=query.filters.get(facet, ()))


def _steps(matching: Sequence[JobDocument], query: SearchQuery) -> StepCounts:
    def count(**step: Any) -> int:
        return sum(passes(document, replace(query, **step)) for document in matching)

    return StepCounts(
        pay=tuple(count(pay_at_least=amount) for amount in query.steps.pay),
        posted=tuple(count(posted_since=moment) for moment in query.steps.posted),
    )


def _key(document: JobDocument, sort: Sort, score: float) -> Key:
    newest = (-document.posted_at.timestamp(), document.id)
    if sort is Sort.RELEVANCE:
        return (-score, *newest)
    if sort is Sort.NEWEST:
        return newest
    low, high = pay(document)
    return (high is None, -(high or 0), -(low or 0), *newest)
