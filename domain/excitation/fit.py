"""Fitting the parameters to acts by expectation-maximisation, with stated assumptions where data are few."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from domain.excitation.acts import Acts
from domain.excitation.candidates import Candidates, Index
from domain.excitation.declustering import decluster
from domain.excitation.intervals import intervals
from domain.excitation.maximisation import likelier
from domain.excitation.parameters import ASSUMED, VERSION, Assumptions, Parameters
from domain.excitation.places import Places
from domain.excitation.window import Window

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ROUNDS = 200
"""No more: by then the likelihood has long stood still, or there is next to nothing to find."""

FEWEST, WORK = 15, 60_000_000
"""Where candidates are very many, fewer rounds: so many that not more than `WORK` of them are looked at in all."""

SAMPLE = 20_000
"""Acts that a first fit looks at, at the most."""

PAIRS = 3_500_000
"""Candidates that a fit looks at, about, at the most: under two gigabytes. More would tell no more of four numbers."""

WIDELY, SOMEWHAT = 2.0, 1.25
"""How much later and farther than assumed, and than found, answers are looked for."""

SEARCHES = 4
"""No more: each would have to find answers a quarter later or farther than the one before."""

_STILL = 1e-5
"""So little does the logarithm of the likelihood still change at the end; and as much again for each thousand acts."""


@dataclass(frozen=True)
class Fit:
    """What acts come to: the parameters with their intervals, and the background of each pair of sides in each area.

    `intervals` hold the true value in 95 of 100 cases, by the parameter's name. `background` is in acts per day, a row
    for each pair of sides and a column for each area. `likelihood` is the logarithm, per day and square km. `acts` and
    `rounds` count.
    """

    parameters: Parameters
    intervals: dict[str, tuple[float, float]]
    background: Floats
    window: Window
    likelihood: float
    acts: int
    rounds: int
    version: str = VERSION

    def density(self, acts: Acts) -> Floats:
        """The background at each act, per day and square km."""
        return self.window.density(acts, self.background)


def fit(acts: Acts, window: Window, *, assumed: Assumptions = ASSUMED) -> Fit:
    """The likeliest parameters, given the assumptions.

    A first fit, to the middle of the acts where they are very many, looks for answers far and late; the next look some
    farther than the one before found them, until none finds them farther than it looked. Where acts crowd so that all
    of them would have too many candidates, a stretch in the middle is fitted, and the window says which.
    """
    some, stretch = _middle(acts, window, SAMPLE)
    sought = _wider(assumed.likely, WIDELY)
    found = fit_to(some, Index(some, sought).candidates(), stretch, assumed)
    if len(some) < len(acts):
        crowd = len(Index(some, _wider(found.parameters, SOMEWHAT)).candidates().answer)
        acts, window = _middle(acts, window, max(SAMPLE, PAIRS * len(some) // max(crowd, 1)))
    searches = 0
    while not searches or (searches < SEARCHES and _beyond(found.parameters, sought)):
        searches += 1
        sought = _wider(found.parameters, SOMEWHAT)
        found = fit_to(acts, Index(acts, sought).candidates(), window, assumed, found.parameters)
    return found


def _beyond(found: Parameters, sought: Parameters) -> bool:
    return found.delay > sought.delay or found.reach > sought.reach


def _wider(parameters: Parameters, times: float) -> Parameters:
    return replace(parameters, delay=parameters.delay * times, reach=parameters.reach * times)


def _middle(acts: Acts, window: Window, most: int) -> tuple[Acts, Window]:
    """So many acts of a stretch in the middle, and its whole days; everything where it is not more."""
    if len(acts) <= most:
        return acts, window
    spare = (len(acts) - most) // 2
    some = acts.take(np.argsort(acts.began, kind="stable")[spare : spare + most])
    first, last = float(np.floor(some.began[0])), float(np.ceil(some.until.max()))
    return some, replace(window, first=max(first, window.first), last=min(last, window.last))


def fit_to(
    acts: Acts,
    pairs: Candidates,
    window: Window,
    assumed: Assumptions = ASSUMED,
    start: Parameters | None = None,
) -> Fit:
    """The likeliest parameters among answers to these candidates only."""
    parameters, rounds = start or assumed.likely, 0
    background = window.background(acts, np.full(len(acts), 1.0 / (1.0 + parameters.answers)))
    told = decluster(pairs, parameters, acts.mark, window.density(acts, background))
    places = Places(acts, pairs)
    likelihood, change = -np.inf, np.inf
    most = min(ROUNDS, max(FEWEST, WORK // max(len(pairs.answer), 1)))
    while rounds < most and abs(change) > _STILL * (1.0 + len(acts) / 1000.0):
        rounds += 1
        background = window.background(acts, told.none)
        parameters = likelier(acts, pairs, told, parameters, (window, assumed))
        told = decluster(places.settle(told, parameters.reach), parameters, acts.mark, window.density(acts, background))
        before, likelihood = likelihood, told.logarithm - _expected(acts, parameters, background, window)
        change = likelihood - before
    bounds = intervals(acts, pairs, told, parameters, assumed.trust)
    return Fit(parameters, bounds, background, window, likelihood, len(acts), rounds)


def _expected(acts: Acts, parameters: Parameters, background: Floats, window: Window) -> float:
    """How many acts there are to be in the window under this fit."""
    answers = parameters.answers * np.exp(parameters.weight * acts.mark) * window.exposed(acts, parameters.delay).share
    return float(background.sum() * window.days + answers.sum())
