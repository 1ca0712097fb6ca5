"""Watching: on which days monitors watched an area, and on which they were kept out. Pure.

A day is watched where any part of it was. What is not known to the day counts as certain only where it is certain:
a watch of which only the week is known may have been on any day of it, and a denial of which only the week is known
may have cut any of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from domain.place import Place, PlacePrecision
from domain.spans import Span, Spell, met, without

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NOWHERE_KNOWN = frozenset({None, "unknown"})
"""What a place says of its governorate that has none."""


class Watch(NamedTuple):
    """A monitor watched an area."""

    monitor: str
    place: Place
    spell: Spell


class Denial(NamedTuple):
    """A monitor was kept out of an area, by whom if known."""

    monitor: str
    place: Place
    spell: Spell
    by: str | None


@dataclass(frozen=True)
class WatchedDays:
    """The places of the days on which each monitor watched: certainly, and possibly (the certain ones included)."""

    certain: Mapping[str, frozenset[int]]
    possible: Mapping[str, frozenset[int]]


def is_placed(place: Place) -> bool:
    """Whether a place says of which governorate it is: its own, or every one."""
    return place.precision is PlacePrecision.COUNTRY or place.adm1 not in NOWHERE_KNOWN


def lies_in(place: Place, governorate: str | None) -> bool:
    """Whether what was said of a place holds for a governorate; without one, everything does.

    A whole country is every governorate; a place without one is none.
    """
    return governorate is None or place.precision is PlacePrecision.COUNTRY or place.adm1 == governorate


def _reaches(place: Place, other: Place) -> bool:
    """Whether two places may be of one governorate."""
    is_wide = any(not is_placed(one) or one.precision is PlacePrecision.COUNTRY for one in (place, other))
    return is_wide or place.adm1 == other.adm1


def watched_days(watches: Iterable[Watch], denials: Sequence[Denial], days: Sequence[Span]) -> WatchedDays:
    """On which of the days, in order, each monitor watched. A denial cuts the watch of its monitor for its time."""
    certain, possible = defaultdict[str, set[int]](set), defaultdict[str, set[int]](set)
    for watch in watches:
        cuts = [
            denial.spell
            for denial in denials
            if denial.monitor == watch.monitor and _reaches(denial.place, watch.place)
        ]
        certain[watch.monitor] |= _certain(watch.spell, cuts, days)
        possible[watch.monitor] |= _possible(watch.spell, cuts, days)
    return WatchedDays(_frozen(certain), _frozen(possible))


def _certain(watch: Spell, cuts: Sequence[Spell], days: Sequence[Span]) -> set[int]:
    """Whatever was or may have been cut is not certain."""
    spans = [cut.span for cut in cuts]
    if watch.is_steady:
        return {day for piece in without(watch.span, spans) for day in met(piece, days)}
    if any(watch.span.meets(span) for span in spans):
        return set()
    return {day for day in met(watch.span, days) if watch.surely_in(days[day])}


def _possible(watch: Spell, cuts: Sequence[Spell], days: Sequence[Span]) -> set[int]:
    """Whatever was not certainly cut is possible."""
    pieces = without(watch.span, [cut.span for cut in cuts if cut.is_steady])
    return {day for piece in pieces for day in met(piece, days)}


def _frozen(days: Mapping[str, set[int]]) -> dict[str, frozenset[int]]:
    return {monitor: frozenset(days[monitor]) for monitor in sorted(days)}
