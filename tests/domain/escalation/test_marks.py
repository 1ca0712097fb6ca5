"""How heavy an act is in steps, and how far off its place may be."""

import math

import pytest

from domain.act import INTENSITY, Act
from domain.inference.marks import mark_of
from domain.inference.spots import spread_of
from domain.place import PlacePrecision


@pytest.mark.parametrize(
    ("act", "steps"), [(Act.OTHER, 0), (Act.OVERFLIGHT, 1), (Act.AMBUSH, 2), (Act.SHELLING, 3), (Act.AIR_STRIKE, 3)]
)
def test_an_act_weighs_by_the_means_it_was_done_with(act: Act, steps: int) -> None:
    assert mark_of(act, 0) == steps


def test_every_act_has_a_mark() -> None:
    assert {mark_of(act, 0) for act in INTENSITY} == {0, 1, 2, 3}


@pytest.mark.parametrize(
    ("killed", "more"), [(0, 0), (1, 1), (9, 1), (10, 2), (99, 2), (100, 3), (999, 3), (1000, 4), (10**15, 16)]
)
def test_any_dead_add_a_step_and_each_tenfold_another(killed: int, more: int) -> None:
    assert mark_of(Act.AMBUSH, killed) == 2 + more


@pytest.mark.parametrize(
    ("precision", "km"),
    [
        (PlacePrecision.EXACT, 0.1),
        (PlacePrecision.NEAR, 2.5),
        (PlacePrecision.DISTRICT, 12.5),
        (PlacePrecision.WATER_OR_AIR, 12.5),
        (PlacePrecision.FUZZY, 25.0),
        (PlacePrecision.GOVERNORATE, 37.5),
        (PlacePrecision.COUNTRY, math.inf),
    ],
)
def test_a_place_is_off_by_half_of_how_far_it_may_be(precision: PlacePrecision, km: float) -> None:
    assert spread_of(precision) == km
