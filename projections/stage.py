"""The stage: incidents as acts that the inference takes, numbered, under a lens; and why the others take no part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from domain.excitation.acts import FARTHEST, LONGEST, Acts
from projections.stage_cast import Cast, Ids, cast_of
from projections.stage_sides import SEVERAL, UNKNOWN, lineup

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from numpy.typing import NDArray

    from domain.lens import Lens
    from projections.reader import Reader

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]

DAY = 86_400_000_000
"""In microseconds."""

REASONS = (
    *("attacker_unknown", "attackers_of_several_sides", "target_unknown", "targets_of_several_sides", "own_side"),
    *("no_spot", "place_too_vague", "time_too_vague"),
)
"""Why an incident that counts takes no part, by the first that fits."""


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
    return on_stage(store, lens, cast_of(store, lens))


def why_not(store: Reader, lens: Lens, incident: UUID) -> str | None:
    """Why an incident that the lens shows takes no part; None where it does, or where it counts nowhere."""
    found = on_stage(store, lens, cast_of(store, lens, [incident])).left_out
    return next(iter(found), None)


def on_stage(store: Reader, lens: Lens, cast: Cast) -> Staged:
    """Versions that a lens shows, as acts."""
    sides, days = lineup(store, lens), cast.began_from // DAY
    by, against = sides.of(days, cast.named), sides.of(days, cast.targets)
    reason = _reasons(cast, by, against)
    counts = np.bincount(reason + 1, minlength=len(REASONS) + 1)[1:].tolist()
    left_out = {name: count for name, count in zip(REASONS, counts, strict=True) if count}
    part = np.flatnonzero(reason < 0)
    pair, pairs, reverse = _pairs(sides.names, by[part], against[part])
    area, areas = _areas(cast.lat[part], cast.lon[part])
    acts = Acts(
        began=cast.began_from[part] / DAY,
        ended=cast.began_by[part] / DAY,
        lat=cast.lat[part],
        lon=cast.lon[part],
        spread=cast.spread[part],
        mark=cast.mark[part].astype(np.float64),
        pair=pair,
        area=area,
        reverse=reverse,
    )
    return Staged(acts, cast.rows[part], cast.ids.at(part), pairs, areas, left_out)


def _reasons(cast: Cast, by: Integers, against: Integers) -> Integers:
    """The place of each version's first reason in `REASONS`; -1 where there is none."""
    holds = [
        by == UNKNOWN,
        by == SEVERAL,
        against == UNKNOWN,
        against == SEVERAL,
        by == against,
        np.isnan(cast.lat),
        cast.spread > FARTHEST,
        cast.began_by - cast.began_from > LONGEST * DAY,
    ]
    return np.select(holds, np.arange(len(holds)), -1)


def _pairs(names: Sequence[str], by: Integers, against: Integers) -> tuple[Integers, list[tuple[str, str]], Integers]:
    """The number of each pair of sides, the pairs in order of their names, and the number of the reverse of each."""
    both, places = np.unique(by * (len(names) + 1) + against, return_inverse=True)
    pairs = [(names[one], names[other]) for one, other in zip(*np.divmod(both, len(names) + 1), strict=True)]
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
