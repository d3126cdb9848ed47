"""The language a board's jobs are written in: which of its words say nothing, and which are forms of one another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from jobboard.errors import ConfigurationError
from jobboard.search import families
from jobboard.search.text import fold
from jobboard.search.words import STOP

_SHORTEST, _SHORTEST_STEM = 4, 3
"""Words of fewer letters are as often a name or an abbreviation as a form of another."""

KNOWN: Mapping[str, str] = MappingProxyType(
    {
        "da": "danish",
        "de": "german",
        "en": "english",
        "es": "spanish",
        "fi": "finnish",
        "fr": "french",
        "hu": "hungarian",
        "it": "italian",
        "nl": "dutch",
        "no": "norwegian",
        "pt": "portuguese",
        "ro": "romanian",
        "ru": "russian",
        "sv": "swedish",
    }
)
"""The languages there are, by ISO 639-1."""


@dataclass(frozen=True, eq=False)
class Language:
    """What engines ask about the words of one language; every word is folded (``text.fold``).

    ``stop`` are words too common to index. Words of one ``root`` are a family; those of one ``singular`` are the same
    thing, once or several times. ``closeness`` says how well the second word stands for the first, 0 to 1.
    ``sounds_known``: whether ``fuzzy.by_ear`` knows how it is spoken.
    """

    code: str
    stop: frozenset[str]
    root: Callable[[str], str]
    singular: Callable[[str], str]
    closeness: Callable[[str, str], float]
    sounds_known: bool = False


ENGLISH = Language("en", STOP, families.root, families.singular, families.closeness, sounds_known=True)


@cache
def language(code: str) -> Language:
    """The language called ``code``. Raises ``ConfigurationError`` naming those there are."""
    if code not in KNOWN:
        raise ConfigurationError(f"JOBBOARD_SEARCH_LANGUAGE is {code!r}; there are: {', '.join(KNOWN)}.")
    return ENGLISH if code == ENGLISH.code else _stemmed(code)


def _stemmed(code: str) -> Language:
    root = lru_cache(maxsize=200_000)(_stemmer(code))

    def closeness(one: str, other: str) -> float:
        if one == other:
            return families.SAME
        return families.INFLECTED if root(one) == root(other) else 0.0

    return Language(code, _stop_words(code), root, root, closeness)


def _stop_words(code: str) -> frozenset[str]:
    from whoosh.lang.stopwords import stoplists

    return frozenset(map(fold, stoplists.get(code, ())))


def _stemmer(code: str) -> Callable[[str], str]:
    """Takes endings off a word as long as enough of it stays: where folding took an accent away, once is too little
    ("infirmiere", "infirmier")."""
    from whoosh.lang import stemmer_for_language  # a fifth of a second, and most boards are in English

    stem: Callable[[str], str] = stemmer_for_language(code)

    def root(word: str) -> str:
        if len(word) < _SHORTEST or not word.isalpha():
            return word
        shorter, least = str(stem(word)), _SHORTEST_STEM
        while shorter != word and len(shorter) >= least:
            word, least = shorter, _SHORTEST
            shorter = str(stem(word))
        return word

    return root
