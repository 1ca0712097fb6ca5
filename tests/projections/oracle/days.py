"""Calendar days in any zone, found by looking at clocks minute by minute, and the bounds of what happened on them.

Only one direction of the zone tables is asked, from an instant to what the clocks on the wall then showed: that is
never skipped and never ambiguous.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from tests.projections.oracle.pile import Raw

TICK = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)
FARTHEST = timedelta(hours=17)
"""No zone was ever farther from UTC."""


def shown_on(instant: datetime, zone: str) -> date:
    """The date on the calendars of a zone at an instant."""
    return instant.astimezone(ZoneInfo(zone)).date()


def _minutes(day: date, step: int = 1) -> Iterator[datetime]:
    """Every minute that may belong to a day somewhere, from the first on or (step -1) from the last back."""
    instant = datetime.combine(day, time(), tzinfo=UTC) - FARTHEST
    for number in range((24 + 2 * 17) * 60)[::step]:
        yield instant + number * MINUTE


@lru_cache(maxsize=10_000)
def first_of(day: date, zone: str) -> datetime:
    """The first instant at which calendars show this day, or a later one."""
    found = next(minute for minute in _minutes(day) if shown_on(minute, zone) >= day)
    return _turn(found - MINUTE, found, lambda instant: shown_on(instant, zone) >= day)


@lru_cache(maxsize=10_000)
def last_of(day: date, zone: str) -> datetime:
    """The last instant at which calendars show this day, or an earlier one."""
    found = next(minute for minute in _minutes(day, -1) if shown_on(minute, zone) <= day)
    return _turn(found, found + MINUTE, lambda instant: shown_on(instant, zone) > day) - TICK


def _turn(before: datetime, after: datetime, turned: Callable[[datetime], bool]) -> datetime:
    """The first tick at which it has turned, between two of which it has only at the second."""
    while after - before > TICK:
        middle = before + (after - before) / 2
        before, after = (before, middle) if turned(middle) else (middle, after)
    return after


def is_bare(text: str) -> bool:
    return len(text) == len("2020-02-20")


def start_of(text: str, zone: str) -> datetime:
    """The instant itself, or the first of a bare date."""
    return first_of(date.fromisoformat(text), zone) if is_bare(text) else _instant(text, zone)


def end_of(text: str, zone: str) -> datetime:
    """The instant itself, or the last of a bare date."""
    return last_of(date.fromisoformat(text), zone) if is_bare(text) else _instant(text, zone)


def _instant(text: str, zone: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def precision_of(moment: Raw) -> str:
    return moment.get("precision") or ("day" if is_bare(moment["from"]) else "instant")


def earliest_beginning(moment: Raw) -> datetime:
    return start_of(moment["from"], moment.get("zone", "UTC"))


def local_day(moment: Raw) -> date:
    """The day on which it began, or on which that began in which it happened."""
    start = moment["from"]
    return (
        date.fromisoformat(start) if is_bare(start) else shown_on(earliest_beginning(moment), moment.get("zone", "UTC"))
    )


def latest_beginning(moment: Raw) -> datetime:
    """The latest moment at which it can have begun, from the words of the report alone."""
    zone, precision = moment.get("zone", "UTC"), precision_of(moment)
    day = local_day(moment)
    if precision in {"instant", "hour"}:
        return earliest_beginning(moment) + (timedelta(hours=1) - TICK if precision == "hour" else timedelta(0))
    if precision != "day" and "to" in moment:
        return end_of(moment["to"], zone)
    last = {
        "day": day,
        "week": day + timedelta(days=6),
        "month": date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1),
        "year": date(day.year, 12, 31),
    }[precision]
    return last_of(last, zone)


def latest_end(moment: Raw) -> datetime:
    """The latest moment at which it can still have gone on."""
    began = latest_beginning(moment)
    return max(began, end_of(moment["to"], moment.get("zone", "UTC"))) if "to" in moment else began
