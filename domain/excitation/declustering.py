"""The probability that an act answers each of its candidates, or none: they sum to one.

Stochastic declustering (Zhuang, Ogata and Vere-Jones 2002): each candidate's share of the whole intensity at the act.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from domain.excitation.candidates import Candidates
from domain.excitation.kernels import near, soon
from domain.excitation.parameters import Parameters

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Declustered:
    """Probabilities, `answers` by candidate pair and `none` by act.

    `logarithm` is that of the likelihood of the acts where they are (per day and square km), without the part for
    where none are. `by_delay` and `by_reach` are the slopes of the logarithm of a pair's share, by the logarithms of
    the mean delay and of the reach, and `of_reach` is how much the distances tell of the latter (Fisher's information).
    """

    answers: Floats
    none: Floats
    logarithm: float
    by_delay: Floats
    by_reach: Floats
    of_reach: float


def decluster(pairs: Candidates, parameters: Parameters, mark: Floats, background: Floats) -> Declustered:
    """The probabilities under these parameters.

    `mark` is that of each possible trigger, `background` the rate (per day and square km) at each possible answer.
    """
    time = soon(parameters.delay, pairs.gaps)
    place = near(parameters.reach, pairs.apart, pairs.variance)
    share = (parameters.answers * np.exp(parameters.weight * mark))[pairs.trigger]
    share *= time.density
    share *= place.density
    rate = background + np.bincount(pairs.answer, weights=share, minlength=len(background))
    logarithm = float(np.log(rate).sum())
    one, other = pairs.turned
    if len(one):
        # Two acts cannot answer each other: what the one may be to the other leaves so much less the other way round.
        naive = share / rate[pairs.answer]
        logarithm += float(np.log1p(-naive[one] * naive[other]).sum()) / 2.0
        share[one] *= 1.0 - naive[other]
        rate = background + np.bincount(pairs.answer, weights=share, minlength=len(background))
    share /= rate[pairs.answer]
    own = 2.0 * parameters.reach**2 / (pairs.variance + parameters.reach**2)
    return Declustered(share, background / rate, logarithm, time.slope, place.slope, float(share @ own**2))
