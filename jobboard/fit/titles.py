"""From a job title to a level, with the sentences that say why.

Exact exceptions come first, then the trade's own ladder, then modifiers on the head noun, then the head noun, and at
last a guess in the middle that says it is one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from jobboard.fit.ladder import DEFAULT_LADDER, Ladder, Track
from jobboard.fit.modify import Reading, graded, is_modifying, modify, number, placed, shown
from jobboard.fit.sectors import sectors_employing, sectors_for, sectors_named
from jobboard.fit.tables import LONGEST_PHRASE, Entry, exceptions, heads, modifiers, overlay, wording
from jobboard.fit.words import Part, parts, respell

MIDDLE = 2
"""The rank of a title that says nothing about its level."""

_OCCUPATION_ENDINGS = ("er", "or", "ist", "ian", "eer", "man", "woman", "person", "smith", "wright", "ant", "ologist")
_RESPELT, _QUALIFIED, _OCCUPATION, _GUESS, _NOTHING = 0.7, 0.5, 0.35, 0.3, 0.05


@dataclass(frozen=True, slots=True)
class Level:
    """Where a title stands: rank on the ladder, track, confidence from 0 to 1, and readable sentences of why.

    ``within`` orders titles of one rank on one ``trade``'s ladder, ``beyond`` those of one ``head`` noun."""

    rank: int
    track: Track
    confidence: float
    evidence: tuple[str, ...]
    within: int = 0
    beyond: int = 0
    head: str = ""
    trade: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class OwnWords:
    """Nouns of a host's own, looked up before ours. Compared by identity."""

    heads: Mapping[str, Entry]


NO_WORDS = OwnWords({})


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
def read_within(
    title: str, trades: tuple[str, ...], *, ladder: Ladder = DEFAULT_LADDER, own: OwnWords = NO_WORDS
) -> Level:
    """``read_title`` where the ``trades`` (keys of sectors) the title is used in are known already, and a host may
    have nouns of its ``own``."""
    pieces = parts(title)
    everything = [word for part in chain.from_iterable(pieces) for word in part.words]
    if not everything or " ".join(everything) in wording().nothing or not any(map(str.isalpha, title)):
        return Level(MIDDLE, Track.IC, _NOTHING, ("Nothing here says a level.",))
    active = (*sectors_employing(everything), *trades, *sectors_named(everything))
    exact = _exact(" ".join(everything), active)
    if exact:
        return _level(_reading(exact, ladder))
    table = (own.heads, overlay(tuple(dict.fromkeys(active))), heads())
    reading = _read(pieces, table, ladder) or _doubted(_read(_respelt(pieces), table, ladder))
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


def _read(pieces: Sequence[Sequence[Part]], table: Sequence[Mapping[str, Entry]], ladder: Ladder) -> Reading | None:
    qualifying = [piece for piece in pieces if all(map(_qualifies, piece))]
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
    found = [_find(part.words, table) for part in piece]
    first = next((at for at, each in enumerate(found) if each and not _only_qualifies(each, found)), len(found))
    carried = (*extra, *_qualifying(piece[:first], found[first] if first < len(found) else None))
    best: Reading | None = None
    for each in filter(None, found[first:]):
        reading = _apply(each, carried if best is None else extra, table, ladder)
        best = reading if best is None or reading.rank > best.rank else best
        if each.serves:
            break
    return best


def _qualifies(part: Part) -> bool:
    """True for "Senior" or "Level II" on their own, but not for "Executive Assistant", a role made of such words."""
    return is_modifying(part.words) and (len(part.words) == 1 or " ".join(part.words) not in heads())


def _only_qualifies(each: _Found, found: Sequence[_Found | None]) -> bool:
    """True for "Junior" in "Junior Planning and Reporting Analyst": a noun elsewhere, a qualifier here."""
    others = any(other is not each and other and not is_modifying((other.entry.phrase,)) for other in found)
    return others and is_modifying((each.entry.phrase,)) and not each.before


def _qualifying(skipped: Sequence[Part], role: _Found | None) -> tuple[str, ...]:
    """Words of the parts before the role. A choice such as "Senior/Lead Engineer" is left to the role's own words."""
    choice = role is not None and any(word in modifiers() for word in role.before)
    kept = (part.words for part in skipped if not (choice and is_modifying(part.words)))
    return tuple(chain.from_iterable(kept))


def _find(words: tuple[str, ...], table: Sequence[Mapping[str, Entry]]) -> _Found | None:
    """The head noun: the longest known phrase ending furthest right, but starting before any "of", "to" or "for" unless
    it names a learner."""
    cut = len(words) if _learns(words[-1]) else _end_of_noun(words)
    for end in range(len(words), 0, -1):
        for start in range(max(0, end - LONGEST_PHRASE), min(end, cut)):
            phrase = " ".join(words[start:end])
            entry = next((entries[phrase] for entries in table if phrase in entries), None)
            if entry:
                return _Found(entry, words[:start], words[end:cut] or _tail(words), words[cut : cut + 1] == ("to",))
    return None


def _end_of_noun(words: tuple[str, ...]) -> int:
    return next((at for at, word in enumerate(words) if at and word in wording().prepositions), len(words))


def _learns(word: str) -> bool:
    """True for the last word of "Office of Energy Intern": who learns does so wherever the title says."""
    entry = heads().get(word)
    return entry is not None and entry.rank == 0


def _tail(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[-1:] if is_modifying(words[-1:]) and number(words[-1:]) else ()


def _apply(found: _Found, carried: tuple[str, ...], table: Sequence[Mapping[str, Entry]], ladder: Ladder) -> Reading:
    entry, before = _closed(found, table)
    reading = _reading(entry, ladder)
    after = found.after if is_modifying(found.after) else tuple(filter(_counts, found.after[-1:]))
    around = (*carried, *after, *before)
    reading = modify(reading, around, ladder)
    step = number((*filter(_counts, carried), *filter(_counts, found.before[-1:]), *after))
    return replace(reading, step=step)


def _closed(found: _Found, table: Sequence[Mapping[str, Entry]]) -> tuple[Entry, tuple[str, ...]]:
    """ "Chief ... Officer" and "Head ... Chef" are one title around its field; everything else stays as found."""
    last = found.entry.phrase.split()[-1]
    for at in range(len(found.before) - 1, -1, -1):
        word = modifiers().get(found.before[at])
        phrase = f"{found.before[at]} {last}"
        if word is not None and last in word.around and found.entry.phrase != phrase:
            entry = next((entries[phrase] for entries in table if phrase in entries), found.entry)
            return entry, found.before[:at] if entry is not found.entry else found.before
    return found.entry, found.before


def _counts(word: str) -> bool:
    return bool(number((word,)))


def _reading(entry: Entry, ladder: Ladder) -> Reading:
    sentence = f"{shown(entry.phrase)} {entry.why}: {placed(ladder, entry.rank)}."
    rank = ladder.clamp(entry.rank)
    return Reading(
        rank, entry.track, entry.confidence, (sentence,), entry.phrase, within=entry.within, trade=entry.sector
    )


def _doubted(reading: Reading | None) -> Reading | None:
    return reading and replace(reading, confidence=min(_RESPELT, reading.confidence))


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
    sure = round(reading.confidence, 2)
    return Level(
        reading.rank,
        reading.track,
        sure,
        reading.reasons,
        within=reading.within,
        beyond=reading.beyond,
        head=reading.head,
        trade=reading.trade,
    )
