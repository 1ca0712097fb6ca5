"""Distances between many places: on a sphere, at most half a percent off, beside kilometres of doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

EARTH_KM = 6371.0088
"""The mean radius of the earth (IUGG)."""

KM_PER_DEGREE = EARTH_KM * np.pi / 180.0


def on_globe(lat: Floats, lon: Floats) -> Floats:
    """Places (degrees) as points of the globe, three rows of km: what is near on the ground is near there."""
    north, east = np.radians(lat), np.radians(lon)
    level = np.cos(north)
    points: Floats = EARTH_KM * np.stack([level * np.cos(east), level * np.sin(east), np.sin(north)])
    return points


def squared(apart: Floats) -> Floats:
    """The squares of straight lines (three rows of km), which are a thousandth shorter than the ground at 1,000 km."""
    # Axis by axis: a sum over them may come out otherwise, by the last bit, for few places than for many.
    total: Floats = apart[0] * apart[0]
    total += apart[1] * apart[1]
    total += apart[2] * apart[2]
    return total
