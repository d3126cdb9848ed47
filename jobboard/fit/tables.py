"""The tables the reading works from, loaded once from ``data/``. Knowledge lives there; code only looks it up."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jobboard.fit.ladder import Track

LONGEST_PHRASE = 6
"""Words in the longest phrase of any table."""

SURE, CLEAR, PLAIN = 0.9, 0.85, 0.8
"""Confidence of a sector's rung, of a head phrase of several words, and of a single head noun."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase means: where it stands, on which track, why, and how sure that is on its own. ``within`` orders
    the rungs of one trade that share a rank."""

    phrase: str
    rank: int
    track: Track
    why: str
    confidence: float
    sector: str | None = None
    within: int = 0


@dataclass(frozen=True, slots=True)
class Modifier:
    """What a word before a head noun does to it, by track; ``only`` restricts it to head nouns it is used with,
    unless ``elsewhere`` says what it does to others; ``within`` is a step too small for a rank; where it
    ``yields``, a table that lists the whole title decides; with the nouns of ``around`` it is one title whatever field
    stands between."""

    word: str
    why: str
    by: Mapping[str, int]
    to: Mapping[str, int]
    floor: int
    cap: int
    only: frozenset[str]
    elsewhere: Mapping[str, int] | None
    within: int
    yields: bool
    around: frozenset[str]
    otherwise: str


@dataclass(frozen=True, slots=True)
class Sector:
    """A trade with a ladder of its own: ``inside`` holds titles that mean this rung only within the trade. Its
    ``cues`` speak for the trade of a title and of the one beside it, its ``employers`` for that of their own title
    alone. Where nobody says a trade, its ``common`` titles are this one's before they are another's."""

    key: str
    label: str
    functions: frozenset[str]
    cues: frozenset[str]
    employers: frozenset[str]
    common: frozenset[str]
    sure: Mapping[str, Entry]
    inside: Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Wording:
    """How titles are written: abbreviations, fields with an "and" in them, noise, and every word known."""

    abbreviations: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, str]
    before: Mapping[str, str]
    together: Mapping[str, str]
    noise: frozenset[str]
    kept: frozenset[str]
    prepositions: frozenset[str]
    hollow: frozenset[str]
    nothing: frozenset[str]
    known: frozenset[str]
    slips: Mapping[str, str]


def load(name: str) -> dict[str, Any]:
    """The TOML table ``data/<name>.toml``."""
    return tomllib.loads((files("jobboard.fit") / "data" / f"{name}.toml").read_text(encoding="utf-8"))


def listed(text: str) -> list[str]:
    """The items of a comma-separated cell, trimmed, empty ones left out."""
    return [item for item in (" ".join(piece.split()) for piece in text.split(",")) if item]


def longest(found: Sequence[str], at: int, phrases: Iterable[str] | Mapping[str, Any]) -> int:
    """How many words from ``at`` on make the longest of ``phrases``; 0 when none starts there."""
    for length in range(min(LONGEST_PHRASE, len(found) - at), 0, -1):
        if " ".join(found[at : at + length]) in phrases:
            return length
    return 0


@cache
def glue() -> frozenset[str]:
    """Phrases that count as one word, so that no word in them is taken for a level: "senior living"."""
    return frozenset(listed(load("words")["glue"]))


def glued(found: Sequence[str]) -> tuple[str, ...]:
    """``found`` with every phrase of ``glue`` made one word."""
    kept: list[str] = []
    at = 0
    while at < len(found):
        length = longest(found, at, glue()) or 1
        kept.append("_".join(found[at : at + length]))
        at += length
    return tuple(kept)


@cache
def heads() -> Mapping[str, Entry]:
    """Every phrase that is a role by itself: general head nouns, then each sector's own, then the exceptions."""
    table: dict[str, Entry] = {}
    for row in load("heads")["head"]:
        table |= _entries(row, "words", None, None)
    for sector in sectors().values():
        table |= sector.sure
    return table


@cache
def exceptions() -> Mapping[str, Entry]:
    """Whole titles that no rule reads right."""
    table: dict[str, Entry] = {}
    for row in load("exceptions")["exception"]:
        table |= _entries(row, "titles", None, 0.95)
    return table


@cache
def grades() -> Mapping[str, Entry]:
    """Pay grades and levels that say the rank by themselves: "band 6", "gs 13", "l5"."""
    table: dict[str, Entry] = {}
    for row in load("grades")["grade"]:
        table |= _entries(row, "codes", None, SURE)
    return table


@cache
def modifiers() -> Mapping[str, Modifier]:
    """Words that move a head noun up or down."""
    rows = load("modifiers")["modifier"]
    return {word: _modifier(word, row) for row in rows for word in listed(row["words"])}


@cache
def sectors() -> Mapping[str, Sector]:
    """Every sector's ladder, by key, in the order of their names."""
    folder = files("jobboard.fit") / "data" / "sectors"
    names = sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml"))
    return {name: _sector(name, load(f"sectors/{name}")) for name in names}


@cache
def noun_order() -> Mapping[str, int]:
    """Nouns of one rank that stand one above the other when they name the same field."""
    rows = [listed(row) for row in load("heads")["order"]]
    return {noun: at for at, row in enumerate(rows) for noun in row}


@cache
def cues() -> Mapping[str, tuple[str, ...]]:
    """Which sectors a word or phrase speaks for."""
    return _speaking({sector.key: sector.cues for sector in sectors().values()})


@cache
def employers() -> Mapping[str, tuple[str, ...]]:
    """Which sectors the name of an employer speaks for."""
    return _speaking({sector.key: sector.employers for sector in sectors().values()})


def _speaking(phrases: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for key, spoken in phrases.items():
        for phrase in spoken:
            table[phrase] = (*table.get(phrase, ()), key)
    return table


@cache
def overlay(active: tuple[str, ...]) -> Mapping[str, Entry]:
    """What titles mean within the ``active`` sectors; the first named wins."""
    table: dict[str, Entry] = {}
    for key in reversed(active):
        table |= sectors()[key].inside
    return table


@cache
def wording() -> Wording:
    """The table of words. Its ``known`` words are those of every other table, for spelling."""
    raw = load("words")
    known = _known() | frozenset(listed(raw["spelt"]))
    noise = frozenset(listed(raw["noise"]))
    return Wording(
        abbreviations={short: tuple(long.split()) for short, long in raw["abbreviations"].items()},
        fields=raw["fields"],
        before=raw["before"],
        together=raw["together"],
        noise=noise,
        kept=frozenset(phrase for phrase in heads() if " " in phrase and not noise.isdisjoint(phrase.split())),
        prepositions=frozenset(listed(raw["prepositions"])),
        hollow=frozenset(listed(raw["hollow"])),
        nothing=frozenset(listed(raw["nothing"])),
        known=known,
        slips=_slips(_known()),
    )


def _known() -> frozenset[str]:
    phrases = [*heads(), *modifiers(), *exceptions(), *grades()]
    phrases += [phrase for sector in sectors().values() for phrase in sector.inside]
    return frozenset(word for phrase in phrases for word in phrase.split())


def _slips(known: Iterable[str]) -> dict[str, str]:
    table: dict[str, str] = {}
    for word in sorted(word for word in known if len(word) >= 6):
        for at in range(len(word)):
            table.setdefault(word[:at] + word[at + 1 :], word)
        table[word] = word
    return table


def _sector(key: str, raw: Mapping[str, Any]) -> Sector:
    sure: dict[str, Entry] = {}
    inside: dict[str, Entry] = {}
    for row in raw["rung"]:
        sure |= _entries(row, "titles", key, SURE)
        inside |= _entries(row, "inside", key, SURE)
    return Sector(
        key,
        raw["label"],
        frozenset(listed(raw.get("functions", ""))) | {key},
        frozenset(_phrases(raw.get("cues", ""))) | frozenset(sure),
        frozenset(_phrases(raw.get("employers", ""))),
        frozenset(_phrases(raw.get("common", ""))),
        sure,
        inside | sure,
    )


def _phrases(cell: str) -> list[str]:
    return [" ".join(glued(phrase.split())) for phrase in listed(cell)]


def _entries(row: Mapping[str, Any], cell: str, sector: str | None, confidence: float | None) -> dict[str, Entry]:
    return {
        phrase: Entry(
            phrase,
            row["rank"],
            Track(row.get("track", "ic")),
            row["why"],
            row.get("confidence", confidence or (CLEAR if " " in phrase else PLAIN)),
            sector,
            row.get("within", 0),
        )
        for phrase in _phrases(row.get(cell, ""))
    }


def _modifier(word: str, row: Mapping[str, Any]) -> Modifier:
    by = row.get("by", 0)
    return Modifier(
        word,
        row["why"],
        by if isinstance(by, dict) else dict.fromkeys(Track, by),
        row.get("to", {}),
        row.get("floor", 0),
        row.get("cap", 9),
        frozenset(listed(row.get("only", ""))),
        row.get("elsewhere"),
        row.get("within", 0),
        row.get("yields", False),
        frozenset(listed(row.get("around", ""))),
        row.get("otherwise", ""),
    )
