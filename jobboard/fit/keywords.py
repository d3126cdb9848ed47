"""The words that set a text apart, and whether another text speaks of them. Bounded, stable, without a corpus."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache

from jobboard.fit.similarity import stem
from jobboard.fit.tables import load

MOST_KEYWORDS = 16
"""Keywords of one posting at most."""

_LONGEST_TEXT = 20_000
_WORD = re.compile(r"[a-z][a-z+#-]{2,}")
_TAG = re.compile(r"<[^>]*>|https?://\S+|\S+@\S+|&[a-z]+;")


@lru_cache(maxsize=2048)
def keywords(text: str) -> tuple[str, ...]:
    """Up to ``MOST_KEYWORDS`` words of a posting that say what the work is about: those it repeats first, then in
    their order. Common words, words of every posting and words that only say a level are left out."""
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for word in _words(text):
        if word not in _common() and stem(word) not in _common_stems():
            counts[stem(word)] += 1
            shown.setdefault(stem(word), word)
    return tuple(shown[key] for key, _ in counts.most_common(MOST_KEYWORDS))


@lru_cache(maxsize=1024)
def stems(text: str) -> frozenset[str]:
    """The stems of every word in ``text``, up to a bound."""
    return frozenset(stem(word) for word in set(_words(text)))


def words_like(text: str, wanted: Iterable[str]) -> tuple[str, ...]:
    """The words of ``text`` that share a stem with one of ``wanted``, in their order and once each."""
    stemmed = {stem(word) for word in wanted}
    return tuple(dict.fromkeys(word for word in _words(text) if stem(word) in stemmed))


def _words(text: str) -> list[str]:
    return [word.strip("-") for word in _WORD.findall(_TAG.sub(" ", text[:_LONGEST_TEXT].casefold()))]


@cache
def _common() -> frozenset[str]:
    table = load("postings")
    return frozenset(" ".join([table["stop"], table["boilerplate"], load("families")["levels"]]).split())


@cache
def _common_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in load("postings")["boilerplate"].split())
