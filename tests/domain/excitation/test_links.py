"""Links of a few acts are exactly those that they have among all, and what is ruled out has no part in them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.excitation import candidates
from domain.excitation.acts import LONGEST, Acts
from domain.excitation.candidates import DELAYS, Index
from domain.excitation.links import all_links, links, links_of
from tests.domain.excitation.acts import ASSUMING, acts, answers, fitted, scattered

Integers = np.ndarray[tuple[int], np.dtype[np.int64]]

days = st.integers(0, 60).map(lambda each: each / 2)
km = st.integers(0, 60).map(float)


@st.composite
def theatres(draw: st.DrawFn) -> Acts:
    """Make up acts of two sides, many known to the day only, some to the week."""
    rows = draw(st.lists(st.tuples(days, km, km, st.integers(0, 1)), min_size=1, max_size=40))
    many = len(rows)
    lasted = np.array(draw(st.lists(st.sampled_from([0.0, 0.0, 1.0, 1.0, LONGEST]), min_size=many, max_size=many)))
    made = acts(*sorted(rows))
    spread = np.array(draw(st.lists(st.sampled_from([0.1, 2.5, 37.5]), min_size=many, max_size=many)))
    mark = np.array(draw(st.lists(st.integers(0, 5), min_size=many, max_size=many)), dtype=np.float64)
    return replace(made, ended=made.began + lasted, spread=spread, mark=mark)


def among_all(given_acts: Acts, number: int) -> tuple[list[int], list[float], float]:
    pairs, told = all_links(Index(given_acts, ASSUMING), fitted(given_acts))
    mine = pairs.answer == number
    return pairs.trigger[mine].tolist(), told.answers[mine].tolist(), float(told.none[number])


def around(given_acts: Acts, number: int) -> Integers:
    """Answer the numbers of acts that what one answered can depend on, by time alone."""
    back = DELAYS * ASSUMING.delay + 2 * LONGEST + 0.01
    begun = given_acts.began - given_acts.began[number]
    return np.flatnonzero((begun >= -back) & (begun <= 2 * LONGEST + 0.01))


@settings(max_examples=300, deadline=None)
@given(theatres(), st.data())
def test_the_links_of_one_act_are_to_the_last_bit_those_that_it_has_among_all(
    given_acts: Acts, data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, len(given_acts) - 1))
    near = around(given_acts, number)
    place = np.flatnonzero(near == number)
    found = links_of(place, Index(given_acts.take(near), ASSUMING), fitted(given_acts))
    assert (near[found.trigger].tolist(), found.probability.tolist(), float(found.none[0])) == among_all(
        given_acts, number
    )


@pytest.mark.parametrize("seed", range(3))
def test_links_of_some_are_those_of_all_where_it_is_crowded_too(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "MOST", 3)
    given_acts = scattered(seed)
    index, fit = Index(given_acts, ASSUMING), fitted(given_acts)
    pairs, told = all_links(index, fit)
    some = np.arange(3, 400, 7)
    found = links_of(some[::-1], index, fit)
    mine = np.isin(pairs.answer, some)
    assert found.numbers.tolist() == some.tolist()
    assert found.answer.tolist() == pairs.answer[mine].tolist()
    assert found.trigger.tolist() == pairs.trigger[mine].tolist()
    assert found.probability.tolist() == told.answers[mine].tolist()
    assert found.none.tolist() == told.none[some].tolist()


def test_what_is_ruled_out_has_no_part_and_the_rest_sum_to_one() -> None:
    given_acts = acts((1.0, 0, 0, 0), (2.0, 0, 0, 0), (3.0, 0, 0, 1))
    index, fit = Index(given_acts, ASSUMING), fitted(given_acts)
    ruled_out = (np.array([2]), np.array([1]))
    found = links_of(np.array([2]), index, fit, ruled_out)
    assert found.trigger.tolist() == [0, 1]
    without = answers(given_acts.take(np.array([0, 2])))
    assert found.probability.tolist() == [without[1, 0], 0.0]
    assert found.none[0] == pytest.approx(1.0 - without[1, 0])
    _, everything = all_links(index, fit, ruled_out)
    assert everything.answers.tolist() == found.probability.tolist()


def test_where_one_order_is_ruled_out_the_other_has_the_whole_share() -> None:
    given_acts = acts((1.0, 0, 0, 0), (1.0, 0, 0, 1), days=1.0)
    index, fit = Index(given_acts, ASSUMING), fitted(given_acts)
    one_way = links_of(np.array([0, 1]), index, fit, (np.array([0]), np.array([1])))
    share, background = 0.4 * np.exp(-1.0) / (2 * np.pi * 10.0**2), 0.5 / 40_000
    assert one_way.probability.tolist() == pytest.approx([0.0, share / (background + share)], rel=1e-3)


def test_an_act_that_was_not_there_has_the_links_that_it_would_have_had() -> None:
    given_acts = scattered(4)
    rest = np.delete(np.arange(400), 17)
    index = Index(given_acts.take(rest), ASSUMING, spread=8.0)
    found = links(given_acts.take(np.array([17])), index, fitted(given_acts))
    triggers, shares, none = among_all(given_acts, 17)
    assert rest[found.triggers].tolist() == triggers
    assert found.answers.tolist() == pytest.approx(shares, rel=1e-12)
    assert found.none == pytest.approx(none, rel=1e-12)
