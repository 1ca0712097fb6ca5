"""Shapes and points anywhere on the globe, and an oracle that knows nothing of how ours are judged.

The oracle goes along densely drawn edges with pyproj's geodesics, and casts rays on a plane of degrees.
"""

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray
from pyproj import Geod

from domain.geometry.shapes import Corridor, MultiPolygon, Polygon, Within
from tests.domain.arrange import made

Numbers = NDArray[np.float64]
Way = list[list[float]]

WGS84 = Geod(ellps="WGS84")


def polygon(*rings: Way) -> Polygon:
    return made(Polygon, type="Polygon", coordinates=list(rings))


def several(*polygons: list[Way]) -> MultiPolygon:
    return made(MultiPolygon, type="MultiPolygon", coordinates=list(polygons))


def corridor(line: Way, km: float) -> Corridor:
    return made(Corridor, line={"type": "LineString", "coordinates": line}, km_each_side=km)


def box(west: float, south: float, east: float, north: float) -> Way:
    """Draw a box counter-clockwise, by its corners and the middles of its long sides."""
    middle = (west + east) / 2
    corners = [(west, south), (middle, south), (east, south), (east, north), (middle, north), (west, north)]
    return [[wrapped(lon), lat] for lon, lat in [*corners, corners[0]]]


def wrapped(lon: float) -> float:
    """The same meridian between 180 west and 180 east; both are left as they are."""
    return lon if abs(lon) <= 180 else (lon + 180) % 360 - 180


def shifted(way: Way, east: float) -> Way:
    return [[wrapped(lon + east), lat] for lon, lat in way]


def points(*pairs: tuple[float, float]) -> tuple[Numbers, Numbers]:
    """Latitudes and longitudes of pairs of them."""
    lat, lon = np.array(pairs, dtype=float).reshape(-1, 2).T
    return lat, lon


def unbroken(way: Way) -> Numbers:
    """The way with whole turns added, position after position, so that no step is longer than half a turn."""
    laid = [way[0]]
    for lon, lat in way[1:]:
        before = laid[-1][0]
        nearest = min((lon + 360 * turns for turns in range(-3, 4)), key=lambda one: (abs(one - before), abs(one)))
        laid.append([nearest, lat])
    return np.array(laid)


def metres_to(ways: list[Way], lat: float, lon: float) -> float:
    """Least distance in metres, over a few thousand places on each edge and as many again around the nearest."""
    return min(_metres_to_edge(begin, end, lat, lon) for way in ways for begin, end in pairwise(unbroken(way)))


def _metres_to_edge(begin: Numbers, end: Numbers, lat: float, lon: float) -> float:
    low, high, least = 0.0, 1.0, np.inf
    for _ in range(3):
        shares = np.linspace(low, high, 1001)
        metres = _metres(begin + shares[:, None] * (end - begin), lat, lon)
        nearest, least = int(metres.argmin()), float(metres.min())
        low, high = shares[max(nearest - 1, 0)], shares[min(nearest + 1, 1000)]
    return least


def _metres(places: Numbers, lat: float, lon: float) -> Numbers:
    here = np.full(len(places), lon), np.full(len(places), lat)
    return np.asarray(WGS84.inv(*here, places[:, 0], places[:, 1])[2])


def rays_say_inside(rings: list[Way], lat: float, lon: float) -> bool:
    """Whether rays to the north, one in each turn of the plane, cross the rings an odd number of times in all."""
    edges = [edge for way in rings for edge in pairwise(unbroken(way))]
    return sum(_crosses(*edge, lat, lon + 360 * turns) for edge in edges for turns in (-2, -1, 0, 1, 2)) % 2 == 1


def _crosses(begin: Numbers, end: Numbers, lat: float, lon: float) -> bool:
    if (begin[0] > lon) == (end[0] > lon):
        return False
    return bool(begin[1] + (lon - begin[0]) / (end[0] - begin[0]) * (end[1] - begin[1]) > lat)


def expected(inside_by_metres: float, radius_km: float) -> Within:
    """What the distance inside a border (less than 0: outside it) says of a circle."""
    if abs(inside_by_metres) < radius_km * 1000:
        return Within.UNSURE
    return Within.INSIDE if inside_by_metres >= 0 else Within.OUTSIDE


radii = st.sampled_from([0.0, 1.0, 3.0, 10.0, 25.0, 75.0])
meridians = st.one_of(st.sampled_from([0.0, 180.0, -180.0, 179.9, -90.0]), st.floats(-180, 180))


class Star(NamedTuple):
    """A ring that never crosses itself and sees all of itself from its centre, with places in it and around it."""

    ring: Way
    hole: Way
    centre: Numbers
    lat: Numbers
    lon: Numbers

    @property
    def places(self) -> tuple[Numbers, Numbers]:
        return self.lat, self.lon


@st.composite
def stars(draw: st.DrawFn) -> Star:
    """Draw a star of up to some 200 km across, anywhere but at the poles."""
    centre = np.array([draw(meridians), draw(st.floats(-75, 75))])
    size = draw(st.sampled_from([0.05, 0.3, 1.0]))
    reaches = np.array(draw(st.lists(st.floats(0.2, 1), min_size=3, max_size=9)))
    turns = 2 * np.pi * np.arange(len(reaches)) / len(reaches)
    rays = size * np.column_stack([reaches * np.cos(turns), reaches * np.sin(turns)])
    off = draw(st.lists(st.tuples(st.floats(-2, 2), st.floats(-2, 2)), min_size=4, max_size=4))
    around = points(*((centre[1] + size * north, wrapped(centre[0] + size * east)) for north, east in off))
    return Star(closed(centre + rays), closed((centre + rays / 2)[::-1]), centre, *around)


def closed(corners: Numbers) -> Way:
    ring = [[wrapped(lon), lat] for lon, lat in corners.tolist()]
    return [*ring, ring[0]]


def as_words(found: Any) -> list[Within]:  # noqa: ANN401 - an array of small integers
    return [Within(one) for one in found]
