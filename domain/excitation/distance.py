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

_AROUND = np.mgrid[-1:2, -1:2, -1:2].reshape(3, 27, 1)
"""A cube and those that touch it."""

_CUBES = 2**20
"""More cubes of a kilometre than lie across the globe."""


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


def any_near(points: Floats, spots: Floats, apart: float) -> NDArray[np.bool_]:
    """Which points have a spot within `apart` km in a straight line: those, and others that are not much farther.

    Both are points of the globe, three rows of km; what is no number is near nothing.
    """
    # A globe cut into cubes has no seam at the date line, and no narrow cells near the poles.
    size = max(apart, 1.0)
    wanted = np.unique(_cubes(np.floor(spots / size)[:, None, :] + _AROUND))
    there = np.isfinite(points).all(axis=0)
    found = np.zeros(points.shape[1], dtype=np.bool_)
    found[there] = np.isin(_cubes(np.floor(points[:, there] / size)), wanted)
    return found


def _cubes(steps: Floats) -> NDArray[np.int64]:
    """The number of each cube by its steps from the middle of the globe, on three axes."""
    x, y, z = steps.astype(np.int64) + _CUBES // 2
    numbers: NDArray[np.int64] = (x * _CUBES + y) * _CUBES + z
    return numbers
