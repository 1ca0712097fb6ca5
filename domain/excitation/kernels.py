"""How the chance of an answer falls with time and distance, averaged over what is uncertain of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]


class Slope(NamedTuple):
    """A density, and how its logarithm changes with that of its one parameter."""

    density: Floats
    slope: Floats


SHORT = 0.05
"""In days: what is known better than that is taken as known to the instant."""


@dataclass(frozen=True)
class Gaps:
    """The times between triggers and answers (days): from middle to middle, and from end to end where both are rough.

    `corners` has the four differences of the ends of the pairs numbered `rough`, `area` the product of their lengths.
    """

    middle: Floats
    rough: Integers
    corners: tuple[tuple[Floats, float], ...]
    area: Floats

    @classmethod
    def between(cls, trigger: tuple[Floats, Floats], answer: tuple[Floats, Floats]) -> Gaps:
        """Those of pairs, of each of which the ends of the time are given in which it began."""
        (first, last), (begun, ended) = trigger, answer
        long = (last - first > SHORT) | (ended - begun > SHORT)
        rough = np.flatnonzero(long | ((begun + ended) <= (first + last)))
        first, last, begun, ended = (one[rough] for one in (first, last, begun, ended))
        corners = ((ended - first, 1.0), (ended - last, -1.0), (begun - first, -1.0), (begun - last, 1.0))
        middle = (answer[0] + answer[1] - trigger[0] - trigger[1]) / 2.0
        clipped = tuple((np.maximum(gap, 0.0), sign) for gap, sign in corners)
        return cls(np.maximum(middle, 0.0), rough, clipped, (last - first) * (ended - begun))


def soon(delay: float, gaps: Gaps) -> Slope:
    """The density (per day) of answers at an exponential delay of this mean, each time uniform between its two ends.

    The slope is that of the logarithm of the density by the logarithm of `delay`.
    """
    scaled = gaps.middle / delay
    density = np.exp(-scaled)
    density /= delay
    scaled -= 1.0
    area = gaps.area
    rough, change = np.zeros_like(area), np.zeros_like(area)
    for ahead, sign in gaps.corners:
        left = np.exp(-ahead / delay)
        # The density integrated twice, and that by the logarithm of the delay.
        rough += sign * (ahead - delay * (1.0 - left))
        change += sign * (ahead * left - delay * (1.0 - left))
    rough = np.maximum(rough / area, 0.0)
    density[gaps.rough] = rough
    scaled[gaps.rough] = np.divide(change / area, rough, out=np.zeros_like(area), where=rough > 0.0)
    return Slope(density, scaled)


def near(reach: float, apart: Floats, uncertain: Floats) -> Slope:
    """The density (per square km) of answers at a distance (`apart` is its square, in km), normal around their trigger.

    `uncertain` is the variance (square km, on one axis) that the uncertainty of both places adds. The slope is by the
    logarithm of `reach`.
    """
    variance = uncertain + reach**2
    scaled = apart / variance
    scaled *= 0.5
    density = np.exp(-scaled)
    density /= variance
    density /= 2.0 * np.pi
    scaled -= 1.0
    scaled *= 2.0 * reach**2
    scaled /= variance
    return Slope(density, scaled)
