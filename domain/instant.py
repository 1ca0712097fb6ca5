"""Instants and days as people write them, read into UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field

TICK = timedelta(microseconds=1)
"""The smallest step of our clocks; an end is the last tick that still belongs."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}.*")


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    """The IANA names; `localtime` is whatever a host says, and means something else on the next one."""
    return frozenset(available_timezones() - {"localtime", "posixrules", "Factory"})


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo:
    """The IANA time zone of this name. Raises ValueError where there is none."""
    if name not in _zones():
        message = f"{name!r} is not an IANA time zone (for example Asia/Damascus)"
        raise ValueError(message)
    return ZoneInfo(name)


def is_bare_date(text: str) -> bool:
    """Whether the text is a calendar day without a time."""
    return len(text) == len("2020-02-20") and _DATE.fullmatch(text) is not None


def parse_date(text: str) -> date:
    """The day that an ISO date names. Raises ValueError on anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        message = f"{text!r} is not a date of the form 2020-02-20"
        raise ValueError(message) from wrong


def parse_instant(text: str, zone: str | None) -> datetime:
    """The UTC instant of an RFC 3339 time; a time without offset is read in `zone`.

    Raises ValueError on a naive time without a zone, and on a local time that a clock change
    skipped or repeated: such a time names no instant, or two.
    """
    try:
        # A date in another form (20200220, 2020-W08-4) would be read as its midnight.
        moment = datetime.fromisoformat(text if _TIME.fullmatch(text) else "")
    except ValueError as wrong:
        message = f"{text!r} is not an ISO 8601 date or time (for example 2020-02-20T15:00:00Z)"
        raise ValueError(message) from wrong
    if moment.tzinfo is not None:
        return _in_range(moment)
    if zone is None:
        message = f"{text!r} has no offset and no zone: a naive time names no instant"
        raise ValueError(message)
    return _local(moment, zone)


def _local(wall: datetime, zone: str) -> datetime:
    first, second = (_in_range(wall.replace(tzinfo=zone_named(zone), fold=fold)) for fold in (0, 1))
    if first.astimezone(zone_named(zone)).replace(tzinfo=None) != wall:
        message = f"{wall.isoformat()} does not exist in {zone}: the clocks skipped it"
        raise ValueError(message)
    if first != second:
        message = f"{wall.isoformat()} happened twice in {zone}: give the offset"
        raise ValueError(message)
    return first


def _in_range(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as beyond:
        message = f"{moment.isoformat()} is outside the years that a calendar holds"
        raise ValueError(message) from beyond


def start_of_day(day: date, zone: str | None) -> datetime:
    """The first instant of a day in its zone (default UTC), in UTC. Raises ValueError on a day that a zone skipped."""
    start = _midnight(day, zone)
    if zone and start.astimezone(zone_named(zone)).date() != day:
        message = f"{day.isoformat()} does not exist in {zone}: the clocks skipped it"
        raise ValueError(message)
    return start


def _midnight(day: date, zone: str | None, fold: int = 0) -> datetime:
    return _in_range(datetime.combine(day, time(fold=fold), tzinfo=zone_named(zone) if zone else UTC))


def end_of_day(day: date, zone: str | None) -> datetime:
    """The last tick of a day in its zone (default UTC), in UTC.

    Where clocks were put back over midnight (St John's, at 0:01), the day ends with its second part.
    """
    try:
        first, second = (_midnight(day + timedelta(days=1), zone, fold) - TICK for fold in (0, 1))
    except OverflowError as beyond:
        message = f"{day.isoformat()} is outside the years that a calendar holds"
        raise ValueError(message) from beyond
    again = zone is not None and second > first and second.astimezone(zone_named(zone)).date() == day
    return second if again else first


def end_of_moment(text: str, zone: str | None) -> datetime:
    """The instant itself, or the last tick of a bare date in its zone, in UTC."""
    return end_of_day(parse_date(text), zone) if is_bare_date(text) else parse_instant(text, zone)


def released_by(text: str, now: datetime) -> datetime:
    """The moment, or the end of the day (UTC), at which something was published, or now where that is earlier.

    Raises ValueError for a later day, or what is no date or time.
    """
    moment = end_of_moment(text, None)
    if moment.date() > now.date():
        message = f"{text} has not come yet"
        raise ValueError(message)
    return min(moment, now)


def _checked_text(text: str) -> str:
    """Refuse what is no date or time at all, before zones are known."""
    if is_bare_date(text):
        parse_date(text)
    else:
        parse_instant(text, "UTC")
    return text


DateOrTime = Annotated[str, Field(max_length=40, examples=["2020-02-20"]), AfterValidator(_checked_text)]
Zone = Annotated[str, Field(max_length=64, examples=["Asia/Damascus"]), AfterValidator(lambda z: zone_named(z).key)]
