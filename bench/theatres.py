"""Theatres of which it is known what answered what: made-up acts of two sides, generation by generation.

Nothing here comes from what infers the answers: no density, distance or search of its own is shared.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MARKS = 3
"""Acts weigh 0, 1 or 2, as often the one as the other."""

GENERATIONS = 60
DEGREE_KM = 6371.0088 * np.pi / 180.0


@dataclass(frozen=True)
class Setting:
    """How acts come about: `across` by `across` square areas of `side` km that adjoin, around 0 north, 0 east.

    `gap` is the mean time between unprovoked acts of a side in an area, `delay` that to an answer (days), `branching`
    how many answers an act has on average, `reach` and `noise` how far off answers are, and how far off all places are
    reported (km, one standard deviation on each axis). Of the times, the share `by_day` is known to the day only.
    """

    gap: float
    delay: float
    branching: float
    noise: float
    reach: float = 10.0
    weight: float = 0.3
    side: float = 400.0
    across: int = 3
    by_day: float = 0.0

    @property
    def answers(self) -> float:
        """How many answers an act of the lightest mark has."""
        return float(self.branching / np.exp(self.weight * np.arange(MARKS)).mean())

    @property
    def truth(self) -> dict[str, float]:
        """What a fit is to find."""
        return {"answers": self.answers, "weight": self.weight, "delay": self.delay, "reach": self.reach}

    def days_for(self, acts: int) -> float:
        """How long it takes until about so many acts are seen."""
        return acts * (1.0 - self.branching) * self.gap / (2.0 * self.across**2)


@dataclass(frozen=True)
class Theatre:
    """Acts as they were reported, by when they happened; `trigger` is the number of what each answers, or -1.

    `x` and `y` are km, `day` runs from 0 to `days`; `rough` acts are known to the day only.
    """

    setting: Setting
    days: float
    day: Floats
    x: Floats
    y: Floats
    mark: Integers
    side: Integers
    trigger: Integers
    rough: NDArray[np.bool_]

    @property
    def area(self) -> Integers:
        """The number of the area in which each was reported, or of the nearest."""
        across = self.setting.across
        east, north = (
            np.clip(np.floor(axis / self.setting.side + across / 2.0), 0, across - 1).astype(np.int64)
            for axis in (self.x, self.y)
        )
        return north * across + east

    @property
    def lat(self) -> Floats:
        """In degrees."""
        return self.y / DEGREE_KM

    @property
    def lon(self) -> Floats:
        """In degrees."""
        return self.x / (DEGREE_KM * np.cos(np.radians(self.lat)))


@dataclass(frozen=True)
class _Generation:
    day: Floats
    x: Floats
    y: Floats
    mark: Integers
    side: Integers
    parent: Integers


def theatre(setting: Setting, acts: int, seed: int) -> Theatre:
    """A theatre in which about so many acts are seen.

    They are seen wherever they are, also where an answer or a report goes over the border; not before the first day.
    """
    # Settings that differ only in their unit of time would be one theatre, told twice.
    chance = np.random.default_rng([seed, *(int(each * 100) for each in astuple(setting))])
    days = setting.days_for(acts)
    generations = [_unprovoked(setting, days, chance)]
    before = 0
    while len(generations[-1].day) and len(generations) < GENERATIONS:
        generations.append(_answers(setting, generations[-1], before, chance))
        before += len(generations[-2].day)
    names = ("day", "x", "y", "mark", "side", "parent")
    columns = [np.concatenate([getattr(one, name) for one in generations]) for name in names]
    return _seen(setting, days, _Generation(*columns), chance)


def _unprovoked(setting: Setting, days: float, chance: np.random.Generator) -> _Generation:
    half = setting.across * setting.side / 2.0
    earlier = 30.0 * setting.delay
    per_day = 2.0 / setting.gap * setting.across**2
    many = int(chance.poisson(per_day * (days + earlier)))
    return _Generation(
        chance.uniform(-earlier, days, many),
        chance.uniform(-half, half, many),
        chance.uniform(-half, half, many),
        chance.integers(0, MARKS, many),
        chance.integers(0, 2, many),
        np.full(many, -1),
    )


def _answers(setting: Setting, acts: _Generation, before: int, chance: np.random.Generator) -> _Generation:
    """The answers to these acts, of which the first has the number `before`."""
    each = chance.poisson(setting.answers * np.exp(setting.weight * acts.mark))
    of = np.repeat(np.arange(len(acts.day)), each)
    many = len(of)
    return _Generation(
        acts.day[of] + chance.exponential(setting.delay, many),
        acts.x[of] + chance.normal(0.0, setting.reach, many),
        acts.y[of] + chance.normal(0.0, setting.reach, many),
        chance.integers(0, MARKS, many),
        1 - acts.side[of],
        of + before,
    )


def _seen(setting: Setting, days: float, all_acts: _Generation, chance: np.random.Generator) -> Theatre:
    """What is seen of it, in order, from day 0 until the last."""
    many = len(all_acts.day)
    x, y = (axis + chance.normal(0.0, setting.noise, many) for axis in (all_acts.x, all_acts.y))
    inside = (all_acts.day >= 0.0) & (all_acts.day < days)
    order = np.argsort(all_acts.day)
    order = order[inside[order]]
    number = np.full(many + 1, -1)
    number[order] = np.arange(len(order))
    return Theatre(
        setting,
        days,
        day=all_acts.day[order],
        x=x[order],
        y=y[order],
        mark=all_acts.mark[order],
        side=all_acts.side[order],
        trigger=number[all_acts.parent][order],
        rough=chance.random(len(order)) < setting.by_day,
    )
