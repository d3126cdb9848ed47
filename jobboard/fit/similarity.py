"""How near two lines of work are, finer than functions: by the words that are left of a title without its level.

“Senior Civil Engineer” and “Highways Manager” are near, “Civil Engineer” and “Software Engineer” only a little. Where
the words differ, families of words that speak of one line of work (``data/families.toml``) bring them together.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from whoosh.lang.porter2 import stem as porter

from jobboard.fit.tables import listed, load, longest
from jobboard.fit.words import phrases

FAMILY = "~"
"""Marks a term that is a family of words and not a word."""

OCCUPATION = "@"
"""Marks a term that is an occupation, or a group of them, where occupation data is installed."""

_GROUPS = ((10, 1.0), (7, 0.9), (6, 0.75))
"""Leading characters of a SOC code: the occupation, its detailed and its broad group, and how near that brings two."""
_MANAGERS = "11-"
"""Groups of occupations that lead say that people lead, not what."""
_BY_OCCUPATION = 0.5
"""What the same occupation is worth against the same words."""

RECENT = 3
"""Titles that count in full, what they came for among them."""

_SHARED_WORD, _FAMILY, _FADED = 0.35, 1.0, 0.7
"""What a word that many lines of work share, a family, and a title of long ago count against a word that names the
work."""
_AFTERWARDS = 0.4
_ENOUGH = 0.8
"""A title that says less than this of its work cannot be matched in full."""
_ENDINGS = re.compile(r"(?:ician|ian|ist|ant|ment|er|or)$")


@lru_cache(maxsize=65536)
def field_terms(title: str) -> Mapping[str, float]:
    """The stems and families that say what work ``title`` is about, each with its weight from 0 to 1. Words that only
    say a level are left out; words that many lines of work share, and those that follow once the work is said (a
    bureau, a client), weigh little."""
    told = phrases(title)
    ranked = any(word in _words_of("heads") for phrase in told for word in phrase)
    terms: dict[str, float] = {}
    for phrase in told:
        share = _AFTERWARDS if any(weight >= 1.0 for weight in terms.values()) else 1.0
        for term, weight in _terms_of(phrase, ranked=ranked):
            terms[term] = max(terms.get(term, 0.0), weight * share)
    return terms


def _terms_of(phrase: Sequence[str], *, ranked: bool) -> Iterator[tuple[str, float]]:
    for word in phrase:
        if not _says_a_level(word, ranked=ranked):
            yield stem(word), _SHARED_WORD if stem(word) in _shared() else 1.0
    yield from ((family, _FAMILY) for family in _families_in(phrase))


def _says_a_level(word: str, *, ranked: bool) -> bool:
    """“Assistant” says a level beside “Director”, and some of the work beside “Care”. Numbers are steps."""
    step = word[0].isdigit() and word[-1].isdigit()
    return step or word in _words_of("levels") or (ranked and word in _words_of("deputies"))


def field_of(titles: Iterable[str]) -> Mapping[str, float]:
    """What several titles together are about, the newest first; a term weighs what it weighs most in any of them, and
    a little less in old ones."""
    together: dict[str, float] = {}
    for place, title in enumerate(titles):
        faded = 1.0 if place < RECENT else _FADED
        for term, weight in field_terms(title).items():
            together[term] = max(together.get(term, 0.0), weight * faded)
    return together


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """One key for “plumber” and “plumbing”, “recruiter” and “recruitment”, “electrician” and “electrical”."""
    if word in _apart():
        return _apart()[word]
    short: str = porter(word)
    bare = _ENDINGS.sub("", short) if len(short) > 4 else short
    if len(bare) < 3:
        return short
    return bare[:-1] if bare[-1] == bare[-2] else bare


def _families_in(phrase: Iterable[str]) -> list[str]:
    """The families of the longest phrases; a word within a longer one does not speak for itself."""
    stems = [stem(word) for word in phrase]
    found: dict[str, None] = {}
    at = 0
    while at < len(stems):
        length = longest(stems, at, _families())
        found.update(dict.fromkeys(_families().get(" ".join(stems[at : at + length]), ())))
        at += length or 1
    return list(found)


@cache
def _words_of(row: str) -> frozenset[str]:
    return frozenset(load("families")[row].split())


@cache
def _shared() -> frozenset[str]:
    return frozenset(map(stem, _words_of("shared")))


@cache
def _apart() -> Mapping[str, str]:
    rows = map(listed, load("families")["apart"])
    return {word: row[0] for row in rows for word in row}


@cache
def _families() -> Mapping[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for row in map(listed, load("families")["same"]):
        for phrase in row:
            key = " ".join(stem(word) for word in phrase.split())
            table[key] = (*table.get(key, ()), f"{FAMILY}{row[0]}")
    return table


def occupation_terms(code: str | None) -> Mapping[str, float]:
    """The terms of an occupation by its SOC code: itself and the groups it is in, each with how near that is."""
    if not code:
        return {}
    groups = _GROUPS[:1] if code.startswith(_MANAGERS) else _GROUPS
    return {f"{OCCUPATION}{code[:length]}": near for length, near in groups}


def similarity(wanted: Mapping[str, float], held: Mapping[str, float], rarity: Mapping[str, float]) -> float:
    """The share of what ``wanted`` is about that is found in ``held``, from 0 to 1, rare terms weighing more. Where the
    words have less in common than the occupations, those count. 0 when either says nothing."""
    words = {term: weight for term, weight in wanted.items() if not term.startswith(OCCUPATION)}
    return max(_by_words(words, held, rarity), _by_occupation(wanted, held))


def _by_occupation(wanted: Mapping[str, float], held: Mapping[str, float]) -> float:
    shared = (near for term, near in wanted.items() if term.startswith(OCCUPATION) and term in held)
    return _BY_OCCUPATION * max(shared, default=0.0)


def _by_words(wanted: Mapping[str, float], held: Mapping[str, float], rarity: Mapping[str, float]) -> float:
    total = sum(weight * rarity.get(term, 1.0) for term, weight in wanted.items())
    if not total:
        return 0.0
    shared = sum(
        weight * min(1.0, held[term] / weight) * rarity.get(term, 1.0)
        for term, weight in wanted.items()
        if term in held
    )
    return min(1.0, sum(wanted.values()) / _ENOUGH) * shared / total
