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


def is_within(points: Iterable[Point], centre: Point, kilometres: float) -> bool:
    """Whether one of ``points`` lies in the circle."""
    return any(kilometres_between(point, centre) <= kilometres for point in points)
