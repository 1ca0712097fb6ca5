"""Rings over the 180th meridian: laid out on a plane of degrees without a break, where shapely can judge them."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Ring = Sequence[tuple[float, float]]

TURN = 360
POLE = 90


def unwrapped(ring: Ring) -> Numbers:
    """The positions ((n, 2), degrees) with whole turns added, so that each step takes the short way.

    Only a step from a pole to itself stays as it is drawn: it is how a ring is led along the pole.
    """
    laid = np.array(ring, dtype=float)
    turns = np.rint(np.diff(laid[:, 0]) / TURN)
    turns[_along_a_pole(laid)] = 0
    laid[1:, 0] -= TURN * np.cumsum(turns)
    return laid


def _along_a_pole(line: Numbers) -> NDArray[np.bool_]:
    """Which steps go from a pole to itself."""
    polar = np.abs(line[:, 1]) == POLE
    return np.asarray(polar[:-1] & polar[1:])


def laid_out(rings: Sequence[Ring]) -> Polygon:
    """An outer ring and its holes as one polygon that begins between 180 west and 180 east."""
    outer, *holes = (unwrapped(ring) for ring in rings)
    shell = _from_west(outer, -TURN / 2)
    return Polygon(shell, [_from_west(hole, shell[:, 0].min()) for hole in holes])


def _from_west(ring: Numbers, west: float) -> Numbers:
    """The ring with the same whole turns added everywhere, so that it begins less than a turn east of `west`."""
    return np.asarray(ring - [TURN * floor((ring[:, 0].min() - west) / TURN), 0])


def turned(geometry: BaseGeometry, turns: int) -> BaseGeometry:
    """The same so many turns further east."""
    return shapely.transform(geometry, lambda laid: laid + np.array([TURN * turns, 0]))


def flaw(polygons: Sequence[Sequence[Ring]]) -> str | None:
    """Why these polygons are no area, and where (longitude and latitude); None where they are one."""
    for ring in (ring for rings in polygons for ring in rings):
        laid = unwrapped(ring)
        if laid[0, 0] != laid[-1, 0]:
            return f"Ring goes round a pole{_shown(laid[0])}; lead it along a meridian and along latitude 90"
    laid_polygons = [laid_out(rings) for rings in polygons]
    area = laid_polygons[0] if len(laid_polygons) == 1 else MultiPolygon(laid_polygons)
    reason, _, place = shapely.is_valid_reason(area).partition("[")
    if place:
        return reason + _shown(place.rstrip("]").split())
    shared = shapely.intersection(area, turned(area, -1))
    return f"Self-overlap round the earth{_shown(shared.representative_point().coords[0])}" if shared.area else None


def _shown(place: Sequence[float | str] | Numbers) -> str:
    lon, lat = (float(part) for part in place)
    return f"[{lon - TURN * round(lon / TURN):.12g} {lat:.12g}]"


def everywhere(polygons: Sequence[Sequence[Ring]]) -> BaseGeometry:
    """The polygons as one area, with what it is a turn further west and east: a meridian that cut it is no border."""
    laid = [shapely.make_valid(laid_out(rings), method="structure", keep_collapsed=False) for rings in polygons]
    # One polygon among many that touch nothing is left as it is: thousands of fields took 13 s to unite, and take 0.05.
    return shapely.disjoint_subset_union_all([turned(polygon, turns) for polygon in laid for turns in (-1, 0, 1)])


def border_of(area: BaseGeometry) -> list[Numbers]:
    """The lines around an area that is laid out everywhere; along a pole there is none."""
    earth = box(-TURN / 2, -POLE, TURN / 2, POLE)
    lines = shapely.get_parts(shapely.intersection(area.boundary, earth))
    drawn = [shapely.get_coordinates(line) for line in lines]
    return [part for line in drawn for part in np.split(line, np.flatnonzero(_along_a_pole(line)) + 1)]
