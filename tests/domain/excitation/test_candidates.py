"""Candidates are those that brute force finds: of the other side, before, near and soon."""

import math
from dataclasses import replace

import numpy as np
import pytest

from domain.excitation import candidates, cells
from domain.excitation.acts import MINUTE, Acts
from domain.excitation.candidates import DELAYS, MOST, REACHES, Index, farthest
from domain.excitation.parameters import Parameters
from tests.domain.excitation.acts import ASSUMING, acts, answers, nothing, scattered


def found(given: Acts) -> set[tuple[int, int]]:
    pairs = Index(given, ASSUMING).candidates()
    return set(zip(pairs.answer.tolist(), pairs.trigger.tolist(), strict=True))


def by_brute_force(given: Acts) -> set[tuple[int, int]]:
    numbers = range(len(given.began))
    return {(one, other) for one in numbers for other in numbers if may_answer(given, one, other)}


def may_answer(given: Acts, one: int, other: int) -> bool:
    if given.reverse[given.pair[one]] != given.pair[other] or given.began[other] > given.ended[one]:
        return False
    if given.began[one] - max(given.ended[other], given.began[other] + MINUTE) > DELAYS * ASSUMING.delay:
        return False
    uncertain = ASSUMING.reach**2 + given.spread[one] ** 2 + given.spread[other] ** 2
    return haversine(given, one, other) <= REACHES * math.sqrt(uncertain)


def haversine(given: Acts, one: int, other: int) -> float:
    lat, lon = np.radians(given.lat[[one, other]]), np.radians(given.lon[[one, other]])
    half = math.sin((lat[1] - lat[0]) / 2) ** 2
    half += math.cos(lat[0]) * math.cos(lat[1]) * math.sin((lon[1] - lon[0]) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(math.sqrt(half), 1.0))


@pytest.mark.parametrize("seed", range(6))
def test_they_are_those_of_brute_force_at_poles_and_on_the_antimeridian_too(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "MOST", 1000)
    monkeypatch.setattr(cells, "AT_ONCE", 150)
    given = scattered(seed)
    expected = by_brute_force(given)
    assert len(expected) > 200
    assert found(given) == expected


@pytest.mark.parametrize("reach", [0.01, 3000.0])
def test_places_may_be_sought_by_metres_or_over_half_the_globe(reach: float) -> None:
    given = scattered(1, 60)
    given = replace(given, spread=np.zeros(60))
    pairs = Index(given, replace(ASSUMING, reach=reach)).candidates()
    limit = REACHES * reach
    expected = {
        (one, other)
        for one in range(60)
        for other in range(60)
        if given.reverse[given.pair[one]] == given.pair[other]
        and given.began[other] <= given.ended[one]
        and given.began[one] - given.until[other] <= DELAYS * ASSUMING.delay
        and 2 * 6371.0088 * math.sin(haversine(given, one, other) / (2 * 6371.0088)) <= limit
    }
    assert set(zip(pairs.answer.tolist(), pairs.trigger.tolist(), strict=True)) == expected


def test_an_act_answers_none_of_its_own_side() -> None:
    assert found(acts((1.0, 0, 0, 0), (1.5, 0, 0, 0), (2.0, 0, 0, 1))) == {(2, 0), (2, 1)}


def test_an_act_answers_none_that_certainly_began_later() -> None:
    assert found(acts((1.0, 0, 0, 0), (1.0 + MINUTE / 2, 0, 0, 1))) == {(1, 0)}


def test_what_is_known_to_the_day_may_have_answered_what_was_later_on_that_day() -> None:
    given = acts((1.0, 0, 0, 0), (1.6, 0, 0, 1))
    known_to_the_day = replace(given, ended=np.array([2.0, 1.6]))
    assert found(known_to_the_day) == {(0, 1), (1, 0)}


def test_a_side_that_nobody_can_answer_is_not_answered() -> None:
    given = acts((1.0, 0, 0, 0), (1.6, 0, 0, 1))
    assert found(replace(given, reverse=np.array([-1, -1]))) == set()


def test_a_side_that_answers_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="no pair is its own reverse"):
        replace(acts((1.0, 0, 0, 0)), reverse=np.array([1, 1]))


def test_of_very_many_candidates_the_likeliest_are_kept() -> None:
    many = 3 * MOST
    rows = [(10.0 - 0.05 * each, 0.0, 0.0, 0) for each in range(many)]
    given = acts((10.5, 0, 0, 1), *rows)
    kept = [trigger for answer, trigger in found(given) if answer == 0]
    assert sorted(kept) == list(range(1, MOST + 1))
    assert sum(answers(given).values()) < 1


def test_of_no_acts_there_are_none() -> None:
    assert found(nothing()) == set()


def test_a_place_less_certain_than_the_index_was_made_for_is_refused() -> None:
    index = Index(acts((1.0, 0, 0, 0)), ASSUMING, spread=5.0)
    far = acts((2.0, 50.0, 0, 1), spread=5.0)
    assert index.candidates(acts((2.0, 30.0, 0, 1), spread=5.0)).trigger.tolist() == [0]
    assert index.candidates(far).trigger.tolist() == []
    with pytest.raises(ValueError, match="places known to 5 km or better"):
        index.candidates(replace(far, spread=np.array([6.0])))


def test_what_is_known_to_the_month_or_to_the_province_is_not_certain_enough() -> None:
    given = acts(*((float(each), 0, 0, 0) for each in range(5)))
    roughly = replace(
        given, ended=given.began + np.array([0.0, 7.0, 31.0, 0.0, 0.0]), spread=np.array([0.0, 5.0, 5.0, 30.0, 75.0])
    )
    assert roughly.certain_enough.tolist() == [0, 1, 3]


def test_the_farthest_candidate_is_four_reaches_off_and_more_where_both_places_are_rough() -> None:
    parameters = Parameters(answers=0.5, weight=0.0, delay=1.0, reach=3.0)
    assert farthest(parameters, 0.0) == 12.0
    assert farthest(parameters, math.sqrt(8.0)) == pytest.approx(4.0 * 5.0)
