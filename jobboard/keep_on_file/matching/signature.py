"""What a person brings, folded into few bits: one look at them says what somebody certainly lacks.

A Bloom filter (Bloom 1970) with one hash: a bit that is not set proves that the word, skill or term is missing, one
that is set makes it likely. So whatever is reckoned from a signature is never less than the truth.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from zlib import crc32

from jobboard.fit.keywords import stems
from jobboard.fit.skills import skill_key, skill_names
from jobboard.keep_on_file.matching.criteria import SHORTEST_WISH
from jobboard.keep_on_file.matching.facts import KeptPerson

BITS = 4096
_PIECE = re.compile(r"[^\W_]+")


def signature(person: KeptPerson) -> bytes:
    """Their terms, skills, the words of their text and their own words, in ``BITS`` bits."""
    folded = 0
    for key in frozenset(_keys(person)):
        folded |= bit(key)
    return folded.to_bytes(BITS // 8, "big")


def _keys(person: KeptPerson) -> Iterator[str]:
    yield from map(term_key, person.terms)
    yield from map(own_skill_key, person.facts.skills)
    yield from map(word_key, stems(person.facts.text))
    yield from _pieces(person.facts.text)
    if person.own_words:
        yield from (*_WISHING, *map(wish_key, wish_words(person.own_words)))


@lru_cache(maxsize=65536)
def bit(key: str) -> int:
    """The one bit of ``key``, the same in every process."""
    return 1 << (crc32(key.encode()) % BITS)


def term_key(term: str) -> str:
    """A term of the titles they held."""
    return f"f:{term}"


def own_skill_key(key: str) -> str:
    """A skill on their own list, by its key."""
    return f"s:{key}"


def word_key(stemmed: str) -> str:
    """A stem of their text."""
    return f"w:{stemmed}"


def wish_key(word: str) -> str:
    """A word they said themselves."""
    return f"o:{word}"


def wish_words(text: str) -> list[str]:
    """The words of what somebody asked for, or of a title it is held against."""
    return text.casefold().replace(",", " ").replace(".", " ").split()


_WISHING = ("said something", "asked for something")
"""Most people said nothing. Two more bits keep them from seeming to, since a single one is soon set by chance."""


def ways_to_wish(title: str) -> dict[str, int]:
    """The words of a title that somebody may have asked for, each with the bits they then have."""
    wishing = _together(_WISHING)
    return {word: wishing | bit(wish_key(word)) for word in wish_words(title) if len(word) >= SHORTEST_WISH}


def ways_to_bring(skill: str) -> list[int]:
    """Sets of bits, any of which somebody must have who brings ``skill``: it is on their list, or each piece of one of
    its names stands in their text."""
    listed = bit(own_skill_key(skill_key(skill)))
    return [listed, *(_together(_pieces(name)) for name in skill_names(skill))]


def _together(keys: Iterable[str]) -> int:
    mask = 0
    for key in keys:
        mask |= bit(key)
    return mask


def _pieces(text: str) -> Iterator[str]:
    """Letters and digits only, so that “node.js” and “Node JS” are two pieces either way. A plural stands for its
    singular too, since a skill is found by either."""
    for piece in frozenset(_PIECE.findall(text.casefold())):
        yield f"p:{piece}"
        if piece.endswith("s"):
            yield f"p:{piece[:-1]}"
