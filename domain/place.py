"""Where something happened, and how exactly that is known."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.model import Name, Value
from domain.word import Word

Latitude = Annotated[float, Field(strict=True, ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(strict=True, ge=-180, le=180, allow_inf_nan=False)]


class PlacePrecision(Word):
    """How exactly a place is known; the steps are those of UCDP's `where_prec`."""

    EXACT = "exact"
    NEAR = "near"
    DISTRICT = "district"
    GOVERNORATE = "governorate"
    FUZZY = "fuzzy"
    COUNTRY = "country"
    WATER_OR_AIR = "water_or_air"


RADIUS_KM = {
    PlacePrecision.EXACT: 0.0,
    PlacePrecision.NEAR: 5.0,
    PlacePrecision.DISTRICT: 25.0,
    PlacePrecision.WATER_OR_AIR: 25.0,
    PlacePrecision.FUZZY: 50.0,
    PlacePrecision.GOVERNORATE: 75.0,
}
"""How far from its point a place of each precision may be (our reading). One known to the country may be anywhere."""


class Place(Value):
    """A named place in WGS 84 degrees; coordinates may be unknown, but never half known."""

    name: Name
    lat: Latitude | None = None
    lon: Longitude | None = None
    precision: PlacePrecision = PlacePrecision.NEAR
    adm1: Name | None = None
    adm2: Name | None = None

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if (self.lat is None) != (self.lon is None):
            message = "a place has both lat and lon, or neither"
            raise ValueError(message)
        return self
