"""Zones on the map: which of the ledger's places lie in a zone, as it is drawn under a lens."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from pydantic import TypeAdapter

from domain.errors import Unacceptable
from domain.geometry.shapes import Shape, covers
from projections.beside import Beside
from projections.looking import seen
from projections.recent import Recent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.lens import Lens
    from projections.reader import Reader

_SHAPE: TypeAdapter[Shape] = TypeAdapter(Shape)
_STORED = {"stored": True}

Drawn = dict[tuple[str, str], Shape]
"""The latest drawing of each zone, by agreement and zone."""

_LATELY = 8

_REMEMBERED = Beside[Recent[tuple[int, ...], Drawn]](lambda: Recent(_LATELY))


def drawn(store: Reader, lens: Lens) -> Drawn:
    """The latest drawing of every zone that a lens shows, by agreement and zone; remembered by the texts shown.

    The latest is that which became known last; of those known at one moment, that which was recorded last.
    """
    return _drawn(store, _texts(store, lens))


def _texts(store: Reader, lens: Lens) -> tuple[int, ...]:
    """The numbers of the agreements' versions that a lens shows: by these, what they draw is remembered."""
    seen_by, cut = seen(lens)
    rows = store.rows(f"SELECT v.row FROM agreement_versions v WHERE {seen_by} ORDER BY v.slug, v.row", cut)
    return tuple(row for (row,) in rows)


def _drawn(store: Reader, key: tuple[int, ...]) -> Drawn:
    lately = _REMEMBERED.of(store)
    found = lately.get(key)
    if found is None:
        found = _read(store, key)
        lately.keep(key, found)
    return found


def _read(store: Reader, versions: tuple[int, ...]) -> Drawn:
    # An agreement lists the drawings of a zone in this order, so the last takes the place of the others.
    return {
        (agreement, zone["slug"]): _SHAPE.validate_python(zone["geometry"] or zone["corridor"], context=_STORED)
        for agreement, body in store.rows(
            "SELECT slug, body FROM agreement_versions WHERE row IN (SELECT unnest(?::BIGINT[])) ORDER BY slug, row",
            [[*versions]],
        )
        for zone in {zone["slug"]: zone for zone in json.loads(body)["zones"]}.values()
    }


def zone_is_shown(store: Reader, lens: Lens, slug: str | None) -> bool:
    """Whether a lens shows a zone of this slug; none is asked for by None, and that is always shown."""
    return slug is None or any(zone == slug for _, zone in drawn(store, lens))


class _Inside(NamedTuple):
    """The versions up to a number that happened in a zone."""

    last: int
    rows: NDArray[np.int64]


_ZONES = 64

_INSIDE = Beside[Recent[tuple[tuple[int, ...], str], _Inside]](lambda: Recent(_ZONES))


def rows_in_zone(store: Reader, lens: Lens, slug: str) -> NDArray[np.int64]:
    """The numbers of the versions whose point lies in a zone; a place known only to its district counts by its point.

    Each version is looked at once for as long as the texts stand still. Raises Unacceptable where the lens shows no
    zone of this name.
    """
    key = _texts(store, lens)
    shapes = [shape for (_, zone), shape in _drawn(store, key).items() if zone == slug]
    if not shapes:
        raise Unacceptable(f"no agreement draws a zone {slug!r}", field="zone")
    lately = _INSIDE.of(store)
    held = lately.get((key, slug)) or _Inside(0, np.zeros(0, dtype=np.int64))
    last = int(store.rows("SELECT coalesce(max(row), 0) FROM incident_versions")[0][0])
    if last > held.last:
        held = _Inside(last, np.concatenate([held.rows, _inside(store, shapes, held.last, last)]))
        lately.keep((key, slug), held)
    return held.rows


def _inside(store: Reader, shapes: list[Shape], after: int, last: int) -> NDArray[np.int64]:
    among = "row > ? AND row <= ? AND lat IS NOT NULL"
    found = store.arrays(f"SELECT row, lat, lon FROM incident_versions WHERE {among}", [after, last])
    inside = np.any([covers(shape, found["lat"], found["lon"]) for shape in shapes], axis=0)
    rows: NDArray[np.int64] = found["row"][inside]
    return rows
