"""Where places are on earth: a file in the board's data folder that a host may bring in. Nothing needs it."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path

from jobboard.db import data_file
from jobboard.gazetteer.geonames import Place
from jobboard.search.countries import in_full, is_country
from jobboard.search.geo import Point
from jobboard.search.places import outward_code
from jobboard.search.states import CODES, COUNTRIES, is_state
from jobboard.search.text import fold

FILE = "places.sqlite"
_FORMAT = "2"
_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE place (key TEXT NOT NULL, is_other INTEGER NOT NULL, country TEXT NOT NULL, region TEXT NOT NULL,
  population INTEGER NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL);
"""
_INDEX = "CREATE INDEX place_by_key ON place (key, is_other, population DESC)"
_MOST_NAMESAKES = 100
_OWN_ABROAD, _OTHER_ABROAD = 0.1, 0.002
"""What people abroad count for beside those at home: Hull is Kingston upon Hull and not in Canada, Paris no village
that was once called so, Cologne is in Germany, and Waterloo no old name of Austin."""
_REMEMBERED = 20_000
_SHORT = {"saint": "st", "mount": "mt", "fort": "ft"}


@dataclass(frozen=True, slots=True)
class Status:
    """What is installed: how many names of places, of how many countries, and when it came in."""

    names: int
    countries: int
    imported_at: str


@dataclass(frozen=True, slots=True)
class _Namesake:
    is_other: bool
    """Whether the name is one of the place's other names."""
    country: str
    region: str
    population: int
    point: Point


def path_in(folder: Path) -> Path:
    """Where a board with this data folder keeps its places."""
    return folder / FILE


def install(folder: Path, places: Iterable[Place], *, now: datetime) -> Status:
    """Write the places and put them in the place of what is there, in one step."""
    with data_file.replacing(path_in(folder)) as connection:
        connection.executescript(_TABLES)
        about = (("format", _FORMAT), ("imported", now.isoformat(timespec="seconds")))
        connection.executemany("INSERT INTO about VALUES (?, ?)", about)
        connection.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?)", _rows(places))
        connection.execute(_INDEX)
    found = status(folder)
    assert found is not None, "it was just put there"
    return found


def _rows(places: Iterable[Place]) -> Iterator[tuple[str, bool, str, str, int, float, float]]:
    for place in places:
        for key, is_other in _keys(place).items():
            yield key, is_other, place.country, place.region, place.population, *place.point


def _keys(place: Place) -> dict[str, bool]:
    """The keys of all its names, and whether each is only another one. What a name begins with is its own: "Newcastle"
    of "Newcastle upon Tyne"."""
    own = dict.fromkeys(map(_key, place.names), False)
    begins = tuple(f"{key} " for key in own)
    others = {key: not any(name.startswith(f"{key} ") for name in begins) for key in map(_key, place.others) if key}
    return others | own


def status(folder: Path) -> Status | None:
    """What is installed; None when nothing is. Raises ``sqlite3.DatabaseError`` when the file is damaged, or another
    version's."""
    if data_file.state_of(path_in(folder)) is None:
        return None
    with closing(data_file.open_for_reading(path_in(folder))) as connection:
        _check(connection)
        names, countries = connection.execute("SELECT count(*), count(DISTINCT country) FROM place").fetchone()
        (imported,) = connection.execute("SELECT value FROM about WHERE name = 'imported'").fetchone()
    return Status(names, countries, imported)


def remove(folder: Path) -> bool:
    """Take the places away; whether there were any."""
    return data_file.remove(path_in(folder))


class Gazetteer:
    """The places of one file. One connection a thread; names asked before are remembered."""

    def __init__(self, path: Path) -> None:
        self._connection = data_file.connections(path)
        self._namesakes = lru_cache(maxsize=_REMEMBERED)(self._look_up)

    def find(self, typed: str, *, home: str) -> Point | None:
        """Where the place somebody typed is: "Leeds", "Springfield, IL", "LS1 4AP".

        Of several with the name, the largest that has it as its own in the region or country named behind a comma,
        or else in the country ``home``. Without one, size counts, a name of its own more than one of its others, and
        what is at home more than what is abroad. A whole country is nowhere in particular; a postal code of which
        nobody knows more is where its outward part is.
        """
        name, _, within = in_full(typed).partition(",")
        if not within and (is_country(name) or (home in COUNTRIES and is_state(name))):
            return None  # there are villages called so
        found = self._namesakes(_key(name)) or self._namesakes(_key(outward_code(name)))
        said = CODES.get(fold(within).strip(), within.strip()).upper() or home
        best = max(found, key=lambda each: _worth(each, at_home=said in {each.region, each.country}), default=None)
        return best.point if best else None

    @cached_property
    def has_postal_codes(self) -> bool:
        """Whether it knows any postal code: a name with a digit, of a place where nobody lives. Looked up once."""
        codes = "SELECT EXISTS (SELECT 1 FROM place WHERE population = 0 AND key GLOB '*[0-9]*')"
        (known,) = self._connection().execute(codes).fetchone()
        return bool(known)

    def locate(self, name: str, *, region: str, country: str) -> Point | None:
        """Where a posting's place is: in its country, and in its region where that tells namesakes apart."""
        found = [each for each in self._namesakes(_key(name)) if each.country == country]
        best = max(found, key=lambda each: (each.region == region.upper(), _worth(each, at_home=True)), default=None)
        return best.point if best else None

    def _look_up(self, key: str) -> tuple[_Namesake, ...]:
        """Everywhere of that name, the largest first, those by another name last."""
        rows = self._connection().execute(
            "SELECT is_other, country, region, population, latitude, longitude FROM place WHERE key = ?"
            " ORDER BY is_other, population DESC LIMIT ?",
            (key, _MOST_NAMESAKES),
        )
        return tuple(
            _Namesake(bool(is_other), country, region, population, Point(*point))
            for is_other, country, region, population, *point in rows
        )


def _worth(place: _Namesake, *, at_home: bool) -> tuple[bool, float]:
    if at_home:
        return not place.is_other, place.population
    return False, place.population * (_OTHER_ABROAD if place.is_other else _OWN_ABROAD)


def open_installed(folder: Path) -> Gazetteer | None:
    """What is installed; None when nothing is, or it cannot be used, which ``doctor`` says."""
    path = path_in(folder)
    try:
        with closing(data_file.open_for_reading(path)) as connection:
            _check(connection)
    except sqlite3.DatabaseError:
        return None
    return Gazetteer(path)


def _check(connection: sqlite3.Connection) -> None:
    row = connection.execute("SELECT value FROM about WHERE name = 'format'").fetchone()
    if row != (_FORMAT,):
        raise sqlite3.DatabaseError(f"The places are in format {row}, and this version reads {_FORMAT}.")


def _key(name: str) -> str:
    """One key however a name is written; a postal code has no space in it."""
    words = [_SHORT.get(word, word) for word in fold(name).replace(".", "").replace("-", " ").split()]
    joined = "".join(words)
    return joined if any(map(str.isdigit, joined)) else " ".join(words)
