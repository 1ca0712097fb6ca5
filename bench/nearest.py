"""The rule to beat: an act answers the nearest earlier act by the other side. It is told what no rule knows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bench.theatres import Theatre

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

DISTANCES = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0)
"""Within so many true standard deviations (of answers and both reports together): the best of them is taken."""

DELAYS = (1.0, 2.0, 3.0, 4.0, 8.0)
"""And within so many true mean delays: the best again."""


def f1(chosen: Integers, known: Integers) -> float:
    """How well triggers are told (numbers, -1 for none): the harmonic mean of precision and recall of links."""
    right = int(((chosen == known) & (known >= 0)).sum())
    return 2.0 * right / max(int((chosen >= 0).sum() + (known >= 0).sum()), 1)


def best_of_the_rule(made: Theatre) -> float:
    """The F1 of the rule with the distance and the delay that suit this theatre best, looking at what is known."""
    setting = made.setting
    answer, trigger, gap, apart = _earlier(made, DELAYS[-1] * setting.delay)
    scale = float(np.hypot(setting.reach, setting.noise * np.sqrt(2.0)))
    scores = []
    for distance in DISTANCES:
        near = apart <= distance * scale
        for delay in DELAYS:
            inside = near & (gap <= delay * setting.delay)
            chosen = np.full(len(made.day), -1)
            # Triggers come in the order of time: the last that is written is the nearest in time.
            chosen[answer[inside]] = trigger[inside]
            scores.append(f1(chosen, made.trigger))
    return max(scores)


def _earlier(made: Theatre, back: float) -> tuple[Integers, Integers, Floats, Floats]:
    """Acts with all acts of the other side in the days before, how long before (days) and how far off (km) these are.

    As reported: what is known to the day is taken for noon, and of one moment either may be the earlier. Triggers of an
    act come in the order of time.
    """
    day = np.where(made.rough, np.floor(made.day) + 0.5, made.day)
    order = np.argsort(day, kind="stable")
    answers, triggers = [], []
    for side in (0, 1):
        mine, other = order[made.side[order] == side], order[made.side[order] != side]
        first = np.searchsorted(day[other], day[mine] - back)
        many = np.searchsorted(day[other], day[mine], "right") - first
        inside = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many - first, many)
        answers.append(np.repeat(mine, many))
        triggers.append(other[inside])
    answer, trigger = np.concatenate(answers), np.concatenate(triggers)
    apart = np.hypot(made.x[answer] - made.x[trigger], made.y[answer] - made.y[trigger])
    return answer, trigger, day[answer] - day[trigger], apart
