"""Words that mean one another: those of ``synonyms.toml``, or as a host's own file changes them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from jobboard.search.fuzzy import letters
from jobboard.search.language import ENGLISH, Language
from jobboard.search.tokens import words_of
from jobboard.search.words import read_table

SAME, RELATED, TOWARD, SECOND_HAND = 0.9, 0.55, 0.5, 0.75
LONGEST, SHORT, SPELLED, AS_COMMON_AS = 5, 4, 5, 30

Spoken = tuple[tuple[str, int], ...]
"""A word or phrase as folded words with their distance from the first."""


class Synonyms:
    """What else to look for when somebody types a word or a run of words of ``language``."""

    def __init__(self, table: Mapping[str, Any], language: Language = ENGLISH) -> None:
        self.language = language
        self.fingerprint = json.dumps([language.code, table], sort_keys=True).encode()
        """Changes with whatever decides what means the same."""

        self.groups = sum(len(table.get(name, ())) for name in ("same", "related", "toward"))
        """How many groups of words there are."""

        self._meanings: dict[tuple[str, ...], dict[Spoken, float]] = defaultdict(dict)
        for group in table.get("same", ()):
            self._mutual(group, SAME)
        for group in table.get("related", ()):
            self._from_first(group, RELATED)
        for word, others in table.get("toward", {}).items():
            self._from_first([word, *others], TOWARD)

        spelled = {word for words in self._meanings for word in words if word.isalpha() and len(word) >= SPELLED}
        whole = (word for word in spelled if not self._is_shortened(word))
        self.vocabulary = {word: (letters(word), AS_COMMON_AS) for word in whole}
        """The words of the table, for mending slips of words no posting holds."""

    def _mutual(self, group: Sequence[str], weight: float) -> None:
        for word in group:
            self._add(word, [other for other in group if other != word], weight)

    def _from_first(self, group: Sequence[str], weight: float) -> None:
        first, *others = group
        self._add(first, others, weight)
        for other in others:
            self._add(other, [first], weight * 0.8)

    def _add(self, word: str, others: Sequence[str], weight: float) -> None:
        meanings = self._meanings[self._key(spoken(word, self.language))]
        for other in others:
            said = spoken(other, self.language)
            meanings[said] = max(weight, meanings.get(said, 0.0))

    def _is_shortened(self, word: str) -> bool:
        """Whether ``word`` is another with letters left out ("analst"): nobody is told to spell it so."""
        meanings = self._meanings.get((word,), {})
        same = (said[0][0] for said, weight in meanings.items() if weight >= SAME and len(said) == 1)
        return any(other[0] == word[0] and len(other) > len(word) and _is_within(word, other) for other in same)

    def of(self, words: Sequence[str]) -> Mapping[Spoken, float]:
        """What means the same as this run of words, with how well it stands for it (0 to 1)."""
        this = tuple(map(self.language.singular, words))
        meanings = dict(self._meanings.get(this, {}))
        for said, weight in list(meanings.items()):
            if weight >= SAME:  # what means the same may be related to more: DBA, database administrator, SQL
                self._add_second_hand(meanings, said, this)
        return meanings

    def _add_second_hand(self, meanings: dict[Spoken, float], said: Spoken, this: tuple[str, ...]) -> None:
        if len(said) == 1 and len(said[0][0]) <= SHORT:
            return  # an abbreviation has meanings of its own (PM, AR) that are nothing to this one
        for other, weight in self._meanings.get(self._key(said), {}).items():
            if self._key(other) != this:
                meanings.setdefault(other, weight * SECOND_HAND)

    def knows(self, word: str) -> bool:
        """Whether ``word`` alone stands in the table, and so is no slip of the finger."""
        return (self.language.singular(word),) in self._meanings

    def _key(self, words: Spoken) -> tuple[str, ...]:
        """A phrase as it is looked up: plural or not makes no difference."""
        return tuple(self.language.singular(word) for word, _ in words)


def _is_within(short: str, long: str) -> bool:
    left = iter(long)
    return all(char in left for char in short)


def spoken(text: str, language: Language) -> Spoken:
    """``text`` cut into words as an index cuts it; of several forms of one word, the whole one."""
    found: dict[int, str] = {}
    for word in words_of(text, brief=True, language=language):
        found.setdefault(word.position, word.text)
    return tuple((word, place) for place, word in found.items())


def written(said: Spoken) -> str:
    """``said`` as text that is cut the same way again, with an "of" where a stop word stood."""
    words = ["of"] * (1 + max((place for _, place in said), default=-1))
    for word, place in said:
        words[place] = word
    return " ".join(words)


@cache
def our_synonyms(language: Language) -> Synonyms:
    """The synonyms that come with the package, looked up in the forms of ``language``."""
    return Synonyms(read_table("synonyms.toml"), language)
