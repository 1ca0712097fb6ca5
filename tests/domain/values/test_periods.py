"""Periods of calendar days, in zones whose clocks change, skip a day or go back over midnight."""

from datetime import date, timedelta

import pytest

from domain import errors
from domain.instant import TICK
from domain.periods import MOST, By, day_named, periods, whole, whole_periods
from tests.domain.arrange import at


def told(first: str, last: str, by: str, tz: str = "UTC") -> list[tuple[str, str, int]]:
    """The first and last day of each period, and how many days it has."""
    parts = periods(date.fromisoformat(first), date.fromisoformat(last), By(by), tz)
    return [(str(part[0].date), str(part[-1].date), len(part)) for part in parts]


def test_weeks_are_those_of_iso_and_the_first_and_last_are_cut_short() -> None:
    assert told("2019-12-28", "2020-01-13", "week") == [
        ("2019-12-28", "2019-12-29", 2),
        ("2019-12-30", "2020-01-05", 7),
        ("2020-01-06", "2020-01-12", 7),
        ("2020-01-13", "2020-01-13", 1),
    ]


def test_months_are_those_of_the_calendar() -> None:
    assert told("2020-01-31", "2020-03-01", "month") == [
        ("2020-01-31", "2020-01-31", 1),
        ("2020-02-01", "2020-02-29", 29),
        ("2020-03-01", "2020-03-01", 1),
    ]


def test_a_day_is_as_long_as_the_clocks_of_its_zone_make_it() -> None:
    parts = periods(date(2020, 3, 26), date(2020, 3, 28), By.DAY, "Asia/Damascus")
    lengths = [day.span.end + TICK - day.span.start for (day,) in parts]
    assert lengths == [timedelta(hours=24), timedelta(hours=23), timedelta(hours=24)]
    assert parts[0][0].span.start == at("2020-03-25T22:00")


def test_a_day_that_the_clocks_skipped_is_none() -> None:
    assert told("2011-12-29", "2011-12-31", "day", "Pacific/Apia") == [
        ("2011-12-29", "2011-12-29", 1),
        ("2011-12-31", "2011-12-31", 1),
    ]
    with pytest.raises(errors.Unacceptable, match="skipped") as refused:
        told("2011-12-30", "2011-12-30", "week", "Pacific/Apia")
    assert refused.value.field == "from"


def test_days_follow_each_other_where_clocks_went_back_over_midnight() -> None:
    (days,) = periods(date(2010, 11, 5), date(2010, 11, 9), By.MONTH, "America/St_Johns")
    assert [one.span.end + TICK for one in days[:-1]] == [one.span.start for one in days[1:]]
    assert days[-1].span.end + TICK - days[0].span.start == timedelta(days=5, hours=1)


@pytest.mark.parametrize(
    ("first", "last", "by"),
    [
        ("2020-02-02", "2020-02-01", "day"),
        ("2019-01-01", "2020-05-15", "day"),
        ("0001-01-01", "9999-12-30", "month"),
        ("9999-12-30", "9999-12-31", "day"),
    ],
)
def test_what_is_no_window_is_refused_by_its_last_day(first: str, last: str, by: str) -> None:
    with pytest.raises(errors.Unacceptable) as refused:
        told(first, last, by)
    assert refused.value.field == "to"


def test_so_many_periods_are_told_and_not_one_more() -> None:
    assert len(told("2019-01-01", "2020-05-14", "day")) == MOST == 500


@pytest.mark.parametrize("text", ["20200201", "2020-W05-1", "2020-02-30", "soon", "2020-02-01T00:00:00Z", ""])
def test_a_day_is_an_iso_date_and_nothing_else(text: str) -> None:
    with pytest.raises(errors.Unacceptable, match="2020-02-20") as refused:
        day_named(text, field="from")
    assert refused.value.field == "from"


def test_a_day_is_read() -> None:
    assert day_named("2020-02-29", field="to") == date(2020, 2, 29)


def test_whole_periods_run_from_their_first_day_to_their_last() -> None:
    first, last = date(2020, 1, 31), date(2020, 3, 1)
    assert [(str(one.first), str(one.last)) for one in whole_periods(first, last, By.MONTH)] == [
        ("2020-01-01", "2020-01-31"),
        ("2020-02-01", "2020-02-29"),
        ("2020-03-01", "2020-03-31"),
    ]
    weeks = whole_periods(first, last, By.WEEK)
    assert (str(weeks[0].first), str(weeks[-1].last), len(weeks)) == ("2020-01-27", "2020-03-01", 5)
    assert [one.first for one in whole_periods(first, first, By.DAY)] == [first]


def test_the_last_week_of_the_calendar_is_cut_short_by_its_end() -> None:
    assert whole_periods(date.max, date.max, By.WEEK) == [whole(date.max, By.WEEK)]
    assert str(whole(date.max, By.WEEK).first) == "9999-12-27"


@pytest.mark.parametrize("by", By)
def test_of_whole_periods_there_are_as_many_at_the_most(by: By) -> None:
    first = date(1990, 1, 1)
    found = [first]
    while len(found) < MOST:
        found.append(whole(found[-1], by).last + timedelta(days=1))
    assert [one.first for one in whole_periods(first, found[-1], by)] == found
    with pytest.raises(errors.Unacceptable, match="more than 500 periods") as refused:
        whole_periods(first, whole(found[-1], by).last + timedelta(days=1), by)
    assert refused.value.field == "to"
    with pytest.raises(errors.Unacceptable, match="is before"):
        whole_periods(first, first - timedelta(days=1), by)
