"""Theatres in which one side answers more for a while: more answers to the acts that the other does in that time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.theatres import GENERATIONS, MARKS, Floats, Integers, Theatre


class Rise(NamedTuple):
    """From one day up to another, acts of side 0 have so many answers more, on average over their marks."""

    first: float
    last: float
    more: float

    def holds(self, made: Theatre) -> NDArray[np.bool_]:
        """Which acts are answered more."""
        inside: NDArray[np.bool_] = (made.side == 0) & (made.day >= self.first) & (made.day < self.last)
        return inside


NONE = Rise(0.0, 0.0, 0.0)


def answers_of(made: Theatre, rise: Rise) -> Floats:
    """How many answers acts like each of these have on average; not how many it had."""
    usually: Floats = made.setting.answers * np.exp(made.setting.weight * made.mark)
    return usually + _more(made, rise)


def risen(made: Theatre, rise: Rise, seed: int) -> Theatre:
    """The theatre with the answers that a rise adds, with those to them, and so on."""
    chance = np.random.default_rng([seed, 1])
    # Where they really were is not in a theatre: as far again as they were reported off.
    every, fresh = [made], _answers(made, _more(made, rise), 0, made.setting.noise, chance)
    many = len(made.day)
    while len(fresh.day) and len(every) < GENERATIONS:
        every.append(_reported(fresh, chance))
        fresh, many = _answers(fresh, answers_of(fresh, rise), many, 0.0, chance), many + len(fresh.day)
    names = ("day", "x", "y", "mark", "side", "trigger", "rough")
    columns: dict[str, Any] = {name: np.concatenate([getattr(one, name) for one in every]) for name in names}
    return _in_order(replace(made, **columns))


def _more(made: Theatre, rise: Rise) -> Floats:
    heavier = np.exp(made.setting.weight * made.mark)
    more: Floats = rise.more * heavier / np.exp(made.setting.weight * np.arange(MARKS)).mean()
    return np.where(rise.holds(made), more, 0.0)


def _answers(acts: Theatre, each: Floats, before: int, off: float, chance: np.random.Generator) -> Theatre:
    """Answers to acts, where they really were; `each` has so many on average, the first has the number `before`."""
    setting = acts.setting
    of: Integers = np.repeat(np.arange(len(acts.day)), chance.poisson(each))
    day = acts.day[of] + chance.exponential(setting.delay, len(of))
    of, day = of[day < acts.days], day[day < acts.days]
    many, far = len(of), float(np.hypot(setting.reach, off))
    return replace(
        acts,
        day=day,
        x=acts.x[of] + chance.normal(0.0, far, many),
        y=acts.y[of] + chance.normal(0.0, far, many),
        mark=chance.integers(0, MARKS, many),
        side=1 - acts.side[of],
        trigger=of + before,
        rough=chance.random(many) < setting.by_day,
    )


def _reported(acts: Theatre, chance: np.random.Generator) -> Theatre:
    x, y = (axis + chance.normal(0.0, acts.setting.noise, len(axis)) for axis in (acts.x, acts.y))
    return replace(acts, x=x, y=y)


def _in_order(made: Theatre) -> Theatre:
    order = np.argsort(made.day, kind="stable")
    number = np.append(np.argsort(order), -1)
    columns: dict[str, Any] = {name: getattr(made, name)[order] for name in ("day", "x", "y", "mark", "side", "rough")}
    return replace(made, **columns, trigger=number[made.trigger[order]])
