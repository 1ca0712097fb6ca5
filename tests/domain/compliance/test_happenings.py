"""Happenings as columns, and the shapes that their places are held against."""

from typing import Any

import numpy as np
import pytest

from domain.agreement.values import Zone
from domain.compliance import reach
from domain.compliance.happenings import Coded, stretch, stretches
from domain.compliance.holds import tick
from domain.compliance.reach import reach_of
from domain.moment import Precision
from tests.domain.arrange import REGISTER
from tests.domain.arrange import at as moment
from tests.domain.compliance.arrange import INSIDE, NO, OUTSIDE, YES, area, when
from tests.domain.things.arrange import sochi, zone

MINUTE = 60_000_000


def test_a_column_keeps_each_value_once_and_where_each_stands() -> None:
    column = Coded.of(["b", "a", "b", "c"])
    assert (column.values, column.codes.tolist()) == (["b", "a", "c"], [0, 1, 0, 2])


@pytest.mark.parametrize("precision", Precision)
def test_what_is_known_to_the_day_or_less_is_not_of_its_first_minute(precision: Precision) -> None:
    begun, over = moment("2020-03-06"), moment("2020-03-06T23:59:59.999999Z")
    later = 0 if precision in {Precision.INSTANT, Precision.HOUR} else MINUTE
    assert stretch(begun, over, precision) == (tick(begun) + later, tick(over))


def test_what_was_over_within_its_first_minute_is_of_its_last_moment() -> None:
    begun, over = moment("2020-03-06"), moment("2020-03-06T00:00:30Z")
    assert stretch(begun, over, Precision.DAY) == (tick(over), tick(over))


def test_many_are_stretched_as_one_is() -> None:
    told = [when(one) for one in ("2020-03-06", "2020-03-06T00:00:00Z", {"from": "2020-03-01", "precision": "month"})]
    begun, over = (np.array([tick(getattr(one, bound)) for one in told]) for bound in ("began_from", "over_by"))
    coarse = np.array([True, False, True])
    expected = [stretch(one.began_from, one.over_by, one.precision or Precision.INSTANT) for one in told]
    assert [*zip(*(column.tolist() for column in stretches(begun, over, coarse)), strict=True)] == expected


def drawn(**parts: Any) -> Zone:
    text = sochi()
    text.draw(area(**parts) if parts else zone("m4"), REGISTER)
    ((held,),) = text.state.zones.values()
    return held


def test_a_shape_is_made_ready_once_and_answers_the_same_each_time() -> None:
    found = reach_of(drawn(slug="idlib"))
    assert reach_of(drawn(slug="idlib")) is found
    for _ in range(2):
        assert found.of([INSIDE, OUTSIDE, INSIDE]).tolist() == [YES, NO, YES]


def test_a_corridor_is_a_shape_too() -> None:
    on_the_road, off_it = INSIDE._replace(lat=35.7, lon=36.3), INSIDE._replace(lat=35.9, lon=36.3)
    assert reach_of(drawn()).of([on_the_road, off_it]).tolist() == [YES, NO]


def test_what_was_asked_before_is_forgotten_when_it_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "_MANY", 1)
    found = reach_of(drawn(slug="hama"))
    assert found.of([INSIDE, OUTSIDE]).tolist() == [YES, NO]
    assert found.of([OUTSIDE]).tolist() == [NO]
    assert len(found._known) == 1
