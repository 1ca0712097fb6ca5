"""Rings over the 180th meridian: laid out on a plane of degrees without a break, where shapely can judge them."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Rings = Sequence[Sequence[tuple[float, float]]]

TURN = 360
POLE = 90


def unwrapped(line: Sequence[tuple[float, float]]) -> Numbers:
    """The positions ((n, 2), degrees) with whole turns added, so that each step takes the short way."""
    laid = np.array(line, dtype=float)
    laid[1:, 0] -= TURN * np.cumsum(np.rint(np.diff(laid[:, 0]) / TURN))
    return laid


def turned(geometry: BaseGeometry, turns: int) -> BaseGeometry:
    """The same so many turns further east."""
    return shapely.transform(geometry, lambda laid: laid + np.array([TURN * turns, 0]))


def laid_out(rings: Rings) -> Polygon:
    """An outer ring and its holes as one polygon that begins between 180 west and 180 east."""
    outer, *holes = (unwrapped(ring) for ring in rings)
    shell = _from_west(outer, -TURN / 2)
    return Polygon(shell, [_from_west(hole, shell[:, 0].min()) for hole in holes])


def _from_west(ring: Numbers, west: float) -> Numbers:
    """The ring with the same whole turns added everywhere, so that it begins at most one turn east of `west`."""
    return np.asarray(ring - [TURN * floor((ring[:, 0].min() - west) / TURN), 0])


def everywhere(polygons: Iterable[Polygon]) -> BaseGeometry:
    """The polygons with what they are one turn west and east, grown together where a meridian only cut them."""
    sound = [polygon if polygon.is_valid else shapely.make_valid(polygon) for polygon in polygons]
    return shapely.union_all([turned(polygon, turns) for polygon in sound for turns in (-1, 0, 1)])


def border_of(area: BaseGeometry) -> list[Numbers]:
    """The lines around an area that is laid out everywhere; its seams along 180 and the poles are no border."""
    earth = box(-TURN / 2, -POLE, TURN / 2, POLE)
    parts = shapely.get_parts(shapely.intersection(area.boundary, earth))
    return [piece for part in parts for piece in _off_the_poles(shapely.get_coordinates(part))]


def _off_the_poles(line: Numbers) -> list[Numbers]:
    """What is left of a line without the steps from a pole to itself."""
    polar = np.abs(line[:, 1]) == POLE
    return np.split(line, np.flatnonzero(polar[:-1] & polar[1:]) + 1)
