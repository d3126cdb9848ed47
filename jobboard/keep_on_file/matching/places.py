"""Whether a place somebody wants is the place where a job is, as people write places."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from jobboard.search.states import CODES, NAMES

_COMPASS = re.compile(r"^(north|south|east|west|greater|central|mid) ")
_LEAD_IN = re.compile(
    r"^(?:(?:near|around|close to|in|only)\s+|(?:up to |within )?\d+ ?(?:miles|mi|km)\b.*?\b(?:of|from)\s+)"
)
_TAIL = re.compile(r"\s+(?:area|metro|metro area|region|and around|and surroundings|or nearby|nearby|only)$")
_EITHER = re.compile(r"\s*(?:[/;|]|\s+or\s+|\s+and\s+)\s*")


def names_place(wanted: str, places: Iterable[str], countries: Iterable[str] = ()) -> bool:
    """Whether ``wanted`` names one of a job's places (“Leeds, West Yorkshire, LS10”), its country, or any place at
    all. “Leeds or York” wants either."""
    whole = _plain(wanted)
    codes = {code.casefold() for code in countries}
    each = [whole, *(piece for piece in _EITHER.split(whole) if piece != whole)]
    return any(
        piece in _anywhere() or _countries().get(piece) in codes or any(same_place(piece, place) for place in places)
        for piece in each
    )


@lru_cache(maxsize=16384)
def same_place(wanted: str, place: str) -> bool:
    """Whether “Leeds LS10”, “Yorkshire”, “Manhattan” or “Boston, Massachusetts” names a job's place. “York” does not
    name “New York”, and “Portland, Maine” not “Portland, OR”."""
    asked, said = _parts(wanted), _parts(place)
    if not asked or not said or _elsewhere(asked, said):
        return False
    name, here = asked[0], _named(said[0])
    if said[0] in _within(name) or _key(said[0]) in _within(name):
        return True
    if name in _same():
        return _key(name) in here
    parts = {*here, *(each for part in said[1:] for each in _named(part, region=True))}
    return bool(_named(name) & parts) or any(name.startswith(f"{part} ") for part in parts)


def _elsewhere(asked: list[str], said: list[str]) -> bool:
    """Both name a state, and not the same one."""
    ours, theirs = _states(asked[1:]), _states(said[1:])
    return bool(ours and theirs and not ours & theirs)


def _states(parts: Iterable[str]) -> set[str]:
    return {f"state {code}" for part in parts if (code := _regions().get(part))}


def _named(part: str, *, region: bool = False) -> set[str]:
    """Every name of a part of a place. What is a city as well as a state is taken for the city where it comes first."""
    names = {part, _COMPASS.sub("", part)}
    if part in _same() and not region:
        return names | {_key(part)}
    return names | _states([part])


def _parts(text: str) -> list[str]:
    return [part for part in map(_plain, text.split(",")) if part]


def _plain(text: str) -> str:
    bare = " ".join(text.replace(".", "").casefold().split())
    return _TAIL.sub("", _LEAD_IN.sub("", bare)) or bare


def _key(name: str) -> str:
    return _same().get(name, name)


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((files(__package__) / "places.toml").read_text(encoding="utf-8"))


def _listed(row: str) -> list[str]:
    return [" ".join(name.replace(".", "").split()) for name in row.split(",")]


@cache
def _same() -> Mapping[str, str]:
    rows = map(_listed, _table()["same"])
    return {name: row[0] for row in rows for name in row}


@cache
def _anywhere() -> frozenset[str]:
    return frozenset(_listed(_table()["anywhere"]))


@cache
def _towns() -> Mapping[str, frozenset[str]]:
    return {_plain(region): frozenset(_listed(row)) for region, row in _table()["within"].items()}


def _within(region: str) -> frozenset[str]:
    """The towns we know of in a region or a state, by its name or its code."""
    name = _names_of_states().get(region, region)
    return _towns().get(name, frozenset())


@cache
def _names_of_states() -> Mapping[str, str]:
    return {code: name for code, name in NAMES.items() if code not in _same()}


@cache
def _countries() -> Mapping[str, str]:
    return {name: code for code, row in _table()["countries"].items() for name in _listed(row)}


@cache
def _regions() -> Mapping[str, str]:
    return {code: code for code in NAMES} | dict(CODES)
