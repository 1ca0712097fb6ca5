"""A rough place is known better by what its act answered and by what answered it."""

import numpy as np
import pytest

from domain.excitation.acts import Acts
from domain.excitation.candidates import Candidates, Index
from domain.excitation.declustering import Declustered
from domain.excitation.places import Places
from tests.domain.excitation.acts import ASSUMING, acts

REACH = 10.0


def settled(given: Acts, links: dict[int, int]) -> tuple[Candidates, dict[tuple[int, int], tuple[float, float]]]:
    """The distance (km) and variance of each pair, where it is certain that these acts answered these."""
    pairs = Index(given, ASSUMING).candidates()
    names = list(zip(pairs.answer.tolist(), pairs.trigger.tolist(), strict=True))
    sure = np.array([float(links.get(one) == other) for one, other in names])
    none = np.array([float(each not in links) for each in range(len(given))])
    told = Declustered(sure, none, 0.0, sure, sure, 0.0)
    places, now = Places(given, pairs), pairs
    for _ in range(3):
        now = places.settle(told, REACH)
    return now, {name: (float(np.sqrt(a)), float(v)) for name, a, v in zip(names, now.apart, now.variance, strict=True)}


def test_a_place_that_is_known_stays_where_it_is() -> None:
    given = acts((1.0, 0, 0, 0), (2.0, 12.0, 0, 1), (3.0, 20.0, 0, 0))
    _, found = settled(given, {1: 0, 2: 1})
    assert found[1, 0] == pytest.approx((12.0, 0.0), abs=1e-3)
    assert found[2, 1] == pytest.approx((8.0, 0.0), abs=1e-3)


def test_an_act_that_answered_is_drawn_towards_its_trigger() -> None:
    given = acts((1.0, 0, 0, 0), (2.0, 12.0, 0, 1), (3.0, 20.0, 0, 0), spread=10.0)
    _, found = settled(given, {1: 0, 2: 1})
    assert found[1, 0] == pytest.approx((12.0, 200.0), rel=1e-3)
    # The trigger's place and the way from it: 0 km, 10 squared and 10 squared; the report: 12 km, 10 squared.
    assert found[2, 1] == pytest.approx((20.0 - 8.0, 200 / 3 + 100.0), rel=1e-3)


def test_an_act_that_was_answered_before_is_drawn_towards_the_answer() -> None:
    given = acts((1.0, 0, 0, 0), (2.0, 12.0, 0, 1), (3.0, 20.0, 0, 1), spread=10.0)
    _, found = settled(given, {1: 0, 2: 0})
    assert found[1, 0] == pytest.approx((12.0, 200.0), rel=1e-3)
    # The report: 0 km, 10 squared; its first answer: 12 km, twice 10 squared.
    assert found[2, 0] == pytest.approx((20.0 - 4.0, 200 / 3 + 100.0), rel=1e-3)


def test_where_it_is_not_sure_what_an_act_answered_its_place_stays_less_certain() -> None:
    given = acts((1.0, 0, 0, 0), (2.0, 12.0, 0, 1), (3.0, 20.0, 0, 0), spread=10.0)
    _, found = settled(given, {})
    assert found[2, 1] == pytest.approx((8.0, 200.0), rel=1e-3)
