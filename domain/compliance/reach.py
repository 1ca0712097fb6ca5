"""Whether places lie in a zone, as exactly as they are known. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from domain.compliance.holds import Holds
from domain.geometry.shapes import Shape, within
from domain.place import RADIUS_KM

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.agreement.values import Zone
    from domain.compliance.happenings import Spot

_MANY = 1_000_000


class Reach:
    """A shape, and which spots have been asked about: the same places are named again and again."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._known: dict[Spot, int] = {}

    def of(self, spots: Sequence[Spot]) -> NDArray[np.int8]:
        """Whether each spot lies in the shape; without coordinates, or known only to the country, it may."""
        if len(self._known) > _MANY:
            self._known = {}
        known = self._known
        missing = [spot for spot in spots if spot not in known]
        for precision, radius in RADIUS_KM.items():
            of_precision = [spot for spot in missing if spot.precision is precision and spot.lat is not None]
            if of_precision:
                points = np.array([(spot.lat, spot.lon) for spot in of_precision], dtype=np.float64)
                found = within(self._shape, points[:, 0], points[:, 1], radius)
                known.update(zip(of_precision, found.tolist(), strict=True))
        return np.array([known.get(spot, Holds.MAYBE) for spot in spots], dtype=np.int8)


@lru_cache(maxsize=256)
def reach_of(zone: Zone) -> Reach:
    """The reach of a zone as it is drawn; the same for as long as it is asked for now and then."""
    shape = zone.geometry or zone.corridor
    if shape is None:  # pragma: no cover - a zone has one or the other
        raise AssertionError
    return Reach(shape)
