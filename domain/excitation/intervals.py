"""How far the parameters of a fit may be off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from domain.excitation.acts import Acts
from domain.excitation.candidates import Candidates
from domain.excitation.declustering import Declustered
from domain.excitation.parameters import Parameters, Trust
from domain.excitation.window import QUIET

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NORMAL_95 = 1.959964
"""Within so many standard deviations lie 95 of 100 of what is normal."""


def intervals(
    acts: Acts, pairs: Candidates, told: Declustered, now: Parameters, trust: Trust
) -> dict[str, tuple[float, float]]:
    """The least and the greatest value of each parameter, by its name: they hold the true one in 95 of 100 cases.

    From the information that each act gives (its score by the parameters, multiplied with itself; Ogata 1978) and the
    assumptions, on the scale on which these are stated: logarithms but for `weight`.
    """
    share = told.answers
    slopes = (share, share * acts.mark[pairs.trigger], share * told.by_delay, share * told.by_reach)
    by_act = [np.bincount(pairs.answer, weights=slope, minlength=len(acts)) for slope in slopes]
    scores: Floats = np.stack(by_act).astype(np.float64)
    trusted = np.array([trust.answers, trust.weight, trust.delay, trust.reach])
    information = scores @ scores.T - _of_backgrounds(acts, scores, told.none) + np.diag(trusted**-2.0)
    answers, weight, delay, reach = NORMAL_95 * np.sqrt(np.diag(np.linalg.inv(information)))
    return {
        "answers": _around(now.answers, answers),
        "weight": (float(now.weight - weight), float(now.weight + weight)),
        "delay": _around(now.delay, delay),
        "reach": _around(now.reach, reach),
    }


def _of_backgrounds(acts: Acts, scores: Floats, none: Floats) -> Floats:
    """The information that goes into the backgrounds, which are not known either (a Schur complement)."""
    ground = acts.pair * (int(acts.area.max(initial=0)) + 1) + acts.area
    own = np.bincount(ground, weights=none**2) + QUIET
    crossed = np.stack([np.bincount(ground, weights=score * none) for score in scores])
    taken: Floats = crossed / own @ crossed.T
    return taken


def _around(value: float, deviation: float) -> tuple[float, float]:
    return float(value * np.exp(-deviation)), float(value * np.exp(deviation))
