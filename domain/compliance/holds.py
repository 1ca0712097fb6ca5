"""What holds, may hold or does not, and how that changes over time. Pure; many moments at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import IntEnum
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)

EVER = -(2**62)
"""Before every moment."""


class Holds(IntEnum):
    """Whether something holds; the lesser of two is what both come to."""

    NO = 0
    MAYBE = 1
    YES = 2


class Step(NamedTuple):
    """From this tick on (microseconds since 1970, UTC) it holds to this degree, until the next step."""

    start: int
    holds: Holds


Steps = tuple[Step, ...]
"""In order of time, beginning at `EVER`."""

ALWAYS: Steps = (Step(EVER, Holds.YES),)
NEVER: Steps = (Step(EVER, Holds.NO),)


def tick(moment: datetime) -> int:
    """Microseconds since 1970 (UTC)."""
    return (moment - _EPOCH) // _TICK


def steps(given: Iterable[tuple[int, Holds]]) -> Steps:
    """The same in order, with what changes nothing left out; at one tick the last given counts."""
    by_tick = {EVER: Holds.NO} | dict(sorted(given, key=lambda one: one[0]))
    ordered = sorted(by_tick.items())
    kept = [Step(*ordered[0])]
    kept += [Step(*after) for before, after in pairwise(ordered) if before[1] is not after[1]]
    return tuple(kept)


def since(first: int, last: int) -> Steps:
    """Certainly from the last of these ticks, perhaps from the first."""
    return steps([(first, Holds.MAYBE), (last, Holds.YES)])


def until(first: int, last: int) -> Steps:
    """Certainly up to the first of these ticks, perhaps up to the last, which no longer belongs."""
    return steps([*ALWAYS, Step(first, Holds.MAYBE), Step(last, Holds.NO)])


def opposite(held: Steps) -> Steps:
    """Where it does not hold."""
    return tuple(Step(one.start, Holds(Holds.YES - one.holds)) for one in held)


def at(held: Steps, moment: int) -> Holds:
    """To what degree it holds at a tick."""
    return next(one.holds for one in reversed(held) if one.start <= moment)


def both(one: Steps, other: Steps) -> Steps:
    """Where both hold."""
    starts = sorted({step.start for step in (*one, *other)})
    return steps((start, min(at(one, start), at(other, start))) for start in starts)


def any_of(many: Sequence[Steps]) -> Steps:
    """Where one of them holds at least; of none, nowhere."""
    starts = sorted({step.start for held in many for step in held})
    return steps((start, max(at(held, start) for held in many)) for start in starts)


def during(held: Steps, first: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.int8]:
    """Whether it holds throughout, for part of, or at no time of each stretch from `first` to `last` (ticks)."""
    least = np.full(len(first), Holds.YES, dtype=np.int8)
    most = np.full(len(first), Holds.NO, dtype=np.int8)
    ends = [*(step.start - 1 for step in held[1:]), np.iinfo(np.int64).max]
    for step, end in zip(held, ends, strict=True):
        met = (first <= end) & (last >= step.start)
        least[met] = np.minimum(least[met], step.holds)
        most[met] = np.maximum(most[met], step.holds)
    return np.where(least == most, least, np.int8(Holds.MAYBE))
