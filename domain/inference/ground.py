"""Ground: areas of one degree by one degree, and how often acts of a pair of sides come by themselves in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import Field

from domain.excitation.distance import EARTH_KM
from domain.model import Slug, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Area = tuple[int, int]
"""A cell of one degree by one degree, by the whole degrees (WGS 84) of latitude and longitude at or below it."""

Pair = tuple[str, str]
"""The side that acts, and the side that is hit."""

Finite = Annotated[float, Field(allow_inf_nan=False)]


class Ground(Value):
    """Stored: how many acts a day of `by` against `against` nothing provokes, in an area (latitude, longitude)."""

    by: Slug
    against: Slug
    area: Area
    per_day: Finite


def square_km(areas: Sequence[Area]) -> Floats:
    """How large each area is, on the sphere."""
    south = np.radians(np.array([lat for lat, _ in areas], dtype=np.float64))
    north = np.minimum(south + np.radians(1.0), np.pi / 2.0)
    large: Floats = EARTH_KM**2 * np.radians(1.0) * (np.sin(north) - np.sin(south))
    # The pole itself has an area of its own, of no size; a place is never known better than to some metres.
    return np.maximum(large, 1.0)
