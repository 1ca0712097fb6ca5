"""The surroundings of incidents: what their sides did to each other near them, as acts that the inference takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from domain.excitation.acts import FARTHEST
from domain.excitation.candidates import farthest
from domain.excitation.distance import KM_PER_DEGREE, any_near, on_globe
from projections.inference.casting import DAY, Casting
from projections.inference.stage import on_stage

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from numpy.typing import NDArray

    from domain.excitation.parameters import Parameters
    from domain.lens import Lens
    from projections.inference.cast import Cast, Stretch
    from projections.inference.roles import Roles
    from projections.inference.stage import Staged
    from projections.reader import Reader

    Floats = NDArray[np.float64]
    Marked = NDArray[np.bool_]

_SPARE = 1.001
"""So that nothing depends on how distances are rounded."""


class Surroundings(NamedTuple):
    """How far around incidents is looked.

    So many days before the first and after the last moment at which each of them can have begun; and so many steps
    away, each of them as far as a trigger may lie from its answer by these parameters.
    """

    before: float
    after: float
    steps: int
    parameters: Parameters


def staged_around(store: Reader, lens: Lens, incidents: Collection[UUID], around: Surroundings) -> Staged:
    """What the lens shows of these incidents, and whatever their sides did to each other around them."""
    casting = Casting(store, lens)
    asked = casting.among(incidents)
    asked = asked.at(np.flatnonzero(asked.reasons(casting.roles(asked)) < 0))
    begun = _stretches(asked.cast, int(around.before * DAY), int(around.after * DAY))
    if not begun:
        return on_stage(asked, casting.roles(asked))
    near = _Near(casting.roles(asked), around)
    seen = casting.at_all(begun, near.level_with)
    seen = seen.at(np.flatnonzero(np.isin(seen.both_ways, asked.both_ways)))
    seen = seen.at(np.flatnonzero(near.beside(casting.roles(seen))))
    return on_stage(seen, casting.roles(seen))


@dataclass(frozen=True)
class _Near:
    """What lies near incidents that are asked about, or not much farther; their places are known well enough."""

    asked: Roles
    around: Surroundings

    def level_with(self, lat: Floats, spread: float) -> Marked:
        """Which latitudes are not too far to the north or south. Most are, where there are many: that is seen at once.

        No place is known worse than to `spread` km.
        """
        # No way is longer than half of pi times its straight line.
        north = 0.5 * np.pi * self._apart(spread) / KM_PER_DEGREE
        level: Marked = (lat >= self.asked.lat.min() - north) & (lat <= self.asked.lat.max() + north)
        return level

    def beside(self, seen: Roles) -> Marked:
        """Which of these are near."""
        spread, spots = seen.spread, on_globe(self.asked.lat, self.asked.lon)
        apart = self._apart(float(spread[spread <= FARTHEST].max(initial=0.0)))
        return any_near(on_globe(seen.lat, seen.lon), spots, apart) & (spread <= FARTHEST)

    def _apart(self, spread: float) -> float:
        """How far off (km, in a straight line) anything may be that has to do with them and is known to `spread` km."""
        return self.around.steps * farthest(self.around.parameters, spread) * _SPARE


def _stretches(cast: Cast, before: int, after: int) -> list[Stretch]:
    """The stretches around versions (microseconds), in order; those that touch are one."""
    merged: list[Stretch] = []
    for first, last in zip((cast.began_from - before).tolist(), (cast.began_by + after).tolist(), strict=True):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged
