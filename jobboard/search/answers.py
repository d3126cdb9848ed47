"""What a query's words find, remembered: the next page, another filter and the next visitor ask for the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jobboard.search.expansion import Slot
from jobboard.search.query import Grammar, Near, SearchQuery, Words
from jobboard.search.remembered import Remembered
from jobboard.search.text import fold

MOST_REMEMBERED, MOST_QUESTIONS = 1_000_000, 512
"""Hits of answers that are kept in memory, at eight bytes each, and answers."""

Question = tuple[str, Grammar, str, Near | None, datetime]


@dataclass(frozen=True)
class Read:
    """A query as this index understands it: what must hold, and what is looked for within that. ``missing`` are wanted
    words that it has in no form, nor anything that means the same; ``only_near``: so are all that say what kind of
    post."""

    words: Words
    slots: list[Slot]
    within: int
    decided: bool
    is_boolean: bool = False
    missing: tuple[str, ...] = ()
    only_near: bool = False

    def suggestion(self, *, any_found: bool) -> str | None:
        """The query with its slips mended; without its quotes where the phrase is nowhere to be found."""
        words = self.words
        mended = {slot.written: slot.corrected for slot in self.slots if slot.corrected and any_found}
        terms = [mended.get(fold(term), term) for term in words.terms]
        phrases = [f'"{phrase}"' for phrase in words.phrases] if any_found else list(words.phrases)
        better = [*terms, *phrases, *(f"-{word}" if " " not in word else f'-"{word}"' for word in words.excluded)]
        changed = terms != list(words.terms) or (bool(words.phrases) and not any_found)
        return " ".join(better) if changed else None


@dataclass(frozen=True)
class Answer:
    """Which documents a query's words find, how well, and in which order, before anything else is asked of them."""

    read: Read
    found: int
    order: Sequence[int] = ()
    worth: Sequence[float] = ()
    """How well each of ``order`` answers."""

    def scores(self) -> dict[int, float]:
        """How well each document answers."""
        return dict(zip(self.order, self.worth, strict=True))


def answers() -> Remembered[Question, Answer]:
    """The latest answers, as many as ``MOST_REMEMBERED`` hits allow."""
    return Remembered(lambda answer: len(answer.order), most=MOST_REMEMBERED, entries=MOST_QUESTIONS)


def question_of(query: SearchQuery) -> Question:
    """What an answer depends on. How fresh a job is changes its score, but not within an hour."""
    hour = query.now.replace(minute=0, second=0, microsecond=0)
    return (query.text, query.grammar, query.place, query.near, hour)
