"""An act is joined to the fewest, likeliest triggers that together are probable enough, and to three at the most."""

import numpy as np
import pytest

from domain.excitation.choice import chosen, ranked
from domain.excitation.links import Shares


def shares(*of_each: list[float]) -> Shares:
    """Give act 10, act 11 and so on these probabilities of having answered act 0, act 1 and so on."""
    answer = [10 + number for number, each in enumerate(of_each) for _ in each]
    trigger = [number for each in of_each for number in range(len(each))]
    said = [one for each in of_each for one in each]
    none = np.array([1.0 - sum(each) for each in of_each])
    numbers = np.arange(10, 10 + len(of_each))
    return Shares(numbers, none, np.array(answer, dtype=int), np.array(trigger, dtype=int), np.array(said, dtype=float))


def joined(of_one: list[float], probability: float = 0.5) -> list[tuple[int, int, int]]:
    """List the triggers of one act, with their thousandths and those of the next best."""
    found = chosen(shares(of_one), probability)
    assert set(found.answer.tolist()) <= {10}
    columns = (found.trigger, found.thousandths, found.next_best)
    return list(zip(*(column.tolist() for column in columns), strict=True))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([0.2, 0.7, 0.1], [(1, 700, 200)]),
        ([0.5, 0.4], [(0, 500, 400)]),
        ([0.48, 0.48], [(0, 480, 0), (1, 480, 0)]),
        ([0.1, 0.2, 0.25, 0.15], [(2, 250, 100), (1, 200, 100), (3, 150, 100)]),
        ([0.1, 0.1, 0.1, 0.1, 0.1], []),
        ([0.4996], [(0, 500, 0)]),
        ([0.4994], []),
        ([0.9], [(0, 900, 0)]),
        ([0.3, 0.3, 0.3, 0.05], [(0, 300, 300), (1, 300, 300)]),
        ([], []),
    ],
)
def test_they_are_the_fewest_and_likeliest_that_reach_it_together(
    said: list[float], expected: list[tuple[int, int, int]]
) -> None:
    assert joined(said) == expected


def test_a_probability_is_compared_as_it_is_told() -> None:
    assert joined([0.1004, 0.2003], 0.3) == [(1, 200, 0), (0, 100, 0)]
    assert joined([0.1004, 0.1993], 0.3) == []


def test_each_act_is_joined_by_itself_and_acts_come_in_order() -> None:
    found = chosen(shares([0.1], [0.2, 0.7], [], [0.6, 0.3]), 0.5)
    assert found.answer.tolist() == [11, 13]
    assert found.trigger.tolist() == [1, 0]
    assert found.next_best.tolist() == [200, 300]


def test_what_is_less_likely_than_a_thousandth_is_not_told() -> None:
    pairs = ranked(shares([0.0004, 0.3, 0.0006, 0.3]))
    assert pairs.trigger.tolist() == [1, 3, 2]
    assert pairs.thousandths.tolist() == [300, 300, 1]
    assert pairs.rank.tolist() == [0, 1, 2]


def test_what_joins_some_acts_are_the_pairs_in_which_they_are_at_either_end() -> None:
    found = chosen(shares([0.6], [0.2, 0.7], [0.9]), 0.5)
    assert list(zip(found.answer.tolist(), found.trigger.tolist(), strict=True)) == [(10, 0), (11, 1), (12, 0)]
    some = found.with_any(np.array([0, 11]))
    assert (some.answer.tolist(), some.trigger.tolist(), some.thousandths.tolist()) == (
        [10, 11, 12],
        [0, 1, 0],
        [600, 700, 900],
    )
    few = found.with_any(np.array([1]))
    assert (few.answer.tolist(), few.next_best.tolist()) == ([11], [200])
