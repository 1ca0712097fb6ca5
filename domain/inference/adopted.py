"""An adopted fit: what acts came to, stored so that whoever reads it later infers from the very same numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from pydantic import Field

from domain.excitation.fit import Fit
from domain.excitation.parameters import ASSUMED, Parameters
from domain.excitation.window import QUIET, Window
from domain.inference.ground import Area, Finite, Ground, Pair, square_km
from domain.model import Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.lens import Lens

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_LAST_DAY = (date.max - _EPOCH.date()).days

Bounds = tuple[Finite, Finite]


class Numbers(Value):
    """The four parameters.

    `answers` is how many an act of the lightest weight has, and each step of weight multiplies that by `e ** weight`.
    `delay_days` is the mean time to an answer, `reach_km` how far off it is (one standard deviation on each axis).
    """

    answers: Finite
    weight: Finite
    delay_days: Finite
    reach_km: Finite


class Intervals(Value):
    """The least and the greatest value of each parameter: they hold the true one in 95 of 100 cases."""

    answers: Bounds
    weight: Bounds
    delay_days: Bounds
    reach_km: Bounds


class Stretch(Value):
    """The whole days (UTC) that acts were looked for in; the end is not included."""

    start: datetime = Field(alias="from")
    end: datetime = Field(alias="to")

    @classmethod
    def around(cls, first: float, last: float) -> Self:
        """The whole days around these moments (days since 1970, UTC), one at the least."""
        begin = min(int(np.floor(first)), _LAST_DAY - 1)
        end = min(max(int(np.ceil(last)), begin + 1), _LAST_DAY)
        return cls(start=_EPOCH + begin * _DAY, end=_EPOCH + end * _DAY)

    @property
    def first(self) -> float:
        """Its beginning, in days since 1970 (UTC)."""
        return (self.start - _EPOCH) / _DAY

    @property
    def last(self) -> float:
        """Its end, in days since 1970 (UTC)."""
        return (self.end - _EPOCH) / _DAY

    def with_areas(self, areas: Sequence[Area]) -> Window:
        """The same stretch in these areas."""
        return Window(self.first, self.last, square_km(areas))


class FittedTo(Value):
    """The lens through which the acts were seen that a fit was made to; null is "no limit"."""

    as_of: datetime | None = None
    known_at: datetime | None = None
    position: int
    policy: str

    @classmethod
    def seen_through(cls, lens: Lens) -> Self:
        """That of a lens, which has a position."""
        return cls(as_of=lens.as_of, known_at=lens.known_at, position=lens.position or 0, policy=lens.policy)


class AdoptedFit(Value):
    """Stored: a fit of `version` with everything that inferring from it needs. Only the ledger itself makes one.

    `likelihood` is the logarithm, per day and square km; `acts` and `rounds` count, and `left_out` counts incidents
    that took no part, by the reason. `background` has the pairs of sides and areas in which there were acts at all.
    """

    version: str
    parameters_found: Numbers = Field(alias="parameters")
    intervals: Intervals
    window: Stretch
    likelihood: Finite
    acts: int
    rounds: int
    left_out: dict[str, int]
    fitted_to: FittedTo
    background: tuple[Ground, ...]

    @property
    def parameters(self) -> Parameters:
        """As the excitation takes them."""
        found = self.parameters_found
        return Parameters(found.answers, found.weight, found.delay_days, found.reach_km)

    def fit(self, pairs: Sequence[Pair], areas: Sequence[Area]) -> Fit:
        """The fit for acts that number pairs of sides and areas in this order.

        Where the fit has seen no act of a pair in an area, its background is that of a quiet one.
        """
        window = self.window.with_areas(areas)
        quiet = QUIET / window.days
        rows = [[self._per_day.get((pair, area), quiet) for area in areas] for pair in pairs]
        return Fit(
            parameters=self.parameters,
            intervals=self._bounds(),
            background=np.array(rows, dtype=np.float64).reshape(len(pairs), len(areas)),
            window=window,
            likelihood=self.likelihood,
            acts=self.acts,
            rounds=self.rounds,
            version=self.version,
        )

    def described(self) -> dict[str, Any]:
        """All but the background, as answers show it: JSON, times in RFC 3339.

        `at_bound` names the parameters that would be greater, were they let: then acts come and go together for other
        reasons than that one answers another.
        """
        bounds = {"delay": "delay_days", "reach": "reach_km"}
        at_bound = [bounds[name] for name in ASSUMED.at_bound(self.parameters)]
        return self.model_dump(mode="json", by_alias=True, exclude={"background"}) | {"at_bound": at_bound}

    @cached_property
    def _per_day(self) -> dict[tuple[Pair, Area], float]:
        return {((each.by, each.against), each.area): each.per_day for each in self.background}

    def _bounds(self) -> dict[str, tuple[float, float]]:
        found = self.intervals
        return {"answers": found.answers, "weight": found.weight, "delay": found.delay_days, "reach": found.reach_km}
