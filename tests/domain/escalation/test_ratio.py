"""The ratio of tolls lies between bounds, which are open where the tolls are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.chains.ladder import Dead
from domain.chains.ratio import Ratio, ratio


@pytest.mark.parametrize(
    ("trigger", "answer", "expected"),
    [
        (Dead(2, 2), Dead(50, None), Ratio(25.0, None, open=True)),
        (Dead(2, 2), Dead(50, 50), Ratio(25.0, 25.0, open=False)),
        (Dead(5, 8), Dead(30, 35), Ratio(3.75, 7.0, open=False)),
        (Dead(3, 3), Dead(4, 4), Ratio(1.33, 1.33, open=False)),
        (Dead(8, None), Dead(4, 4), Ratio(0.0, 0.5, open=False)),
        (Dead(0, 3), Dead(6, 6), Ratio(2.0, None, open=True)),
        (Dead(0, None), Dead(6, 6), Ratio(0.0, None, open=True)),
        (Dead(8, 8), Dead(1, 1), Ratio(0.13, 0.13, open=False)),
        (Dead(0, 0), Dead(6, 6), None),
        (None, Dead(6, 6), None),
        (Dead(6, 6), None, None),
    ],
)
def test_a_ratio_is_bounded_as_far_as_both_tolls_are(
    trigger: Dead | None, answer: Dead | None, expected: Ratio | None
) -> None:
    assert ratio(trigger, answer) == expected


tolls = st.tuples(st.integers(0, 60), st.none() | st.integers(0, 60)).map(
    lambda pair: Dead(pair[0], None if pair[1] is None else pair[0] + pair[1])
)


@given(tolls, tolls, st.data())
def test_whatever_the_tolls_were_within_their_bounds_the_ratio_is_within_its_own(
    trigger: Dead, answer: Dead, data: st.DataObject
) -> None:
    found = ratio(trigger, answer)
    first = data.draw(st.integers(trigger.low, 200 if trigger.high is None else trigger.high))
    second = data.draw(st.integers(answer.low, 200 if answer.high is None else answer.high))
    if found is None:
        assert trigger.high == 0
    elif first:
        assert found.low <= second / first + 0.005
        assert found.high is None or found.high >= second / first - 0.005
        assert found.open is (found.high is None)
