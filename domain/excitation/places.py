"""Where triggers probably were: near what they answered, and near what answered them, so a rough place is known better.

Without it, what is known of a place twice is counted once, and answers seem nearer than they are: by a tenth where
places are as uncertain as answers are far. A filter as Kalman's (1960), over who probably answered whom.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from domain.excitation.acts import Acts
from domain.excitation.candidates import Candidates
from domain.excitation.declustering import Declustered
from domain.excitation.distance import on_globe, squared

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]

_NEVER_ZERO = 1e-6
"""Square km: no place is known better than to a metre."""


class Places:
    """The places of acts and of their candidates, as they are known by the time of each answer."""

    def __init__(self, acts: Acts, pairs: Candidates) -> None:
        self._acts = acts
        self._pairs = pairs
        self._own = np.maximum(acts.variance, _NEVER_ZERO)
        points = on_globe(acts.lat, acts.lon)
        self._off = points[:, pairs.answer] - points[:, pairs.trigger]
        self._shift = np.zeros_like(self._off)
        self._left = self._own[pairs.trigger]
        self._by_trigger = np.lexsort((acts.began[pairs.answer] + acts.until[pairs.answer], pairs.trigger))
        ordered = pairs.trigger[self._by_trigger]
        self._first = np.searchsorted(ordered, ordered)

    def settle(self, told: Declustered, reach: float) -> Candidates:
        """The same candidates, their distances from where the triggers probably were; `reach` as in the parameters."""
        shift, left = self._after_own_triggers(told, reach)
        self._shift, self._left = self._after_other_answers(told, reach, shift, left)
        apart = squared(self._off - self._shift)
        return replace(self._pairs, apart=apart, variance=self._left + self._own[self._pairs.answer])

    def _after_own_triggers(self, told: Declustered, reach: float) -> tuple[Floats, Floats]:
        """How far (km, three rows) each trigger was from where it is said to be, and the variance that is left."""
        answer, size = self._pairs.answer, len(self._acts)
        own = self._own[answer]
        gain = own / (self._left + reach**2 + own)
        moved = (self._shift - self._off) * gain
        kept = own * (1.0 - gain) + squared(moved) / 2.0
        kept *= told.answers
        moved *= told.answers
        by_axis = [np.bincount(answer, weights=axis, minlength=size) for axis in moved]
        shift: Floats = np.stack(by_axis).astype(np.float64, copy=False)
        # A mixture's variance: that of its parts, and that between them, on the two axes of the ground.
        left = told.none * self._own + np.bincount(answer, weights=kept, minlength=size) - squared(shift) / 2.0
        return shift[:, self._pairs.trigger], np.maximum(left, _NEVER_ZERO)[self._pairs.trigger]

    def _after_other_answers(
        self, told: Declustered, reach: float, shift: Floats, left: Floats
    ) -> tuple[Floats, Floats]:
        """The same, after what else had answered the same trigger before."""
        told_by = told.answers / (reach**2 + self._own[self._pairs.answer])
        sure = 1.0 / (1.0 / left + self._before(told_by))
        for axis in range(3):
            shift[axis] = sure * (shift[axis] / left + self._before(told_by * self._off[axis]))
        return shift, sure

    def _before(self, each: Floats) -> Floats:
        """For each pair, the sum over the earlier answers to its trigger."""
        total = np.cumsum(each[self._by_trigger])
        total -= each[self._by_trigger]
        before = np.empty_like(total)
        before[self._by_trigger] = total - total[self._first]
        return before
