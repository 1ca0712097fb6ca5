"""Fitting: from the acts that take part to a fit that can be adopted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from domain.errors import TooFewActs
from domain.excitation.fit import Fit, fit
from domain.inference.adopted import AdoptedFit, FittedTo, Intervals, Numbers, Stretch
from domain.inference.ground import Area, Ground, Pair

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.excitation.acts import Acts
    from domain.lens import Lens


def fitted(
    acts: Acts, pairs: Sequence[Pair], areas: Sequence[Area], left_out: Mapping[str, int], lens: Lens
) -> AdoptedFit:
    """The fit to acts that number pairs of sides and areas in this order, as seen through a lens with a position.

    It takes half a minute for a million. Raises TooFewActs where no act could answer another.
    """
    _check_enough(acts, left_out)
    window = Stretch.around(float(acts.began.min()), float(acts.until.max()))
    found = fit(acts, window.with_areas(areas))
    now = found.parameters
    return AdoptedFit(
        version=found.version,
        parameters_found=Numbers(answers=now.answers, weight=now.weight, delay_days=now.delay, reach_km=now.reach),
        intervals=_intervals(found),
        window=Stretch.around(found.window.first, found.window.last),
        likelihood=found.likelihood,
        acts=found.acts,
        rounds=found.rounds,
        left_out=dict(sorted(left_out.items())),
        fitted_to=FittedTo.seen_through(lens),
        background=_background(found, acts, pairs, areas),
    )


def _check_enough(acts: Acts, left_out: Mapping[str, int]) -> None:
    answering = acts.reverse[np.unique(acts.pair)] if len(acts) else np.zeros(0, dtype=np.int64)
    if np.isin(answering[answering >= 0], acts.pair).any():
        return
    took = (
        "no incident takes part" if not len(acts) else f"of {len(acts)} acts that take part, none could answer another"
    )
    counted = ", ".join(f"{reason} {count:,}" for reason, count in sorted(left_out.items()) if count)
    raise TooFewActs(
        f"{took}: a fit needs acts of two sides against each other, each at a known place and time;"
        f" left out: {counted or 'none'}"
    )


def _intervals(found: Fit) -> Intervals:
    of = found.intervals
    return Intervals(answers=of["answers"], weight=of["weight"], delay_days=of["delay"], reach_km=of["reach"])


def _background(found: Fit, acts: Acts, pairs: Sequence[Pair], areas: Sequence[Area]) -> tuple[Ground, ...]:
    """A row for each pair of sides and area in which there was an act, in the order of their names."""
    seen = np.unique(acts.pair * len(areas) + acts.area)
    rows = [
        Ground(by=pairs[pair][0], against=pairs[pair][1], area=areas[area], per_day=float(found.background[pair, area]))
        for pair, area in zip(*(part.tolist() for part in np.divmod(seen, len(areas))), strict=True)
    ]
    return tuple(sorted(rows, key=lambda row: (row.by, row.against, row.area)))
