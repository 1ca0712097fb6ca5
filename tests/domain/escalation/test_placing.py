"""In which period an act lies: that of its day in the zone that is asked for, or none where it may be of several."""

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from domain.escalation.placing import UNPLACED, placed
from domain.instant import end_of_day, start_of_day
from domain.periods import By
from tests.domain.excitation.acts import acts, nothing

EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def days(text: str | datetime) -> float:
    moment = text if isinstance(text, datetime) else datetime.fromisoformat(text)
    return (moment - EPOCH) / timedelta(days=1)


def period(began: str | datetime, ended: str | datetime, by: By, tz: str = "UTC") -> str | None:
    """Tell the first day of the period in which one act lies."""
    one = acts((days(began), 0, 0, 0), days=days(ended) - days(began))
    (number,) = placed(one, by, tz).tolist()
    return None if number == UNPLACED else date.fromordinal(number).isoformat()


def a_day(day: str, tz: str) -> tuple[datetime, datetime]:
    return start_of_day(date.fromisoformat(day), tz), end_of_day(date.fromisoformat(day), tz)


@pytest.mark.parametrize(
    ("moment", "tz", "day"),
    [
        ("2020-02-19T21:59:59Z", "Asia/Damascus", "2020-02-19"),
        ("2020-02-19T22:00:00Z", "Asia/Damascus", "2020-02-20"),
        ("2020-02-19T22:00:00Z", "UTC", "2020-02-19"),
        ("2020-02-20T04:59:59Z", "America/New_York", "2020-02-19"),
        ("2011-12-30T10:00:00Z", "Pacific/Apia", "2011-12-31"),
        ("2011-12-30T09:59:59Z", "Pacific/Apia", "2011-12-29"),
        ("2010-11-07T02:30:30Z", "America/St_Johns", "2010-11-06"),
        ("2010-11-07T03:29:59Z", "America/St_Johns", "2010-11-06"),
        ("2010-11-07T03:30:00Z", "America/St_Johns", "2010-11-07"),
        ("1969-12-31T23:59:59Z", "UTC", "1969-12-31"),
        ("0001-01-01T12:00:00Z", "UTC", "0001-01-01"),
    ],
)
def test_an_instant_is_of_its_day_in_the_zone(moment: str, tz: str, day: str) -> None:
    assert period(moment, moment, By.DAY, tz) == day


@pytest.mark.parametrize(
    ("dated", "tz"),
    [
        ("UTC", "UTC"),
        ("Asia/Damascus", "Asia/Damascus"),
        ("Asia/Damascus", "UTC"),
        ("Asia/Damascus", "Pacific/Apia"),
        ("Asia/Tehran", "Asia/Damascus"),
        ("UTC", "America/New_York"),
    ],
)
def test_a_day_of_a_zone_nearby_is_the_same_day_here(dated: str, tz: str) -> None:
    assert period(*a_day("2020-02-20", dated), By.DAY, tz) == "2020-02-20"


def test_even_the_longest_day_is_one() -> None:
    assert period(*a_day("2020-10-30", "Asia/Damascus"), By.DAY, "Asia/Damascus") == "2020-10-30"


def test_weeks_begin_on_monday_and_months_on_the_first() -> None:
    for by, first in ((By.WEEK, "2020-02-17"), (By.MONTH, "2020-02-01")):
        assert period(*a_day("2020-02-23", "Asia/Damascus"), by, "Asia/Damascus") == first


def test_what_may_be_of_several_periods_is_of_none() -> None:
    begin, _ = a_day("2020-02-19", "UTC")
    _, end = a_day("2020-02-22", "UTC")
    assert [period(begin, end, by) for by in By] == [None, "2020-02-17", "2020-02-01"]
    _, later = a_day("2020-02-24", "UTC")
    assert [period(begin, later, by) for by in By] == [None, None, "2020-02-01"]


def test_many_acts_are_placed_as_each_alone() -> None:
    moments = [f"20{year:02d}-{month:02d}-28T23:30:00Z" for year in (4, 20, 11) for month in range(1, 13)]
    together = acts(*((days(one), 0, 0, 0) for one in moments))
    alone = [placed(together.take(np.array([n])), By.WEEK, "Asia/Damascus")[0] for n in range(len(moments))]
    assert placed(together, By.WEEK, "Asia/Damascus").tolist() == alone
    assert len(set(alone)) == len(moments)


def test_of_nothing_there_is_nothing_to_place() -> None:
    assert len(placed(nothing(), By.DAY, "UTC")) == 0
