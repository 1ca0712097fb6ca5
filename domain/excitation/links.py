"""What acts probably answer, under a fit: all of them, some of them, or one that may be new.

What an act answers depends on its candidates alone, and on the candidates of those of which it is not known whether
they began before it. So it comes out the same, bit for bit, from its surroundings and from everything. (A fit also
settles where acts were by what they answered; that would make each link depend on all others.)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from domain.excitation.acts import Acts
from domain.excitation.candidates import Candidates, Index
from domain.excitation.declustering import Declustered, decluster
from domain.excitation.fit import Fit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]
    RuledOut = tuple[Integers, Integers]
    """The numbers of acts and, place by place, of what they did not answer."""

_NOTHING = (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))

_FEW = 8


@dataclass(frozen=True)
class Links:
    """Candidate triggers by their numbers in the index, each with its probability; `none` is that of no trigger."""

    triggers: Integers
    answers: Floats
    none: float


@dataclass(frozen=True)
class Shares:
    """Acts by their numbers, ascending, each with the probability that it answered `none`.

    By pair, sorted by the answer and then by the trigger: the numbers of both, and the probability.
    """

    numbers: Integers
    none: Floats
    answer: Integers
    trigger: Integers
    probability: Floats


def all_links(index: Index, fit: Fit, ruled_out: RuledOut = _NOTHING) -> tuple[Candidates, Declustered]:
    """The candidates of all acts of the index, and their probabilities; pairs that are ruled out have none."""
    pairs = _without(index.candidates(), len(index.acts), ruled_out)
    return pairs, decluster(pairs, fit.parameters, index.acts.mark, fit.density(index.acts))


def links_of(numbers: Integers, index: Index, fit: Fit, ruled_out: RuledOut = _NOTHING) -> Shares:
    """The links of some acts of the index, by their numbers: exactly those that they have among all."""
    wanted, acts = np.unique(numbers), index.acts
    pairs = index.candidates_of(np.union1d(wanted, _at_the_same_time(wanted, index)))
    pairs = _without(pairs, len(acts), ruled_out)
    told = decluster(pairs, fit.parameters, acts.mark, fit.density(acts))
    mine = np.isin(pairs.answer, wanted)
    return Shares(wanted, told.none[wanted], pairs.answer[mine], pairs.trigger[mine], told.answers[mine])


def _at_the_same_time(wanted: Integers, index: Index) -> Integers:
    """Acts of which it is not known whether they came before one of these that may answer them; and others perhaps."""
    acts = index.acts
    if len(wanted) > _FEW:
        pairs = index.candidates_of(wanted)
        return pairs.trigger[acts.ended[pairs.trigger] >= acts.began[pairs.answer]]
    # To look at all acts for each of a few is sooner done than to search for candidates twice.
    there = np.zeros(len(acts), dtype=np.bool_)
    for one in wanted.tolist():
        same = (acts.began <= acts.ended[one]) & (acts.ended >= acts.began[one])
        there |= same & (acts.pair == acts.reverse[acts.pair[one]])
    return np.flatnonzero(there)


def links(act: Acts, index: Index, fit: Fit) -> Links:
    """The links of one act that is not in the index, as if it had been there."""
    near = index.candidates(act).trigger
    around = np.union1d(near, index.candidates(index.acts.take(near)).trigger)
    both = Index(index.acts.take(around).and_also(act), index.parameters)
    found = links_of(np.array([len(around)]), both, fit)
    return Links(around[found.trigger], found.probability, float(found.none[0]))


def _without(pairs: Candidates, many: int, ruled_out: RuledOut) -> Candidates:
    """The same pairs of so many acts; those that are ruled out are infinitely far apart."""
    answer, trigger = ruled_out
    if not len(answer):
        return pairs
    ruled = np.isin(pairs.answer * many + pairs.trigger, answer * many + trigger)
    return replace(pairs, apart=np.where(ruled, np.inf, pairs.apart))
