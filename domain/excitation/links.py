"""What acts probably answer, under a fit: all of them, or one that may be new."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from domain.excitation.acts import Acts
from domain.excitation.candidates import Candidates, Index
from domain.excitation.declustering import Declustered, decluster
from domain.excitation.fit import Fit
from domain.excitation.places import Places

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUNDS = 3
"""How often places are settled anew by who probably answered whom, and the other way round: then both stand still."""


@dataclass(frozen=True)
class Links:
    """Candidate triggers by their numbers in the index, each with its probability; `none` is that of no trigger."""

    triggers: NDArray[np.int64]
    answers: NDArray[np.float64]
    none: float


def all_links(index: Index, fit: Fit) -> tuple[Candidates, Declustered]:
    """The candidates of all acts of the index, and their probabilities."""
    acts, pairs = index.acts, index.candidates()
    density = fit.density(acts)
    told = decluster(pairs, fit.parameters, acts.mark, density)
    places = Places(acts, pairs)
    for _ in range(ROUNDS):
        told = decluster(places.settle(told, fit.parameters.reach), fit.parameters, acts.mark, density)
    return pairs, told


def links(act: Acts, index: Index, fit: Fit) -> Links:
    """The links of one act that is not in the index, much as if it had been there.

    What else its candidates answered, or were answered by, is looked at too, and no farther: it tells where they were.
    """
    on_either_side = act.and_also(replace(act, pair=act.reverse[act.pair]))
    near = np.unique(index.candidates(on_either_side).trigger)
    around = np.union1d(near, index.candidates(index.acts.take(near)).trigger)
    pairs, told = all_links(Index(index.acts.take(around).and_also(act), index.parameters), fit)
    mine = pairs.answer == len(around)
    return Links(around[pairs.trigger[mine]], told.answers[mine], float(told.none[-1]))
