"""What an act probably answers: probabilities that sum to one, and that what does not matter does not change."""

from dataclasses import replace

import numpy as np
import pytest

from domain.excitation.acts import Acts
from domain.excitation.candidates import Index
from domain.excitation.links import Links, links
from tests.domain.excitation.acts import ASSUMING, a_theatre, acts, answers, fitted, scattered, told


@pytest.mark.parametrize("seed", range(4))
def test_they_sum_to_one_for_each_act(seed: int) -> None:
    given = scattered(seed)
    pairs, found = told(given)
    total = found.none + np.bincount(pairs.answer, weights=found.answers, minlength=len(given))
    assert total == pytest.approx(np.ones(len(given)))
    assert found.answers.min() >= 0
    assert 0 < found.none.min() < 0.5


def test_an_act_without_candidates_answers_none() -> None:
    _, found = told(acts((1.0, 0, 0, 0), (2.0, 300.0, 0, 1), (20.0, 0, 0, 1)))
    assert found.none.tolist() == [1.0, 1.0, 1.0]


def test_a_probability_is_the_share_of_the_intensity() -> None:
    given = acts((1.0, 0, 0, 0), (2.0, 0, 0, 0), (3.0, 0, 0, 1))
    found = answers(given)
    each = 0.4 * np.exp([-2.0, -1.0]) / (2 * np.pi * 10.0**2)
    whole = 0.5 / 40_000 + each.sum()
    assert [found[2, 0], found[2, 1]] == pytest.approx(list(each / whole), rel=1e-3)


def test_a_heavier_act_is_likelier_to_have_been_answered() -> None:
    given = acts((1.0, 0, 0, 0), (1.0, 0, 0, 0), (3.0, 0, 0, 1))
    found = answers(replace(given, mark=np.array([0.0, 2.0, 0.0])))
    assert found[2, 1] / found[2, 0] == pytest.approx(np.exp(0.3 * 2))


def test_of_two_acts_of_one_day_either_may_have_answered_the_other_but_not_both() -> None:
    given = acts((1.0, 0, 0, 0), (1.0, 0, 0, 1), days=1.0)
    found = answers(given)
    # Both began in one day: over either order, the mean of the density of a delay of a day (per day) is 1 / e.
    share, background = 0.4 * np.exp(-1.0) / (2 * np.pi * 10.0**2), 0.5 / 40_000
    expected = share / (background + 2.0 * share)
    assert [found[0, 1], found[1, 0]] == pytest.approx([expected, expected], rel=1e-3)
    assert expected < 0.5


@pytest.mark.parametrize("seed", range(3))
def test_shifting_all_times_changes_nothing(seed: int) -> None:
    given = scattered(seed)
    before = answers(given)
    after = answers(replace(given, began=given.began + 7_000.0, ended=given.ended + 7_000.0))
    assert after.keys() == before.keys()
    assert list(after.values()) == pytest.approx(list(before.values()), abs=1e-6)


@pytest.mark.parametrize("east", [90.0, 179.9])
def test_turning_the_globe_changes_nothing(east: float) -> None:
    given = scattered(5)
    before = answers(given)
    after = answers(replace(given, lon=(given.lon + east + 180.0) % 360.0 - 180.0))
    assert after.keys() == before.keys()
    assert list(after.values()) == pytest.approx(list(before.values()), abs=1e-6)


def surprise(given: Acts, known: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
    """How surprised one is, on average, to be told what each act answered (its probability's logarithm, negative)."""
    pairs, found = told(given)
    said = np.where(known < 0, found.none, 1e-3)
    right = known[pairs.answer] == pairs.trigger
    said[pairs.answer[right]] = np.maximum(found.answers[right], 1e-3)
    return float(-np.log(said).mean())


def test_more_certain_places_and_times_tell_more() -> None:
    surprises = []
    for noise, by_day in ((1.0, 0.0), (6.0, 0.0), (12.0, 0.0), (12.0, 1.0)):
        made, given, _ = a_theatre(noise=noise, by_day=by_day, side=150.0, across=1)
        surprises.append(surprise(given, made.trigger))
    assert surprises == sorted(surprises)
    assert surprises[0] < 0.7 * surprises[-1]


def one(given: Acts, number: int) -> tuple[Links, dict[int, float]]:
    """The links of one act that is not in the index, and those that it has among all."""
    rest = np.delete(np.arange(len(given)), number)
    index = Index(given.take(rest), ASSUMING, spread=float(given.spread.max()))
    found = links(given.take(np.array([number])), index, fitted(given))
    among_all = {int(trigger): share for (answer, trigger), share in answers(given).items() if answer == number}
    return replace(found, triggers=rest[found.triggers]), among_all


@pytest.mark.parametrize("number", range(0, 400, 20))
def test_a_new_act_has_the_links_that_it_would_have_among_all(number: int) -> None:
    found, among_all = one(scattered(3), number)
    assert found.triggers.tolist() == sorted(among_all)
    assert found.answers == pytest.approx([among_all[each] for each in found.triggers.tolist()], abs=0.05)
    assert found.none + found.answers.sum() == pytest.approx(1.0)


def test_a_new_act_where_places_are_certain_has_exactly_the_links_of_one_among_all() -> None:
    given = acts(*((each / 7, each * 37 % 50, each * 11 % 40, each % 2) for each in range(120)))
    for number in range(0, 120, 7):
        found, among_all = one(given, number)
        assert found.triggers.tolist() == sorted(among_all)
        assert found.answers == pytest.approx([among_all[each] for each in found.triggers.tolist()], abs=1e-4)


def test_a_new_act_far_from_all_answers_none() -> None:
    found, _ = one(acts((1.0, 0, 0, 0), (2.0, 900.0, 0, 1)), 1)
    assert (found.triggers.tolist(), found.none) == ([], 1.0)
