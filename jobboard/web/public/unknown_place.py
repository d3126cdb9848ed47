"""A place that no job and no map knows: often one that was mistyped."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from jobboard.search.port import SearchBackend, SearchPage
from jobboard.search.text import fold
from jobboard.web.present import Words
from jobboard.web.public.asked import Asked
from jobboard.web.public.found import Counter, Way
from jobboard.web.public.meaning import Atlas

_LEAST_ALIKE = 0.75


@dataclass(frozen=True)
class UnknownPlace:
    """What was typed, and the search in the place whose name is spelled most like it."""

    name: str
    nearest: Way | None


def unknown_place(
    asked: Asked, page: SearchPage, words: Words, *, engine: SearchBackend, atlas: Atlas, count: Counter
) -> UnknownPlace | None:
    """Why ``page`` is empty, where that is the place; three more searches at most."""
    if page.total or not page.answered or not asked.place or asked.point or count(Asked(place=asked.place)):
        return None
    towns = engine.search(Asked().query(words, limit=1)).facets["place"]
    name = nearest_name(asked.place, (town.value for town in towns))
    if name is None:
        return UnknownPlace(asked.place, None)
    there = asked.but(place=name, point=atlas.find(name))
    found = count(there)
    return UnknownPlace(asked.place, Way(name, there, found) if found else None)


def nearest_name(typed: str, names: Iterable[str]) -> str | None:
    """Of ``names`` the one that is spelled most like ``typed``."""
    written = {fold(name): name for name in names}
    alike = get_close_matches(fold(typed), written, n=1, cutoff=_LEAST_ALIKE)
    return written[alike[0]] if alike else None
