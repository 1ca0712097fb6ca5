"""Where and when acts were looked for, and how many of them nothing provoked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from domain.excitation.acts import Acts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

QUIET = 0.5
"""Acts added to each background before any are seen: a quiet area is not a silent one."""


class Exposed(NamedTuple):
    """The share of each act's answers that is in a window, and how it changes with the logarithm of the mean delay."""

    share: Floats
    by_delay: Floats


@dataclass(frozen=True)
class Window:
    """The stretch of time (days since 1970, UTC) and the areas (square km, by number) that acts were looked for in."""

    first: float
    last: float
    areas: Floats

    @property
    def days(self) -> float:
        """How long it is."""
        return self.last - self.first

    def background(self, acts: Acts, unprovoked: Floats) -> Floats:
        """Acts per day that nothing provoked, by pair and area, from the probability of each act to be one."""
        shape = (len(acts.reverse), len(self.areas))
        ground = np.ravel_multi_index((acts.pair, acts.area), shape)
        seen = np.bincount(ground, weights=unprovoked, minlength=shape[0] * shape[1])
        per_day: Floats = (seen.reshape(shape) + QUIET) / np.float64(self.days)
        return per_day

    def density(self, acts: Acts, background: Floats) -> Floats:
        """The background at each act, per day and square km: the same everywhere in an area."""
        each: Floats = background[acts.pair, acts.area] / self.areas[acts.area]
        return each

    def exposed(self, acts: Acts, delay: float) -> Exposed:
        """How much of each act's answers comes before the window's end, at this mean delay (days)."""
        left = np.maximum(self.last - (acts.began + acts.until) / 2.0, 0.0) / delay
        later = np.exp(-left)
        return Exposed(1.0 - later, -left * later)
