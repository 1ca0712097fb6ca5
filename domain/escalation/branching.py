"""Branching ratios: how many answers each act had, group by group of acts, and how far off that number may be.

The links are uncertain, so they are weighed with the ratio: a group is as strong as makes the acts that may answer it
likeliest, beside all else that these may answer. Links that are all certain come to a count of Poisson's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]

TAIL = 0.025
"""The share of what is likely that lies beyond each end of an interval."""

_HARDLY = 12.0
"""The logarithm by which what is no longer looked at is less likely than the likeliest."""

_PARTS = 100
"""So finely the range between is looked at: some ten parts to a standard deviation."""

_HALVINGS = 40


class Links(NamedTuple):
    """Acts that may have answered others, by the numbers of both, each pair with its probability under a fit."""

    answer: Integers
    trigger: Integers
    probability: Floats


@dataclass(frozen=True)
class Groups:
    """Acts in groups, numbered from 0; -1 is none. `expected` answers each act has under the fit, in the end.

    Of these, `share` (0 to 1) is early enough to be in the record.
    """

    of: Integers
    expected: Floats
    share: Floats
    many: int

    def total(self, each: Floats) -> Floats:
        """The sum over the acts of each group."""
        inside = self.of >= 0
        total: Floats = np.bincount(self.of[inside], weights=each[inside], minlength=self.many).astype(np.float64)
        return total


@dataclass(frozen=True)
class Branching:
    """What each group came to. `acts` counts; `ratio` is answers for each act, from `low` to `high` in 95 of 100 cases.

    It is what it will come to once all answers are there, of which the share `heard` could be recorded so far. `weight`
    says how much the ratio tells: as much as so many acts of which all links are certain. Where no answer could be
    recorded, ratios and weight are NaN.
    """

    acts: Integers
    ratio: Floats
    low: Floats
    high: Floats
    heard: Floats
    weight: Floats


def branching(links: Links, groups: Groups) -> Branching:
    """The ratios of groups of acts."""
    acts = groups.total(np.ones(len(groups.of)))
    whole, exposed = groups.total(groups.expected), groups.total(groups.expected * groups.share)
    answered = _Answered.of(links, groups)
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where(exposed > 0.0, whole / acts, np.nan)
        best, (low, high) = answered.likeliest(exposed), answered.interval(exposed)
        return Branching(
            acts.astype(np.int64), best * each, low * each, high * each, exposed / whole, answered.told(exposed) / each
        )


@dataclass(frozen=True)
class _Answered:
    """The probability under the fit of each act to have answered a group, where there is any."""

    group: Integers
    probability: Floats
    many: int

    @classmethod
    def of(cls, links: Links, groups: Groups) -> _Answered:
        group = groups.of[links.trigger]
        inside = (group >= 0) & (links.probability > 0.0)
        keys, number = np.unique(links.answer[inside] * groups.many + group[inside], return_inverse=True)
        probability = np.bincount(number, weights=links.probability[inside], minlength=len(keys))
        return cls(keys % max(groups.many, 1), probability.astype(np.float64), groups.many)

    def total(self, each: Floats) -> Floats:
        total: Floats = np.bincount(self.group, weights=each, minlength=self.many).astype(np.float64)
        return total

    def likelihood(self, times: Floats, exposed: Floats) -> Floats:
        """The logarithm of the likelihood of each group, were it so many times as strong as under the fit."""
        return self.total(np.log1p(self.probability * (times[self.group] - 1.0))) - times * exposed

    def likeliest(self, exposed: Floats) -> Floats:
        """How many times as strong each group was, as far as the acts tell that may answer it."""

        def rising(times: Floats) -> NDArray[np.bool_]:
            slope = self.probability / (1.0 + self.probability * (times[self.group] - 1.0))
            return self.total(slope) > exposed

        most = self.total(np.ones(len(self.group))) / exposed
        return _last(rising, np.zeros(self.many), most)

    def told(self, exposed: Floats) -> Floats:
        """As how many expected answers with certain links all the links of each group tell (Louis 1982).

        Beside half an answer that would have been certain: a group that hardly anything may answer tells that, too.
        """
        certain = (self.total(self.probability**2) + 0.5) / (self.total(self.probability) + 0.5)
        return exposed * certain

    def interval(self, exposed: Floats) -> tuple[Floats, Floats]:
        """Between what ends the strength lies, when before any act every root of a ratio was as likely (Jeffreys)."""
        best = self.likeliest(exposed)
        hardly = self.likelihood(best, exposed) - _HARDLY

        def likely(times: Floats) -> NDArray[np.bool_]:
            return self.likelihood(times, exposed) > hardly

        reach = best + 1.0 / exposed
        while likely(reach).any():
            reach = np.where(likely(reach), 2.0 * reach, reach)
        first = np.sqrt(_last(lambda times: ~likely(times), np.zeros(self.many), best))
        part = (np.sqrt(_last(likely, best, reach)) - first) / _PARTS
        densities = [np.exp(self.likelihood((first + part * (n + 0.5)) ** 2, exposed) - hardly) for n in range(_PARTS)]
        below = np.cumsum(densities, axis=0)
        low, high = (self._root(below / below[-1], share) for share in (TAIL, 1.0 - TAIL))
        return (first + part * low) ** 2, (first + part * high) ** 2

    def _root(self, below: Floats, share: float) -> Floats:
        """How many parts of the range lie below which so much of what is likely lies."""
        before = np.vstack([np.zeros(self.many), below])
        part = np.minimum((before < share).sum(axis=0), _PARTS)
        start, end = (np.take_along_axis(before, (part - more)[None], axis=0)[0] for more in (1, 0))
        parts: Floats = part - 1.0 + (share - start) / (end - start)
        return parts


def _last(holds: Callable[[Floats], NDArray[np.bool_]], low: Floats, high: Floats) -> Floats:
    """Where something of each group that holds up to a number ceases to, between the two."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        so_far = holds(middle)
        low, high = np.where(so_far, middle, low), np.where(so_far, high, middle)
    return low
