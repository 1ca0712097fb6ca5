"""A fit finds the parameters that a theatre was made with, and stays with what is assumed where there is little."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from domain.excitation import fit as fitting
from domain.excitation.acts import Acts
from domain.excitation.candidates import Index
from domain.excitation.fit import Fit, fit, fit_to
from domain.excitation.parameters import ASSUMED, VERSION, Assumptions
from domain.excitation.window import QUIET, Window
from tests.domain.excitation.acts import A_MONTH, a_theatre, acts, nothing

PARAMETERS = ("answers", "weight", "delay", "reach")


def width(found: Fit, name: str) -> float:
    low, high = found.intervals[name]
    return high - low


@pytest.mark.parametrize(
    "changed", [{}, {"branching": 0.3, "noise": 8.0}, {"delay": 4.0, "reach": 30.0, "side": 1000.0}]
)
def test_the_intervals_hold_the_parameters_that_a_theatre_was_made_with(changed: dict[str, Any]) -> None:
    held = []
    for seed in range(4):
        made, given, window = a_theatre(seed=seed, **changed)
        found = fit(given, window)
        for name, truth in made.setting.truth.items():
            low, high = found.intervals[name]
            assert low < getattr(found.parameters, name) < high
            held.append(low <= truth <= high)
    # Of 16 intervals of 95 %, fewer than 13 hold once in a thousand times.
    assert sum(held) >= 13


def test_delay_and_distance_are_found_to_a_tenth() -> None:
    made, given, window = a_theatre(3000)
    found = fit(given, window).parameters
    assert found.delay == pytest.approx(made.setting.delay, rel=0.1)
    assert found.reach == pytest.approx(made.setting.reach, rel=0.1)


def test_the_background_is_what_nothing_provoked() -> None:
    made, given, window = a_theatre(3000)
    found = fit(given, window)
    assert found.background.shape == (2, 9)
    assert found.background.mean() == pytest.approx(1 / made.setting.gap, rel=0.1)
    unprovoked = (made.trigger < 0).sum()
    assert (found.background * window.days).sum() == pytest.approx(unprovoked + QUIET * 18, rel=0.1)
    assert found.density(given)[0] == found.background[given.pair[0], given.area[0]] / 400.0**2


def test_more_acts_make_narrower_intervals() -> None:
    few, many = (fit(*a_theatre(size)[1:]) for size in (500, 3000))
    assert all(width(many, name) < 0.7 * width(few, name) for name in PARAMETERS)


@pytest.mark.parametrize("given", [nothing(), acts((1.0, 0, 0, 0)), acts((1.0, 0, 0, 0), (1.5, 2.0, 0, 1))])
def test_few_acts_leave_it_with_what_is_assumed(given: Acts) -> None:
    found = fit(given, A_MONTH)
    for name in PARAMETERS:
        likely, value = getattr(ASSUMED.likely, name), getattr(found.parameters, name)
        assert likely / 2.5 < value < likely * 2.5
        low, high = found.intervals[name]
        assert low < value < high
    assert (found.acts, found.version) == (len(given), VERSION)


def test_of_no_acts_it_is_exactly_what_is_assumed() -> None:
    found = fit(nothing(), A_MONTH)
    assert found.parameters == ASSUMED.likely
    low, high = found.intervals["reach"]
    assert [low, high] == pytest.approx([15.0 * np.exp(-1.959964 * 0.35), 15.0 * np.exp(1.959964 * 0.35)])


def test_acts_that_only_become_more_and_fewer_over_the_months_are_not_taken_for_late_answers() -> None:
    chance = np.random.default_rng(1)
    days = np.concatenate([chance.uniform(0, 365, 150), chance.uniform(365, 730, 1200), chance.uniform(730, 1095, 150)])
    given = acts(*((float(day), *chance.uniform(0, 100, 2), int(chance.integers(2))) for day in days))
    found = fit(given, Window(0.0, 1095.0, np.array([100.0**2])))
    assert ASSUMED.at_bound(found.parameters) == ("delay",)
    assert found.parameters.delay == ASSUMED.latest
    assert ASSUMED.bounded(3.0, 500.0) == (3.0, ASSUMED.farthest)


def test_where_acts_crowd_a_stretch_in_the_middle_is_fitted_and_the_window_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, given, window = a_theatre(3000)
    whole = fit(given, window)
    monkeypatch.setattr(fitting, "SAMPLE", 500)
    monkeypatch.setattr(fitting, "PAIRS", 1000)
    found = fit(given, window)
    assert (whole.acts, whole.window) == (len(given), window)
    assert 500 <= found.acts < len(given)
    inside = (given.began >= found.window.first) & (given.until <= found.window.last)
    assert found.acts <= np.count_nonzero(inside) <= found.acts + 10
    assert found.window.days < window.days
    assert found.parameters.delay == pytest.approx(whole.parameters.delay, rel=0.4)


def test_an_assumption_that_is_trusted_more_is_kept_more() -> None:
    _, given, window = a_theatre(200)
    likely = replace(ASSUMED.likely, delay=6.0)
    loose, firm = (
        fit(given, window, assumed=Assumptions(likely, replace(ASSUMED.trust, delay=trust))).parameters.delay
        for trust in (2.0, 0.02)
    )
    assert loose < 2.0
    assert firm > 5.0


def test_answers_that_are_far_beyond_what_is_assumed_are_found_by_looking_again() -> None:
    _, given, window = a_theatre(1500, delay=8.0, reach=60.0, gap=20.0, side=3000.0, across=1)
    near = Index(given, ASSUMED.likely).candidates()
    first, found = fit_to(given, near, window), fit(given, window)
    assert first.parameters.delay < 0.8 * 8.0
    assert found.parameters.delay == pytest.approx(8.0, rel=0.15)
    assert found.parameters.reach == pytest.approx(60.0, rel=0.15)


def test_a_first_look_at_a_stretch_in_the_middle_leads_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    _, given, window = a_theatre(1500)
    whole = fit(given, window)
    monkeypatch.setattr(fitting, "SAMPLE", 400)
    sampled = fit(given, window)
    assert sampled.acts == whole.acts
    for name in PARAMETERS:
        assert getattr(sampled.parameters, name) == pytest.approx(getattr(whole.parameters, name), rel=0.01)


def test_the_parameters_found_are_likelier_than_others() -> None:
    _, given, window = a_theatre()
    pairs = Index(given, replace(ASSUMED.likely, delay=3.0, reach=30.0)).candidates()
    found = fit_to(given, pairs, window)
    fixed = replace(ASSUMED.trust, answers=1e-3, weight=1e-3, delay=1e-3, reach=1e-3)
    for name in PARAMETERS:
        for times in (0.8, 1.25):
            other = replace(found.parameters, **{name: getattr(found.parameters, name) * times})
            assert fit_to(given, pairs, window, Assumptions(other, fixed)).likelihood < found.likelihood


def test_answers_after_the_end_of_the_window_are_not_missed() -> None:
    window = Window(0.0, 10.0, np.array([1.0]))
    share, change = window.exposed(acts((0.0, 0, 0, 0), (8.0, 0, 0, 0), (10.0, 0, 0, 0)), 2.0)
    assert share == pytest.approx([1 - np.exp(-5), 1 - np.exp(-1), 0.0], abs=1e-3)
    a_little_on = window.exposed(acts((8.0, 0, 0, 0)), 2.0 * np.exp(1e-4)).share
    assert change[1] == pytest.approx((a_little_on[0] - share[1]) / 1e-4, rel=1e-3)
