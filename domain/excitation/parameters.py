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
    """What is likely before any data, and how far it is trusted."""

    likely: Parameters
    trust: Trust


ASSUMED = Assumptions(
    Parameters(answers=0.3, weight=0.3, delay=1.5, reach=15.0), Trust(answers=0.7, weight=0.5, delay=0.5, reach=0.35)
)
"""About every third act is answered, within days, in the same district.

These are judgements of ours and come from no study: the answers of about two, four and two links outweigh them.
"""
