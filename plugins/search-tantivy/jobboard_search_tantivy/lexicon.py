"""The words of an index at one moment: what Jobboard's reading of a query asks of it, and the names it can suggest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property, lru_cache
from types import SimpleNamespace

from tantivy import Query, Schema, Searcher

from jobboard.search.fuzzy import letters
from jobboard.search.geo import Point
from jobboard.search.language import Language
from jobboard.search.postings import Phrase
from jobboard_search_tantivy.phrases import phrase_query
from jobboard_search_tantivy.schema import FIELDS, NOWHERE, POINT, WHERE

_NAMED = frozenset({"title", "skills", "organization", "facts"})
_NAMED_WEIGHT = 20
MOST_REMEMBERED = 20_000


class Lexicon:
    """What ``jobboard.search.expansion.Expansion`` wants to know, answered by tantivy's dictionary of terms."""

    def __init__(self, searcher: Searcher, schema: Schema, language: Language) -> None:
        self._searcher, self._schema, self._language = searcher, schema, language
        self.held = {field: dict(searcher.terms_with_prefix(field, "")) for field in FIELDS}
        """For each field its words and how many documents have them."""
        self.vocabulary = self._weigh()
        self.segments = [(SimpleNamespace(vocabulary=self.vocabulary), 0)]
        self._values: dict[str, dict[str, int]] = {}
        self.phrase = lru_cache(maxsize=MOST_REMEMBERED)(self._has_phrase)
        """Whether any document has a phrase in a field."""
        self._families: dict[str, list[str]] = defaultdict(list)
        for word in self.vocabulary:
            self._families[language.root(word)].append(word)

    def _weigh(self) -> dict[str, tuple[int, int]]:
        weights: dict[str, int] = defaultdict(int)
        for field, words in self.held.items():
            worth = 0 if field == "initials" else _NAMED_WEIGHT if field in _NAMED else 1
            for word, holders in words.items() if worth else ():
                weights[word] += worth * holders
        return {word: (letters(word), weight) for word, weight in weights.items()}

    def holds(self, word: str, fields: Iterable[str] = FIELDS) -> bool:
        """Whether any document has ``word`` in one of ``fields``; one that is not of ours has none."""
        return any(word in self.held.get(field, ()) for field in fields)

    def weight(self, word: str) -> int:
        """How much ``word`` stands out: its titles and skills count twentyfold."""
        return self.vocabulary.get(word, (0, 0))[1]

    def relatives(self, word: str) -> set[str]:
        """Every word of the index of the same family as ``word``."""
        return set(self._families.get(self._language.root(word), ()))

    def starting_with(self, prefix: str) -> list[str]:
        """Words that begin with ``prefix``, those that stand out most first."""
        found = (word for word in self.vocabulary if word.startswith(prefix))
        return sorted(found, key=lambda word: (-self.weight(word), word))

    def _has_phrase(self, field: str, phrase: Phrase) -> bool:
        query = phrase_query(self._schema, self.held.get(field, ()), field, phrase)
        return query is not None and self.has(query)

    def has(self, query: Query) -> bool:
        """Whether anything answers ``query``."""
        return bool(self._searcher.search(query, limit=1, count=False).hits)

    def values(self, field: str) -> dict[str, int]:
        """Every value of a column of text, and how many documents have it; read once."""
        if field not in self._values:
            self._values[field] = dict(self._searcher.terms_with_prefix(field, ""))
        return self._values[field]

    @cached_property
    def places(self) -> Collection[str]:
        """The places jobs lie in, each all the names of one job."""
        return self.values(WHERE).keys()

    @cached_property
    def points(self) -> list[tuple[Point, str]]:
        """Where on earth there are jobs, and how that is written."""
        return list(_read_points(self.values(POINT)))


def _read_points(written: Iterable[str]) -> Iterator[tuple[Point, str]]:
    for each in written:
        if each == NOWHERE:
            continue
        latitude, _, longitude = each.partition(",")
        yield Point(float(latitude), float(longitude)), each
