from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.instant import end_of_moment, parse_instant, released_by
from domain.moment import Moment, Precision
from tests.domain.arrange import at, made

TICK = timedelta(microseconds=1)


def moment(start: str, **parts: Any) -> Moment:
    return made(Moment, **{"from": start} | parts)


def bounds(start: str, **parts: Any) -> tuple[datetime, datetime, datetime]:
    told = moment(start, **parts)
    return told.began_from, told.began_by, told.over_by


def before(text: str) -> datetime:
    return at(text) - TICK


def test_a_day_is_told_in_the_moments_own_zone() -> None:
    assert moment("2020-02-20").day == "2020-02-20"
    assert moment("2020-02-20T23:30:00Z", zone="Asia/Damascus").day == "2020-02-21"


def test_bounds_that_were_stored_are_kept_as_they_are() -> None:
    """A zone's rules may have changed since."""
    stored = moment("2020-02-20").model_dump(mode="json", by_alias=True) | {"latest": "2020-02-20T23:00:00Z"}
    assert Moment.model_validate(stored, context={"stored": True}).began_by == at("2020-02-20T23:00:00Z")


def test_a_bare_date_is_the_whole_day_in_utc_unless_a_zone_is_given() -> None:
    assert bounds("2020-02-20") == (at("2020-02-20"), before("2020-02-21"), before("2020-02-21"))
    assert bounds("2020-02-20", zone="Asia/Damascus") == (
        at("2020-02-19T22:00Z"),
        before("2020-02-20T22:00Z"),
        before("2020-02-20T22:00Z"),
    )


def test_a_time_is_one_instant() -> None:
    assert bounds("2020-02-20T15:00:00+03:00") == (at("2020-02-20T12:00Z"),) * 3
    assert bounds("2020-02-20T15:00:00", zone="Asia/Damascus") == (at("2020-02-20T13:00Z"),) * 3


@pytest.mark.parametrize(
    ("start", "precision", "latest"),
    [
        ("2020-02-20T15:30:00Z", "hour", "2020-02-20T16:30Z"),
        ("2020-02-20T15:30:00Z", "day", "2020-02-21"),
        ("2020-02-20", "day", "2020-02-21"),
        ("2020-02-17", "week", "2020-02-24"),
        ("2020-02-20", "week", "2020-02-27"),
        ("2020-02-01", "month", "2020-03-01"),
        ("2020-02-20", "month", "2020-03-01"),
        ("2019-12-31", "month", "2020-01-01"),
        ("2020-01-01", "year", "2021-01-01"),
        ("2020-06-30", "year", "2021-01-01"),
    ],
)
def test_each_precision_bounds_when_it_can_have_begun(start: str, precision: str, latest: str) -> None:
    told = moment(start, precision=precision)
    assert told.precision == Precision(precision)
    assert told.began_by == told.over_by == before(latest)


@pytest.mark.parametrize("precision", ["week", "month", "year"])
def test_where_an_end_is_given_a_rough_beginning_lies_before_it(precision: str) -> None:
    earliest, latest, over = bounds("2020-02-03", to="2020-02-05", precision=precision)
    assert (earliest, latest, over) == (at("2020-02-03"), before("2020-02-06"), before("2020-02-06"))


@pytest.mark.parametrize(
    ("parts", "latest", "over"),
    [
        ({"to": "2020-03-05"}, "2020-02-02", "2020-03-06"),
        ({"to": "2020-02-01"}, "2020-02-02", "2020-02-02"),
        ({"to": "2020-02-01T10:00:00Z"}, "2020-02-02", "2020-02-02"),
    ],
)
def test_what_went_on_began_on_its_first_day_and_was_over_after_its_last(
    parts: dict[str, str], latest: str, over: str
) -> None:
    assert bounds("2020-02-01", **parts) == (at("2020-02-01"), before(latest), before(over))


def test_an_end_that_is_an_instant_ends_there() -> None:
    assert moment("2020-02-20T10:00:00Z", to="2020-02-20T11:00:00Z").over_by == at("2020-02-20T11:00Z")


def test_a_day_on_which_the_clocks_change_is_as_long_as_it_was() -> None:
    """Syria's clocks: 27 March 2020 began at 01:00 and had 23 hours, 29 October had 25."""
    short, long = moment("2020-03-27", zone="Asia/Damascus"), moment("2020-10-29", zone="Asia/Damascus")
    assert (short.began_from, short.began_by) == (at("2020-03-26T22:00Z"), before("2020-03-27T21:00Z"))
    assert (long.began_from, long.began_by) == (at("2020-10-28T21:00Z"), before("2020-10-29T22:00Z"))


def test_an_hour_over_a_clock_change_is_an_hour() -> None:
    told = moment("2020-03-26T23:30:00", zone="Asia/Damascus", precision="hour")
    assert told.began_by - told.began_from == timedelta(hours=1) - TICK


@pytest.mark.parametrize(
    ("text", "zone", "why"),
    [
        ("2020-03-27T00:30:00", "Asia/Damascus", "does not exist in Asia/Damascus: the clocks skipped it"),
        ("2020-10-29T23:30:00", "Asia/Damascus", "happened twice in Asia/Damascus: give the offset"),
        ("2011-12-30", "Pacific/Apia", "does not exist in Pacific/Apia: the clocks skipped it"),
        ("2020-02-20T15:00:00", None, "no offset and no zone"),
        ("2020-02-20T15:00:00", "Syria/Idlib", "is not an IANA time zone"),
        ("2020-02-20T15:00:00", "../../etc/passwd", "is not an IANA time zone"),
        ("2020-02-30", None, "is not a date of the form"),
        ("20.02.2020", None, "is not an ISO 8601 date or time"),
        ("02/03/2020", None, "is not an ISO 8601 date or time"),
        ("20200220", "Asia/Damascus", "is not an ISO 8601 date or time"),
        ("2020-W08-4", "Asia/Damascus", "is not an ISO 8601 date or time"),
        ("2020-02", "Asia/Damascus", "is not an ISO 8601 date or time"),
        ("yesterday", None, "is not an ISO 8601 date or time"),
        ("", None, "is not an ISO 8601 date or time"),
    ],
)
def test_what_names_no_moment_or_two_is_refused_in_words(text: str, zone: str | None, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        moment(text, zone=zone)


def test_a_repeated_time_with_its_offset_names_one_instant() -> None:
    assert bounds("2020-10-29T23:30:00+02:00", zone="Asia/Damascus")[0] == at("2020-10-29T21:30Z")
    assert bounds("2020-10-29T23:30:00+03:00", zone="Asia/Damascus")[0] == at("2020-10-29T20:30Z")


@pytest.mark.parametrize("precision", ["instant", "hour"])
def test_a_bare_date_is_not_known_to_the_hour(precision: str) -> None:
    with pytest.raises(ValueError, match=f"cannot be known to the {precision}"):
        moment("2020-02-20", precision=precision)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2020-02-20", "2020-02-19"),
        ("2020-02-20T15:00:00Z", "2020-02-20T14:59:59Z"),
        ("2020-02-20T15:00:00Z", "2020-02-19"),
    ],
)
def test_nothing_ends_before_it_begins(start: str, end: str) -> None:
    with pytest.raises(ValueError, match=r"it ends .* before it begins"):
        moment(start, to=end)


@pytest.mark.parametrize("bound", ["earliest", "latest", "until"])
def test_the_bounds_are_computed_and_never_given(bound: str) -> None:
    with pytest.raises(ValueError, match="computed from from, to, precision and zone, never given"):
        moment("2020-02-20", **{bound: "1999-01-01T00:00:00Z"})


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("9999-12-31", {}),
        ("9999-12-31", {"precision": "year"}),
        ("9999-12-30", {"precision": "week"}),
        ("9999-12-01", {"precision": "month"}),
        ("9999-12-31T23:30:00Z", {"precision": "hour"}),
        ("9999-12-31T23:30:00Z", {"zone": "Asia/Damascus"}),
        ("9999-12-31T23:30:00", {"zone": "America/New_York"}),
        ("0001-01-01", {"zone": "Asia/Damascus"}),
        ("0001-01-01T00:00:00Z", {"zone": "America/New_York"}),
        ("2020-01-01", {"to": "9999-12-31"}),
    ],
)
def test_what_goes_beyond_the_calendar_is_refused(text: str, parts: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="the years that a calendar holds"):
        moment(text, **parts)


def test_far_years_within_the_calendar_are_kept() -> None:
    assert moment("0001-01-01").began_from == datetime(1, 1, 1, tzinfo=UTC)
    assert moment("9999-12-30").began_by == datetime(9999, 12, 31, tzinfo=UTC) - TICK


def test_a_moment_keeps_the_words_and_zone_that_it_came_in() -> None:
    told = moment("2020-02-20T15:00", zone="Asia/Damascus")
    assert (told.start, told.zone) == ("2020-02-20T15:00", "Asia/Damascus")


@pytest.mark.parametrize(
    ("start", "parts", "day"),
    [
        ("2020-02-20", {"zone": "Asia/Damascus"}, "2020-02-20"),
        ("2020-02-20T22:30:00Z", {"zone": "Asia/Damascus"}, "2020-02-21"),
        ("2020-02-20T22:30:00Z", {}, "2020-02-20"),
        ("2020-02-20T01:00:00+03:00", {}, "2020-02-19"),
    ],
)
def test_its_day_is_that_of_its_own_zone(start: str, parts: dict[str, str], day: str) -> None:
    assert moment(start, **parts).local_date().isoformat() == day


def test_until_a_moment_means_until_the_end_of_a_bare_date() -> None:
    assert end_of_moment("2020-02-20", "Asia/Damascus") == before("2020-02-20T22:00Z")
    assert end_of_moment("2020-02-20T10:00:00Z", "Asia/Damascus") == at("2020-02-20T10:00Z")


@given(
    wall=st.datetimes(datetime(1950, 1, 1), datetime(2037, 1, 1)),  # noqa: DTZ001 - wall clocks, as people write them
    zone=st.sampled_from(["Asia/Damascus", "Europe/Istanbul", "Europe/Moscow", "America/Havana", "Pacific/Apia"]),
)
def test_a_local_time_is_read_as_an_instant_that_shows_it_again_or_is_refused(wall: datetime, zone: str) -> None:
    shown = [wall.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1)]
    exist = {one for one in shown if one.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall}
    if len(exist) == 1:
        assert parse_instant(wall.isoformat(), zone) == exist.pop()
    else:
        with pytest.raises(ValueError, match=r"skipped it|happened twice"):
            parse_instant(wall.isoformat(), zone)


@given(
    day=st.dates(date(1950, 1, 1), date(2037, 1, 1)),
    zone=st.sampled_from(["Asia/Damascus", "America/Havana", "Asia/Kathmandu", "UTC"]),
    precision=st.sampled_from(["day", "week", "month", "year"]),
)
def test_days_follow_each_other_without_a_gap_and_bounds_are_in_order(day: date, zone: str, precision: str) -> None:
    told = moment(day.isoformat(), zone=zone, precision=precision)
    assert told.began_from <= told.began_by <= told.over_by
    assert told.local_date() == day
    last = told.began_by.astimezone(ZoneInfo(zone)).date()
    assert moment((last + timedelta(days=1)).isoformat(), zone=zone).began_from == told.began_by + TICK


def test_something_was_published_by_the_end_of_its_day_and_by_now() -> None:
    now = at("2020-03-05T12:00Z")
    assert released_by("2020-03-01", now) == at("2020-03-02") - TICK
    assert released_by("2020-03-05", now) == now
    assert released_by("2020-03-01T08:00:00+02:00", now) == at("2020-03-01T06:00Z")
    with pytest.raises(ValueError, match="2020-03-06 has not come yet"):
        released_by("2020-03-06", now)
