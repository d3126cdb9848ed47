"""Points on the earth and the distance between them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

EARTH_RADIUS_KM = 6371.0088
"""The mean radius of the earth (IUGG)."""


class Point(NamedTuple):
    """Degrees north and east (WGS 84)."""

    latitude: float
    longitude: float


def kilometres_between(one: Point, other: Point) -> float:
    """The great-circle distance, by the haversine formula (R. W. Sinnott, Sky and Telescope 68, 1984)."""
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    half = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


class Cell(NamedTuple):
    """A square of one degree, by its south-west corner in whole degrees."""

    south: int
    west: int


def cell_of(point: Point) -> Cell:
    """The square in which a point lies."""
    return Cell(math.floor(point.latitude), _turned(math.floor(point.longitude)))


def cells_around(centre: Point, kilometres: float) -> frozenset[Cell] | None:
    """The squares in which everything within ``kilometres`` lies; ``None`` where the circle holds a pole."""
    angle = max(kilometres, 0.0) / EARTH_RADIUS_KM
    band = math.degrees(angle)
    if abs(centre.latitude) + band >= 90:
        return None
    reach = math.degrees(math.asin(min(1.0, math.sin(angle) / math.cos(math.radians(centre.latitude)))))
    souths = range(math.floor(centre.latitude - band), math.floor(centre.latitude + band) + 1)
    wests = range(math.floor(centre.longitude - reach), math.floor(centre.longitude + reach) + 1)
    return frozenset(Cell(south, _turned(west)) for south in souths for west in wests)


def _turned(west: int) -> int:
    """The same meridian from -180 to 179."""
    return (west + 180) % 360 - 180


def is_within(points: Iterable[Point], centre: Point, kilometres: float) -> bool:
    """Whether one of ``points`` lies in the circle."""
    return any(kilometres_between(point, centre) <= kilometres for point in points)
