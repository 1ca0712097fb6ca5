"""Rates: incidents over the days on which somebody watched, so that silence is not read as calm. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from domain.spans import Span, Spell, met

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from domain.watching.watches import Denial, WatchedDays

DIGITS = 3
"""To so many digits after the point a rate is rounded."""


class Begun(NamedTuple):
    """So many incidents of one time. They began within the spell, and by `until` (UTC) they were over."""

    spell: Spell
    until: datetime
    is_violation: bool
    times: int


@dataclass(frozen=True)
class Incidents:
    """The incidents of a period. `going_on` are those that began in it, may have, or still went on in it."""

    count: int = 0
    violations: int = 0
    on_watched_days: int = 0
    going_on: int = 0


class KeptOut(NamedTuple):
    """How often a party kept monitors out, certainly and possibly (the certain ones included); None is not known."""

    party: str | None
    times: int
    possible_times: int


@dataclass(frozen=True)
class Period:
    """What is known of one period: its incidents, who watched on how many of its days, and who kept monitors out."""

    days: int
    incidents: Incidents
    watched_days: int
    possible_days: int
    monitor_days: int
    possible_monitor_days: int
    monitors: tuple[str, ...]
    denied_days: int
    possibly_denied_days: int
    kept_out: tuple[KeptOut, ...]

    @property
    def per_watched_day(self) -> float | None:
        """Incidents that began on watched days, for each of these days; None where nobody watched: that is no 0."""
        return ratio(self.incidents.on_watched_days, self.watched_days)

    @property
    def is_quiet(self) -> bool:
        """Whether no incident is recorded that began, or may have begun, or went on in it."""
        return self.incidents.going_on == 0


def ratio(number: int, of: int) -> float | None:
    """One whole number for each of another, rounded half up; None for each of none."""
    scale = 10**DIGITS
    return None if of == 0 else (2 * scale * number + of) // (2 * of) / scale


def periods_of(
    parts: Sequence[range],
    days: Sequence[Span],
    past: Sequence[Span],
    *,
    begun: Iterable[Begun],
    watched: WatchedDays,
    denials: Iterable[Denial],
) -> list[Period]:
    """What is known of each part of the days, given by the places of its days among all of them.

    The parts are the days in order, and so is `past`: what of each day had passed, of which alone `watched` tells.
    """
    told = list(denials)
    counted = incidents_of(parts, days, begun, frozenset().union(*watched.certain.values()))
    return [_period(part, past, one, watched, told) for part, one in zip(parts, counted, strict=True)]


def _period(
    part: range, past: Sequence[Span], incidents: Incidents, watched: WatchedDays, denials: Iterable[Denial]
) -> Period:
    days = {place: past[place] for place in part}
    certain, possible = (
        {monitor: seen.intersection(part) for monitor, seen in some.items()}
        for some in (watched.certain, watched.possible)
    )
    stretch = Span(past[part[0]].start, past[part[-1]].end)
    told = [denial for denial in denials if denial.spell.span.meets(stretch)]
    return Period(
        days=len(part),
        incidents=incidents,
        watched_days=_together(certain),
        possible_days=_together(possible),
        monitor_days=sum(map(len, certain.values())),
        possible_monitor_days=sum(map(len, possible.values())),
        monitors=tuple(monitor for monitor, seen in possible.items() if seen),
        denied_days=sum(any(one.spell.surely_in(day) for one in told) for day in days.values()),
        possibly_denied_days=sum(any(one.spell.span.meets(day) for one in told) for day in days.values()),
        kept_out=_kept_out(told, stretch),
    )


def _together(days: Mapping[str, frozenset[int]]) -> int:
    return len(frozenset().union(*days.values()))


def _kept_out(denials: Sequence[Denial], stretch: Span) -> tuple[KeptOut, ...]:
    maybe = Counter(denial.by for denial in denials)
    surely = Counter(denial.by for denial in denials if denial.spell.surely_in(stretch))
    parties = sorted(maybe, key=lambda party: (party is None, party or ""))
    return tuple(KeptOut(party, surely[party], maybe[party]) for party in parties)


def incidents_of(
    parts: Sequence[range], days: Sequence[Span], begun: Iterable[Begun], watched: frozenset[int]
) -> list[Incidents]:
    """The incidents of each part of the days, and how many of them began on days at these places, `watched`.

    What is known to the day began on the day by whose end it had begun; what is known less exactly is counted only
    where all the time in which it can have begun lies in the part, and on watched days only where all of that does.
    """
    counted = [Counter[str]() for _ in parts]
    part_of = [number for number, part in enumerate(parts) for _ in part]
    for one in begun:
        going_on = met(Span(one.spell.span.start, one.until), days)
        for number in {part_of[day] for day in going_on}:
            counted[number]["going_on"] += one.times
        on = _days_of(one.spell, days)
        if on and part_of[on[0]] == part_of[on[-1]]:
            own = counted[part_of[on[0]]]
            own["count"] += one.times
            own["violations"] += one.times * one.is_violation
            own["on_watched_days"] += one.times * watched.issuperset(on)
    return [Incidents(own["count"], own["violations"], own["on_watched_days"], own["going_on"]) for own in counted]


def _days_of(spell: Spell, days: Sequence[Span]) -> range:
    """The places of the days on which it can have begun; none where it can have begun before or after all of them."""
    span = Span(spell.span.end, spell.span.end) if spell.is_steady else spell.span
    inside = days[0].start <= span.start and span.end <= days[-1].end
    return met(span, days) if inside else range(0)
