"""States and provinces by their code and in full: "TX" is Texas, on a posting and in a search."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from jobboard.search.words import read_table

_TABLE: Mapping[str, Mapping[str, str]] = read_table("states.toml")

NAMES: Mapping[str, str] = MappingProxyType({code: name for states in _TABLE.values() for code, name in states.items()})
"""The name of each code, both in lower case."""

CODES: Mapping[str, str] = MappingProxyType({name: code for code, name in NAMES.items()})
"""The code of each name, both in lower case."""

COUNTRIES = frozenset(_TABLE)
"""The countries whose states these are (ISO 3166)."""

CITIES = frozenset({"new york", "washington", "quebec"})
"""Who names one of these states alone means the city of that name."""

_STATE = " state"


def other_name(region: str, *, country: str) -> str:
    """What else a posting's region is called: "Texas" for "TX", "TX" for "Texas"; empty where it has no other name, or
    shares it with a city. ``country`` is its ISO 3166 code, or empty."""
    said = region.casefold().strip()
    states = _TABLE.get(country.upper(), {}) if country else NAMES
    if said in states and states[said] not in CITIES:
        return states[said].title()
    code = CODES.get(said, "")
    return code.upper() if code in states else ""


def plain_state(place: str) -> str:
    """A place as postings name it: "NY" for "New York State", "Texas" for "Texas state"; any other as it is."""
    name = place.casefold().removesuffix(_STATE)
    if name == place.casefold() or name not in CODES:
        return place
    return CODES[name].upper() if name in CITIES else place[: -len(_STATE)]


def is_state(place: str) -> bool:
    """Whether ``place`` is the name of a state and of no city."""
    return place.casefold() in CODES.keys() - CITIES
