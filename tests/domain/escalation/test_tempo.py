"""How long answers take, and whether they come sooner as a chain goes on."""

from datetime import timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.chains.chain import Delay
from domain.chains.tempo import Trend, tempo

HOUR = timedelta(hours=1)


def hours(*ends: tuple[int, int]) -> list[Delay]:
    return [Delay(least * HOUR, most * HOUR) for least, most in ends]


def test_no_answer_has_no_tempo() -> None:
    assert tempo([]) is None


@pytest.mark.parametrize(
    ("delays", "least", "most", "trend"),
    [
        (hours((3, 3)), 3, 3, Trend.UNCLEAR),
        (hours((9, 10), (3, 3)), 6, 6.5, Trend.QUICKENS),
        (hours((9, 10), (50, 70), (2, 8)), 9, 10, Trend.QUICKENS),
        (hours((1, 2), (3, 5)), 2, 3.5, Trend.SLOWS),
        (hours((0, 24), (1, 20)), 0.5, 22, Trend.UNCLEAR),
        (hours((0, 24), (24, 48)), 12, 36, Trend.UNCLEAR),
        (hours((8, 8), (9, 9), (2, 2), (1, 1)), 5, 5, Trend.QUICKENS),
    ],
)
def test_the_median_lies_between_bounds_and_the_trend_is_told_where_they_leave_no_doubt(
    delays: list[Delay], least: float, most: float, trend: Trend
) -> None:
    assert tempo(delays) == (len(delays), least * HOUR, most * HOUR, trend)


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=9), st.data())
def test_the_median_of_what_they_took_is_between_the_bounds_whatever_it_was(
    ends: list[tuple[int, int]], data: st.DataObject
) -> None:
    found = tempo(hours(*((least, least + more) for least, more in ends)))
    took = [data.draw(st.integers(least, least + more)) for least, more in ends]
    assert found is not None
    assert found.least <= median(took) * HOUR <= found.most
