"""From a job title to a level, with the sentences that say why.

Exact exceptions come first, then the trade's own ladder, then modifiers on the head noun, then the head noun, and at
last a guess in the middle that says it is one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from jobboard.fit.ladder import DEFAULT_LADDER, Ladder, Track
from jobboard.fit.modify import Reading, graded, is_modifying, modify, number, placed, shown
from jobboard.fit.sectors import sectors_for, sectors_named
from jobboard.fit.tables import LONGEST_PHRASE, Entry, exceptions, heads, modifiers, overlay, wording
from jobboard.fit.words import Part, parts, respell

MIDDLE = 2
"""The rank of a title that says nothing about its level."""

_OCCUPATION_ENDINGS = ("er", "or", "ist", "ian", "eer", "man", "woman", "person", "smith", "wright", "ant", "ologist")
_QUALIFIED, _OCCUPATION, _GUESS, _NOTHING = 0.5, 0.4, 0.3, 0.05


@dataclass(frozen=True, slots=True)
class Level:
    """Where a title stands: rank on the ladder, track, confidence from 0 to 1, and readable sentences of why."""

    rank: int
    track: Track
    confidence: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    entry: Entry
    before: tuple[str, ...]
    after: tuple[str, ...]
    serves: bool


def read_title(title: str, *, function: str | None = None, ladder: Ladder = DEFAULT_LADDER) -> Level:
    """The level ``title`` names. ``function`` (or a trade such as "banking") settles titles that mean different
    things in different trades. Never raises: an empty or unknown title is the middle rank with low confidence."""
    return read_within(title, sectors_for(function), ladder=ladder)


@lru_cache(maxsize=8192)
def read_within(title: str, trades: tuple[str, ...], *, ladder: Ladder = DEFAULT_LADDER) -> Level:
    """``read_title`` where the ``trades`` (keys of sectors) the title is used in are known already."""
    pieces = parts(title)
    everything = [word for part in chain.from_iterable(pieces) for word in part.words]
    if not everything or " ".join(everything) in wording().nothing or not any(map(str.isalpha, title)):
        return Level(MIDDLE, Track.IC, _NOTHING, ("Nothing here says a level.",))
    active = (*(key for key in sectors_named(everything)), *trades)
    exact = _exact(" ".join(everything), active)
    if exact:
        return _level(_reading(exact, ladder))
    reading = _read(pieces, active, ladder) or _read(_respelt(pieces), active, ladder)
    return _level(graded(reading or _guess(pieces, everything, ladder), everything, ladder))


def title_key(title: str) -> str:
    """``title`` in a form for comparing: "Sr. Mktg Mgr" and "Manager, Senior Marketing" are the same word for word
    once abbreviations, noise, case and the order around commas and "of" are gone."""
    kept: list[str] = []
    for piece in reversed(parts(title)):
        kept.extend(" ".join(_turned(part.words)) for part in piece if not part.aside)
    return " ".join(sorted(kept, key=lambda words: words in heads())).replace("_", " ")


def _turned(words: tuple[str, ...]) -> tuple[str, ...]:
    bare = [word for word in words if word != "the"]
    if "of" not in bare or " ".join(bare[: bare.index("of") + 1]) in heads():
        return tuple(bare)
    at = bare.index("of")
    return (*bare[at + 1 :], *bare[:at])


def _exact(text: str, active: Sequence[str]) -> Entry | None:
    within = overlay(tuple(dict.fromkeys(active))).get(text)
    return within or exceptions().get(text)


def _read(pieces: Sequence[Sequence[Part]], active: Sequence[str], ladder: Ladder) -> Reading | None:
    table = (overlay(tuple(dict.fromkeys(active))), heads())
    qualifying = [piece for piece in pieces if all(is_modifying(part.words) for part in piece)]
    naming = sorted((piece for piece in pieces if piece not in qualifying), key=lambda piece: piece[0].aside)
    extra = tuple(word for piece in qualifying for part in piece for word in part.words)
    for piece in naming:
        reading = _best(piece, table, extra, ladder)
        if reading:
            return reading
    return next(filter(None, (_best(piece, table, (), ladder) for piece in qualifying)), None)


def _best(
    piece: Sequence[Part], table: Sequence[Mapping[str, Entry]], extra: tuple[str, ...], ladder: Ladder
) -> Reading | None:
    """The highest of the roles joined by "/" or "and". Words in front of the first role qualify it."""
    carried: tuple[str, ...] = extra
    best: Reading | None = None
    for part in piece:
        found = _find(part.words, table)
        if found is None:
            carried = (*carried, *part.words) if best is None else carried
            continue
        reading = _apply(found, carried, ladder)
        best = reading if best is None or reading.rank > best.rank else best
        if found.serves:
            return best
    return best


def _find(words: tuple[str, ...], table: Sequence[Mapping[str, Entry]]) -> _Found | None:
    """The head noun: the longest known phrase ending furthest right, but starting before any "of", "to" or "for"."""
    cut = next((at for at, word in enumerate(words) if at and word in wording().prepositions), len(words))
    for end in range(len(words), 0, -1):
        for start in range(max(0, end - LONGEST_PHRASE), min(end, cut)):
            phrase = " ".join(words[start:end])
            entry = next((entries[phrase] for entries in table if phrase in entries), None)
            if entry:
                return _Found(entry, words[:start], words[end:cut] or _tail(words), words[cut : cut + 1] == ("to",))
    return None


def _tail(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[-1:] if is_modifying(words[-1:]) and number(words[-1:]) else ()


def _apply(found: _Found, carried: tuple[str, ...], ladder: Ladder) -> Reading:
    entry, before = _chief_officer(found)
    reading = _reading(entry, ladder)
    after = found.after if is_modifying(found.after) else tuple(filter(_counts, found.after[-1:]))
    around = (*carried, *after, *before)
    reading = modify(reading, around, ladder)
    step = number((*filter(_counts, carried), *filter(_counts, found.before[-1:]), *after))
    return replace(reading, step=step)


def _chief_officer(found: _Found) -> tuple[Entry, tuple[str, ...]]:
    """ "Chief ... Officer" is one title around its field; everything else stays as found."""
    if "chief" not in found.before or not found.entry.phrase.endswith("officer") or found.entry.sector:
        return found.entry, found.before
    return heads()["chief officer"], found.before[: found.before.index("chief")]


def _counts(word: str) -> bool:
    return bool(number((word,)))


def _reading(entry: Entry, ladder: Ladder) -> Reading:
    sentence = f"{shown(entry.phrase)} {entry.why}: {placed(ladder, entry.rank)}."
    return Reading(ladder.clamp(entry.rank), entry.track, entry.confidence, (sentence,), entry.phrase)


def _respelt(pieces: Sequence[Sequence[Part]]) -> list[tuple[Part, ...]]:
    return [tuple(Part(respell(part.words), part.aside) for part in piece) for piece in pieces]


def _guess(pieces: Sequence[Sequence[Part]], everything: Sequence[str], ladder: Ladder) -> Reading:
    """The middle rank for an unknown noun, moved by the modifiers around it."""
    named = next((part.words for piece in pieces for part in piece if not is_modifying(part.words)), tuple(everything))
    occupation = any(word.endswith(_OCCUPATION_ENDINGS) and len(word) > 4 for word in named)
    sentence = f"{shown(' '.join(named)[:60])} names no level we know; the middle is a guess: {placed(ladder, MIDDLE)}."
    sure = _OCCUPATION if occupation else _GUESS
    moved = modify(Reading(ladder.clamp(MIDDLE), Track.IC, sure, (sentence,), ""), everything, ladder)
    return replace(moved, confidence=_QUALIFIED) if moved.moved else moved


def _level(reading: Reading) -> Level:
    return Level(reading.rank, reading.track, round(reading.confidence, 2), reading.reasons)


def is_known(words: Iterable[str]) -> bool:
    """True when every word is in some table of titles; used to find titles worth adding."""
    return all(word in wording().known or word in modifiers() for word in words)
