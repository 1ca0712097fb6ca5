"""The ratio of tolls from step to step: between which numbers it lies, as far as both tolls are known. Pure."""

from __future__ import annotations

from typing import NamedTuple

from domain.chains.ladder import Dead


class Ratio(NamedTuple):
    """How many times as many died: at least `low`, at most `high`, to two places; `open`: nothing bounds it above."""

    low: float
    high: float | None
    open: bool


def ratio(trigger: Dead | None, answer: Dead | None) -> Ratio | None:
    """The dead of an answer to those of what it answers.

    None where nobody counted either, or nobody died by the first: nothing is so many times nought. Where the first may
    be nought, or the second has no bound above, the ratio is open.
    """
    if trigger is None or answer is None or trigger.high == 0:
        return None
    low = 0.0 if trigger.high is None else part(answer.low, trigger.high)
    if trigger.low == 0 or answer.high is None:
        return Ratio(low, None, open=True)
    return Ratio(low, part(answer.high, trigger.low), open=False)


def part(number: int, of: int) -> float:
    """A ratio of whole numbers to two places, halves up."""
    return (200 * number + of) // (2 * of) / 100
