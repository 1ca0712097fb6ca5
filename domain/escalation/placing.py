"""In which period each act lies, as its time is known."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from domain.excitation.acts import Acts
from domain.instant import TICK, end_of_day
from domain.periods import By, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]

UNPLACED = -1
"""The period of what may have begun in more than one."""

_A_DAY = 25 / 24
"""The longest day, in days: the clocks are put back in it."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)


def placed(acts: Acts, by: By, tz: str) -> Integers:
    """The number of the first day of the period in which each act lies (that of `date.toordinal`), or `UNPLACED`.

    What is known to the day is of the day around its middle in this zone, wherever it was dated; what is known less
    exactly lies in a period if all of the time does in which it may have begun.
    """
    middle, rough = (acts.began + acts.ended) / 2.0, acts.ended - acts.began > _A_DAY
    first, last = (_periods(np.where(rough, end, middle), by, tz) for end in (acts.began, acts.ended))
    return np.where(first == last, first, UNPLACED)


def _periods(moments: Floats, by: By, tz: str) -> Integers:
    days = list(_days_around(moments, tz))
    ends = np.array([end for end, _ in days])
    firsts = np.array([whole(day, by).first.toordinal() for _, day in days], dtype=np.int64)
    return firsts[np.searchsorted(ends, moments, "right")]


def _days_around(moments: Floats, tz: str) -> Iterator[tuple[float, date]]:
    """The days of a zone in which moments may lie, in order, and when each is over (days since 1970, UTC).

    A day that the clocks skipped ends with the one before it, which comes first.
    """
    of_utc = np.unique(np.floor(moments).astype(np.int64))
    for number in np.unique(np.concatenate([of_utc - 1, of_utc, of_utc + 1])).tolist():
        with suppress(ValueError, OverflowError):
            day = _EPOCH.date() + number * _DAY
            yield (end_of_day(day, tz) + TICK - _EPOCH) / _DAY, day
