"""Search turned round: searches are filed, and a new document finds those it answers.

Running every saved search for every new job would make a search out of each. Instead each is filed under a few keys of
which every document it finds has at least one: those of the rarest thing it cannot do without. A new document is read
once, only the searches under its own keys are looked at, and each of these is then decided exactly.

A search page answers with jobs that have any of the words, the best on top. Nobody wants mail about the last of them:
a filed search finds a document that has **all** of its words, in their singular or plural or as a synonym that means
the same, side by side where they were quoted, and none that was excluded. Slips of the pen are not mended, and words
like "jobs" ask for nothing. Places, filters and ranges are exactly those of the page. So nothing is found here that the
page would not show.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache, cached_property, lru_cache
from importlib import resources
from itertools import product

from jobboard.search.boolean import AllOf, AnyOf, Expression, Leaf, Not, parse_boolean
from jobboard.search.conditions import is_open, passes
from jobboard.search.documents import JobDocument
from jobboard.search.geo import Cell, Point, cell_of, cells_around
from jobboard.search.language import Language
from jobboard.search.places import place_names, typed_words, words_of_places
from jobboard.search.query import FACETS, Grammar, Near, SearchQuery, parse_words
from jobboard.search.schema import pay
from jobboard.search.synonyms import LONGEST, SAME, Spoken, Synonyms, spoken, written
from jobboard.search.text import fold
from jobboard.search.tokens import words_of
from jobboard.search.words import CHATTER

EVERY = "every"
"""The key that every document has: of a search that cannot do without nothing."""

LONGEST_KEY = 80
"""Characters; what is longer is cut, which only makes a key less telling."""

Keys = frozenset[str]
Count = Callable[[str], int]
"""How many documents have a key."""

_WORD, _PLACE, _CELL, _PAY = "word", "place", "cell", "pay"
_MOST_CELLS = 64
_SHAPE = "2"  # raised when the making of keys changes
_WORDS = resources.files("jobboard.search").joinpath("words.toml").read_bytes()
_ACROSS_A_CELL_KM = 79.0  # from the middle of a square of one degree to its furthest corner


def filed_under(query: SearchQuery, count: Count, synonyms: Synonyms) -> Keys:
    """Keys of which every document that answers ``query`` has at least one, such that the fewest have any.

    ``count`` only decides which keys those are: where it is wrong, more searches are looked at, and none is missed.
    """
    wanted = _wanted(query.text, query.grammar, synonyms)
    ways = [
        _words_keys(wanted, count, synonyms.language) if wanted else None,
        _where_keys(query, count),
        *_filter_keys(query),
    ]
    return _rarest(ways, count) or frozenset({EVERY})


def search_for(key: str, *, now: datetime) -> SearchQuery:
    """A search for one hit whose total says, near enough, how many documents have ``key``."""
    kind, _, value = key.partition(":")
    if kind == _WORD:
        return SearchQuery(value, limit=1, now=now)
    if kind == _PLACE:
        return SearchQuery(place=value, limit=1, now=now)
    if kind == _PAY:
        return SearchQuery(pay_at_least=1 << int(value) >> 1, limit=1, now=now)
    if kind == _CELL:
        south, west = map(int, value.split(","))
        return SearchQuery(near=Near(Point(south + 0.5, west + 0.5), _ACROSS_A_CELL_KM), limit=1, now=now)
    return SearchQuery(filters={kind: (value,)} if kind in FACETS else {}, limit=1, now=now)


class NewDocument:
    """A document, read once for many searches."""

    def __init__(self, document: JobDocument, synonyms: Synonyms) -> None:
        self.document = document
        self._synonyms = synonyms
        self._language = synonyms.language

    @cached_property
    def keys(self) -> Keys:
        """Every key it has: a search filed under none of them does not find it."""
        return frozenset(_key(kind, value) for kind, value in self._facts()) | {EVERY}

    def answers(self, query: SearchQuery) -> bool:
        """Whether ``query`` finds it."""
        if not (is_open(self.document, query) and passes(self.document, query)):
            return False
        wanted = _wanted(query.text, query.grammar, self._synonyms)
        return wanted is None or self._is_true(wanted)

    @cached_property
    def _fields(self) -> tuple[dict[str, set[int]], ...]:
        """Of each field, every word in its singular and the places where it stands."""
        document = self.document
        texts = (
            document.title,
            " , ".join(document.skills),
            document.organization,
            document.facts,
            document.readable_text,
        )
        return tuple(_placed(text, self._language) for text in texts)

    def _facts(self) -> Iterator[tuple[str, str]]:
        document = self.document
        yield from ((_WORD, word) for field in self._fields for word in field)
        yield from ((_PLACE, word) for word in words_of_places(place_names(document)))
        yield from ((facet, value) for facet in FACETS for value in document.facet_values(facet))
        yield from ((_CELL, _corner(cell_of(point))) for point in document.points)
        top = pay(document)[1]
        if top is not None:
            yield from ((_PAY, str(digits)) for digits in range(_size(top) + 1))

    def _is_true(self, wanted: Expression) -> bool:
        match wanted:
            case Leaf(text):
                return self._holds(_run(text, self._language))
            case Not(part):
                return not self._is_true(part)
            case AllOf(parts):
                return all(map(self._is_true, parts))
            case AnyOf(parts):
                return any(map(self._is_true, parts))

    def _holds(self, run: Spoken) -> bool:
        """Whether one field has the words as far apart as they were asked for."""
        if not run:
            return True
        first = run[0][0]
        return any(
            all(start + step in field.get(word, ()) for word, step in run)
            for field in self._fields
            for start in field.get(first, ())
        )


def _placed(text: str, language: Language) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for word in words_of(text, language=language):
        found.setdefault(language.singular(word.text), set()).add(word.position)
    return found


@lru_cache(maxsize=20_000)
def _run(text: str, language: Language) -> Spoken:
    """The words of ``text`` in their singular, each with its distance from the first; of several forms, the whole."""
    words = spoken(text, language)
    return tuple((language.singular(word), place - words[0][1]) for word, place in words)


@lru_cache(maxsize=20_000)
def _wanted(text: str, grammar: Grammar, synonyms: Synonyms) -> Expression | None:
    """What a document must say; ``None`` where that is nothing."""
    if grammar is Grammar.BOOLEAN:
        return parse_boolean(text)
    words = parse_words(text)
    telling = [term for term in words.terms if fold(term) not in CHATTER]
    terms = telling or ([] if words.phrases else list(words.terms))
    parts: list[Expression] = [*_with_synonyms(terms, synonyms), *map(Leaf, words.phrases)]
    parts += [Not(Leaf(excluded)) for excluded in words.excluded if _run(excluded, synonyms.language)]
    return AllOf(tuple(parts)) if parts else None


def _with_synonyms(terms: list[str], synonyms: Synonyms) -> Iterator[Expression]:
    """Each term, or whatever means the same as a run of words that it is part of."""
    meant: list[dict[str, None]] = [{} for _ in terms]
    said = [words[0][0] if len(words := spoken(term, synonyms.language)) == 1 else "" for term in terms]
    for start, length in product(range(len(terms)), range(1, LONGEST + 1)):
        run = said[start : start + length]
        if len(run) == length and all(run):
            same = {written(other): None for other, weight in synonyms.of(run).items() if weight >= SAME}
            for found in meant[start : start + length]:
                found.update(same)
    for term, others in zip(terms, meant, strict=True):
        yield AnyOf((Leaf(term), *map(Leaf, others))) if others else Leaf(term)


def _words_keys(wanted: Expression, count: Count, language: Language) -> Keys | None:
    match wanted:
        case Leaf(text):
            return _rarest((frozenset({_key(_WORD, word)}) for word, _ in _run(text, language)), count)
        case AllOf(parts):
            return _rarest((_words_keys(part, count, language) for part in parts), count)
        case AnyOf(parts):
            return _together([_words_keys(part, count, language) for part in parts])
        case Not():
            return None


def _where_keys(query: SearchQuery, count: Count) -> Keys | None:
    called = _rarest((frozenset({_key(_PLACE, word)}) for word in typed_words(query.place)), count)
    if query.near is None:
        return called
    cells = cells_around(query.near.point, query.near.kilometres)
    if cells is None or len(cells) > _MOST_CELLS:
        return None
    near = frozenset(_key(_CELL, _corner(cell)) for cell in cells)
    return _together([near, called]) if query.place.strip() else near


def _filter_keys(query: SearchQuery) -> Iterator[Keys]:
    yield from (frozenset(_key(facet, value) for value in values) for facet, values in query.filters.items() if values)
    if query.pay_at_least is not None:
        yield frozenset({_key(_PAY, str(_size(query.pay_at_least)))})


def _rarest(ways: Iterable[Keys | None], count: Count) -> Keys | None:
    """Of keys any of which would do, those that the fewest documents have."""
    return min((keys for keys in ways if keys), key=lambda keys: sum(map(count, keys)), default=None)


def _together(ways: list[Keys | None]) -> Keys | None:
    """Keys for when one of several ways is enough."""
    return frozenset().union(*(keys for keys in ways if keys)) if all(ways) else None


def _key(kind: str, value: str) -> str:
    return f"{kind}:{value}"[:LONGEST_KEY]


def _corner(cell: Cell) -> str:
    return f"{cell.south},{cell.west}"


def _size(amount: int) -> int:
    """Which power of two an amount stays below: a coarse step, so that few keys are enough."""
    return max(amount, 0).bit_length()


@cache
def shape(synonyms: Synonyms) -> str:
    """What keys hang on. A search that was filed under another shape must be filed anew."""
    return f"{_SHAPE}.{zlib.crc32(_WORDS + synonyms.fingerprint):08x}"
