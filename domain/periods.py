"""Calendar days of a zone, and the days, weeks and months that they make up."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from domain.errors import Unacceptable
from domain.instant import TICK, end_of_day, is_bare_date, parse_date, start_of_day
from domain.spans import Span
from domain.word import Word

MOST = 500
"""So many periods are told of at once, as a list has at most so many things on a page."""

_LONGEST = timedelta(days=31)


class By(Word):
    """How long a period is: a calendar day, an ISO week (from Monday on), or a calendar month."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Day(NamedTuple):
    """One calendar day, and when it was (UTC)."""

    date: date
    span: Span


class Whole(NamedTuple):
    """A whole period, from its first day to its last."""

    first: date
    last: date


def day_named(text: str, *, field: str) -> date:
    """The day that an ISO date names. Raises Unacceptable, naming the field, for anything else."""
    try:
        return parse_date(text if is_bare_date(text) else "")
    except ValueError as wrong:
        raise Unacceptable(f"{text!r} is not a date of the form 2020-02-20", field=field) from wrong


def periods(first: date, last: date, by: By, tz: str) -> list[list[Day]]:
    """The periods from one day to another, both included; the first and the last may be cut short by them.

    A day that the clocks of the zone skipped is none. Raises Unacceptable where the last day is before the first,
    or there are too many periods.
    """
    if last < first:
        raise Unacceptable(f"{last} is before {first}", field="to")
    # The longest month at a time there are too many: no need to make out each day first.
    parts = [] if last - first > MOST * _LONGEST else _periods(first, last, by, tz)
    if len(parts) > MOST or not (parts or last - first < _LONGEST):
        raise Unacceptable(f"from {first} to {last} are more than {MOST} periods by {by}", field="to")
    if not parts:
        raise Unacceptable(f"{first} does not exist in {tz}: the clocks skipped it", field="from")
    return parts


def whole(day: date, by: By) -> Whole:
    """The period in which a day lies."""
    if by is By.DAY:
        return Whole(day, day)
    if by is By.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Whole(monday, monday + min(timedelta(days=6), date.max - monday))
    return Whole(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def whole_periods(first: date, last: date, by: By) -> list[Whole]:
    """The whole periods from that of one day to that of another. Raises Unacceptable as `periods` does."""
    if last < first:
        raise Unacceptable(f"{last} is before {first}", field="to")
    found = [whole(first, by)]
    while found[-1].last < last and len(found) <= MOST:
        found.append(whole(found[-1].last + timedelta(days=1), by))
    if len(found) > MOST:
        raise Unacceptable(f"from {first} to {last} are more than {MOST} periods by {by}", field="to")
    return found


def _periods(first: date, last: date, by: By, tz: str) -> list[list[Day]]:
    return [[*part] for _, part in groupby(_days(first, last, tz), key=lambda day: _name(day.date, by))]


def _name(day: date, by: By) -> tuple[int, ...]:
    if by is By.DAY:
        return (day.toordinal(),)
    return day.isocalendar()[:2] if by is By.WEEK else (day.year, day.month)


def _days(first: date, last: date, tz: str) -> list[Day]:
    """Each after the one before: where clocks went back over midnight, what both days show belongs to the earlier."""
    days: list[Day] = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        start = _start(day, tz)
        if start is not None:
            after = max(start, days[-1].span.end + TICK) if days else start
            days.append(Day(day, Span(after, _end(day, tz))))
    return days


def _start(day: date, tz: str) -> datetime | None:
    """The first instant of a day (UTC); None where the clocks skipped all of it."""
    try:
        return start_of_day(day, tz)
    except ValueError:
        return None


def _end(day: date, tz: str) -> datetime:
    try:
        return end_of_day(day, tz)
    except ValueError as beyond:
        raise Unacceptable(str(beyond), field="to") from beyond
