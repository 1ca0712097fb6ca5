"""Suspected duplicates: pairs of incidents that no source tells of both, near in time and place, by their score."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.duplicates.likeness import MOST, compare
from domain.duplicates.sketch import KILLED, WOUNDED, Number, Sketch, telling
from projections.bodies import summaries
from projections.columns import unlisted
from projections.links import drop_unseen_answers
from projections.page import Page, cursor_of, key_of
from projections.pairing import EVERYTHING, Wanted, near_pairs
from projections.without_gc import without_gc

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from domain.duplicates.likeness import Likeness
    from domain.lens import Lens
    from projections.reader import Reader


class _Version(NamedTuple):
    """One incident as the lens shows it: of which facts it is folded, and what it is compared by."""

    began_from: int
    name: str
    """The id as text: by this, and before it by when they began, lists are in order."""
    id: UUID
    folded: str
    sketch: Sketch


class Suspicion(NamedTuple):
    """Two incidents that may be one, the earlier first, and what speaks for it."""

    first: _Version
    second: _Version
    likeness: Likeness

    @property
    def key(self) -> tuple[int, str, str]:
        """Lists show them in this order: the most likely first, then by the ids."""
        return -self.likeness.points, self.first.name, self.second.name


def page(
    store: Reader,
    lens: Lens,
    wanted: Wanted,
    min_score: float,
    *,
    limit: int,
    after: str | None,
) -> Page:
    """Pairs with a score (0 to 1) of at least `min_score`, the most likely first, then by the ids of both.

    Of each pair at least one incident is wanted. `count` is that of all pages. Raises Unacceptable, naming the filter
    or the cursor.
    """
    place = None if after is None else tuple(key_of(after, (int, str, str)))
    every = [one for one in suspicions(store, lens, wanted) if one.likeness.score >= min_score]
    rest = [one for one in every if place is None or one.key > place]
    following = cursor_of(*rest[limit - 1].key) if len(rest) > limit else None
    return Page(_items(store, lens, rest[:limit]), len(every), following)


def suspicions(store: Reader, lens: Lens, wanted: Wanted = EVERYTHING) -> list[Suspicion]:
    """Every pair under the lens that the policy leaves any points, in their order. Raises Unacceptable."""
    pairs = near_pairs(store, lens, wanted)
    with without_gc():
        versions = _versions(store, sorted({row for pair in pairs for row in pair}))
        found = (_suspicion(versions[one], versions[other]) for one, other in pairs)
        return sorted((one for one in found if one is not None), key=attrgetter("key"))


def _suspicion(one: _Version, other: _Version) -> Suspicion | None:
    likeness = compare(one.sketch, other.sketch)
    if likeness is None:
        return None
    first, second = (one, other) if one[:2] <= other[:2] else (other, one)
    return Suspicion(first, second, likeness)


def _items(store: Reader, lens: Lens, part: list[Suspicion]) -> list[dict[str, Any]]:
    shown = {one.id: one.folded for suspicion in part for one in (suspicion.first, suspicion.second)}
    bodies = summaries(store, lens, list(shown.items()))
    drop_unseen_answers(store, lens, bodies)
    told = {body["id"]: body for body in bodies}
    return [
        {
            "score": one.likeness.score,
            "reason": one.likeness.reason,
            "parts": [
                {"of": part, "points": evidence.points, "most": MOST[part], "reason": evidence.words}
                for part, evidence in one.likeness.parts.items()
            ],
            "incidents": [told[one.first.name], told[one.second.name]],
        }
        for one in part
    ]


_COLUMNS = (
    "row, id, folded, standing, sources, scheme, began_from, over_by, split_part(words, chr(10), 1), lat, lon,"
    " place_precision, perpetrators, possible, targets, act, tally"
)


def _versions(store: Reader, rows: list[int]) -> dict[int, _Version]:
    """Rows of the table by their numbers."""
    query = f"SELECT {_COLUMNS} FROM incident_versions WHERE row IN (SELECT unnest(?::BIGINT[]))"
    return {row: _version(*columns) for row, *columns in store.rows(query, [rows])} if rows else {}


def _version(stream: UUID, folded: str, standing: str, sources: str, *more: Any) -> _Version:
    scheme, began_from, over_by, name, lat, lon, precision, perpetrators, possible, targets, act, tally = more
    sketch = Sketch(
        standing=standing,
        sources=frozenset(unlisted(sources)),
        scheme=scheme,
        began_from=began_from,
        over_by=over_by,
        name=name,
        lat=lat,
        lon=lon,
        precision=precision,
        suspects=frozenset(unlisted(perpetrators) + unlisted(possible)),
        targets=frozenset(unlisted(targets)),
        act=act,
        killed=_number(tally, KILLED),
        wounded=_number(tally, WOUNDED),
    )
    return _Version(began_from, str(stream), stream, folded, sketch)


def _number(tally: str, outcome: str) -> Number | None:
    """Everyone who met an outcome, as a tally tells it; None where it does not, or bounds nothing."""
    said: Iterable[str] = tally.split("|")
    of_all = f"casualties::{outcome}:"
    low_and_high = next((row.removeprefix(of_all).split(":") for row in said if row.startswith(of_all)), None)
    if low_and_high is None:
        return None
    low, high = low_and_high
    return telling(Number(int(low), int(high) if high else None))
