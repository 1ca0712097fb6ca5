"""Spots: how far off a place may be, as the inference takes it. Pure."""

from __future__ import annotations

from math import inf

from domain.place import RADIUS_KM, PlacePrecision

_EXACT = 0.1
"""Km: no act is confined to a point."""


def spread_of(precision: PlacePrecision) -> float:
    """Km, one standard deviation on each axis: half of how far off it may be; infinite for one known to the country."""
    if precision not in RADIUS_KM:
        return inf
    return max(RADIUS_KM[precision] / 2.0, _EXACT)
