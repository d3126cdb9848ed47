"""What a mistyped word was meant to be, from the words an index really holds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import log10

from jobboard.search.words import REAL

SHORTEST, FIRST_LETTER_MAY_SLIP = 4, 6
FAMILIAR = 0.12
"""How much of a slip a word ten times as frequent is worth."""
SHORTEST_HEARD, OUTSTANDING = 5, 20
_SAID = [
    (re.compile(pattern), said)
    for pattern, said in (
        (r"^(?:kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"^ps", "s"),
        (r"(?:t|s|ss|c)i[aoe]n\b", "shun"),
        (r"ph", "f"),
        (r"sch", "sk"),
        (r"qu", "kw"),
        (r"c(?=[eiy])", "s"),
        (r"ch", "j"),
        (r"c", "k"),
        (r"x", "ks"),
        (r"z", "s"),
        (r"y", "i"),
        (r"gh(?=t)", ""),
        (r"e\b", ""),
        (r"(?:ea|ee|ie|ei)", "e"),
        (r"(?:ou|oo)", "u"),
        (r"(.)\1+", r"\1"),
    )
]

Vocabulary = Mapping[str, tuple[int, int]]
"""Words with their letters' bits and their weight: how often they stand in titles and skills, and in texts."""


def letters(word: str) -> int:
    """A bit for each letter: words whose bits differ too much cannot be slips of each other."""
    mask = 0
    for char in word:
        mask |= 1 << (ord(char) % 63)
    return mask


def slips(word: str) -> int:
    """How many slips of the finger a word of this length may have."""
    if len(word) < SHORTEST or not word.isalpha() or word in REAL:
        return 0
    return 1 if len(word) < 8 else 2


def distance(one: str, other: str, limit: int) -> int:
    """Letters added, dropped, changed or swapped with their neighbour; ``limit + 1`` when it is more."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, char in enumerate(one, start=1):
        here = [row]
        for column, against in enumerate(other, start=1):
            cost = min(above[column] + 1, here[-1] + 1, above[column - 1] + (char != against))
            if row > 1 and column > 1 and char == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        if min(here) > limit:
            return limit + 1
        before, above = above, here
    return above[-1]


def nearest(word: str, vocabulary: Iterable[Vocabulary], *, limit: int | None = None) -> list[str]:
    """Up to two words ``word`` may have been meant to be, likeliest first.

    A first letter is rarely wrong; a frequent word is rarely meant less.
    """
    allowed = slips(word) if limit is None else limit
    if not allowed:
        return []
    mask = letters(word)
    costs: dict[str, float] = {}
    weights: dict[str, int] = defaultdict(int)
    for words in vocabulary:
        for other, (bits, weight) in words.items():
            if (mask ^ bits).bit_count() > 2 * allowed or abs(len(other) - len(word)) > allowed or other == word:
                continue
            off = distance(word, other, allowed)
            if off <= allowed and (other[0] == word[0] or len(word) >= FIRST_LETTER_MAY_SLIP):
                costs[other] = off + (other[0] != word[0]) * 0.9 + _is_changed(word, other) * 0.15
                weights[other] += weight
    for other, weight in weights.items():
        costs[other] -= FAMILIAR * log10(1 + weight)
    best = sorted(costs, key=lambda other: (costs[other], other))
    return [other for other in best[:2] if costs[other] <= costs[best[0]] + 0.2]


def by_ear(word: str, vocabulary: Iterable[Vocabulary]) -> list[str]:
    """The word that sounds most like ``word``, if any nearly does; words that stand out most decide between equals.

    Looks only at words that stand out: it is for "fizician" and "technishun", which no single slip explains.
    """
    if len(word) < SHORTEST_HEARD or not word.isalpha() or not word.isascii() or word in REAL:
        return []
    heard = sound(word)
    best: tuple[int, int, str] | None = None
    for words in vocabulary:
        for other, (_, weight) in words.items():
            if weight < OUTSTANDING or abs(len(other) - len(word)) > 3:
                continue
            off = distance(heard, sound(other), 1)
            if off <= 1 and (best is None or (off, -weight) < best[:2]):
                best = (off, -weight, other)
    return [best[2]] if best else []


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """Roughly how an English ear writes ``word`` down: "physician" and "fizishun" sound alike."""
    for pattern, said in _SAID:
        word = pattern.sub(said, word)
    return word


def _is_changed(word: str, other: str) -> bool:
    """Whether a letter was changed: rarer than a letter left out, doubled, or swapped with its neighbour."""
    return len(word) == len(other) and sorted(word) != sorted(other)
