"""Tempo: how long the answers of a chain take, and whether they come sooner or later as it goes on. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from domain.chains.chain import Delay
from domain.word import Word


class Trend(Word):
    """Whether answers come sooner as a chain goes on; only where the precision of their times leaves no doubt."""

    QUICKENS = "quickens"
    SLOWS = "slows"
    UNCLEAR = "unclear"


class Tempo(NamedTuple):
    """The median time to an answer lies between `least` and `most`; of so many answers."""

    answers: int
    least: timedelta
    most: timedelta
    trend: Trend


def tempo(delays: Sequence[Delay]) -> Tempo | None:
    """That of answers in their order; None of none. The trend is that from the first half of them to the second."""
    if not delays:
        return None
    half = len(delays) // 2
    trend = _trend(_median(delays[:half]), _median(delays[-half:])) if half else Trend.UNCLEAR
    return Tempo(len(delays), *_median(delays), trend)


def _trend(earlier: Delay, later: Delay) -> Trend:
    if later.most < earlier.least:
        return Trend.QUICKENS
    return Trend.SLOWS if later.least > earlier.most else Trend.UNCLEAR


def _median(delays: Sequence[Delay]) -> Delay:
    """The middle of what they are at the least, and at the most: the median of what they were lies between."""
    least, most = (sorted(ends) for ends in zip(*delays, strict=True))
    first, last = (len(delays) - 1) // 2, len(delays) // 2
    return Delay((least[first] + least[last]) // 2, (most[first] + most[last]) // 2)
