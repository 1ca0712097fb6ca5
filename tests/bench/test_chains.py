"""Inference is measured in theatres of which it is known what answered what."""

from dataclasses import replace

import numpy as np
import pytest

from bench.chain_tables import grid_table, size_table, summary
from bench.chains import BEYOND, GRID, MIDDLE, as_json, calibration_error, measure_grid, measure_point, measure_size
from bench.nearest import best_of_the_rule, f1
from bench.theatres import Setting, theatre
from domain.excitation.candidates import Candidates
from domain.excitation.declustering import Declustered
from domain.excitation.kernels import Gaps


def test_the_middle_of_the_grid_is_what_the_promise_is_about() -> None:
    assert MIDDLE.branching == 0.5
    assert MIDDLE.delay <= MIDDLE.gap / 5
    assert MIDDLE.noise <= MIDDLE.reach / 2
    assert MIDDLE in GRID
    assert len(set(GRID)) == 81


def test_at_the_middle_it_keeps_the_promise() -> None:
    point = measure_point(MIDDLE, runs=10)
    assert point.f1 >= 0.85
    assert point.f1 > point.rule
    assert point.calibration_error <= 0.05
    assert min(point.held.values()) >= 0.7


def test_a_theatre_is_the_same_each_time_and_another_with_another_seed() -> None:
    one, again, other = theatre(MIDDLE, 300, 1), theatre(MIDDLE, 300, 1), theatre(MIDDLE, 300, 2)
    assert (one.day == again.day).all()
    assert one.day[0] != other.day[0]


def test_a_theatre_is_made_as_its_setting_says() -> None:
    setting = Setting(gap=4.0, delay=2.0, branching=0.5, noise=0.0, side=100.0, across=2, by_day=0.25)
    made = theatre(setting, 40_000, 3)
    answers = np.flatnonzero(made.trigger >= 0)
    triggers = made.trigger[answers]
    assert len(made.day) == pytest.approx(40_000, rel=0.05)
    assert (np.diff(made.day) >= 0).all()
    assert (made.side[answers] != made.side[triggers]).all()
    assert (made.day[answers] - made.day[triggers]).mean() == pytest.approx(2.0, rel=0.05)
    assert (made.x[answers] - made.x[triggers]).std() == pytest.approx(10.0, rel=0.05)
    assert len(answers) / len(made.day) == pytest.approx(0.5, rel=0.05)
    by_mark = np.bincount(made.mark[triggers]) / np.bincount(made.mark)
    assert np.log(by_mark[2] / by_mark[0]) / 2 == pytest.approx(0.3, abs=0.05)
    assert (made.day[made.trigger < 0].size / made.days) == pytest.approx(2 * 4 / 4.0, rel=0.05)
    assert set(made.area.tolist()) == {0, 1, 2, 3}
    assert made.rough.mean() == pytest.approx(0.25, abs=0.02)


def test_the_rule_takes_the_nearest_earlier_act_of_the_other_side() -> None:
    sparse = theatre(replace(MIDDLE, gap=2000.0, branching=0.1, noise=0.0), 300, 1)
    assert best_of_the_rule(sparse) > 0.95
    crowded = theatre(replace(MIDDLE, gap=10.0, side=50.0), 300, 1)
    assert best_of_the_rule(crowded) < 0.8


def test_f1_is_the_harmonic_mean_of_precision_and_recall() -> None:
    known = np.array([-1, 0, 1, 1, -1])
    assert f1(known, known) == 1
    # Two of three links chosen are right, and two of the three that there are were chosen.
    assert f1(np.array([-1, 0, 0, 1, -1]), known) == pytest.approx(2 / 3)
    assert f1(np.full(5, -1), np.full(5, -1)) == 0


def test_a_probability_that_is_right_as_often_as_it_says_is_calibrated() -> None:
    made = replace(theatre(MIDDLE, 50, 1), trigger=np.array([-1, 0, -1, -1]))
    numbers, four = np.array([0, 1, 2, 3]), np.zeros(4)
    gaps = Gaps.between((four, four + 1.0), (four, four + 1.0))
    pairs = Candidates(numbers, np.zeros(4, dtype=np.int64), gaps, four, four, (numbers[:0], numbers[:0]))

    def error(said: float) -> float:
        each = np.full(4, said)
        return calibration_error(made, pairs, Declustered(each, 1.0 - each, 0.0, each, each, 0.0))

    assert error(0.25) == pytest.approx(0.0)
    assert error(0.65) == pytest.approx(0.4)


def test_what_is_measured_is_shown() -> None:
    points = list(measure_grid([MIDDLE, BEYOND[0]], runs=2, acts=200))
    sizes = [measure_size(600)]
    assert grid_table(points).row_count == 2
    assert size_table(sizes).row_count == 1
    assert summary(points).startswith("Of 2 settings, ")
    assert set(as_json(points, sizes)) == {"points", "sizes"}
    assert sizes[0].fit_seconds > 0
    assert 0 < sizes[0].newcomer_milliseconds <= sizes[0].newcomer_most
