"""What the words of a title say: which name the post, which one above all, and which only whose or where it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from sys import intern
from typing import Any, NamedTuple

from jobboard.search.language import ENGLISH, Language
from jobboard.search.tokens import Word, width_of, words_of
from jobboard.search.words import HEADS, MODIFIERS

_ASIDE = re.compile(
    r"\s*[,/(;|]\s*|\s+[-–—:]+\s+|[-–—:]\s+|\b(?:bureau|office|division|department|unit) of\b", re.IGNORECASE
)
_OF_WHAT = re.compile(r"\b(?:of|for|to|in|at|with|on|from|und|für|de|du|des)\b", re.IGNORECASE)
_SHORTEST_NAME, _SHORTEST_CODE, _LEAST_DIGITS = 4, 4, 2


class Title(NamedTuple):
    """A title's folded words, codes left out, and their places; the places of those that name the post; its noun.

    "REQ-7731: Senior Civil Engineer II, Bureau of Roads": the post is "senior civil engineer ii", its noun "engineer".
    """

    words: tuple[str, ...]
    places: tuple[int, ...]
    start: int
    end: int
    head: str

    @classmethod
    def of(cls, stored: Sequence[Any]) -> Title:
        """A title that was stored as JSON."""
        words, places, start, end, head = stored
        return cls(tuple(map(intern, words)), _shared(tuple(places)), start, end, intern(head))

    def in_front(self) -> list[str]:
        """The words that name the post."""
        return [word for word, place in zip(self.words, self.places, strict=True) if self.start <= place < self.end]


@lru_cache(maxsize=1_000)
def _shared(places: tuple[int, ...]) -> tuple[int, ...]:
    """The same object for equal places: most titles of as many words have the same."""
    return places


@lru_cache(maxsize=20_000)
def read_title(text: str, language: Language = ENGLISH) -> Title:
    """Read ``text``. A title that is nothing but an aside names the post with all it has."""
    words = words_of(text, brief=True, language=language)
    start, end = _front(text, language)
    told = [word for word in words if not is_code(word.text)] or words
    front = [word for word in told if start <= word.position < end]
    places = tuple(word.position for word in told)
    return Title(tuple(word.text for word in told), places, start, end, _head(front, text))


def is_code(word: str) -> bool:
    """Whether ``word`` is a number somebody files the posting under, and no name: "7d73233", "20190"."""
    return len(word) >= _SHORTEST_CODE and word.isalnum() and sum(map(str.isdigit, word)) >= _LEAST_DIGITS


def _front(text: str, language: Language) -> tuple[int, int]:
    """The places of the first part that holds a name; codes and numbers may stand before it."""
    begin = 0
    for aside in (*_ASIDE.finditer(text, 3), None):
        end = aside.start() if aside else len(text)
        if _is_name([word.text for word in words_of(text[begin:end], brief=True, language=language)]):
            return _place(text, begin), _place(text, end)
        begin = aside.end() if aside else begin
    return 0, _place(text, len(text))


def _is_name(part: list[str]) -> bool:
    """Whether a part of a title names anything: "RN" does, "REQ-7731" and "004-12" do not."""
    said = [word for word in part if not any(map(str.isdigit, word))]
    return bool(said) and (len(said) == len(part) or max(map(len, said)) >= _SHORTEST_NAME)


def _place(text: str, at: int) -> int:
    """The place a word would have that began at this character."""
    return width_of(text[:at])


def _head(front: list[Word], text: str) -> str:
    """The noun of the post: the last word before "of" or "for" that says what somebody is, not how senior."""
    of_what = _OF_WHAT.search(text)
    end = _place(text, of_what.start()) if of_what else len(text)
    told = [word.text for word in front if word.position < end] or [word.text for word in front]
    if not told or told[-1] in HEADS:
        return told[-1] if told else ""
    return next((word for word in reversed(told) if word not in MODIFIERS), told[-1])
