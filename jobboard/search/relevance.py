"""Which documents answer a query, which do so in part, and when it is honest to say that none does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from jobboard.search.families import DERIVED
from jobboard.search.matched import FIELD_WEIGHTS, STRONG, Matched
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
BOILERPLATE = ("facts", "opening", "text")
TELLING, LEAST_TOLD = 2.5, 0.15
"""The rarity below which a word of such a field may be everybody's, and the share of its trust it keeps even so."""
EVERYBODYS, ENOUGH_TO_TELL = 0.7, 20
"""Below this rarity about every second text of so many has a word, and none is an answer for having it."""
MOST_OF_A_TRADE = 3
"""Words a trade's name has at most; in a longer query a word nobody has is one wish of many."""


class Relevance:
    """The answers to one query among the documents it was found in."""

    def __init__(self, matched: Sequence[Matched], *, live: int) -> None:
        self._matched = matched
        self._content = [each for each in matched if not each.slot.modifier]
        self._least = EVERYBODYS if live >= ENOUGH_TO_TELL else 0.0
        self._in_titles = self._shares_of_titles()

    def among(self, shares: Mapping[int, float]) -> list[int]:
        """The documents of ``shares`` that answer the query; few are followed by partial answers, none by near misses.

        ``shares`` are those of ``answered_shares``, of the documents that may be found.
        """
        if self._asks_for_another_trade():
            return []
        answers = [number for number, share in shares.items() if self._is_answer(number, share)]
        if not answers:
            return self._at_least(max(NEXT_TO_NOTHING, 0.6 * max(shares.values(), default=0.0)), shares)
        if len(answers) >= FEW:
            return answers
        return list(dict.fromkeys([*answers, *self._at_least(NEXT_TO_NOTHING, shares)]))

    def _at_least(self, least: float, shares: Mapping[int, float]) -> list[int]:
        return [number for number, share in shares.items() if share >= least and self._has_content(number)]

    def _is_answer(self, number: int, share: float) -> bool:
        """Whether a document has enough of the query not to be noise: enough in its title, or much of it anywhere."""
        if share >= ENOUGH or self._in_titles.get(number, 0.0) >= ENOUGH_IN_TITLE:
            return self._has_content(number)
        return len(self._matched) == 1 and self._is_named_in(number)

    def _shares_of_titles(self) -> Mapping[int, float]:
        """The share of what is asked, seniority aside, that each title answers; in a long query one word will do."""
        asked = sum(each.importance for each in self._content[:MOST_ASKED_OF_A_TITLE]) or 1.0
        shares: dict[int, float] = defaultdict(float)
        for each in self._content:
            for number in each.titles():
                shares[number] += each.in_title(number) * each.importance / asked
        return shares

    def _has_content(self, number: int) -> bool:
        """Whether a document has anything of the query but how senior, where the query says so."""
        if len(self._content) == len(self._matched):
            return True
        return any(number in found for each in self._content for found in each.found.values())

    def _is_named_in(self, number: int) -> bool:
        """Whether the only word asked stands anywhere in a document, as itself and not as everybody's boilerplate."""
        (only,) = self._matched
        telling = (found for field, found in only.found.items() if only.rarity[field] >= self._least)
        return any(found.get(number, (0.0, 0))[0] >= DERIVED for found in telling)

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
    shares: dict[int, float] = defaultdict(float)
    for each in matched:
        for number, part in _parts(each).items():
            shares[number] += part * each.importance / whole
    return shares


def _parts(matched: Matched) -> dict[int, float]:
    """How surely each document answers one word, 0 to 1."""
    parts: dict[int, float] = {}
    for field, found in matched.found.items():
        sure = _trust(field, matched.rarity[field])
        loose = _trust(field, matched.loosely[field])
        for number, (weight, _) in found.items():
            part = weight * (sure if weight >= STRONG else loose)
            if part > parts.get(number, 0.0):
                parts[number] = part
    return parts


def _trust(field: str, rarity: float) -> float:
    told = min(1.0, max(rarity / TELLING, LEAST_TOLD)) if field in BOILERPLATE else 1.0
    return FIELD_WEIGHTS[field].trust * told
