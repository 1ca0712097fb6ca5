"""Whether a pair of sides answered more than it usually does, period by period. Pure.

It describes the past: each period is held to those before it, and nothing follows from it for those after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from domain.escalation.usual import FEWEST, MOST, Range, Ratio, usual
from domain.word import Word

if TYPE_CHECKING:
    from collections.abc import Sequence


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
