"""The stage: incidents as acts that the inference takes, numbered, under a lens; and why the others take no part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from domain.excitation.acts import FARTHEST, LONGEST, Acts
from domain.excitation.candidates import farthest
from domain.excitation.distance import KM_PER_DEGREE, any_near, on_globe
from projections.inference.cast import EVER, Cast, Ids, cast_among, cast_of
from projections.inference.roles import known_roles
from projections.inference.sides import SEVERAL, UNKNOWN, lineup

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from uuid import UUID

    from numpy.typing import NDArray

    from domain.excitation.parameters import Parameters
    from domain.lens import Lens
    from projections.inference.cast import Stretch
    from projections.inference.roles import Roles
    from projections.reader import Reader

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Marked = NDArray[np.bool_]

DAY = 86_400_000_000
"""In microseconds."""

REASONS = (
    *("attacker_unknown", "attackers_of_several_sides", "target_unknown", "targets_of_several_sides", "own_side"),
    *("no_spot", "place_too_vague", "time_too_vague"),
)
"""Why an incident that counts takes no part, by the first that fits."""

_SPARE = 1.001
"""So that nothing depends on how distances are rounded."""

_SIDES = 2**31
"""More than there ever are."""


@dataclass(frozen=True)
class Staged:
    """Acts that take part under a lens, by when they began and then by id: the lists go with their numbers.

    `rows` are the numbers of their versions. `pairs` are, by number, the side that acted and the side that was hit,
    `areas` the whole degrees (WGS 84) at or below the places. `left_out` counts those that take no part, by reason.
    """

    acts: Acts
    rows: Integers
    ids: Ids
    pairs: list[tuple[str, str]]
    areas: list[tuple[int, int]]
    left_out: dict[str, int]


def staged(store: Reader, lens: Lens) -> Staged:
    """Everything that the lens shows."""
    looking = _Looking(store, lens)
    return looking.on_stage(looking.at_all())


class Surroundings(NamedTuple):
    """How far around incidents is looked.

    So many days before the first and after the last moment at which each of them can have begun; and so many steps
    away, each of them as far as a trigger may lie from its answer by these parameters.
    """

    before: float
    after: float
    steps: int
    parameters: Parameters


def staged_around(store: Reader, lens: Lens, incidents: Collection[UUID], around: Surroundings) -> Staged:
    """What the lens shows of these incidents, and whatever their sides did to each other around them."""
    looking = _Looking(store, lens)
    asked = looking.among(incidents)
    asked = asked.at(np.flatnonzero(asked.reasons(looking.roles(asked)) < 0))
    begun = _stretches(asked.cast, int(around.before * DAY), int(around.after * DAY))
    if not begun:
        return looking.on_stage(asked)
    near = _Near(looking.roles(asked), around)
    seen = looking.at_all(begun, near.level_with)
    seen = seen.at(np.flatnonzero(np.isin(seen.both_ways, asked.both_ways)))
    return looking.on_stage(seen.at(np.flatnonzero(near.beside(looking.roles(seen)))))


def why_not(store: Reader, lens: Lens, incident: UUID) -> str | None:
    """Why an incident that the lens shows takes no part; None where it does, or where it counts nowhere."""
    looking = _Looking(store, lens)
    found = looking.on_stage(looking.among([incident])).left_out
    return next(iter(found), None)


class _Looking:
    """Looking at the cast through a lens, each with its side."""

    def __init__(self, store: Reader, lens: Lens) -> None:
        self._store, self._lens = store, lens
        self._known = known_roles.of(store)
        self._sides = lineup(store, lens, self._known.words)

    def at_all(
        self, begun: Sequence[Stretch] = (EVER,), wanted: Callable[[Floats, float], Marked] | None = None
    ) -> _Seen:
        cast = cast_of(self._store, self._lens, begun)
        if wanted is not None:
            level = wanted(*self._known.latitudes(self._store, cast.rows))
            cast = cast if level.all() else cast.at(np.flatnonzero(level))
        return self._sided(cast)

    def among(self, incidents: Collection[UUID]) -> _Seen:
        return self._sided(cast_among(self._store, self._lens, incidents))

    def _sided(self, cast: Cast) -> _Seen:
        days, lists = cast.began_from // DAY, self._known.lists(self._store, cast.rows)
        by, against = (self._sides.of(days, one) for one in lists)
        return _Seen(cast, by, against, self._sides.names)

    def roles(self, seen: _Seen) -> Roles:
        return self._known.of(self._store, seen.cast.rows)

    def on_stage(self, seen: _Seen) -> Staged:
        return _on_stage(seen, self.roles(seen))


class _Seen(NamedTuple):
    """A cast with the side of each that acted, and of each that was hit, by their numbers among `names`."""

    cast: Cast
    by: Integers
    against: Integers
    names: Sequence[str]

    def at(self, places: Integers) -> _Seen:
        return _Seen(self.cast.at(places), self.by[places], self.against[places], self.names)

    @property
    def both_ways(self) -> Integers:
        """A number for each two sides, whichever acted; -1 where one of them is not known."""
        one, other = np.minimum(self.by, self.against), np.maximum(self.by, self.against)
        return np.where(one < 0, -1, one * _SIDES + other)

    def reasons(self, roles: Roles) -> Integers:
        """The place of the first reason of each in `REASONS`; -1 where there is none."""
        cast, by, against = self.cast, self.by, self.against
        holds = [
            by == UNKNOWN,
            by == SEVERAL,
            against == UNKNOWN,
            against == SEVERAL,
            by == against,
            np.isnan(roles.lat),
            roles.spread > FARTHEST,
            cast.began_by - cast.began_from > LONGEST * DAY,
        ]
        return np.select(holds, np.arange(len(holds)), -1)


@dataclass(frozen=True)
class _Near:
    """What lies near incidents that are asked about, or not much farther; their places are known well enough."""

    asked: Roles
    around: Surroundings

    def level_with(self, lat: Floats, spread: float) -> Marked:
        """Which latitudes are not too far to the north or south. Most are, where there are many: that is seen at once.

        No place is known worse than to `spread` km.
        """
        # No way is longer than half of pi times its straight line.
        north = 0.5 * np.pi * self._apart(spread) / KM_PER_DEGREE
        level: Marked = (lat >= self.asked.lat.min() - north) & (lat <= self.asked.lat.max() + north)
        return level

    def beside(self, seen: Roles) -> Marked:
        """Which of these are near."""
        spread, spots = seen.spread, on_globe(self.asked.lat, self.asked.lon)
        apart = self._apart(float(spread[spread <= FARTHEST].max(initial=0.0)))
        return any_near(on_globe(seen.lat, seen.lon), spots, apart) & (spread <= FARTHEST)

    def _apart(self, spread: float) -> float:
        """How far off (km, in a straight line) anything may be that has to do with them and is known to `spread` km."""
        return self.around.steps * farthest(self.around.parameters, spread) * _SPARE


def _stretches(cast: Cast, before: int, after: int) -> list[Stretch]:
    """The stretches around versions (microseconds), in order; those that touch are one."""
    merged: list[Stretch] = []
    for first, last in zip((cast.began_from - before).tolist(), (cast.began_by + after).tolist(), strict=True):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def _on_stage(seen: _Seen, roles: Roles) -> Staged:
    reasons = seen.reasons(roles)
    counts = np.bincount(reasons + 1, minlength=len(REASONS) + 1)[1:].tolist()
    left_out = {name: count for name, count in zip(REASONS, counts, strict=True) if count}
    those = np.flatnonzero(reasons < 0)
    part, lat, lon = seen.at(those), roles.lat[those], roles.lon[those]
    cast = part.cast
    pair, pairs, reverse = _pairs(part)
    area, areas = _areas(lat, lon)
    acts = Acts(
        began=cast.began_from / DAY,
        ended=cast.began_by / DAY,
        lat=lat,
        lon=lon,
        spread=roles.spread[those],
        mark=roles.mark[those].astype(np.float64),
        pair=pair,
        area=area,
        reverse=reverse,
    )
    return Staged(acts, cast.rows, cast.ids, pairs, areas, left_out)


def _pairs(seen: _Seen) -> tuple[Integers, list[tuple[str, str]], Integers]:
    """The number of each pair of sides, the pairs in order of their names, and the number of the reverse of each."""
    both, places = np.unique(seen.by * _SIDES + seen.against, return_inverse=True)
    pairs = [(seen.names[one // _SIDES], seen.names[one % _SIDES]) for one in both.tolist()]
    ordered = sorted(pairs)
    numbers = {pair: number for number, pair in enumerate(ordered)}
    renumbered = np.array([numbers[pair] for pair in pairs], dtype=np.int64)
    reverse = np.array([numbers.get((other, one), -1) for one, other in ordered], dtype=np.int64)
    return renumbered[places], ordered, reverse


def _areas(lat: Floats, lon: Floats) -> tuple[Integers, list[tuple[int, int]]]:
    """The number of each area, and the areas from the south and the west."""
    south, west = (np.floor(one).astype(np.int64) for one in (lat, lon))
    cells, places = np.unique((south + 90) * 361 + west + 180, return_inverse=True)
    return places, [(cell // 361 - 90, cell % 361 - 180) for cell in cells.tolist()]
