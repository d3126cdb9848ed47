"""Where one word of a query was found: by field and document, how well it is stood for, how often, how rarely."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import groupby
from operator import itemgetter

from jobboard.search.expansion import Slot
from jobboard.search.postings import Frequencies, Postings, both
from jobboard.search.sure import IN_TITLE
from jobboard.search.titles import Title
from jobboard.search.words import GENERIC

MODIFIER_WEIGHT, GENERIC_WEIGHT = 0.7, 0.75
STRONG = 0.7
"""From here on a word stands for another so well that it is as rare as that one."""
EVEN = 2.0
"""What every word of a query weighs however common it is: in a short query none is there by accident."""

BOILERPLATE = ("facts", "opening", "text")
PROSE = ("opening", "text")
"""The fields in which a word may stand in passing; the text has its opening in it."""
TELLING, LEAST_TOLD = 2.5, 0.15
"""The rarity below which a word of such a field may be everybody's, and the share of its trust it keeps even so."""


@dataclass(frozen=True)
class FieldWeight:
    """How much a field's words count, how much its length matters, how surely it says what the job is."""

    boost: float
    length: float
    trust: float


FIELD_WEIGHTS: Mapping[str, FieldWeight] = {
    "title": FieldWeight(4.0, 0.4, 1.0),
    "skills": FieldWeight(1.8, 0.4, 0.9),
    "initials": FieldWeight(2.0, 0.0, 0.9),
    "organization": FieldWeight(1.0, 0.2, 0.7),
    "facts": FieldWeight(1.0, 0.2, 0.7),
    "opening": FieldWeight(1.3, 0.3, 0.8),
    "text": FieldWeight(0.8, 0.75, 0.5),
}


class Found:
    """Where one field holds what stands for a word: how often each document does, and how well."""

    def __init__(self, sources: Iterable[tuple[float, Frequencies]]) -> None:
        self.counts: Frequencies = {}
        self.tiers: list[tuple[float, Set[int]]] = []
        """How well, from the best down, with the documents that have it so well and no better."""
        by_weight = sorted((item for item in sources if item[1]), key=itemgetter(0), reverse=True)
        for weight, same in groupby(by_weight, key=itemgetter(0)):
            held = reduce(both, (frequencies for _, frequencies in same))
            newly = held.keys() - self.counts.keys() if self.counts else held.keys()
            if newly:
                self.tiers.append((weight, newly))
            self.counts = both(self.counts, held)

    def holders(self, *, at_least: float) -> int:
        """How many documents have it so well."""
        return sum(len(documents) for weight, documents in self.tiers if weight >= at_least)

    def documents(self, *, at_least: float) -> set[int]:
        """The documents that have it so well."""
        return set[int]().union(*(documents for weight, documents in self.tiers if weight >= at_least))


NOTHING = Found(())


class Matched:
    """One slot of a query and where it was found."""

    def __init__(self, slot: Slot, postings: Postings) -> None:
        self.slot = slot
        self.weight = MODIFIER_WEIGHT if slot.modifier else GENERIC_WEIGHT if slot.written in GENERIC else 1.0
        self.found = {field: Found(_sources(slot, field, postings)) for field in _fields(slot, postings)}
        self.rarity = {field: rarity(_sure_holders(found), postings.live) for field, found in self.found.items()}
        """How rare what stands for the word well is in each field."""
        self.loosely = {field: rarity(len(found.counts), postings.live) for field, found in self.found.items()}
        """How rare all is that stands for it."""
        said = {word for word, weight in slot.words.items() if weight >= IN_TITLE}
        self.named = said.union(form for phrase in slot.phrases for forms, _ in phrase for form in forms)
        """The words that stand for it, alone or as a part of a phrase."""
        spoken = [self.rarity[field] for field, found in self.found.items() if found.counts]
        self.importance = self.weight * (EVEN + max(spoken, default=rarity(0, postings.live)))

    def parts(self, share: float) -> dict[int, float]:
        """How surely each document answers the word, 0 to ``share``."""
        return best_of(
            (share * weight * self._trust(field, weight), documents)
            for field, found in self.found.items()
            for weight, documents in found.tiers
        )

    def _trust(self, field: str, weight: float) -> float:
        """How surely a field says what the job is; a word that everybody's boilerplate has says little."""
        rare = self.rarity[field] if weight >= STRONG else self.loosely[field]
        told = min(1.0, max(rare / TELLING, LEAST_TOLD)) if field in BOILERPLATE else 1.0
        return FIELD_WEIGHTS[field].trust * told

    def is_found(self, fields: Iterable[str] = tuple(FIELD_WEIGHTS)) -> bool:
        """Whether any document has it in one of ``fields``."""
        return any(self.found.get(field, NOTHING).counts for field in fields)

    def holders(self, *, at_least: float = 0.0) -> Set[int]:
        """The documents that have what stands for it so well anywhere."""
        return set[int]().union(*(found.documents(at_least=at_least) for found in self.found.values()))

    def told(self, *, at_least: float) -> Set[int]:
        """Those of ``holders`` that have it more than in passing: where a job says what it is, or more than once in the
        text."""
        text = self.found.get("text", NOTHING)
        often = {number for number in text.documents(at_least=at_least) if text.counts[number] > 1}
        naming = (found for field, found in self.found.items() if field not in PROSE)
        return often.union(*(found.documents(at_least=at_least) for found in naming))

    @cached_property
    def in_titles(self) -> Mapping[int, float]:
        """How well the titles that answer the word stand for it, 0 to 1; "part time" in the facts is as good as in
        the title."""
        tiers = self.found["title"].tiers
        return best_of([*tiers, *self.found["facts"].tiers] if self.slot.modifier else tiers)

    def named_by(self, title: Title) -> bool:
        """Whether the words that name the post have one that stands for it, alone or as a part of a phrase."""
        return not self.named.isdisjoint(title.in_front())

    def employers(self, postings: Postings) -> dict[int, int]:
        """The documents whose employer's name holds what stands for the word well, and how many words of the name."""
        found: dict[int, int] = {}
        for word, weight in self.slot.words.items():
            if weight >= STRONG:
                found |= dict.fromkeys(postings.frequencies("organization", word), 1)
        for phrase, weight in self.slot.phrases.items():
            if weight >= STRONG:
                found |= dict.fromkeys(postings.phrase("organization", phrase), len(phrase))
        return found

    def stands_for(self, noun: str) -> float:
        """How well the noun of a title stands for this word; how senior somebody is, is no noun."""
        return 0.0 if self.slot.modifier else self.slot.words.get(noun, 0.0)


def rarity(holders: int, live: int) -> float:
    """How much a word says that ``holders`` of ``live`` documents have."""
    return math.log(1 + max(live - holders + 0.5, 0.0) / (holders + 0.5))


def _fields(slot: Slot, postings: Postings) -> Iterable[str]:
    """Initials are guesses: they are looked at only for a short name that no title has."""
    guess = len(slot.written) >= 3 and not postings.holds(slot.written, ("title",))
    return (field for field in FIELD_WEIGHTS if field != "initials" or guess)


def _sure_holders(found: Found) -> int:
    """How many hold what stands for a word well; all that stands for it, where nothing does so well."""
    return found.holders(at_least=STRONG) or len(found.counts)


def _sources(slot: Slot, field: str, postings: Postings) -> Iterable[tuple[float, Frequencies]]:
    if field == "initials":
        return [(1.0, postings.frequencies(field, slot.written))]
    words = [(weight, postings.frequencies(field, word)) for word, weight in slot.words.items()]
    return words + [(weight, postings.phrase(field, phrase)) for phrase, weight in slot.phrases.items()]


def best_of(tiers: Iterable[tuple[float, Set[int]]]) -> dict[int, float]:
    """The highest number that each document has in ``tiers``."""
    best: dict[int, float] = {}
    for worth, documents in sorted(tiers, key=itemgetter(0)):
        best.update(dict.fromkeys(documents, worth))
    return best
