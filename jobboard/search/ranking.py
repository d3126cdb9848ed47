"""How well each document answers: BM25 a field, titles above all, whole answers above partial ones."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence, Set
from itertools import pairwise

from jobboard.search.bits import Members
from jobboard.search.column_file import day_of
from jobboard.search.columns import Columns
from jobboard.search.expansion import Slot
from jobboard.search.matched import FIELD_WEIGHTS, STRONG, Matched, rarity
from jobboard.search.postings import Phrase, Postings
from jobboard.search.relevance import Relevance, answered_shares
from jobboard.search.sure import STANDS_FOR
from jobboard.search.title_fit import TitleFit

SATURATION = 1.2
DOUBT = 1.5
"""The power that makes what stands for a word less well count for less than its share."""
PARTIAL = 0.05
"""The share of its score a document keeps however little of the query it answers."""
CLOSE = 0.8
NEAR_BONUS, EMPLOYER_BONUS, FRESH_BONUS = 0.35, 2.0, 0.03
NAMED = 0.6
"""The share of an employer's name that a query must have to be about the employer."""
FRESH_FOR_DAYS = 30.0


class Ranking:
    """The scores of one query over one index. A document without a score is no answer."""

    def __init__(self, slots: Sequence[Slot], postings: Postings, columns: Columns) -> None:
        self._postings = postings
        self._columns = columns
        self._matched = [Matched(slot, postings) for slot in slots]

    def scores(self, *, within: Members, all_of_it: bool, now: float) -> dict[int, float]:
        """The answers among ``within`` (all of it when a phrase decided already), freshness a mild tie-breaker."""
        shares = within.among(answered_shares(self._matched))
        answers = shares.keys() if all_of_it else Relevance(self._matched, live=self._postings.live).among(shares)
        scores = self._text_scores(answers)
        for number in scores:
            scores[number] *= PARTIAL + (1 - PARTIAL) * shares[number]
        del shares, answers
        self._add_titles(scores)
        self._add_nearness(scores)
        self._add_employer(scores)
        fresh = self._freshness(now)
        for number in scores:
            scores[number] *= fresh(number)
        self._lift_signed(scores)
        return scores

    def sure(self, within: Members) -> set[int]:
        """The answers among ``within`` that leave no doubt."""
        shares = within.among(answered_shares(self._matched))
        return Relevance(self._matched, live=self._postings.live).surely_among(shares, title=self._columns.title)

    def _text_scores(self, answers: Set[int]) -> dict[int, float]:
        scores = dict.fromkeys(answers, 0.0)
        for matched in self._matched:
            for field in matched.found:
                self._add_field(scores, matched, field)
        return scores

    def _add_field(self, scores: dict[int, float], matched: Matched, field: str) -> None:
        """BM25 of one word in one field, for the documents of ``scores``."""
        found, weights = matched.found[field], FIELD_WEIGHTS[field]
        lengths, norms = self._postings.lengths[field], self._postings.norms(field, weights.length)
        for weight, documents in found.tiers:
            rare = matched.rarity[field] if weight >= STRONG else matched.loosely[field]
            worth = weights.boost * rare * matched.weight * weight**DOUBT * (1 + SATURATION)
            for number in documents & scores.keys():
                count = found.counts[number]
                scores[number] += worth * count / (count + SATURATION * norms[lengths[number]])

    def _add_titles(self, scores: dict[int, float]) -> None:
        fit = TitleFit(self._matched)
        for number in scores.keys() & fit.holders:
            scores[number] += fit.score(number, self._columns.title(number))

    def _add_nearness(self, scores: dict[int, float]) -> None:
        """Words that stand beside each other in the query count more where they do in the text as well."""
        for one, other in pairwise(self._matched):
            phrase: Phrase = ((_close_forms(one.slot), 0), (_close_forms(other.slot), 1))
            for field in ("opening", "text"):
                having = self._postings.phrase(field, phrase)
                worth = NEAR_BONUS * rarity(len(having), self._postings.live) * min(one.weight, other.weight)
                for number, count in having.items():
                    if number in scores:
                        scores[number] += worth * (1 + math.log(count))

    def _add_employer(self, scores: dict[int, float]) -> None:
        """A query that has most of an employer's name is about that employer."""
        lengths = self._postings.lengths["organization"]
        named: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for matched in self._matched:
            for number, words in matched.employers(self._postings).items():
                if number in scores:
                    named[number].append((words, matched.importance))
        for number, parts in named.items():
            share = sum(words for words, _ in parts) / lengths[number]
            if share >= NAMED:
                scores[number] += EMPLOYER_BONUS * sum(importance for _, importance in parts) * min(share, 1.0)

    def _lift_signed(self, scores: dict[int, float]) -> None:
        """Who asks for C++ has no use for the best of those that do without: whatever holds such a name comes first."""
        for matched in self._matched:
            if matched.slot.signed:
                holders = matched.holders(at_least=STANDS_FOR) & scores.keys()
                best = max((score for number, score in scores.items() if number not in holders), default=0.0)
                for number in holders:
                    scores[number] += best

    def _freshness(self, now: float) -> Callable[[int], float]:
        """By which a document's score grows with how fresh it is, in days."""
        today, days = day_of(now), self._columns.days
        by_day = {day: 1 + FRESH_BONUS * 2 ** (-max(today - day, 0) / FRESH_FOR_DAYS) for day in self._columns.dates}
        return lambda number: by_day[days[number]]


def _close_forms(slot: Slot) -> tuple[str, ...]:
    return tuple(sorted(word for word, weight in slot.words.items() if weight >= CLOSE))
