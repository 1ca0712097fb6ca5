"""What is usual of a pair of sides: the range in which its ratios lay before. Pure.

A prediction interval of a random-effects model (Higgins, Thompson and Spiegelhalter 2009): periods differ by chance,
and by as much more as they have been seen to. On the scale of roots, on which numbers of answers vary alike.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST = 6
"""Earlier periods without which nothing is called usual."""

MOST = 12
"""So many of them are looked at, the latest: of weeks with acts, at least a quarter of a year."""

DIGITS = 3
"""To so many digits after the point ratios are rounded, before they are compared."""

_STUDENT = {4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262, 10: 2.228}
"""Student's t, by its degrees of freedom: 95 of 100 lie within, on both sides of 0."""


class Ratio(NamedTuple):
    """Answers for each act of a period, from `low` to `high`; it tells as much as `weight` acts with certain links."""

    best: float
    low: float
    high: float
    weight: float


class Range(NamedTuple):
    """Between which ratios a period like so many earlier ones lies, in 95 of 100."""

    low: float
    high: float
    periods: int


def usual(earlier: Sequence[Ratio]) -> Range | None:
    """The range of `FEWEST` to `MOST` periods; None where there are fewer."""
    many = len(earlier)
    if many < FEWEST:
        return None
    weights = [each.weight for each in earlier]
    total = sum(weights)
    # Half an answer more (Jeffreys): where nothing was ever answered, an answer is still not ruled out.
    mean = (sum(each.best * each.weight for each in earlier) + 0.5) / total
    scatter = sum(each.weight * (each.best - mean) ** 2 for each in earlier) / mean
    spare = total - sum(weight**2 for weight in weights) / total
    between = max(0.0, mean * (scatter - (many - 1)) / spare)
    half = _STUDENT[many - 2] * sqrt(between + mean / total) / (2.0 * sqrt(mean))
    low, high = max(0.0, sqrt(mean) - half) ** 2, (sqrt(mean) + half) ** 2
    return Range(round(low, DIGITS), round(high, DIGITS), many)
