"""Which documents answer a query, which do so in part, and when it is honest to say that none does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from itertools import chain

from jobboard.search.families import DERIVED
from jobboard.search.matched import FIELD_WEIGHTS, Matched
from jobboard.search.sure import IN_TITLE, STANDS_FOR, most_of
from jobboard.search.titles import Title
from jobboard.search.words import BROAD, TRADES

NAMING = ("title", "skills", "organization", "facts", "opening")
"""The fields that say what a job is about; deep in a text a trade is only mentioned."""
ENOUGH, ENOUGH_IN_TITLE = 0.4, 0.3
"""The share of a query (rare words weigh more) that a document must answer, and that its title alone must."""
MOST_ASKED_OF_A_TITLE = 3
NEXT_TO_NOTHING = 0.2
"""Below this share of a query even the nearest document is no answer."""
FEW = 20
"""Fewer answers than a page holds are followed by those that answer in part."""
EVERYBODYS, ENOUGH_TO_TELL = 0.7, 20
"""Below this rarity about every second text of so many has a word, and none is an answer for having it."""
SHORT = 2
"""Words of a query that asks for one thing: what holds too little of it is another thing, not the nearest one."""
MOST_OF_A_TRADE = 3
"""Words a trade's name has at most; in a longer query a word nobody has is one wish of many."""


class Relevance:
    """The answers to one query among the documents it was found in."""

    def __init__(self, matched: Sequence[Matched], *, live: int) -> None:
        self._matched = matched
        self._content = [each for each in matched if each.slot.says_which]
        self._least = EVERYBODYS if live >= ENOUGH_TO_TELL else 0.0

    def among(self, shares: Mapping[int, float]) -> set[int]:
        """The documents of ``shares`` that answer the query; few are followed by partial answers, none by near misses.

        ``shares`` are those of ``answered_shares``, of the documents that may be found.
        """
        if self._asks_for_another_trade():
            return set()
        answers = self._answers(shares)
        if not answers and len(self._content) <= SHORT:
            return set()
        if not answers:
            return self._with_content(_at_least(max(NEXT_TO_NOTHING, 0.6 * max(shares.values(), default=0.0)), shares))
        if len(answers) >= FEW:
            return answers
        return answers | self._with_content(_at_least(NEXT_TO_NOTHING, shares))

    def surely_among(self, shares: Mapping[int, float], *, title: Callable[[int], Title]) -> set[int]:
        """Those of ``among`` in which most of the words stand as themselves, in a form or by one that means the same,
        more than in passing where the only word is what titles call a post; and those whose post is named by what
        stands for most of them. ``title`` tells a document's. Empty where there is nothing but what comes near."""
        if self._asks_for_another_trade():
            return set()
        words = [each for each in self._matched if not each.slot.modifier] or self._matched
        if len(words) == 1 and _is_post(words[0], shares, title):
            held = words[0].told(at_least=STANDS_FOR) & shares.keys()
        else:
            held = _in_most([each.holders(at_least=STANDS_FOR) & shares.keys() for each in words])
        return held | _in_most([_posts(each, shares, title) for each in words])

    def _answers(self, shares: Mapping[int, float]) -> set[int]:
        """The documents that answer enough of the query, in all or by their titles."""
        answers = self._with_content(_at_least(ENOUGH, shares) | (self._answering_titles() & shares.keys()))
        if len(self._matched) == 1:
            answers |= self._naming() & shares.keys()
        return answers

    def _answering_titles(self) -> set[int]:
        """The documents whose titles answer enough of what is asked, seniority aside; in a long query one word will
        do."""
        asked = sum(each.importance for each in self._content[:MOST_ASKED_OF_A_TITLE]) or 1.0
        titles = summed(
            {number: worth * each.importance for number, worth in each.in_titles.items()} for each in self._content
        )
        return _at_least(ENOUGH_IN_TITLE * asked, titles)

    def _with_content(self, documents: set[int]) -> set[int]:
        """Those that have anything of the query but how senior, where the query says so."""
        if len(self._content) == len(self._matched):
            return documents
        return documents & set[int]().union(*(each.holders() for each in self._content))

    def _naming(self) -> set[int]:
        """The documents in which the only word asked stands as itself, and not as everybody's boilerplate."""
        (only,) = self._matched
        telling = (found for field, found in only.found.items() if only.rarity[field] >= self._least)
        return {
            number
            for found in telling
            for weight, documents in found.tiers
            if weight >= DERIVED
            for number in documents
        }

    def _asks_for_another_trade(self) -> bool:
        """Whether a short query is for a trade that no posting names: no singer, or no planner of weddings."""
        fields = tuple(FIELD_WEIGHTS) if len(self._content) == 1 else NAMING
        missing = [each for each in self._content if each.slot.written in TRADES and not each.is_found(fields)]
        if not missing or len(self._content) > MOST_OF_A_TRADE:
            return False
        others = {each.slot.written for each in self._content if each not in missing}
        return self._content[-1] in missing or not others & (TRADES - BROAD)


def answered_shares(matched: Sequence[Matched]) -> dict[int, float]:
    """Which share of the query each document answers, rare words weighing more, titles trusted most."""
    whole = sum(each.importance for each in matched) or 1.0
    return summed(each.parts(each.importance / whole) for each in matched)


def summed(parts: Iterable[Mapping[int, float]]) -> dict[int, float]:
    """The sum of each document's numbers."""
    total: dict[int, float] = {}
    for part in parts:
        both = {number: total[number] + part[number] for number in total.keys() & part.keys()}
        total |= part
        total |= both
    return total


def _at_least(least: float, shares: Mapping[int, float]) -> set[int]:
    return {number for number, share in shares.items() if share >= least}


def _is_post(each: Matched, documents: Collection[int], title: Callable[[int], Title]) -> bool:
    """Whether the word is the noun of most titles that have it: "nurse" is a post, "harbor" is where many are."""
    having = [number for number, worth in each.in_titles.items() if worth >= STANDS_FOR and number in documents]
    posts = sum(each.stands_for(title(number).head) >= STANDS_FOR for number in having)
    return posts > len(having) / 2


def _posts(each: Matched, documents: Collection[int], title: Callable[[int], Title]) -> set[int]:
    """Those of ``documents`` whose title answers a word where it names the post, not only where it says whose it is."""
    named = {number for number, worth in each.in_titles.items() if worth >= IN_TITLE and number in documents}
    return {number for number in named if each.named_by(title(number))}


def _in_most(words: Iterable[Set[int]]) -> set[int]:
    """What most of the words that have any documents have."""
    having = [documents for documents in words if documents]
    counts = Counter(chain.from_iterable(having))
    return {number for number, count in counts.items() if count >= most_of(len(having))}
