"""Countries, their parts and big towns by their usual names: "UK", "England", "NYC"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from babel import Locale

from jobboard.search.text import fold
from jobboard.search.words import read_table

_TABLE = read_table("countries.toml")
_REST = "rest"

SHORT: dict[str, str] = _TABLE["short"]
"""What a town's short name stands for, both in lower case."""


def names_of_country(code: str) -> tuple[str, ...]:
    """What the country with this code (ISO 3166) is called, its English name first; nothing for one nobody knows."""
    name = _territories().get(code.upper())
    return (name, *_TABLE["names"].get(code.upper(), ())) if name else ()


def parts_of_country(code: str, places: Sequence[str]) -> Iterator[str]:
    """The parts of a country ("Scotland") in which ``places`` lie, its towns and regions in lower case."""
    parts = _TABLE["parts"].get(code.upper(), {})
    held = [part for part, names in parts.items() if part != _REST and not set(places).isdisjoint(names)]
    yield from held or ([parts[_REST]] if parts else [])


def is_country(name: str) -> bool:
    """Whether ``name`` is that of a country or of a part of one."""
    return _plain(name) in _all_names()


def in_full(place: str) -> str:
    """A town by its name: "los angeles" for "LA"; any other place as it is."""
    return SHORT.get(_plain(place), place)


def _plain(name: str) -> str:
    return fold(name).replace(".", "").strip()


@cache
def _territories() -> dict[str, str]:
    return {code: name for code, name in Locale("en").territories.items() if len(code) == 2}


@cache
def _all_names() -> frozenset[str]:
    countries = (name for code in _territories() for name in names_of_country(code))
    parts = (name for of in _TABLE["parts"].values() for part, names in of.items() for name in _called(part, names))
    return frozenset(map(_plain, (*countries, *parts)))


def _called(part: str, names: str | Sequence[str]) -> Sequence[str]:
    return [str(names)] if part == _REST else [part]
