"""Where one word of a query was found: by field and document, how well it is stood for, how often, how rarely."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jobboard.search.expansion import Slot
from jobboard.search.postings import Frequencies, Postings
from jobboard.search.words import GENERIC

MODIFIER_WEIGHT, GENERIC_WEIGHT = 0.7, 0.75
STRONG = 0.7
"""From here on a word stands for another so well that it is as rare as that one."""
EVEN = 2.0
"""What every word of a query weighs however common it is: in a short query none is there by accident."""
IN_TITLE = 0.4
"""How well a title must stand for a word to answer it."""


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

Found = dict[int, tuple[float, int]]
"""How well the best of what was found stands for the word and how often it was found, by document number."""


class Matched:
    """One slot of a query and where it was found."""

    def __init__(self, slot: Slot, postings: Postings) -> None:
        self.slot = slot
        self.weight = MODIFIER_WEIGHT if slot.modifier else GENERIC_WEIGHT if slot.written in GENERIC else 1.0
        self.found = {field: _gathered(_sources(slot, field, postings)) for field in _fields(slot, postings)}
        self.rarity = {field: rarity(_sure_holders(found), postings.live) for field, found in self.found.items()}
        """How rare what stands for the word well is in each field."""
        self.loosely = {field: rarity(len(found), postings.live) for field, found in self.found.items()}
        """How rare all is that stands for it."""
        said = {word for word, weight in slot.words.items() if weight >= IN_TITLE}
        self._named = said.union(form for phrase in slot.phrases for forms, _ in phrase for form in forms)
        spoken = [self.rarity[field] for field, found in self.found.items() if found]
        self.importance = self.weight * (EVEN + max(spoken, default=rarity(0, postings.live)))

    def is_found(self, fields: Iterable[str] = tuple(FIELD_WEIGHTS)) -> bool:
        """Whether any document has it in one of ``fields``."""
        return any(self.found.get(field) for field in fields)

    def in_title(self, number: int) -> float:
        """How well the title stands for the word, 0 to 1; "part time" in the facts is as good as in the title."""
        best = self.found["title"].get(number, (0.0, 0))[0]
        return max(best, self.found["facts"].get(number, (0.0, 0))[0]) if self.slot.modifier else best

    def titles(self) -> set[int]:
        """The documents whose titles answer the word, facts as in ``in_title``."""
        return self.found["title"].keys() | (self.found["facts"].keys() if self.slot.modifier else set())

    def employers(self, postings: Postings) -> dict[int, int]:
        """The documents whose employer's name holds what stands for the word well, and how many words of the name."""
        sure = (word for word, weight in self.slot.words.items() if weight >= STRONG)
        found = {number: 1 for word in sure for number in postings.frequencies("organization", word)}
        for phrase, weight in self.slot.phrases.items():
            if weight >= STRONG:
                found |= dict.fromkeys(postings.phrase("organization", phrase), len(phrase))
        return found

    def stands_for(self, noun: str) -> float:
        """How well the noun of a title stands for this word; how senior somebody is, is no noun."""
        return 0.0 if self.slot.modifier else self.slot.words.get(noun, 0.0)

    def names(self, word: str) -> bool:
        """Whether ``word`` stands for this one, alone or as a part of a phrase."""
        return word in self._named


def rarity(holders: int, live: int) -> float:
    """How much a word says that ``holders`` of ``live`` documents have."""
    return math.log(1 + max(live - holders + 0.5, 0.0) / (holders + 0.5))


def _fields(slot: Slot, postings: Postings) -> Iterable[str]:
    """Initials are guesses: they are looked at only for a short name that no title has."""
    guess = len(slot.written) >= 3 and not postings.holds(slot.written, ("title",))
    return (field for field in FIELD_WEIGHTS if field != "initials" or guess)


def _sure_holders(found: Found) -> int:
    """How many hold what stands for a word well; all that stands for it, where nothing does so well."""
    return sum(weight >= STRONG for weight, _ in found.values()) or len(found)


def _sources(slot: Slot, field: str, postings: Postings) -> Iterable[tuple[float, Frequencies]]:
    if field == "initials":
        return [(1.0, postings.frequencies(field, slot.written))]
    words = [(weight, postings.frequencies(field, word)) for word, weight in slot.words.items()]
    return words + [(weight, postings.phrase(field, phrase)) for phrase, weight in slot.phrases.items()]


def _gathered(sources: Iterable[tuple[float, Frequencies]]) -> Found:
    found: Found = {}
    for weight, frequencies in sorted((item for item in sources if item[1]), key=lambda item: -item[0]):
        for number, count in frequencies.items():
            best, before = found.get(number, (weight, 0))
            found[number] = (best, before + count)
    return found
