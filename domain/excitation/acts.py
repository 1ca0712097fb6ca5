"""Acts as the inference takes them: columns of numbers, one act a place."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MINUTE = 1 / 1440
"""In days: what is known to the instant is taken as known to the minute."""

LONGEST = 7.0
"""Days: when an act began that is known worse, it could have answered, or been answered by, almost anything."""

FARTHEST = 40.0
"""Km (one standard deviation on each axis): the same for where it was. Somewhere in a governorate is known better."""


@dataclass(frozen=True)
class Acts:
    """Acts in no particular order.

    `began` and `ended` bound when each began (days since 1970, UTC), `lat` and `lon` are degrees (WGS 84), `spread` is
    how far off the place may be (km, one standard deviation on each axis), `mark` the weight of the act in steps of the
    ladder above the lightest. `pair` is the number of who acted against whom, `area` that of the area. What pair p did
    is answered by pair `reverse[p]`, which is another, or -1 where nobody can. Raises ValueError where a pair would
    answer itself.
    """

    began: NDArray[np.float64]
    ended: NDArray[np.float64]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    spread: NDArray[np.float64]
    mark: NDArray[np.float64]
    pair: NDArray[np.int64]
    area: NDArray[np.int64]
    reverse: NDArray[np.int64]

    def __post_init__(self) -> None:
        if (self.reverse == np.arange(len(self.reverse))).any():
            raise ValueError("a side does not answer its own acts: no pair is its own reverse")

    def __len__(self) -> int:
        """How many there are."""
        return len(self.began)

    @cached_property
    def until(self) -> NDArray[np.float64]:
        """The end of the time in which each began, a minute after its beginning at the least."""
        return np.maximum(self.ended, self.began + MINUTE)

    @cached_property
    def variance(self) -> NDArray[np.float64]:
        """Of each place, in square km on each axis."""
        return self.spread**2

    @property
    def certain_enough(self) -> NDArray[np.int64]:
        """The numbers of those that can tell what answered what: known to the week, and to `FARTHEST` km.

        The others are better left out: they say next to nothing, and every search has to go as far as they may be.
        """
        return np.flatnonzero((self.ended - self.began <= LONGEST) & (self.spread <= FARTHEST))

    def take(self, numbers: NDArray[np.int64]) -> Acts:
        """Those of these numbers, in this order."""
        return replace(self, **{name: getattr(self, name)[numbers] for name in _COLUMNS})

    def and_also(self, others: Acts) -> Acts:
        """These, and then others of the same pairs and areas."""
        both = {name: np.concatenate([getattr(self, name), getattr(others, name)]) for name in _COLUMNS}
        return replace(self, **both)


_COLUMNS = tuple(each.name for each in fields(Acts) if each.name != "reverse")
