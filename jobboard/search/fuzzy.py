"""What a mistyped word was meant to be, from the words an index really holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jobboard.search.words import REAL

SHORTEST, FIRST_LETTER_MAY_SLIP = 4, 6


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


def nearest(word: str, vocabulary: Iterable[Mapping[str, tuple[int, int]]], *, limit: int | None = None) -> list[str]:
    """Up to two words ``word`` may have been meant to be, likeliest first.

    Each vocabulary maps a word to its letters' bits and its weight (how often it stands in titles
    and skills, and in texts). A first letter is rarely wrong; a frequent word is rarely meant less.
    """
    allowed = slips(word) if limit is None else limit
    if not allowed:
        return []
    mask = letters(word)
    ranked: dict[str, tuple[float, int]] = {}
    for words in vocabulary:
        for other, (bits, weight) in words.items():
            if (mask ^ bits).bit_count() > 2 * allowed or abs(len(other) - len(word)) > allowed or other == word:
                continue
            off = distance(word, other, allowed)
            if off <= allowed and (other[0] == word[0] or len(word) >= FIRST_LETTER_MAY_SLIP):
                cost = off + (other[0] != word[0]) * 0.9 + _is_changed(word, other) * 0.15
                ranked[other] = (cost, ranked.get(other, (0.0, 0))[1] - weight)
    best = sorted(ranked, key=lambda other: (ranked[other], other))
    return [other for other in best[:2] if ranked[other][0] <= ranked[best[0]][0] + 0.2]


def _is_changed(word: str, other: str) -> bool:
    """Whether a letter was changed: rarer than a letter left out, doubled, or swapped with its neighbour."""
    return len(word) == len(other) and sorted(word) != sorted(other)
