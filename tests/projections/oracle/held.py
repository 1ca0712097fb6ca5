"""Whether something held at an instant, or for the time that something took: found by looking at every turn of it."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta

from tests.projections.oracle.days import (
    TICK,
    earliest_beginning,
    first_of,
    last_of,
    latest_beginning,
    latest_end,
    precision_of,
)
from tests.projections.oracle.pile import Raw

NO, MAYBE, YES = 0, 1, 2
At = Callable[[datetime], int]
"""How far something holds at an instant."""

Stretch = tuple[datetime, datetime]


def always(_: datetime) -> int:
    return YES


def never(_: datetime) -> int:
    return NO


def since(moments: Iterable[Raw | None]) -> At:
    """From a date on that several may give differently; without a date, always."""
    given = [one for one in moments if one]
    if not given:
        return always
    first, last = min(map(earliest_beginning, given)), max(map(latest_beginning, given))
    return lambda at: NO if at < first else MAYBE if at < last else YES


def until(moments: Iterable[Raw]) -> At:
    begun = since(moments)
    return lambda at: YES - begun(at)


def through(last: datetime) -> At:
    return lambda at: NO if at > last else YES


def all_of(*parts: At) -> At:
    return lambda at: min(part(at) for part in parts)


def any_of(*parts: At) -> At:
    return lambda at: max((part(at) for part in parts), default=NO)


def opposite(part: At) -> At:
    return lambda at: YES - part(at)


def days(first: str, last: str | None) -> At:
    """By whole days of UTC."""
    begins = first_of(date.fromisoformat(first), "UTC")
    ends = last_of(date.fromisoformat(last), "UTC") if last else datetime.combine(date.max, time(), tzinfo=UTC)
    return lambda at: YES if begins <= at <= ends else NO


def stretch_of(moment: Raw) -> Stretch:
    """When it can have gone on; what is known to no more than the day was not in its first minute."""
    first, last = earliest_beginning(moment), latest_end(moment)
    exact = precision_of(moment) in {"instant", "hour"}
    return (first if exact else min(first + timedelta(minutes=1), last)), last


def turns_in(thing: object) -> set[datetime]:
    """Every instant at which anything told of in these facts may turn, and the ticks beside it."""
    found: set[datetime] = set()
    if isinstance(thing, dict):
        if "from" in thing and "earliest" in thing:
            for moment in (earliest_beginning(thing), latest_beginning(thing), latest_end(thing)):
                found |= {moment - TICK, moment, moment + TICK}
        for name in ("start", "end"):
            if isinstance(thing.get(name), str) and len(thing[name]) == len("2020-02-20"):
                day = date.fromisoformat(thing[name])
                found |= {first_of(day, "UTC"), last_of(day, "UTC"), last_of(day, "UTC") + TICK}
        for part in thing.values():
            found |= turns_in(part)
    elif isinstance(thing, list):
        for part in thing:
            found |= turns_in(part)
    return found


def during(held: At, stretch: Stretch, turns: Iterable[datetime]) -> int:
    """To one degree throughout, or perhaps."""
    first, last = stretch
    degrees = {held(at) for at in (first, last, *(turn for turn in turns if first <= turn <= last))}
    return degrees.pop() if len(degrees) == 1 else MAYBE
