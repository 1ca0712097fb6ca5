"""Pairing: which incidents lie near enough to be compared, found by the cells they share instead of pair by pair."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from domain.duplicates.nearness import DAY, EARTH, MOST_BETWEEN, REACH
from domain.errors import Unacceptable
from projections.columns import words_of
from projections.looking import COUNTED, had_happened_by, seen
from projections.selection import Selection, condition

if TYPE_CHECKING:
    from domain.lens import Lens
    from projections.reader import Reader

_STRETCH = 8 * DAY
"""The length of a cell in time (microseconds)."""

_SHORT = 2 * _STRETCH
"""What takes longer is compared with all that is near it in space: there is little of it, and it is in every cell."""

_SLACK = 1.001
"""So much wider than the policy's limits are those here, since DuckDB's sines are not Python's. The policy decides."""

_WIDTH = 2 * max(REACH.values()) * _SLACK
"""The length of a cell in space (metres): nothing that two places reach lies beyond the next cell."""

_REACHES = " ".join(f"WHEN '{precision}' THEN {metres}" for precision, metres in REACH.items())
_PRECISIONS = ", ".join(f"'{precision}'" for precision in REACH)

# On a globe cut into cubes there is no seam at the date line, and cells are no narrower near the poles.
_SEEN = f"""
    seen AS MATERIALIZED (
        SELECT v.row, v.began_from, v.over_by, {words_of("v.sources")} AS slugs, v.scheme, ({{passes}}) AS passes,
               CASE v.place_precision {_REACHES} END AS reach, split_part(v.words, chr(10), 1) AS name,
               {EARTH} * cos(radians(v.lat)) * cos(radians(v.lon)) AS x,
               {EARTH} * cos(radians(v.lat)) * sin(radians(v.lon)) AS y,
               {EARTH} * sin(radians(v.lat)) AS z,
               floor(x / {_WIDTH})::INTEGER AS cell_x, floor(y / {_WIDTH})::INTEGER AS cell_y,
               floor(z / {_WIDTH})::INTEGER AS cell_z,
               v.over_by - v.began_from <= {_SHORT} AS is_short,
               v.began_from // {_STRETCH} AS first_cell, v.over_by // {_STRETCH} AS last_cell,
               (v.began_from - {MOST_BETWEEN}) // {_STRETCH} AS first_near,
               (v.over_by + {MOST_BETWEEN}) // {_STRETCH} AS last_near
        FROM incident_versions v
        WHERE {{shown}} AND {COUNTED} AND v.place_precision IN ({_PRECISIONS})),
"""

_MAY_BE_ONE = f"""
    (a.row < b.row OR NOT b.passes)
    AND a.began_from <= b.over_by + {MOST_BETWEEN} AND b.began_from <= a.over_by + {MOST_BETWEEN}
    AND (a.scheme IS DISTINCT FROM b.scheme OR a.scheme IS NULL) AND NOT list_has_any(a.slugs, b.slugs)
"""
_IN_REACH = f"""
    {_MAY_BE_ONE}
    AND sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2 + (a.z - b.z) ** 2) <= (a.reach + b.reach) * {_SLACK}
"""

_PAIRS = f"""
    located AS MATERIALIZED (SELECT * FROM seen WHERE x IS NOT NULL),
    timed AS (SELECT *, unnest(range(first_cell, last_cell + 1)) AS cell FROM located WHERE is_short),
    around AS MATERIALIZED (
        SELECT located.*, cell_x + dx.step AS at_x, cell_y + dy.step AS at_y, cell_z + dz.step AS at_z
        FROM located, range(-1, 2) dx(step), range(-1, 2) dy(step), range(-1, 2) dz(step) WHERE passes),
    timed_around AS (SELECT *, unnest(range(first_near, last_near + 1)) AS cell FROM around WHERE is_short)
    SELECT a.row, b.row FROM timed_around a JOIN timed b
    ON a.cell = b.cell AND a.at_x = b.cell_x AND a.at_y = b.cell_y AND a.at_z = b.cell_z
    WHERE a.cell = greatest(a.first_near, b.first_cell) AND {_IN_REACH}
    UNION ALL
    SELECT a.row, b.row FROM around a JOIN located b ON a.at_x = b.cell_x AND a.at_y = b.cell_y AND a.at_z = b.cell_z
    WHERE a.is_short AND NOT b.is_short AND {_IN_REACH}
    UNION ALL
    SELECT a.row, b.row FROM around a JOIN located b ON a.at_x = b.cell_x AND a.at_y = b.cell_y AND a.at_z = b.cell_z
    WHERE NOT a.is_short AND {_IN_REACH}
    UNION ALL
    SELECT a.row, b.row FROM seen a JOIN seen b ON a.name = b.name
    WHERE a.passes AND a.x IS NULL AND {_MAY_BE_ONE}
    UNION ALL
    SELECT a.row, b.row FROM seen a JOIN seen b ON a.name = b.name
    WHERE a.passes AND a.x IS NOT NULL AND b.x IS NULL AND {_MAY_BE_ONE}
"""
"""From every incident that is selected, `a`, to all that may be the same. Two that are selected are met from either
side, and kept once. Two short ones may share several cells in time; the first of them is theirs."""


class Wanted(NamedTuple):
    """What one incident of each pair has to be, at least."""

    selection: Selection = Selection()
    incident: UUID | None = None
    scheme: str | None = None
    """Of whose list: the scheme of its external id."""


EVERYTHING = Wanted()


def near_pairs(store: Reader, lens: Lens, wanted: Wanted = EVERYTHING) -> list[tuple[int, int]]:
    """The numbers of rows that the policy may hold for one happening; at least one of each pair is wanted.

    A pair is there once. Raises Unacceptable, naming the filter.
    """
    passes = condition(store, wanted.selection, lens)
    if wanted.incident is not None:
        passes.add("v.id = ?::UUID", [str(wanted.incident)])
    if wanted.scheme is not None:
        _check_known(store, wanted.scheme)
        passes.add("v.scheme IS NOT DISTINCT FROM ?", [wanted.scheme])
    shown, cut = seen(lens)
    happened, moments = had_happened_by(lens)
    query = "WITH" + _SEEN.format(passes=passes.sql, shown=f"{shown} AND {happened}") + _PAIRS
    return [(one, other) for one, other in store.rows(query, [*passes.values, *cut, *moments])]


def _check_known(store: Reader, scheme: str) -> None:
    if not store.rows("SELECT 1 FROM incident_versions WHERE scheme = ? LIMIT 1", [scheme]):
        raise Unacceptable(f"no incident has an id of the scheme {scheme!r}", field="scheme")
