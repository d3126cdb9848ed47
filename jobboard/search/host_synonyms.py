"""A host's own synonyms: a TOML file of the shape of ours, which adds groups and takes words out of those we bring."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from jobboard.errors import ConfigurationError
from jobboard.search.language import Language
from jobboard.search.synonyms import Synonyms, spoken
from jobboard.search.words import read_table

SETTING = "JOBBOARD_SEARCH_SYNONYMS"
MOST_WORDS = 40
"""Words and phrases of one group: each is looked for whenever one of them is typed."""
_KEYS = ("same", "related", "toward", "off", "bundled")

Table = Mapping[str, Any]


def read_synonyms(path: Path, language: Language) -> Synonyms:
    """Our synonyms as the file at ``path`` changes them. Raises ``ConfigurationError`` naming the file and, of a group
    that cannot be used, its list and its number in it."""
    own = _loaded(path)
    try:
        _check(own, language)
        ours: Table = read_table("synonyms.toml") if own.get("bundled", True) else {}
        return Synonyms(_together(_without(ours, own.get("off", ()), language), own), language)
    except _Unusable as problem:
        raise ConfigurationError(f"{SETTING} names {path}: {problem}") from problem


class _Unusable(ValueError):
    """What is wrong with the file and how it should be."""


def _loaded(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise ConfigurationError(f"{SETTING} names {path}, which cannot be read: {problem.strerror}.") from problem
    except UnicodeError as problem:
        raise ConfigurationError(f"{SETTING} names {path}, which is not written in UTF-8.") from problem
    except tomllib.TOMLDecodeError as problem:
        raise ConfigurationError(f"{SETTING} names {path}, which is no TOML: {problem}.") from problem


def _check(own: Table, language: Language) -> None:
    if unknown := sorted(set(own) - set(_KEYS)):
        raise _Unusable(f"{unknown[0]!r} is none of its lists; there are: {', '.join(_KEYS)}.")
    if not isinstance(own.get("bundled", True), bool):
        raise _Unusable("bundled is true or false.")
    for where, group in _groups(own):
        _check_group(where, group, language)
    for word in _list(own, "off"):
        _check_word("off", word, language)


def _groups(own: Table) -> Iterator[tuple[str, object]]:
    """Every group with what to call it."""
    for name in ("same", "related"):
        yield from ((f"{name}, group {number}", group) for number, group in enumerate(_list(own, name), start=1))
    toward = own.get("toward", {})
    if not isinstance(toward, dict):
        raise _Unusable('toward is a table: [toward], then a line such as baker = ["pastry chef"].')
    if misplaced := sorted(toward.keys() & set(_KEYS)):
        raise _Unusable(f"{misplaced[0]} stands below [toward]; write it above.")
    for word, others in toward.items():
        yield f"toward, {word!r}", [word, *others] if isinstance(others, list) else others


def _list(own: Table, name: str) -> list[object]:
    found = own.get(name, [])
    if not isinstance(found, list):
        raise _Unusable(f"{name} is a list: {name} = [...].")
    return found


def _check_group(where: str, group: object, language: Language) -> None:
    if not isinstance(group, list) or not 2 <= len(group) <= MOST_WORDS:
        raise _Unusable(f"{where}: {group!r} should be a list of 2 to {MOST_WORDS} words or phrases.")
    for word in group:
        _check_word(where, word, language)


def _check_word(where: str, word: object, language: Language) -> None:
    if not isinstance(word, str) or not spoken(word, language):
        raise _Unusable(f"{where}: {word!r} is no word that can be looked for.")


def _without(ours: Table, off: Iterable[str], language: Language) -> Table:
    """Ours without what they say of the words in ``off``."""

    def called(word: str) -> tuple[str, ...]:
        return tuple(language.singular(said) for said, _ in spoken(word, language))

    gone = {called(word): word for word in off}
    if not gone:
        return ours
    toward = ours.get("toward", {})
    every = [word for name in ("same", "related") for group in ours.get(name, ()) for word in group]
    known = {called(word) for word in (*every, *toward, *(word for others in toward.values() for word in others))}
    if strange := [word for key, word in gone.items() if key not in known]:
        raise _Unusable(f"off: {strange[0]!r} stands in none of our groups; nothing has to be switched off.")

    def kept(group: Sequence[str]) -> list[str]:
        return [word for word in group if called(word) not in gone]

    related = [group for group in ours.get("related", ()) if kept(group[:1])]
    return {
        "same": [group for group in map(kept, ours.get("same", ())) if len(group) > 1],
        "related": [group for group in map(kept, related) if len(group) > 1],
        "toward": {word: left for word, others in toward.items() if kept([word]) and (left := kept(others))},
    }


def _together(ours: Table, own: Table) -> Table:
    toward = {word: list(others) for word, others in ours.get("toward", {}).items()}
    for word, others in own.get("toward", {}).items():
        toward.setdefault(word, []).extend(others)
    groups = {name: [*ours.get(name, ()), *own.get(name, ())] for name in ("same", "related")}
    return {**groups, "toward": toward}
