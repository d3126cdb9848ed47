"""How words of people's files, and words asked for, are brought to the same form: one thing, once or several times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from jobboard.search.language import Language
from jobboard.search.synonyms import SAME, Spoken, Synonyms
from jobboard.search.tokens import Forms, Reader, reader, words_of

Phrase = tuple[tuple[str, int], ...]
"""Words with their distance from the first; a single word is a phrase of one."""


@cache
def singulars(language: Language, *, brief: bool) -> Reader:
    """``tokens.reader`` with every form brought to its singular. A ``brief`` run is a whole name: a place is left free
    after it, so that no phrase reaches from one name to the next."""
    read = reader(language, brief=brief)

    def read_singular(run: str, shouted: bool) -> Forms:
        forms, width = read(run, shouted)
        return Forms(tuple(dict.fromkeys((language.singular(form), step) for form, step in forms)), width + brief)

    return read_singular


@dataclass(frozen=True)
class Sought:
    """What a word or phrase of a query asks for: whoever has one of ``phrases`` answers it; ``written`` is how it was
    typed, ``marked`` are the words that show it in a text."""

    written: str
    phrases: tuple[Phrase, ...]
    marked: frozenset[str]


def sought(text: str, synonyms: Synonyms) -> Sought:
    """``text``, a word or several that stand side by side. What means the very same as a word is looked for, too; what
    stands in quotes is meant as it is written. Words that say nothing ask for nothing: then there are no phrases."""
    spoken = _spoken(text, synonyms.language)
    if not spoken:
        return Sought(text, (), frozenset())
    meanings = synonyms.of([spoken[0][0]]) if len(spoken) == 1 else {}
    same = [said for said, weight in meanings.items() if weight >= SAME]
    every = [*_alternatives(text, synonyms.language), *same]
    phrases = dict.fromkeys(_singular(phrase, synonyms.language) for phrase in every)
    return Sought(text, tuple(phrases), frozenset(_shown(every, synonyms.language)))


def _spoken(text: str, language: Language) -> Spoken:
    """Of several forms of one written word, the whole one."""
    found: dict[int, str] = {}
    for word in words_of(text, brief=True, language=language):
        found.setdefault(word.position, word.text)
    return tuple((word, place) for place, word in found.items())


def _alternatives(text: str, language: Language) -> Iterator[Phrase]:
    """The ways in which an index may hold ``text``: word by word, and a compound as a whole (x-ray, xray)."""
    words = words_of(text, brief=True, language=language)
    first = words[0].position
    whole = [word.text for word in words if word.position == first and _letters(word.text) == _letters(text)]
    yield from (((word, 0),) for word in whole)
    apart = {word.position: word.text for word in reversed(words) if word.text not in whole}
    if apart:
        start = min(apart)
        yield tuple((apart[place], place - start) for place in sorted(apart))


def _letters(text: str) -> int:
    return sum(char.isalnum() for char in text)


def _singular(phrase: Phrase, language: Language) -> Phrase:
    return tuple((language.singular(word), step) for word, step in phrase)


def _shown(phrases: list[Phrase], language: Language) -> Iterator[str]:
    for phrase in phrases:
        for word, _ in phrase:
            yield from (word, language.singular(word), f"{language.singular(word)}s")
