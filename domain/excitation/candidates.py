"""Candidates: for each act, the earlier acts of the other side that it may answer, found by time and by place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from domain.excitation.acts import Acts
from domain.excitation.cells import Cells
from domain.excitation.distance import on_globe, squared
from domain.excitation.kernels import Gaps, near, soon
from domain.excitation.parameters import Parameters

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Found = tuple[Integers, Integers, Floats]

DELAYS = 8.0
"""How many mean delays back a trigger is looked for: one answer in three thousand takes longer."""

REACHES = 4.0
"""How many standard deviations off: one answer in three thousand is farther."""

MOST = 32
"""Candidates of one act that are kept, the likeliest first."""


@dataclass(frozen=True)
class Candidates:
    """Pairs of acts by their numbers: `answer` may answer `trigger`; sorted by answer, then by trigger.

    `apart` is the square of their distance (km), `variance` what both places add to it (square km, on each axis).
    Where it is not known which came first, each may answer the other: `turned` has the numbers of such pairs, and of
    the same pairs the other way round.
    """

    answer: Integers
    trigger: Integers
    gaps: Gaps
    apart: Floats
    variance: Floats
    turned: tuple[Integers, Integers]


def farthest(parameters: Parameters, spread: float) -> float:
    """How far a candidate may lie off (km, in a straight line), where places are known to `spread` km or better."""
    return REACHES * float(np.hypot(parameters.reach, np.sqrt(2.0) * spread))


class Index:
    """Acts, ready to be searched for candidates; what is near and soon is measured by these parameters.

    Acts that are asked about lie within `spread` km of where they are said to be (one standard deviation on each axis);
    if it is not given, within as much as the least certain of these acts.
    """

    def __init__(self, acts: Acts, parameters: Parameters, *, spread: float = 0.0) -> None:
        self.acts = acts
        self.parameters = parameters
        own = float(acts.spread.max(initial=0.0))
        self.spread = max(own, spread)
        self._cells = Cells(acts, REACHES * float(np.sqrt(parameters.reach**2 + own**2 + self.spread**2)))
        self._points = on_globe(acts.lat, acts.lon)

    def candidates(self, asked: Acts | None = None) -> Candidates:
        """Of acts asked about, their numbers as answers; if none are given, of all the acts.

        It grows as n log n while acts do not crowd. Raises ValueError where a place is less certain than was said.
        """
        answers = self.acts if asked is None else asked
        if answers.spread.max(initial=0.0) > self.spread:
            raise ValueError(f"the index is for places known to {self.spread:g} km or better")
        points = self._points if asked is None else on_globe(answers.lat, answers.lon)
        back = DELAYS * self.parameters.delay
        parts = [
            self._in_order(answers, self._likeliest(answers, self._possible(answers, points, pairs)))
            for pairs in self._cells.pairs(answers, back)
        ]
        answer, trigger, apart = (np.concatenate(column) for column in zip(*parts, strict=True))
        turned = _turned(answers, answer, trigger) if asked is None else (answer[:0], answer[:0])
        gaps, variance = self._gaps(answers, answer, trigger), self._variance(answers, answer, trigger)
        return Candidates(answer, trigger, gaps, apart, variance, turned)

    def candidates_of(self, numbers: Integers) -> Candidates:
        """Of some of the acts themselves, by their numbers (each once, ascending), and just as they are among all."""
        found = self.candidates(self.acts.take(numbers))
        answer = numbers[found.answer]
        return replace(found, answer=answer, turned=_turned(self.acts, answer, found.trigger))

    def _possible(self, answers: Acts, points: Floats, pairs: tuple[Integers, Integers]) -> Found:
        """Those that are near and soon enough, and of which the trigger did not certainly begin after the answer."""
        answer, trigger = pairs
        triggers = self.acts
        inside = answers.ended[answer] >= triggers.began[trigger]
        inside &= answers.began[answer] - triggers.until[trigger] <= DELAYS * self.parameters.delay
        answer, trigger = answer[inside], trigger[inside]
        apart = squared(points[:, answer] - self._points[:, trigger])
        inside = apart <= REACHES**2 * (self.parameters.reach**2 + self._variance(answers, answer, trigger))
        return answer[inside], trigger[inside], apart[inside]

    def _likeliest(self, answers: Acts, found: Found) -> Found:
        """Of each act only the likeliest candidates, where it has very many."""
        answer, trigger, apart = found
        crowded = np.bincount(answer)[answer] > MOST if len(answer) else np.zeros(0, dtype=bool)
        many = np.flatnonzero(crowded)
        pair = answers, answer[many], trigger[many]
        likely = soon(self.parameters.delay, self._gaps(*pair)).density
        likely *= near(self.parameters.reach, apart[many], self._variance(*pair)).density
        likely *= np.exp(self.parameters.weight * self.acts.mark[pair[2]])
        order = np.lexsort((pair[2], -likely, pair[1]))
        ranked = pair[1][order]
        rank = np.arange(len(ranked)) - np.searchsorted(ranked, ranked)
        kept = ~crowded
        kept[many[order[rank < MOST]]] = True
        return answer[kept], trigger[kept], apart[kept]

    def _in_order(self, answers: Acts, found: Found) -> Found:
        answer, trigger, apart = found
        order = np.argsort(answer * len(self.acts) + trigger, kind="stable") if len(answers) else answer
        return answer[order], trigger[order], apart[order]

    def _gaps(self, answers: Acts, answer: Integers, trigger: Integers) -> Gaps:
        triggers = self.acts
        return Gaps.between(
            (triggers.began[trigger], triggers.until[trigger]), (answers.began[answer], answers.until[answer])
        )

    def _variance(self, answers: Acts, answer: Integers, trigger: Integers) -> Floats:
        added: Floats = answers.variance[answer] + self.acts.variance[trigger]
        return added


def _turned(acts: Acts, answer: Integers, trigger: Integers) -> tuple[Integers, Integers]:
    """The numbers of pairs that are there the other way round too, and the numbers of those."""
    either = np.flatnonzero(acts.ended[trigger] >= acts.began[answer])
    keys = answer[either] * len(acts) + trigger[either]
    wanted = trigger[either] * len(acts) + answer[either]
    place = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    there = keys[place] == wanted
    return either[there], either[place[there]]
