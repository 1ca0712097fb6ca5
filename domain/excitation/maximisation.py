"""One round of maximisation: parameters that are likelier, given who probably answered whom.

The number of answers at once, the others a step of Newton's each (Veen and Schoenberg 2008, section 4). What is assumed
beforehand counts as so many answers more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from domain.excitation.acts import Acts
from domain.excitation.candidates import Candidates
from domain.excitation.declustering import Declustered
from domain.excitation.parameters import Assumptions, Parameters
from domain.excitation.window import Window

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_STEP = 0.5
"""The greatest change of a logarithm in one round."""


def likelier(
    acts: Acts, pairs: Candidates, told: Declustered, now: Parameters, given: tuple[Window, Assumptions]
) -> Parameters:
    """Parameters after one round, in this window and under these assumptions."""
    window, assumed = given
    exposed = window.exposed(acts, now.delay)
    answered: Floats = np.bincount(pairs.trigger, weights=told.answers, minlength=len(acts)).astype(np.float64)
    answers, weight = _strength(acts, answered, exposed.share, (now, assumed))
    # Late answers to what came last are not in the window: those that are there are the sooner ones.
    cut = answers * float(np.exp(now.weight * acts.mark) @ exposed.by_delay)
    likely, trust, total = assumed.likely, assumed.trust, float(told.answers.sum())
    delay = _step(
        float(told.answers @ told.by_delay) - cut + np.log(likely.delay / now.delay) / trust.delay**2,
        total + 1.0 / trust.delay**2,
    )
    reach = _step(
        float(told.answers @ told.by_reach) + np.log(likely.reach / now.reach) / trust.reach**2,
        told.of_reach + 1.0 / trust.reach**2,
    )
    return Parameters(
        answers, weight, *assumed.bounded(now.delay * float(np.exp(delay)), now.reach * float(np.exp(reach)))
    )


def _strength(acts: Acts, answered: Floats, inside: Floats, of: tuple[Parameters, Assumptions]) -> tuple[float, float]:
    """How many answers an act of the lightest mark has, and how that grows with the mark."""
    now, assumed = of
    likely, trust = assumed.likely, assumed.trust
    strength = np.exp(now.weight * acts.mark) * inside
    # An assumption about a logarithm is worth as many answers as its variance is small.
    worth = 1.0 / trust.answers**2
    answers = float((answered.sum() + worth) / (strength.sum() + worth / likely.answers))
    expected = answers * strength
    weight = _step(
        float(acts.mark @ (answered - expected)) + (likely.weight - now.weight) / trust.weight**2,
        float(acts.mark**2 @ expected) + 1.0 / trust.weight**2,
    )
    return answers, now.weight + weight


def _step(slope: float, curvature: float) -> float:
    return float(np.clip(slope / curvature, -_STEP, _STEP))
