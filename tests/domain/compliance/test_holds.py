"""Three values over time: what holds, may hold or does not."""

import numpy as np
import pytest

from domain.compliance.holds import (
    ALWAYS,
    EVER,
    NEVER,
    Holds,
    any_of,
    at,
    both,
    during,
    opposite,
    since,
    steps,
    tick,
    until,
)
from tests.domain.arrange import at as moment
from tests.domain.compliance.arrange import MAYBE, NO, YES


def test_a_tick_is_a_microsecond_since_1970_in_utc() -> None:
    assert [tick(moment(text)) for text in ("1970-01-01", "1970-01-01T00:00:01+00:00", "1970-01-01T02:00+02:00")] == [
        0,
        1_000_000,
        0,
    ]
    assert tick(moment("1969-12-31T23:59:59.999999Z")) == -1


def test_what_begins_between_two_moments_may_hold_between_them() -> None:
    assert [at(since(10, 20), one) for one in (9, 10, 19, 20, 99)] == [NO, MAYBE, MAYBE, YES, YES]
    assert [at(since(10, 10), one) for one in (9, 10)] == [NO, YES]


def test_what_ends_between_two_moments_may_hold_between_them() -> None:
    assert [at(until(10, 20), one) for one in (EVER, 9, 10, 19, 20)] == [YES, YES, MAYBE, MAYBE, NO]
    assert [at(until(10, 10), one) for one in (9, 10)] == [YES, NO]


def test_steps_are_in_order_and_leave_out_what_changes_nothing() -> None:
    assert steps([(20, YES), (10, MAYBE), (15, MAYBE), (30, NO), (30, YES)]) == (
        (EVER, NO),
        (10, MAYBE),
        (20, YES),
    )
    assert (steps([]), steps([(EVER, YES), (5, YES)])) == (NEVER, ALWAYS)


def test_both_hold_as_far_as_the_lesser_and_any_as_far_as_the_greatest() -> None:
    one, other = since(10, 20), until(15, 30)
    moments = (9, 10, 15, 20, 30)
    assert [at(both(one, other), tick) for tick in moments] == [NO, MAYBE, MAYBE, MAYBE, NO]
    assert [at(any_of([one, other]), tick) for tick in moments] == [YES, YES, MAYBE, YES, YES]
    assert any_of([]) == NEVER


def test_the_opposite_of_what_may_hold_may_hold() -> None:
    assert [at(opposite(since(10, 20)), one) for one in (9, 10, 20)] == [YES, MAYBE, NO]
    assert (opposite(NEVER), opposite(ALWAYS)) == (ALWAYS, NEVER)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (0, 9, NO),
        (0, 10, MAYBE),
        (10, 19, MAYBE),
        (12, 12, MAYBE),
        (19, 20, MAYBE),
        (20, 29, YES),
        (20, 30, MAYBE),
        (0, 99, MAYBE),
        (30, 99, NO),
    ],
)
def test_over_a_stretch_it_holds_only_where_it_holds_throughout(first: int, last: int, said: Holds) -> None:
    held = both(since(10, 20), until(30, 30))
    assert during(held, np.array([first, first]), np.array([last, last])).tolist() == [said, said]


def test_of_no_stretches_nothing_is_said() -> None:
    none = np.zeros(0, dtype=np.int64)
    assert len(during(ALWAYS, none, none)) == 0
