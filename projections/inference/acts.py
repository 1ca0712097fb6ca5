"""Acts on the stage with the fit that is in force, and what is said of them: what their links are reckoned from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from domain.excitation.acts import LONGEST
from domain.excitation.candidates import DELAYS, Index, farthest
from domain.excitation.distance import on_globe, squared
from domain.excitation.links import Shares, links_of
from projections.inference.said import ruled_out
from projections.inference.stage import Staged, staged
from projections.inference.surroundings import Surroundings, staged_around

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from uuid import UUID

    from numpy.typing import NDArray

    from domain.excitation.fit import Fit
    from domain.excitation.links import RuledOut
    from domain.inference.adopted import AdoptedFit
    from domain.lens import Lens
    from projections.reader import Reader

    Integers = NDArray[np.int64]

_AT_ONCE = 20_000
"""Acts of which links are reckoned together: some hundred megabytes where it is crowded."""

_IN_SIGHT, _LOOKOUTS = 200, 50
"""Acts that are looked at together, at the most, where some of them are in sight of others; and of how many others.

Where more crowd, or more are asked about, to look at what is in sight costs more than to ask for it when it is needed.
"""

_SPARE = 0.01
"""Days: so that nothing depends on how moments are rounded."""


@dataclass(frozen=True)
class Played:
    """Acts on the stage, the fit for them, and what is ruled out of what they may have answered."""

    stage: Staged
    fit: Fit
    ruled_out: RuledOut

    @classmethod
    def of(cls, store: Reader, lens: Lens, fit: AdoptedFit, stage: Staged) -> Played:
        """Those on a stage."""
        return cls(stage, fit.fit(stage.pairs, stage.areas), ruled_out(store, lens, stage.ids))

    @cached_property
    def index(self) -> Index:
        """The acts, ready to be searched."""
        return Index(self.stage.acts, self.fit.parameters)

    def places(self, incidents: Collection[UUID]) -> Integers:
        """The numbers of those of these incidents that take part."""
        places = self.stage.ids.places([*incidents])
        return places[places >= 0]

    def in_sight(self, numbers: Integers, sight: int) -> Integers:
        """The numbers of these and of the acts that are no farther from one of them than so many answers may reach.

        That is in time and on the ground. Where they crowd, no farther than fewer answers.
        """
        if len(numbers) > _LOOKOUTS:
            return numbers
        acts, parameters = self.stage.acts, self.fit.parameters
        back, apart = DELAYS * parameters.delay, farthest(parameters, float(acts.spread.max(initial=0.0)))
        began, ended = acts.began[numbers, None] - acts.began, acts.ended - acts.ended[numbers, None]
        late = np.maximum(began, ended)
        points = on_globe(acts.lat, acts.lon)
        off = squared(points[:, numbers, None] - points[:, None])
        for answers in range(sight, 0, -1):
            near = (late <= answers * back) & (off <= (answers * apart) ** 2)
            seen = np.union1d(numbers, np.flatnonzero(near.any(axis=0)))
            if len(seen) <= _IN_SIGHT:
                return seen
        return numbers

    def shares(self, numbers: Integers) -> Iterator[Shares]:
        """The links of acts by their numbers, ascending; some at a time."""
        for first in range(0, len(numbers), _AT_ONCE):
            yield links_of(numbers[first : first + _AT_ONCE], self.index, self.fit, self.ruled_out)

    def may_have_answered(self, numbers: Integers) -> Integers:
        """The numbers of acts that may have answered these, and others perhaps."""
        acts = self.stage.acts
        few = Index(acts.take(numbers), self.fit.parameters, spread=float(acts.spread.max(initial=0.0)))
        return np.unique(few.candidates(acts).answer)


def all_acts(store: Reader, lens: Lens, fit: AdoptedFit) -> Played:
    """Everything that the lens shows."""
    return Played.of(store, lens, fit, staged(store, lens))


def acts_before(store: Reader, lens: Lens, fit: AdoptedFit, incidents: Collection[UUID]) -> Played:
    """These incidents and all that what they answered depends on.

    That is their candidates; those of which it is not known whether they came before; and the candidates of these.
    """
    back = DELAYS * fit.parameters.delay
    around = Surroundings(back + 2.0 * LONGEST + _SPARE, LONGEST + _SPARE, 2, fit.parameters)
    return Played.of(store, lens, fit, staged_around(store, lens, incidents, around))


def acts_around(store: Reader, lens: Lens, fit: AdoptedFit, incidents: Collection[UUID], *, sight: int = 0) -> Played:
    """These incidents, and all that it depends on what they answered and what answered them.

    And the same of every act in sight: no farther from one of them than so many answers may reach.
    """
    back = DELAYS * fit.parameters.delay
    farther = sight * back
    before, after = back + 3.0 * LONGEST + farther + _SPARE, back + 2.0 * LONGEST + farther + _SPARE
    around = Surroundings(before, after, 3 + sight, fit.parameters)
    return Played.of(store, lens, fit, staged_around(store, lens, incidents, around))
