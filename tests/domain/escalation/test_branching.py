"""Branching ratios: what certain links come to is a count of Poisson's, and uncertain ones widen what is not known."""

from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from bench.chains import MIDDLE
from bench.escalation import Case, Point, measure_case
from domain.escalation.branching import Branching, Groups, Links, branching


def links(*rows: tuple[int, int, float]) -> Links:
    """Links, each by the numbers of answer and trigger, and its probability."""
    answer, trigger = (np.array([row[place] for row in rows], dtype=np.int64) for place in (0, 1))
    return Links(answer, trigger, np.array([row[2] for row in rows], dtype=np.float64))


def of(groups: list[int], *rows: tuple[int, int, float], expected: float = 0.5, share: float = 1.0) -> Branching:
    """What groups of acts come to, by the group of each act."""
    every = np.ones(len(groups))
    many = max(groups, default=-1) + 1
    return branching(links(*rows), Groups(np.array(groups, dtype=np.int64), every * expected, every * share, many))


@pytest.mark.parametrize(
    ("answers", "low", "high"),
    [(0, 0.000982 / 2, 5.0239 / 2), (2, 0.8312 / 2, 12.8325 / 2), (5, 3.8157 / 2, 21.920 / 2)],
)
def test_certain_answers_come_to_a_count_of_poisson(answers: int, low: float, high: float) -> None:
    """The quantiles of chi square with 1, 5 and 11 degrees of freedom are those of printed tables."""
    found = of([0, 0, 0, 0, *[-1] * answers], *((4 + n, n % 4, 1.0) for n in range(answers)), expected=0.5)
    assert (found.acts.tolist(), found.heard.tolist()) == ([4], [1.0])
    assert found.ratio[0] == pytest.approx(answers / 4, abs=1e-6)
    assert [found.low[0], found.high[0]] == pytest.approx([low / 4, high / 4], rel=0.01, abs=2e-4)
    assert found.weight[0] == pytest.approx(4.0)


@pytest.mark.parametrize("chances", [(0.3, 0.6), (0.05, 0.9, 0.9, 0.4), (0.01,)])
def test_uncertain_answers_are_weighed_with_the_ratio(chances: tuple[float, ...]) -> None:
    """Against the same posterior, added up the plain way: each root of a ratio as likely as any other beforehand."""
    found = of([0, 0, 0, *[-1] * len(chances)], *((3 + n, 0, one) for n, one in enumerate(chances)), expected=0.4)
    root = np.linspace(1e-5, 6.0, 400_001)
    likely = np.exp(-(root**2) * 1.2) * np.prod([1.0 + one * (root**2 - 1.0) for one in chances], axis=0)
    below = np.cumsum(likely) / likely.sum()
    low, high = (0.4 * root[np.searchsorted(below, share)] ** 2 for share in (0.025, 0.975))
    best = 0.4 * root[likely.argmax()] ** 2
    assert [found.ratio[0], found.low[0], found.high[0]] == pytest.approx([best, low, high], rel=0.01, abs=3e-4)


def test_less_certain_links_say_less() -> None:
    """Of sixteen acts that are to have eight answers: eight links that are certain, or sixteen that may as well not."""
    surely = of([0] * 16 + [-1] * 8, *((16 + n, n, 1.0) for n in range(8)))
    hardly = of([0] * 16 + [-1] * 16, *((16 + n, n, 0.5) for n in range(16)))
    assert surely.ratio[0] == pytest.approx(hardly.ratio[0]) == 0.5
    assert hardly.low[0] < surely.low[0] < surely.high[0] < hardly.high[0]
    assert hardly.weight[0] < surely.weight[0] == 16.0


def test_a_strong_period_raises_its_own_links() -> None:
    """Eight links of a half to acts of which the fit expects one answer: they were likelier than it thought."""
    found = of([0, 0, *[-1] * 8], *((2 + n, n % 2, 0.5) for n in range(8)), expected=0.5)
    assert found.ratio[0] > 8 * 0.5 / 2


def test_answers_that_could_not_be_recorded_yet_are_made_up_for() -> None:
    whole, half = (of([0, 0, -1], (2, 0, 1.0), expected=0.5, share=share) for share in (1.0, 0.5))
    assert half.ratio[0] == pytest.approx(2 * whole.ratio[0])
    assert half.high[0] == pytest.approx(2 * whole.high[0])
    assert half.heard[0] == pytest.approx(0.5)


def test_where_no_answer_could_be_recorded_or_no_act_is_there_is_no_ratio() -> None:
    for found, acts in ((of([0, 0], share=0.0), [2]), (of([1]), [0, 1])):
        assert found.acts.tolist() == acts
        assert np.isnan([found.ratio[0], found.low[0], found.high[0], found.weight[0]]).all()


def test_of_nothing_there_are_no_groups() -> None:
    assert len(of([]).ratio) == 0


def test_each_group_is_as_it_is_alone() -> None:
    rows = [(3, 0, 0.7), (3, 1, 0.2), (4, 1, 0.5), (4, 2, 0.4)]
    both = of([0, 1, 1, -1, -1], *rows)
    first, second = of([0, -1, -1, -1, -1], *rows), of([-1, 0, 0, -1, -1], *rows)
    for name in ("ratio", "low", "high", "weight"):
        assert getattr(both, name) == pytest.approx([getattr(first, name)[0], getattr(second, name)[0]])


def test_the_likeliest_ratio_lies_in_its_interval_and_more_answers_make_a_higher_one() -> None:
    every = [of([0] * 5 + [-1] * 9, *((5 + n, n % 5, 0.9) for n in range(many))) for many in range(1, 10)]
    assert all(one.low[0] < one.ratio[0] < one.high[0] for one in every)
    for name in ("low", "ratio", "high"):
        assert all(getattr(one, name)[0] < getattr(other, name)[0] for one, other in pairwise(every))


@cache
def measured(case: Case) -> Point:
    return measure_case(case, runs=8)


STEADY = [Case(MIDDLE), Case(MIDDLE, days=30.0), Case(replace(MIDDLE, side=150.0)), Case(replace(MIDDLE, by_day=1.0))]
RISING = [Case(replace(MIDDLE, branching=0.3), more=1.0)]


@pytest.mark.parametrize("case", STEADY + RISING)
def test_intervals_hold_the_ratio_that_a_theatre_was_made_with(case: Case) -> None:
    point = measured(case)
    assert point.periods > 100
    assert point.held >= 0.9
    assert abs(point.off) < 0.06


@pytest.mark.parametrize("case", STEADY + RISING)
def test_of_steady_periods_hardly_any_is_called_higher_than_usual(case: Case) -> None:
    alarms = measured(case).alarms
    assert alarms is not None
    assert alarms <= 0.025


@pytest.mark.parametrize("case", RISING)
def test_most_periods_of_a_rise_are_noticed(case: Case) -> None:
    noticed = measured(case).noticed
    assert noticed is not None
    assert noticed >= 0.5
