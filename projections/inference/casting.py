"""Casting: the versions that a lens shows, each with its sides; and why some of them take no part in the inference."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from domain.excitation.acts import FARTHEST, LONGEST
from projections.inference.cast import EVER, cast_among, cast_of
from projections.inference.roles import known_roles
from projections.inference.sides import SEVERAL, UNKNOWN, lineup

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from uuid import UUID

    from numpy.typing import NDArray

    from domain.lens import Lens
    from projections.inference.cast import Cast, Stretch
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

SIDES = 2**31
"""More than there ever are."""


class Casting:
    """Looking through a lens at the cast, each with its sides."""

    def __init__(self, store: Reader, lens: Lens) -> None:
        self._store, self._lens = store, lens
        self._known = known_roles.of(store)
        self._sides = lineup(store, lens, self._known.words)

    def at_all(
        self, begun: Sequence[Stretch] = (EVER,), wanted: Callable[[Floats, float], Marked] | None = None
    ) -> Sided:
        """All of it that began in these stretches, and of that only the wanted latitudes, where any are.

        What is wanted is told the latitudes (degrees) and how badly a place is known at the most (km).
        """
        cast = cast_of(self._store, self._lens, begun)
        if wanted is not None:
            level = wanted(*self._known.latitudes(self._store, cast.rows))
            cast = cast if level.all() else cast.at(np.flatnonzero(level))
        return self._sided(cast)

    def among(self, incidents: Collection[UUID]) -> Sided:
        """Those of these incidents that are in it."""
        return self._sided(cast_among(self._store, self._lens, incidents))

    def _sided(self, cast: Cast) -> Sided:
        days, lists = cast.began_from // DAY, self._known.lists(self._store, cast.rows)
        by, against = (self._sides.of(days, one) for one in lists)
        return Sided(cast, by, against, self._sides.names)

    def roles(self, seen: Sided) -> Roles:
        """What each of them is to the stage."""
        return self._known.of(self._store, seen.cast.rows)


class Sided(NamedTuple):
    """A cast with the side of each that acted, and of each that was hit, by their numbers among `names`."""

    cast: Cast
    by: Integers
    against: Integers
    names: Sequence[str]

    def at(self, places: Integers) -> Sided:
        """Some of them, in that order."""
        return Sided(self.cast.at(places), self.by[places], self.against[places], self.names)

    @property
    def both_ways(self) -> Integers:
        """A number for each two sides, whichever acted; -1 where one of them is not known."""
        one, other = np.minimum(self.by, self.against), np.maximum(self.by, self.against)
        return np.where(one < 0, -1, one * SIDES + other)

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
