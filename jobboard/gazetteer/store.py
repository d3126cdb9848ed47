"""Where places are on earth: a file in the board's data folder that a host may bring in. Nothing needs it."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from jobboard.db import data_file
from jobboard.gazetteer.geonames import Place
from jobboard.search.geo import Point
from jobboard.search.states import CODES, COUNTRIES, is_state
from jobboard.search.text import fold

FILE = "places.sqlite"
_FORMAT = "1"
_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE place (key TEXT NOT NULL, country TEXT NOT NULL, region TEXT NOT NULL, population INTEGER NOT NULL,
  latitude REAL NOT NULL, longitude REAL NOT NULL);
"""
_INDEX = "CREATE INDEX place_by_key ON place (key, population DESC)"
_MOST_NAMESAKES = 50
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Status:
    """What is installed: how many names of places, of how many countries, and when it came in."""

    names: int
    countries: int
    imported_at: str


@dataclass(frozen=True, slots=True)
class _Namesake:
    country: str
    region: str
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
        connection.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?)", _rows(places))
        connection.execute(_INDEX)
    found = status(folder)
    assert found is not None, "it was just put there"
    return found


def _rows(places: Iterable[Place]) -> Iterator[tuple[str, str, str, int, float, float]]:
    for place in places:
        for key in dict.fromkeys(map(_key, place.names)):
            yield key, place.country, place.region, place.population, *place.point


def status(folder: Path) -> Status | None:
    """What is installed; None when nothing is. Raises ``sqlite3.DatabaseError`` when the file is damaged."""
    if data_file.state_of(path_in(folder)) is None:
        return None
    with closing(data_file.open_for_reading(path_in(folder))) as connection:
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

        Of several with the name, one in the region or country named behind a comma, else one in the country ``home``,
        else the largest.
        """
        name, _, within = typed.partition(",")
        found = list(self._namesakes(_key(name)))
        if not within and home in COUNTRIES and is_state(name):
            return None  # there are villages called so
        said = CODES.get(fold(within).strip(), within.strip()).upper() or home
        found.sort(key=lambda each: said not in {each.region, each.country})
        return found[0].point if found else None

    def locate(self, name: str, *, region: str, country: str) -> Point | None:
        """Where a posting's place is: in its country, and in its region where that tells namesakes apart."""
        found = [each for each in self._namesakes(_key(name)) if each.country == country]
        found.sort(key=lambda each: each.region != region.upper())
        return found[0].point if found else None

    def _look_up(self, key: str) -> tuple[_Namesake, ...]:
        """Everywhere of that name, the largest first."""
        rows = self._connection().execute(
            "SELECT country, region, latitude, longitude FROM place WHERE key = ? ORDER BY population DESC LIMIT ?",
            (key, _MOST_NAMESAKES),
        )
        return tuple(_Namesake(country, region, Point(*point)) for country, region, *point in rows)


def open_installed(folder: Path) -> Gazetteer | None:
    """What is installed; None when nothing is, or it cannot be used, which ``doctor`` says."""
    path = path_in(folder)
    try:
        with closing(data_file.open_for_reading(path)) as connection:
            row = connection.execute("SELECT value FROM about WHERE name = 'format'").fetchone()
    except sqlite3.DatabaseError:
        return None
    return Gazetteer(path) if row and row[0] == _FORMAT else None


def _key(name: str) -> str:
    """One key however a name is written; a postal code has no space in it."""
    folded = fold(name).replace(".", "").replace("-", " ")
    joined = "".join(folded.split())
    return joined if any(map(str.isdigit, joined)) else " ".join(folded.split())
