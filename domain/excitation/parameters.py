"""The parameters of a fit, and what is assumed where data are few."""

from __future__ import annotations

from dataclasses import dataclass

VERSION = "excitation-1"
"""The model and its assumptions: they never change in place."""


@dataclass(frozen=True)
class Parameters:
    """How strongly, how soon and how near acts are answered.

    `answers` is how many acts of the other side one act of the lightest mark makes on average, and each step of the
    ladder multiplies it by `e ** weight`. `delay` is the mean time to an answer (days), `reach` how far off it is (km,
    one standard deviation on each axis).
    """

    answers: float
    weight: float
    delay: float
    reach: float


@dataclass(frozen=True)
class Trust:
    """How far the assumptions may be off: one standard deviation, of logarithms but for `weight`."""

    answers: float
    weight: float
    delay: float
    reach: float


@dataclass(frozen=True)
class Assumptions:
    """What is likely before any data, how far it is trusted, and what no answer is.

    Means beyond `latest` (days) and `farthest` (km) are not looked for. Where acts only become more and fewer over the
    months, that fits best by "answers" after a year, to everything.
    """

    likely: Parameters
    trust: Trust
    latest: float = 10.0
    farthest: float = 100.0

    def bounded(self, delay: float, reach: float) -> tuple[float, float]:
        """A mean delay and a reach, or their bounds."""
        return min(delay, self.latest), min(reach, self.farthest)

    def at_bound(self, found: Parameters) -> tuple[str, ...]:
        """Which of the parameters found are bounds, by name: they tell of what is no answer, too."""
        held = (("delay", found.delay, self.latest), ("reach", found.reach, self.farthest))
        return tuple(name for name, value, bound in held if value >= bound)


ASSUMED = Assumptions(
    Parameters(answers=0.3, weight=0.3, delay=1.5, reach=15.0), Trust(answers=0.7, weight=0.5, delay=0.5, reach=0.35)
)
"""About every third act is answered, within days, in the same district.

These are judgements of ours and come from no study: the answers of about two, four and two links outweigh them.
"""
