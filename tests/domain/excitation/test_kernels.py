"""Delays and distances, averaged over what is uncertain of both."""

import numpy as np
import pytest

from domain.excitation.kernels import Gaps, Slope, near, soon


def gaps(trigger: tuple[float, float], answer: tuple[float, float]) -> Gaps:
    ends = [np.array([one]) for one in (*trigger, *answer)]
    return Gaps.between((ends[0], ends[1]), (ends[2], ends[3]))


MINUTE = 1 / 1440
TIMES = {
    "to the minute": ((1.0, 1.0 + MINUTE), (2.5, 2.5 + MINUTE)),
    "the trigger to the day": ((1.0, 2.0), (2.5, 2.5 + MINUTE)),
    "one day for both": ((1.0, 2.0), (1.0, 2.0)),
    "a week, and a day in it": ((1.0, 8.0), (4.0, 5.0)),
}


@pytest.mark.parametrize("times", TIMES.values(), ids=TIMES)
def test_the_density_of_a_delay_is_the_mean_over_both_times(
    times: tuple[tuple[float, float], tuple[float, float]],
) -> None:
    (first, last), (begun, ended) = times
    steps = (np.arange(2000) + 0.5) / 2000
    gap = (begun + steps * (ended - begun))[:, None] - (first + steps * (last - first))
    expected = float(np.where(gap > 0, np.exp(-gap / 1.7) / 1.7, 0.0).mean())
    assert soon(1.7, gaps(*times)).density == pytest.approx([expected], rel=2e-3)


@pytest.mark.parametrize("times", TIMES.values(), ids=TIMES)
def test_the_slope_of_a_delay_is_that_of_its_logarithm(times: tuple[tuple[float, float], tuple[float, float]]) -> None:
    assert_slope(soon(1.7, gaps(*times)), soon(1.7 * np.exp(1e-4), gaps(*times)))


def test_an_answer_before_its_trigger_has_no_density() -> None:
    assert soon(1.0, gaps((3.0, 4.0), (1.0, 2.0))).density.tolist() == [0.0]


def test_places_spread_by_reach_and_by_what_is_uncertain_of_both() -> None:
    inside = np.hypot(*np.random.default_rng(1).normal(0.0, np.sqrt(10.0**2 + 2 * 5.0**2), (2, 400_000))) < 12.0
    radius = np.linspace(0.0, 12.0, 2001)
    density = near(10.0, radius**2, np.full(2001, 50.0)).density
    assert np.trapezoid(density * 2 * np.pi * radius, radius) == pytest.approx(inside.mean(), rel=0.01)


@pytest.mark.parametrize("apart", [0.0, 9.0, 40.0])
def test_the_slope_of_a_distance_is_that_of_its_logarithm(apart: float) -> None:
    at = (np.array([apart**2]), np.array([50.0]))
    assert_slope(near(10.0, *at), near(10.0 * np.exp(1e-4), *at))


def assert_slope(here: Slope, a_little_on: Slope) -> None:
    change = (np.log(a_little_on.density) - np.log(here.density)) / 1e-4
    assert here.slope == pytest.approx(change, abs=1e-3)
