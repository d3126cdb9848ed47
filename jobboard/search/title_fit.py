"""How well titles fit a query: how much of it they hold, how much of them it names, and whether it names their noun."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from jobboard.search.matched import Matched
from jobboard.search.titles import Title
from jobboard.search.words import MODIFIERS, STOP

ASIDE = 0.8
"""What a word counts that stands only where a title says whose or where the job is ("Clerk, Office of the Mayor")."""
COVERED_IN_FRONT = 0.7
TITLE_BONUS, EXACT_BONUS, BESIDE_BONUS, NOUN_BONUS = 3.0, 1.5, 0.6, 0.75


class TitleFit:
    """What titles are worth to one query."""

    def __init__(self, matched: Sequence[Matched]) -> None:
        self._matched = matched
        self._whole = sum(each.importance for each in matched) or 1.0
        self._in_titles = [each.in_titles for each in matched]
        self._named = STOP.union(*(each.named for each in matched))
        self._known: dict[tuple[Title, tuple[float, ...]], float] = {}
        self.holders = set[int]().union(*self._in_titles)
        """The documents whose titles hold anything of the query: the others' titles are worth nothing."""

    def score(self, number: int, title: Title) -> float:
        """What the title of a document adds to its score."""
        answered = tuple([found.get(number, 0.0) for found in self._in_titles])
        key = (title, answered)
        worth = self._known.get(key)
        if worth is None:
            worth = self._known[key] = self._score(title, answered)
        return worth

    def _score(self, title: Title, answered: tuple[float, ...]) -> float:
        share = self._held(answered, title)
        front, whole = self._covered(title)
        covered = COVERED_IN_FRONT * front + (1 - COVERED_IN_FRONT) * whole
        exact = EXACT_BONUS if share > 0.9 and whole > 0.99 else 0.0
        several = len(answered) - answered.count(0.0) > 1
        beside = BESIDE_BONUS * self._beside(title) if several else 0.0
        noun = NOUN_BONUS * max(each.stands_for(title.head) for each in self._matched)
        return self._whole * share * share * (TITLE_BONUS * (0.6 + 0.4 * covered) + exact + beside + noun)

    def _held(self, answered: Sequence[float], title: Title) -> float:
        """The share of the query the title holds; ``answered`` says how well it does each word."""
        held = 0.0
        for each, worth in zip(self._matched, answered, strict=True):
            part = worth * each.importance
            held += part if not part or each.named_by(title) else part * ASIDE
        return held / self._whole

    def _covered(self, title: Title) -> tuple[float, float]:
        """The shares of the words in front, and of all the title's own, that the query names; how senior it is counts
        half, and of a word's forms the first."""
        before, total, named, front, named_in_front = -1, 0.0, 0.0, 0.0, 0.0
        for word, place in zip(title.words, title.places, strict=True):
            if place == before:
                continue
            worth = 0.5 if word in MODIFIERS else 1.0
            told = worth if word in self._named else 0.0
            before, total, named = place, total + worth, named + told
            if title.start <= place < title.end:
                front, named_in_front = front + worth, named_in_front + told
        return named_in_front / front if front else 0.0, named / total if total else 0.0

    def _beside(self, title: Title) -> float:
        """The share of the query's neighbours that are neighbours in the title, in the same order."""
        words = list(zip(title.words, title.places, strict=True))
        places = [{place for word, place in words if word in each.slot.words} for each in self._matched]
        beside = sum(any(place + 1 in after for place in before) for before, after in pairwise(places))
        return beside / (len(places) - 1)
