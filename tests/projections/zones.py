"""Days on which clocks were changed somewhere, and moments on them and around them."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import strategies as st

from tests.projections.oracle.days import first_of, last_of, shown_on

TRICKY = (
    ("America/Sao_Paulo", "2018-11-04"),  # midnight was skipped
    ("America/Sao_Paulo", "2018-02-17"),  # its last hour came twice
    ("Asia/Damascus", "2020-03-27"),  # midnight was skipped
    ("Asia/Damascus", "2019-10-24"),  # its last hour came twice
    ("Asia/Beirut", "2020-03-29"),  # midnight was skipped
    ("America/Havana", "2019-11-03"),  # its first hour came twice
    ("America/St_Johns", "2010-11-06"),  # it came back after the first minute of the next day
    ("Australia/Lord_Howe", "2019-10-06"),  # half an hour was skipped
    ("Europe/Istanbul", "2015-11-08"),  # the change came two weeks late
    ("Pacific/Apia", "2011-12-29"),  # the day after it never came
    ("Pacific/Kwajalein", "1969-09-30"),  # it came twice
    ("Africa/Casablanca", "2019-06-09"),  # clocks were put back for a month
)
ZONES = sorted(available_timezones() - {"localtime", "posixrules", "Factory"})


@lru_cache(maxsize=10_000)
def days_of_change(zone: str, year: int) -> list[date]:
    """The days of a year on which the clocks of a zone were changed; where none was, its first day."""
    midnight = datetime(year, 1, 1, tzinfo=UTC)
    instants = [midnight + timedelta(days=number) for number in range(366)]
    offsets = [one.astimezone(ZoneInfo(zone)).utcoffset() for one in instants]
    return [instants[at].date() for at in range(365) if offsets[at] != offsets[at + 1]] or [midnight.date()]


@st.composite
def days_in_zones(draw: st.DrawFn) -> tuple[str, date]:
    """Make up a zone and a day that there was in it, at or near a change of its clocks."""
    if draw(st.booleans()):
        zone, text = draw(st.sampled_from(TRICKY))
        day = date.fromisoformat(text)
    else:
        zone = draw(st.sampled_from(ZONES))
        day = draw(st.sampled_from(days_of_change(zone, draw(st.integers(1950, 2019)))))
    day += timedelta(days=draw(st.integers(-1, 1)))
    return zone, shown_on(last_of(day, zone), zone)


@st.composite
def moments_in_zones(draw: st.DrawFn) -> dict[str, str]:
    """Make up when something happened: on a bare day, from one to another, or at an instant of it."""
    zone, day = draw(days_in_zones())
    precision = draw(st.sampled_from(["", "", "day", "week", "month", "year", "hour", "instant"]))
    told = {"zone": zone} | ({"precision": precision} if precision else {})
    if precision in {"hour", "instant"} or draw(st.integers(0, 3)) == 0:
        length = last_of(day, zone) - first_of(day, zone)
        instant = first_of(day, zone) + length * draw(st.sampled_from([0, 0.25, 0.5, 0.97, 0.995, 1]))
        return told | {"from": instant.isoformat()}
    end = day + timedelta(days=draw(st.integers(0, 9)))
    return told | {"from": day.isoformat()} | ({"to": end.isoformat()} if draw(st.booleans()) else {})


moments_anywhere = moments_in_zones()
