"""Escalation: how well branching ratios, their intervals and alerts do where it is known what answered what.

They are reckoned with fitted parameters, and held to what the theatres were made with.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

import numpy as np
from numpy.typing import NDArray
from rich.table import Table

from bench.chains import MIDDLE, acts_of
from bench.rises import NONE, Rise, answers_of, risen
from bench.theatres import Floats, Setting, Theatre, theatre
from domain.escalation.branching import Branching, Groups, Links, branching
from domain.escalation.rising import TOLD, State
from domain.escalation.rising import periods as periods_told
from domain.excitation.candidates import Index
from domain.excitation.fit import fit
from domain.excitation.links import all_links

ACTS = 1_000
"""In each run, about."""

WEEK = 7.0
LONG = 2
"""Periods that a rise takes, from the middle of the time on."""


@dataclass(frozen=True)
class Case:
    """A setting, how long periods are (days), and how many answers more the acts of one side have in a rise."""

    setting: Setting
    days: float = WEEK
    more: float = 0.0


CASES = [
    *(Case(MIDDLE, days) for days in (1.0, WEEK, 30.0)),
    *(Case(replace(MIDDLE, branching=branching)) for branching in (0.3, 0.7)),
    Case(replace(MIDDLE, side=150.0)),
    Case(replace(MIDDLE, by_day=1.0)),
    Case(replace(MIDDLE, across=1)),
    *(Case(replace(MIDDLE, branching=branching), more=1.0) for branching in (0.3, 0.5)),
    Case(replace(MIDDLE, side=150.0), more=1.0),
]


@dataclass(frozen=True)
class Periods:
    """The periods of one theatre, `each` for a side: what they came to, the truth, and which of them are of a rise."""

    found: Branching
    truth: Floats
    rises: NDArray[np.bool_]
    each: int

    @property
    def told(self) -> NDArray[np.bool_]:
        """Those that have a ratio: most answers are in."""
        return self.found.heard >= TOLD

    @property
    def held(self) -> NDArray[np.bool_]:
        """Of these, whether the interval holds the true ratio."""
        inside = (self.found.low <= self.truth) & (self.truth <= self.found.high)
        return inside[self.told]

    def states(self, *, of_rise: bool) -> list[State]:
        """How periods are called that have enough before them: those of a rise, or all up to it, or of the other side.

        What comes after a rise is beside the point: it is held to the rise.
        """
        states: list[State] = []
        for side in (0, 1):
            own = [n for n in range(side * self.each, (side + 1) * self.each) if self.found.acts[n]]
            wanted = self.rises[own] if of_rise else np.cumsum(self.rises[own]) == 0
            found = periods_told(self.found, own)
            states += [one.beside.state for one, yes in zip(found, wanted, strict=True) if yes]
        return [state for state in states if state not in {State.NO_USUAL_YET, State.TOO_SOON}]


@dataclass(frozen=True)
class Point:
    """What runs of a case come to: `acts` a period (median), and shares; None where there is no period of the kind.

    `held` are the intervals that hold the truth, `alarms` the periods like those before them that are called higher
    than usual, `noticed` those of a rise that are. `off` is the mean error of the ratio.
    """

    case: Case
    periods: int
    acts: float
    held: float
    off: float
    alarms: float | None
    noticed: float | None


def periods_of(case: Case, seed: int, acts: int = ACTS) -> Periods:
    """Make a theatre of about so many acts, and reckon its ratios as those of a ledger are."""
    made = theatre(case.setting, acts, seed)
    begins = int(made.days / case.days / 2.0) * case.days
    rise = Rise(begins, begins + LONG * case.days, case.more) if case.more else NONE
    made = risen(made, rise, seed)
    given, window = acts_of(made)
    fitted = fit(given, window)
    now, each = fitted.parameters, int(made.days // case.days) + 1
    expected = now.answers * np.exp(now.weight * given.mark)
    number = made.side * each + (made.day // case.days).astype(np.int64)
    groups = Groups(number, expected, window.exposed(given, now.delay).share, 2 * each)
    pairs, told = all_links(Index(given, now), fitted)
    found = branching(Links(pairs.answer, pairs.trigger, told.answers), groups)
    return Periods(found, *_truth(made, rise, groups), each)


def _truth(made: Theatre, rise: Rise, groups: Groups) -> tuple[Floats, NDArray[np.bool_]]:
    acts = np.maximum(groups.total(np.ones(len(made.day))), 1.0)
    return groups.total(answers_of(made, rise)) / acts, groups.total(rise.holds(made).astype(np.float64)) > 0.0


def measure(cases: list[Case], runs: int, acts: int = ACTS) -> Iterator[Point]:
    """Measure the cases, one after the other."""
    for case in cases:
        yield measure_case(case, runs, acts)


def measure_case(case: Case, runs: int, acts: int = ACTS) -> Point:
    """Make so many theatres, and see what is said of their periods."""
    every = [periods_of(case, seed, acts) for seed in range(runs)]
    held = np.concatenate([one.held for one in every])
    off = np.concatenate([(one.found.ratio - one.truth)[one.told] for one in every])
    many = np.concatenate([one.found.acts[one.told] for one in every])
    shares = (_share([state for one in every for state in one.states(of_rise=rise)]) for rise in (False, True))
    return Point(case, len(held), float(np.median(many)), float(held.mean()), float(off.mean()), *shares)


def _share(states: list[State]) -> float | None:
    return states.count(State.HIGHER) / len(states) if states else None


def as_json(points: list[Point]) -> list[dict[str, object]]:
    """The same as plain values."""
    return [asdict(one) for one in points]


def table(points: list[Point]) -> Table:
    """A row for each case."""
    found = Table(
        *("branching", "side", "by day", "areas", "period", "rise", "periods", "acts", "held", "off"),
        *("false alarms", "noticed"),
        title="Branching ratios, where it is known what answered what",
        box=None,
    )
    for point in points:
        own, case = point.case.setting, point.case
        frame = (own.branching, own.side, own.by_day, own.across**2, case.days, case.more)
        shares = ("" if one is None else f"{one:.1%}" for one in (point.alarms, point.noticed))
        numbers = (f"{point.periods:,}", f"{point.acts:g}", f"{point.held:.1%}", f"{point.off:+.3f}")
        found.add_row(*(f"{one:g}" for one in frame), *numbers, *shares)
    return found
