"""Whether a pair of sides answered more than it usually does, period by period. Pure.

It describes the past: each period is held to those before it, and nothing follows from it for those after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from domain.escalation.branching import Branching
from domain.escalation.usual import DIGITS, FEWEST, MOST, Range, Ratio, usual
from domain.word import Word

if TYPE_CHECKING:
    from collections.abc import Sequence

TOLD = 0.5
"""The share of answers that has to be in before there is a ratio."""

COMPLETE = 0.95
"""The share of answers from which on a ratio is no longer called incomplete."""


class State(Word):
    """How a period lies to the range that is usual; `higher` is what is alerted to."""

    HIGHER = "higher"
    USUAL = "usual"
    LOWER = "lower"
    NO_USUAL_YET = "no_usual_yet"
    TOO_SOON = "too_soon"
    NO_ACTS = "no_acts"


class Judged(NamedTuple):
    """A period beside those before it; `first` is the place of the first of those that its usual range is of."""

    state: State
    usual: Range | None = None
    first: int | None = None


class Period(NamedTuple):
    """A period with acts: how many, what they came to, and the share of answers (0 to 1) that could be recorded yet.

    There is no ratio where that share is less than `TOLD`. `first` of its judgement is a place among all periods.
    """

    acts: int
    heard: float
    ratio: Ratio | None
    beside: Judged

    @property
    def answers(self) -> float | None:
        """How many answers there are so far, as far as links tell."""
        return None if self.ratio is None else self.ratio.best * self.heard * self.acts


def periods(found: Branching, numbers: Sequence[int]) -> list[Period]:
    """The periods of one pair of sides: groups with acts, by their numbers, in order of time."""
    told = [n for n in numbers if found.heard[n] >= TOLD]
    ratios = {n: _ratio(found, n) for n in told}
    places = {n: place for place, n in enumerate(numbers)}
    beside = dict(zip(told, judged([*ratios.values()]), strict=True))
    made = []
    for n in numbers:
        one = beside.get(n, Judged(State.TOO_SOON))
        first = None if one.first is None else places[told[one.first]]
        made.append(Period(int(found.acts[n]), float(found.heard[n]), ratios.get(n), one._replace(first=first)))
    return made


def _ratio(found: Branching, n: int) -> Ratio:
    best, low, high = (round(float(column[n]), DIGITS) for column in (found.ratio, found.low, found.high))
    return Ratio(best, low, high, float(found.weight[n]))


def judged(ratios: Sequence[Ratio]) -> list[Judged]:
    """Each of the periods that have a ratio beside those before it, in order.

    Usual are the last `MOST`. Those that were higher than usual themselves are left out of these, unless fewer than
    `FEWEST` are left: what goes on for long becomes usual.
    """
    found: list[Judged] = []
    for place, ratio in enumerate(ratios):
        latest = range(max(0, place - MOST), place)
        calmer = [one for one in latest if found[one].state is not State.HIGHER]
        among = calmer if len(calmer) >= FEWEST else latest
        found.append(_beside(ratio, among, ratios))
    return found


def _beside(ratio: Ratio, among: Sequence[int], ratios: Sequence[Ratio]) -> Judged:
    before = usual([ratios[place] for place in among])
    if before is None:
        return Judged(State.NO_USUAL_YET)
    if ratio.low > before.high:
        return Judged(State.HIGHER, before, among[0])
    return Judged(State.LOWER if ratio.high < before.low else State.USUAL, before, among[0])
