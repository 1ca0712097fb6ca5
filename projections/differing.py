"""Which incidents two lenses show differently: found by the clocks, without comparing every version."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from projections.clock import FOREVER, micros
from projections.judging.rejudged import rejudged
from projections.judging.verdict_cache import as_bits
from projections.looking import bounds
from projections.page import cursor_of, key_of
from projections.selection import Condition, condition
from projections.word_filters import word_tests
from projections.zones import zone_is_shown

if TYPE_CHECKING:
    from domain.lens import Lens
    from projections.reader import Reader
    from projections.selection import Selection
    from projections.shelf import Apart


@dataclass(frozen=True)
class Differing:
    """An incident of which two lenses show different facts, and which of the two shows it at all."""

    stream: UUID
    before: bool
    after: bool


@dataclass(frozen=True)
class Part:
    """Some of the incidents in their order, how many there are in all, and where the next begin (None: no more)."""

    incidents: list[Differing]
    count: int
    after: str | None


def differing(
    store: Reader, before: Lens, after: Lens, selection: Selection, *, limit: int, cursor: str | None
) -> Part:
    """By the earlier of their beginnings, then by id. Raises Unacceptable, naming the filter or the cursor.

    A zone that only one of the lenses shows lets nothing through under the other.
    """
    drawn = [zone_is_shown(store, lens, selection.zone) for lens in (before, after)]
    old, new = (
        condition(store, selection, lens, of_any_standing=True) if is_drawn or not any(drawn) else _nothing()
        for lens, is_drawn in zip((before, after), drawn, strict=True)
    )
    place = None if cursor is None else tuple(key_of(cursor, (int, str)))
    judged = rejudged(store, before, after)
    tests = None if len(judged) else word_tests(selection, of_any_standing=True)
    apart = None if tests is None else store.memory.apart(before, after, tests)
    if apart is not None:
        return _in_order(apart, limit, place)
    near, bounds_of_near = (_ALL, []) if len(judged) else _near(before, after, selection)
    later = Condition()
    later.add("true")
    if place is not None:
        later.add("(began, id::VARCHAR) > (?, ?)", place)
    found = store.rows(
        _FOUND.format(old=old.sql, new=new.sql, near=near, place=later.sql),
        [*old.values, *new.values, *as_bits([judged]), *bounds_of_near, *later.values, limit + 1],
    )
    rows = [row for row in found if row[1] is not None]
    last = rows[limit - 1] if len(rows) > limit else None
    return Part(
        [Differing(stream, was, is_now) for _, stream, _, was, is_now in rows[:limit]],
        int(found[0][0]),
        None if last is None else cursor_of(last[2], last[1]),
    )


def _in_order(apart: list[Apart], limit: int, place: tuple[int, str] | None) -> Part:
    """The same from the versions that one lens shows: of an incident, each lens shows one at the most."""
    shown: dict[UUID, dict[bool, Apart]] = {}
    for one in apart:
        shown.setdefault(one.stream, {})[one.is_first] = one
    changed = sorted(
        (min(one.began_from for one in versions.values()), str(stream))
        for stream, versions in shown.items()
        if len({one.folded for one in versions.values()}) == len(versions)
    )
    rest = changed if place is None else changed[bisect_right(changed, place) :]
    streams = [UUID(stream) for _, stream in rest[:limit]]
    return Part(
        [Differing(stream, before=True in shown[stream], after=False in shown[stream]) for stream in streams],
        len(changed),
        cursor_of(*rest[limit - 1]) if len(rest) > limit else None,
    )


_FOUND = """
    WITH versions AS (
        SELECT v.id, v.began_from, v.folded, coalesce({old}, false) AS was, coalesce({new}, false) AS is_now,
            get_bit(?::BIT, least(v.row, ?)::INTEGER) = 1 AS rejudged
        FROM {near} v),
    changed AS MATERIALIZED (
        SELECT id, min(began_from) AS began, bool_or(was) AS was, bool_or(is_now) AS is_now
        FROM versions WHERE was <> is_now OR (was AND rejudged) GROUP BY id
        HAVING max(folded) FILTER (was) IS DISTINCT FROM max(folded) FILTER (is_now)
            OR (bool_or(was AND rejudged) AND bool_or(is_now AND rejudged))),
    part AS (SELECT * FROM changed WHERE {place} ORDER BY began, id LIMIT ?)
    SELECT counted.number, part.* FROM (SELECT count(*) AS number FROM changed) counted LEFT JOIN part ON true
    ORDER BY part.began, part.id
"""
"""A version that both lenses show, or neither, changes nothing; two that were folded from the same facts say the same.
Unless other texts, or zones drawn otherwise, judge them otherwise.

The count stands on every row, and on the only one where the part is empty.
"""


def _near(before: Lens, after: Lens, selection: Selection) -> tuple[str, list[int]]:
    """The versions that can be shown by one lens alone: one of their bounds lies between those of the lenses.

    One bound at a time, so that whole stretches of the table are passed over by their least and greatest values. A
    version may come twice. A zone or a text that is another lets other versions through: there every one is compared.
    """
    if selection.words().keys() & {"zone", "agreement", "provision", "breach", "violator", "violation"}:
        return _ALL, []
    (known, position), (other_known, other_position) = bounds(before), bounds(after)
    cuts = (
        (("known_from", "known_to"), sorted((known, other_known))),
        (("position_from", "position_to"), sorted((position, other_position))),
        (("began_by",), sorted((_as_of(before), _as_of(after)))),
    )
    crossed = [(column, ends) for columns, ends in cuts for column in columns if ends[0] < ends[1]]
    parts = [f"SELECT * FROM {_ALL} v WHERE v.{column} > ? AND v.{column} <= ?" for column, _ in crossed]
    every = " UNION ALL ".join(parts or [f"SELECT * FROM {_ALL} LIMIT 0"])
    return f"({every})", [end for _, ends in crossed for end in ends]


_ALL = "incident_versions"


def _as_of(lens: Lens) -> int:
    return FOREVER - 1 if lens.as_of is None else micros(lens.as_of)


def _nothing() -> Condition:
    made = Condition()
    made.add("false")
    return made
