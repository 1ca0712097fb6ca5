"""The stage: incidents as acts that the inference takes, numbered, under a lens; and why the others take no part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from domain.excitation.acts import Acts
from projections.inference.casting import DAY, REASONS, SIDES, Casting

if TYPE_CHECKING:
    from uuid import UUID

    from numpy.typing import NDArray

    from domain.lens import Lens
    from projections.inference.cast import Ids
    from projections.inference.casting import Sided
    from projections.inference.roles import Roles
    from projections.reader import Reader

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]


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
    casting = Casting(store, lens)
    seen = casting.at_all()
    return on_stage(seen, casting.roles(seen))


def why_not(store: Reader, lens: Lens, incident: UUID) -> str | None:
    """Why an incident that the lens shows takes no part; None where it does, or where it counts nowhere."""
    casting = Casting(store, lens)
    seen = casting.among([incident])
    return next(iter(on_stage(seen, casting.roles(seen)).left_out), None)


def on_stage(seen: Sided, roles: Roles) -> Staged:
    """What was looked at, as acts: those of it that take part."""
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


def _pairs(seen: Sided) -> tuple[Integers, list[tuple[str, str]], Integers]:
    """The number of each pair of sides, the pairs in order of their names, and the number of the reverse of each."""
    both, places = np.unique(seen.by * SIDES + seen.against, return_inverse=True)
    pairs = [(seen.names[one // SIDES], seen.names[one % SIDES]) for one in both.tolist()]
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
