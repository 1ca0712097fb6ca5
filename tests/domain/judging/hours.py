"""A second opinion on who watched when: hour by hour, each of which is looked up on the calendar of the zone."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from domain.instant import TICK
from domain.periods import Day
from domain.place import Place, PlacePrecision
from domain.spans import Span, Spell
from domain.watching.rate import Begun
from domain.watching.watches import Denial, Watch

HOUR = timedelta(hours=1)
FIRST = datetime(2020, 3, 25, 21, tzinfo=UTC)
LENGTH = 240
"""Ten days, in which the clocks of every zone below are changed."""

ZONES = ("UTC", "Asia/Damascus", "Europe/Berlin", "America/Asuncion", "Asia/Beirut")
MONITORS = ("sohr", "un")
PLACES = (
    Place(name="Saraqib", adm1="Idlib"),
    Place(name="Morek", adm1="Hama"),
    Place(name="Syria", precision=PlacePrecision.COUNTRY),
    Place(name="the front"),
    Place(name="somewhere", adm1="unknown"),
)

hours = st.integers(0, LENGTH - 1)


def spell(start: int, length: int, *, steady: bool) -> Spell:
    """From an hour on, for so many hours."""
    return Spell(Span(FIRST + start * HOUR, FIRST + (start + length) * HOUR - TICK), steady)


spells = st.builds(spell, hours, st.integers(1, 60), steady=st.booleans())
watches = st.lists(st.builds(Watch, st.sampled_from(MONITORS), st.sampled_from(PLACES), spells), max_size=5)
one_denial = st.builds(
    Denial, st.sampled_from(MONITORS), st.sampled_from(PLACES), spells, st.sampled_from(["russia", "turkey", None])
)
denials = st.lists(one_denial, max_size=4)
begun = st.lists(
    st.builds(
        lambda when, longer, is_violation, times: Begun(when, when.span.end + longer * HOUR, is_violation, times),
        spells,
        st.integers(0, 30),
        st.booleans(),
        st.integers(1, 3),
    ),
    max_size=5,
)


def in_hours(one: Spell) -> set[int]:
    """The hours that a spell is made of."""
    start, end = (moment - FIRST for moment in one.span)
    return set(range(start // HOUR, end // HOUR + 1))


def day_of(hour: int, zone: str) -> date:
    """The day that calendars of a zone show at an hour."""
    return (FIRST + hour * HOUR).astimezone(ZoneInfo(zone)).date()


def days_of(zone: str) -> list[Day]:
    """The whole days of the stretch, each from its first hour to its last."""
    found = []
    for day, some in groupby(range(-24, LENGTH + 24), key=lambda hour: day_of(hour, zone)):
        of_day = [*some]
        found.append(Day(day, Span(FIRST + of_day[0] * HOUR, FIRST + (of_day[-1] + 1) * HOUR - TICK)))
    return found[1:-1]


def may_be_one(place: Place, other: Place) -> bool:
    """Whether two places may be of one governorate."""
    names = [None if one.precision == "country" or one.adm1 == "unknown" else one.adm1 for one in (place, other)]
    return None in names or len(set(names)) == 1


def certain_days(monitor: str, watched: Iterable[Watch], denied: Sequence[Denial], zone: str) -> set[date]:
    """The days on which a monitor watched, whatever is not known."""
    days: set[date] = set()
    for watch in watched:
        if watch.monitor == monitor:
            cut = [
                in_hours(one.spell) for one in denied if one.monitor == monitor and may_be_one(one.place, watch.place)
            ]
            left = in_hours(watch.spell).difference(*cut)
            on = {day_of(hour, zone) for hour in left}
            uncut_on_one_day = left == in_hours(watch.spell) and len(on) == 1
            days |= on if watch.spell.is_steady or uncut_on_one_day else set()
    return days


def possible_days(monitor: str, watched: Iterable[Watch], denied: Sequence[Denial], zone: str) -> set[date]:
    """The days on which a monitor can have watched, by what is known."""
    days: set[date] = set()
    for watch in watched:
        if watch.monitor == monitor:
            cut = [
                in_hours(one.spell)
                for one in denied
                if one.spell.is_steady and one.monitor == monitor and may_be_one(one.place, watch.place)
            ]
            days |= {day_of(hour, zone) for hour in in_hours(watch.spell).difference(*cut)}
    return days
