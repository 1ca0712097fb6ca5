"""Chains: how well it is inferred what answered what, where that is known, and how long it takes.

Everything is done with the parameters that were fitted, never with those that a theatre was made with.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from bench.nearest import best_of_the_rule, f1
from bench.replay import peak_megabytes
from bench.theatres import Setting, Theatre, theatre
from domain.excitation.acts import Acts
from domain.excitation.candidates import Candidates, Index
from domain.excitation.declustering import Declustered
from domain.excitation.fit import Fit, fit
from domain.excitation.links import all_links, links
from domain.excitation.window import Window

MIDDLE = Setting(gap=10.0, delay=2.0, branching=0.5, noise=5.0)
"""The mean delay is a fifth of the mean gap between unprovoked acts; places are half as uncertain as answers far."""

GRID = [
    replace(MIDDLE, gap=gap, delay=delay, branching=branching, noise=noise)
    for gap, delay, branching, noise in itertools.product(
        (5.0, 10.0, 20.0), (1.0, 2.0, 4.0), (0.3, 0.5, 0.7), (1.0, 5.0, 10.0)
    )
]
BEYOND = [
    *(replace(MIDDLE, side=side) for side in (200.0, 100.0)),
    *(replace(MIDDLE, by_day=share) for share in (0.5, 1.0)),
]
"""Areas that are more crowded, and times that are known to the day: what becomes of the middle then."""

ACTS = 2_000
"""In each run, about."""

CROWD = replace(MIDDLE, gap=0.5, delay=1.0, noise=1.0, across=6)
"""What is measured at size: some 300 acts a day in 36 areas."""

NEWCOMERS = 200


@dataclass(frozen=True)
class Point:
    """What many runs at one setting come to: means, and of each parameter the share of intervals that hold it."""

    setting: Setting
    runs: int
    f1: float
    rule: float
    calibration_error: float
    held: dict[str, float]
    off: dict[str, float]

    @property
    def beats_the_rule(self) -> bool:
        """On average over the runs."""
        return self.f1 > self.rule


@dataclass(frozen=True)
class Size:
    """Seconds for the fit of so many acts, the search for candidates included; `per_log` is over n log n."""

    acts: int
    pairs: int
    search_seconds: float
    fit_seconds: float
    newcomer_milliseconds: float
    newcomer_most: float
    peak_megabytes: int

    @property
    def per_log(self) -> float:
        """Microseconds for each act and each doubling of their number."""
        return self.fit_seconds * 1e6 / (self.acts * float(np.log2(self.acts)))


def measure_grid(settings: list[Setting], runs: int, acts: int = ACTS) -> Iterator[Point]:
    """Measure the settings, one after the other."""
    for setting in settings:
        yield measure_point(setting, runs, acts)


def measure_point(setting: Setting, runs: int, acts: int = ACTS) -> Point:
    """Make so many theatres, infer in each what answered what, and compare."""
    scores, rules, errors = [], [], []
    names = setting.truth
    held: dict[str, list[float]] = {name: [] for name in names}
    off: dict[str, list[float]] = {name: [] for name in names}
    for seed in range(runs):
        made = theatre(setting, acts, seed)
        found, pairs, told = inferred(made)
        chosen = np.full(len(made.day), -1)
        likely = told.answers >= 0.5
        chosen[pairs.answer[likely]] = pairs.trigger[likely]
        scores.append(f1(chosen, made.trigger))
        rules.append(best_of_the_rule(made))
        errors.append(calibration_error(made, pairs, told))
        for name, truth in names.items():
            low, high = found.intervals[name]
            held[name].append(float(low <= truth <= high))
            off[name].append(getattr(found.parameters, name) / truth - 1.0)
    means = ({name: fmean(each) for name, each in one.items()} for one in (held, off))
    return Point(setting, runs, fmean(scores), fmean(rules), fmean(errors), *means)


def acts_of(made: Theatre) -> tuple[Acts, Window]:
    """The acts of a theatre as a ledger would give them, without what answered what."""
    setting = made.setting
    began = np.where(made.rough, np.floor(made.day), made.day)
    ended = np.where(made.rough, began + 1.0, made.day)
    spread = np.full(len(began), setting.noise)
    marks = made.mark.astype(np.float64)
    acts = Acts(began, ended, made.lat, made.lon, spread, marks, made.side, made.area, reverse=np.array([1, 0]))
    return acts, Window(0.0, made.days, np.full(setting.across**2, setting.side**2))


def inferred(made: Theatre) -> tuple[Fit, Candidates, Declustered]:
    """The fit to a theatre, and the probabilities under it."""
    acts, window = acts_of(made)
    found = fit(acts, window)
    return found, *all_links(Index(acts, found.parameters), found)


def calibration_error(made: Theatre, pairs: Candidates, told: Declustered) -> float:
    """How far probabilities are from how often they are right: in ten bins, weighted by how many are in each."""
    said = np.concatenate([told.answers, told.none])
    right = np.concatenate([made.trigger[pairs.answer] == pairs.trigger, made.trigger < 0])
    bins: NDArray[np.int64] = np.minimum((said * 10.0).astype(np.int64), 9)
    surplus = np.bincount(bins, weights=said - right, minlength=10)
    return float(np.abs(surplus).sum() / len(said))


def measure_size(acts: int) -> Size:
    """Fit so many acts, and then ask what some that are not among them answer."""
    made = theatre(CROWD, acts + NEWCOMERS, seed=acts)
    everything, window = acts_of(made)
    new = np.sort(np.random.default_rng(acts).choice(len(everything), NEWCOMERS, replace=False))
    known = everything.take(np.setdiff1d(np.arange(len(everything)), new))
    begun = time.perf_counter()
    found = fit(known, window)
    fitted = time.perf_counter() - begun
    begun = time.perf_counter()
    index = Index(known, found.parameters)
    pairs = len(index.candidates().answer)
    searched = time.perf_counter() - begun
    waits = []
    for each in new:
        begun = time.perf_counter()
        links(everything.take(np.array([each])), index, found)
        waits.append((time.perf_counter() - begun) * 1000.0)
    return Size(len(known), pairs, searched, fitted, float(np.median(waits)), max(waits), peak_megabytes())


def as_json(points: list[Point], sizes: list[Size]) -> dict[str, object]:
    """The same as plain values."""
    return {"points": [asdict(one) for one in points], "sizes": [asdict(one) for one in sizes]}
