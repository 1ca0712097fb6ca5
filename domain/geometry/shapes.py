"""Shapes on the map: GeoJSON as given (RFC 7946, longitude before latitude), checked once when it comes in."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np
import shapely
from pydantic import AfterValidator, Field, ValidationInfo

from domain.geometry.antimeridian import TURN, border_of, everywhere, flaw
from domain.geometry.ellipsoid import Lines
from domain.model import Value
from domain.place import Latitude, Longitude

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

Position = tuple[Longitude, Latitude]
Line = Annotated[tuple[Position, ...], Field(min_length=2, max_length=10_000)]


def _closed(ring: tuple[Position, ...]) -> tuple[Position, ...]:
    if ring[0] != ring[-1]:
        message = "a ring ends where it begins"
        raise ValueError(message)
    return ring


Ring = Annotated[tuple[Position, ...], Field(min_length=4, max_length=10_000), AfterValidator(_closed)]


def _sound(area: Any, info: ValidationInfo) -> Any:  # noqa: ANN401 - either of our areas
    """Refuse a shape that crosses itself or goes round a pole, with the place where it does."""
    reason = None if (info.context or {}).get("stored") else flaw(_polygons(area))
    if reason is not None:
        message = f"the shape is not valid: {reason}"
        raise ValueError(message)
    return area


def _polygons(area: Polygon | MultiPolygon) -> tuple[tuple[Ring, ...], ...]:
    return (area.coordinates,) if isinstance(area, Polygon) else area.coordinates


class LineString(Value):
    """A line of at least two positions."""

    type: Literal["LineString"]
    coordinates: Line


class Polygon(Value):
    """An outer ring and its holes, each closed."""

    type: Literal["Polygon"]
    coordinates: Annotated[tuple[Ring, ...], Field(min_length=1, max_length=100)]


class MultiPolygon(Value):
    """Several polygons that are one area."""

    type: Literal["MultiPolygon"]
    coordinates: Annotated[tuple[Annotated[tuple[Ring, ...], Field(min_length=1)], ...], Field(min_length=1)]


Area = Annotated[Polygon | MultiPolygon, Field(discriminator="type"), AfterValidator(_sound)]


class Corridor(Value):
    """A strip along a line, as texts draw them: "6 km deep north and 6 km deep south of the M4"."""

    line: LineString
    km_each_side: Annotated[float, Field(strict=True, gt=0, le=500, allow_inf_nan=False)]

    def covers(self, lat: float, lon: float) -> bool:
        """Whether a point lies within the strip or on its edge, measured on the ellipsoid."""
        return bool(covers(self, np.array([lat]), np.array([lon]))[0])


Shape = Polygon | MultiPolygon | Corridor


class Within(IntEnum):
    """Whether something that is known to lie in a circle lies in a shape."""

    OUTSIDE = 0
    UNSURE = 1
    INSIDE = 2


def area_covers(area: Polygon | MultiPolygon, lat: float, lon: float) -> bool:
    """Whether a point lies in the area or on its border."""
    return bool(covers(area, np.array([lat]), np.array([lon]))[0])


def covers(shape: Shape, lat: Numbers, lon: Numbers) -> NDArray[np.bool_]:
    """Whether each point (WGS 84 degrees) lies in the shape or on its border."""
    return np.asarray(within(shape, lat, lon, 0) == Within.INSIDE)


def within(shape: Shape, lat: Numbers, lon: Numbers, radius_km: float) -> NDArray[np.int8]:
    """Whether the circle of this radius about each point (WGS 84 degrees) lies in the shape, as numbers of `Within`.

    INSIDE where all of it does, OUTSIDE where nothing of it does, else UNSURE. The border, to a millimetre, belongs
    to the shape. A point that is not a number is UNSURE.
    """
    depth = _measured(shape).depth(lat, lon, radius_km)
    found = np.full(len(depth), Within.UNSURE, dtype=np.int8)
    found[depth >= radius_km - _GRAIN_KM] = Within.INSIDE
    found[depth < -radius_km - _GRAIN_KM] = Within.OUTSIDE
    return found


_GRAIN_KM = 1e-6
"""A millimetre: what is as near as that to a border lies on it."""


class _Measured:
    """A shape made ready for judging many points."""

    def __init__(self, shape: Shape) -> None:
        if isinstance(shape, Corridor):
            self._area, self._half_km = None, shape.km_each_side
            self._lines = Lines([np.array(shape.line.coordinates)])
        else:
            self._area, self._half_km = everywhere(_polygons(shape)), 0.0
            self._lines = Lines(border_of(self._area))
            shapely.prepare(self._area)

    def depth(self, lat: Numbers, lon: Numbers, radius_km: float) -> Numbers:
        """How far (km) each point lies from the border, less than 0 outside; rough where it is more than the radius."""
        km = self._lines.km_to(lat, lon, self._half_km + radius_km + _GRAIN_KM)
        if self._area is None:
            return self._half_km - km
        inside = shapely.intersects_xy(self._area, lon - TURN * np.rint(lon / TURN), lat)
        return np.where(inside, km, -km)


@lru_cache(maxsize=256)
def _measured(shape: Shape) -> _Measured:
    return _Measured(shape)
