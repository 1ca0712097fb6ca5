"""Rises are made as they are told to be, and what is measured is shown."""

from dataclasses import replace

import numpy as np
import pytest

from bench.chains import MIDDLE
from bench.escalation import CASES, Case, as_json, measure, periods_of, table
from bench.rises import NONE, Rise, answers_of, risen
from bench.theatres import theatre

CROWD = replace(MIDDLE, gap=1.0)


def test_a_rise_adds_answers_to_what_one_side_did_in_its_time() -> None:
    made = theatre(CROWD, 20_000, 1)
    rise = Rise(100.0, 400.0, 0.75)
    more = risen(made, rise, 1)
    assert len(more.day) > len(made.day) + 0.7 * rise.holds(made).sum()
    assert (np.diff(more.day) >= 0).all()
    answers = np.flatnonzero(more.trigger >= 0)
    triggers = more.trigger[answers]
    assert (more.side[answers] != more.side[triggers]).all()
    assert (more.day[answers] > more.day[triggers]).all()
    assert (more.x[answers] - more.x[triggers]).std() == pytest.approx(np.sqrt(100 + 2 * 25), rel=0.05)
    assert (more.day[answers] - more.day[triggers]).mean() == pytest.approx(2.0, rel=0.05)
    had = np.bincount(triggers, minlength=len(more.day))
    for inside in (rise.holds(more), ~rise.holds(more)):
        assert had[inside].mean() == pytest.approx(answers_of(more, rise)[inside].mean(), rel=0.08)


def test_no_rise_adds_nothing() -> None:
    made = theatre(MIDDLE, 300, 1)
    assert (risen(made, NONE, 1).day == made.day).all()
    assert answers_of(made, NONE).mean() == pytest.approx(0.5, rel=0.1)


def test_periods_of_a_rise_are_those_of_one_side() -> None:
    periods = periods_of(Case(MIDDLE, more=1.0), seed=1)
    (first, second) = np.flatnonzero(periods.rises).tolist()
    assert second == first + 1 < periods.each
    assert periods.truth[[first, second]].mean() > 1.3
    assert periods.truth[: first - 1].mean() == pytest.approx(0.5, rel=0.1)
    assert len(periods.states(of_rise=True)) == 2


def test_what_is_measured_is_shown() -> None:
    points = list(measure([CASES[1], CASES[-1]], runs=1, acts=600))
    assert table(points).row_count == 2
    assert [one["noticed"] is None for one in as_json(points)] == [True, False]
