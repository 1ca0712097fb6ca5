"""A day in any zone lasts from the first instant at which its calendars show it to the last."""

from datetime import timedelta

import pytest
from hypothesis import example, given, settings

from domain.instant import TICK, end_of_moment
from domain.moment import Moment
from tests.projections.oracle.days import earliest_beginning, end_of, latest_beginning, latest_end, local_day
from tests.projections.zones import TRICKY, moments_anywhere


@settings(max_examples=80, deadline=None)
@given(moments_anywhere)
@example({"from": "2010-11-07T03:00:00+00:00", "precision": "day", "zone": "America/St_Johns"})
def test_what_happened_in_any_zone_is_bounded_by_what_its_calendars_showed(told: dict[str, str]) -> None:
    moment = Moment.model_validate(told)
    bounds = (moment.began_from, moment.began_by, moment.over_by)
    assert bounds == (earliest_beginning(told), latest_beginning(told), latest_end(told))
    assert moment.began_from <= moment.began_by <= moment.over_by
    assert moment.local_date() == local_day(told)


@pytest.mark.parametrize(("zone", "day"), TRICKY)
def test_a_lens_ends_with_the_day_even_where_clocks_are_changed_on_it(zone: str, day: str) -> None:
    assert end_of_moment(day, zone) == end_of(day, zone)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("America/St_Johns", "2010-11-06", 25),
        ("America/Sao_Paulo", "2018-11-04", 23),
        ("Asia/Damascus", "2019-10-24", 25),
    ],
)
def test_a_day_of_a_clock_change_is_counted_whole(zone: str, day: str, hours: int) -> None:
    moment = Moment.model_validate({"from": day, "zone": zone})
    assert moment.began_by - moment.began_from == timedelta(hours=hours) - TICK
