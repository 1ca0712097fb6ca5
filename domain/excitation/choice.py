"""Which triggers an act is joined to: the fewest and likeliest that together are probable enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from domain.excitation.links import Shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]

FINE = 1000
"""Probabilities are told in thousandths, and compared as they are told."""

MOST = 3
"""Triggers that an act may be joined to."""


class Ranked(NamedTuple):
    """Pairs of acts by their numbers with probabilities of a thousandth or more; an answer's likeliest come first.

    Of one probability, triggers come by their numbers. `rank` is 0 for the likeliest trigger of an answer.
    """

    answer: Integers
    trigger: Integers
    thousandths: Integers
    rank: Integers


class Chosen(NamedTuple):
    """Pairs that are chosen; `next_best` is the likeliest probability of the same answer that is not, or 0."""

    answer: Integers
    trigger: Integers
    thousandths: Integers
    next_best: Integers

    def with_any(self, acts: Integers) -> Chosen:
        """Those in which any of these acts is the answer or the trigger."""
        there = np.isin(self.answer, acts) | np.isin(self.trigger, acts)
        return Chosen(*(column[there] for column in self))


def thousandths(probability: Floats) -> Integers:
    """Probabilities as they are told."""
    return np.rint(probability * FINE).astype(np.int64)


def ranked(shares: Shares) -> Ranked:
    """What each act may have answered, as it is told."""
    many = thousandths(shares.probability)
    told = np.flatnonzero(many)
    answer, trigger, many = shares.answer[told], shares.trigger[told], many[told]
    order = np.lexsort((trigger, -many, answer))
    answer = answer[order]
    return Ranked(answer, trigger[order], many[order], np.arange(len(answer)) - np.searchsorted(answer, answer))


def chosen(shares: Shares, probability: float) -> Chosen:
    """The fewest, likeliest triggers of each act that together reach a probability; none where three do not."""
    pairs = ranked(shares)
    group = np.cumsum(pairs.rank == 0) - 1
    best = np.zeros((int(group[-1:].sum()) + 1, MOST + 1), dtype=np.int64)
    top = pairs.rank <= MOST
    best[group[top], pairs.rank[top]] = pairs.thousandths[top]
    reached = best[:, :MOST].cumsum(axis=1) / FINE >= probability
    joined = np.where(reached.any(axis=1), reached.argmax(axis=1) + 1, 0)
    next_best = best[np.arange(len(best)), joined]
    mine = pairs.rank < joined[group]
    return Chosen(pairs.answer[mine], pairs.trigger[mine], pairs.thousandths[mine], next_best[group[mine]])
