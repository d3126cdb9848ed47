"""Which words are forms of one word, and how closely: nurse, nurses; inspector, inspection."""

from __future__ import annotations

from functools import lru_cache

from whoosh.lang.porter2 import stem as stem_anew

from jobboard.search.words import APART

SAME, INFLECTED, DERIVED, DISTANT = 1.0, 0.95, 0.7, 0.45
_ENDINGS = ("ician", "ian", "ist", "er", "or", "ant", "ent", "ion", "ic", "i")
_IRREGULAR = {
    "children": "child",
    "midwives": "midwife",
    "housewives": "housewife",
    "knives": "knife",
    "women": "woman",
}
_NOT_OF_MEN = frozenset(
    {"specimen", "regimen", "women", "acumen", "abdomen", "omen", "semen", "stamen", "yemen", "amen"}
)
_GROUPS: dict[str, frozenset[int]] = {}
for _number, _group in enumerate(APART):
    for _word in _group:
        _GROUPS[_word] = _GROUPS.get(_word, frozenset()) | {_number}


stem = lru_cache(maxsize=50_000)(stem_anew)


@lru_cache(maxsize=200_000)
def root(word: str) -> str:
    """The widest family name of ``word``; words with digits or signs are a family of their own."""
    if not word.isalpha() or not word.isascii() or len(word) < 4:
        return word
    found = str(stem_anew(_one_of(word)))  # remembered as a root
    for ending in _ENDINGS:
        shortest = 6 if len(ending) == 1 else 4
        if found.endswith(ending) and len(found) - len(ending) >= shortest:
            return found.removesuffix(ending)
    return found


@lru_cache(maxsize=50_000)
def singular(word: str) -> str:
    """``word`` without its plural ending: what two spellings of the very same thing share."""
    if len(word) < 4 or not word.isalpha() or not word.isascii() or word.endswith(("ss", "us", "is")):
        return word
    if word != _one_of(word):
        return _one_of(word)
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word.removesuffix("s")


def _one_of(word: str) -> str:
    """What a plural that takes no "s" is the plural of; any other word as it is."""
    if word.endswith("men") and len(word) > 4 and word not in _NOT_OF_MEN:
        return word[:-2] + "an"
    return _IRREGULAR.get(word, word)


def closeness(one: str, other: str) -> float:
    """How well ``other`` stands for ``one``, 0 (not at all) to 1 (the same word)."""
    if one == other:
        return SAME
    if singular(one) == singular(other):
        return INFLECTED
    if root(one) != root(other) or _apart(one, other):
        return 0.0
    if not one.isalpha() or not one.isascii():
        return 0.0
    return DERIVED if stem(one) == stem(other) else DISTANT


def _apart(one: str, other: str) -> bool:
    return bool(_GROUPS.get(one, frozenset()) & _GROUPS.get(other, frozenset()))
