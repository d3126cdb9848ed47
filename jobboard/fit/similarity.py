"""How near two lines of work are, finer than functions: by the words that are left of a title without its level.

“Senior Civil Engineer” and “Highways Manager” are near, “Civil Engineer” and “Software Engineer” only a little. Where
the words differ, families of words that speak of one line of work (``data/families.toml``) bring them together.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from whoosh.lang.porter2 import stem as porter

from jobboard.fit.tables import listed, load, longest
from jobboard.fit.words import phrases

FAMILY = "~"
"""Marks a term that is a family of words and not a word."""

_SHARED_WORD, _FAMILY = 0.35, 0.8
"""What a word that many lines of work share, and a family, count against a word that names the work."""
_ENDINGS = re.compile(r"(?:ician|ian|ist|ant|ment|er|or)$")


@lru_cache(maxsize=65536)
def field_terms(title: str) -> Mapping[str, float]:
    """The stems and families that say what work ``title`` is about, each with its weight from 0 to 1. Words that only
    say a level are left out; words that many lines of work share weigh little."""
    terms: dict[str, float] = {}
    for phrase in phrases(title):
        for word in phrase:
            if word not in _words_of("levels") and not any(map(str.isdigit, word)):
                key = stem(word)
                terms[key] = max(terms.get(key, 0.0), _SHARED_WORD if word in _words_of("shared") else 1.0)
        terms |= dict.fromkeys(_families_in(phrase), _FAMILY)
    return terms


def field_of(titles: Iterable[str]) -> Mapping[str, float]:
    """What several titles together are about; a term weighs what it weighs most in any of them."""
    together: dict[str, float] = {}
    for title in titles:
        for term, weight in field_terms(title).items():
            together[term] = max(together.get(term, 0.0), weight)
    return together


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """One key for “plumber” and “plumbing”, “recruiter” and “recruitment”, “electrician” and “electrical”."""
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
def _families() -> Mapping[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for number, row in enumerate(load("families")["same"]):
        for phrase in listed(row):
            key = " ".join(stem(word) for word in phrase.split())
            table[key] = (*table.get(key, ()), f"{FAMILY}{number}")
    return table


def similarity(wanted: Mapping[str, float], held: Mapping[str, float], rarity: Mapping[str, float]) -> float:
    """The share of what ``wanted`` is about that is found in ``held``, from 0 to 1, rare terms weighing more. 0 when
    either says nothing."""
    total = sum(weight * rarity.get(term, 1.0) for term, weight in wanted.items())
    if not total:
        return 0.0
    shared = sum(
        weight * min(1.0, held[term] / weight) * rarity.get(term, 1.0)
        for term, weight in wanted.items()
        if term in held
    )
    return shared / total
