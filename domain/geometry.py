"""Shapes on the map: GeoJSON as given (RFC 7946, longitude before latitude), checked once when it comes in."""

from __future__ import annotations

from math import cos, radians
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field
from shapely import is_valid_reason
from shapely.geometry import LineString as ShapelyLine
from shapely.geometry import Point as ShapelyPoint
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from domain.model import Value
from domain.place import Latitude, Longitude

Position = tuple[Longitude, Latitude]
Line = Annotated[tuple[Position, ...], Field(min_length=2, max_length=10_000)]


def _closed(ring: tuple[Position, ...]) -> tuple[Position, ...]:
    if ring[0] != ring[-1]:
        message = "a ring ends where it begins"
        raise ValueError(message)
    return ring


Ring = Annotated[tuple[Position, ...], Field(min_length=4, max_length=10_000), AfterValidator(_closed)]


def shapely_of(geometry: Polygon | MultiPolygon | LineString) -> BaseGeometry:
    """The same shape for computing, in degrees."""
    return shape(geometry.model_dump())


def _sound(geometry: Any) -> Any:  # noqa: ANN401 - any of our geometries
    """Refuse a shape that crosses itself, with the place where it does."""
    reason = is_valid_reason(shapely_of(geometry))
    if reason != "Valid Geometry":
        message = f"the shape is not valid: {reason}"
        raise ValueError(message)
    return geometry


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
    km_each_side: Annotated[float, Field(gt=0, le=500, allow_inf_nan=False)]

    def covers(self, lat: float, lon: float) -> bool:
        """Whether a point lies within the strip, measured on a plane that touches the earth at the point."""
        across = _KM_PER_DEGREE * cos(radians(lat))
        flat = [((x - lon) * across, (y - lat) * _KM_PER_DEGREE) for x, y in self.line.coordinates]
        return bool(ShapelyLine(flat).distance(ShapelyPoint(0, 0)) <= self.km_each_side)


def area_covers(area: Polygon | MultiPolygon, lat: float, lon: float) -> bool:
    """Whether a point lies in the area or on its border."""
    return bool(shapely_of(area).covers(ShapelyPoint(lon, lat)))


_KM_PER_DEGREE = 111.195
"""Kilometres in a degree of a great circle, on a sphere of the earth's mean radius (6371.0 km)."""
