"""Acts to infer from, made in a line each."""

from dataclasses import replace
from typing import Any

import numpy as np

from bench.chains import acts_of
from bench.theatres import Setting, Theatre, theatre
from domain.excitation.acts import Acts
from domain.excitation.candidates import Candidates, Index
from domain.excitation.declustering import Declustered
from domain.excitation.fit import Fit
from domain.excitation.links import all_links
from domain.excitation.parameters import Parameters
from domain.excitation.window import Window

ASSUMING = Parameters(answers=0.4, weight=0.3, delay=1.0, reach=10.0)
KM = 1 / 111.195
"""A kilometre in degrees of latitude."""

A_MONTH = Window(0.0, 30.0, np.array([40_000.0]))


def acts(*rows: tuple[float, float, float, int], days: float = 0.0, spread: float = 0.0) -> Acts:
    """Acts, each by day, km north of the equator, km east of 0 and side (0 or 1); known to so many days and km."""
    day, north, east, side = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    return Acts(
        began=day,
        ended=day + days,
        lat=north * KM,
        lon=east * KM,
        spread=np.full(len(rows), spread),
        mark=np.zeros(len(rows)),
        pair=side.astype(np.int64),
        area=np.zeros(len(rows), dtype=np.int64),
        reverse=np.array([1, 0]),
    )


def nothing() -> Acts:
    """No acts at all, of two sides."""
    return acts((0, 0, 0, 0)).take(np.array([], dtype=np.int64))


def scattered(seed: int, many: int = 400) -> Acts:
    """Acts all over a crowded place at a pole, on the antimeridian, at the equator; some known to the day only."""
    chance = np.random.default_rng(seed)
    lat0 = chance.choice([90.0, 89.2, -90.0, -89.0, 0.0, 35.0, 70.0], many)
    lat = np.clip(lat0 + chance.normal(0.0, 0.5, many), -90.0, 90.0)
    wide = np.abs(lat0) > 85.0
    lon = np.where(wide, chance.uniform(-180.0, 180.0, many), 180.0 + chance.normal(0.0, 0.6, many))
    day = chance.uniform(-20.0, 20.0, many)
    rough = chance.random(many) < 0.5
    began = np.where(rough, np.floor(day), day)
    return Acts(
        began=began,
        ended=np.where(rough, began + 1.0, day),
        lat=lat,
        lon=(lon + 180.0) % 360.0 - 180.0,
        spread=chance.choice([0.0, 1.0, 8.0], many),
        mark=chance.integers(0, 3, many).astype(np.float64),
        pair=chance.integers(0, 5, many),
        area=np.zeros(many, dtype=np.int64),
        reverse=np.array([1, 0, 3, 2, -1]),
    )


def fitted(given: Acts, window: Window = A_MONTH, parameters: Parameters = ASSUMING) -> Fit:
    """A fit that has these parameters and half an act a day by each side."""
    background = np.full((len(given.reverse), len(window.areas)), 0.5)
    return Fit(parameters, {}, background, window, likelihood=0.0, acts=len(given), rounds=0)


def told(given: Acts, parameters: Parameters = ASSUMING) -> tuple[Candidates, Declustered]:
    """The probabilities under these parameters."""
    return all_links(Index(given, parameters), fitted(given, parameters=parameters))


def answers(given: Acts, parameters: Parameters = ASSUMING) -> dict[tuple[int, int], float]:
    """The probability of each pair (answer, trigger)."""
    pairs, found = told(given, parameters)
    return dict(
        zip(zip(pairs.answer.tolist(), pairs.trigger.tolist(), strict=True), found.answers.tolist(), strict=True)
    )


def a_theatre(many: int = 1500, seed: int = 1, **changed: Any) -> tuple[Theatre, Acts, Window]:
    """A made-up theatre in which it is known what answered what."""
    made = theatre(replace(Setting(gap=10.0, delay=1.0, branching=0.5, noise=3.0), **changed), many, seed)
    return made, *acts_of(made)
