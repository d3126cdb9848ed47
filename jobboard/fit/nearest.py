"""Known titles that an unknown one resembles, for a person to choose from: never used to read a title."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from jobboard.fit.tables import exceptions, heads, modifiers, sectors
from jobboard.fit.titles import title_key

_ALIKE = 0.62
_MOST_COMPARED = 200


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A known title, where it stands, and how alike the two are, from 0 to 1."""

    phrase: str
    rank: int
    alike: float


def nearest(title: str, own: Mapping[str, int], *, limit: int = 2) -> list[Neighbour]:
    """The known titles most like ``title``, the nearest first, one a rank. ``own`` are a host's, by ``title_key``."""
    key = title_key(title)
    found = sorted((each for each in _compared(key, own) if each.alike >= _ALIKE), key=lambda each: -each.alike)
    by_rank: dict[int, Neighbour] = {}
    for each in found:
        by_rank.setdefault(each.rank, each)
    return list(by_rank.values())[:limit]


def _compared(key: str, own: Mapping[str, int]) -> Iterator[Neighbour]:
    candidates = dict.fromkeys(phrase for start in _starts(key) for phrase in _known_by_start().get(start, ()))
    near = {**{phrase: _known()[phrase] for phrase in list(candidates)[:_MOST_COMPARED]}, **_sharing(key, own)}
    for phrase, rank in near.items():
        yield Neighbour(phrase, rank, SequenceMatcher(None, key, phrase).ratio())


def _sharing(key: str, own: Mapping[str, int]) -> dict[str, int]:
    wanted = set(_starts(key))
    return {phrase: rank for phrase, rank in own.items() if wanted.intersection(_starts(phrase))}


def _starts(key: str) -> Iterable[str]:
    """How the words that name the work begin, the last word first: the noun weighs most."""
    return [word[:4] for word in reversed(key.split()) if word not in modifiers() and len(word) > 2]


@cache
def _known() -> Mapping[str, int]:
    table = {phrase: entry.rank for phrase, entry in heads().items()}
    for sector in sectors().values():
        table |= {phrase: entry.rank for phrase, entry in sector.sure.items()}
    table |= {phrase: entry.rank for phrase, entry in exceptions().items()}
    return {phrase.replace("_", " "): rank for phrase, rank in table.items() if phrase not in modifiers()}


@cache
def _known_by_start() -> Mapping[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for phrase in _known():
        for start in dict.fromkeys(_starts(phrase)):
            table[start] = (*table.get(start, ()), phrase)
    return table
