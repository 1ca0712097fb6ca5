"""Zones on the map: which of the ledger's places lie in a zone, as it is drawn under a lens."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
from pydantic import TypeAdapter

from domain.errors import Unacceptable
from domain.geometry import Shape, covers
from projections.looking import seen
from projections.recent import Recent

if TYPE_CHECKING:
    from domain.lens import Lens
    from projections.reader import Reader, Remembers

_SHAPE: TypeAdapter[Shape] = TypeAdapter(Shape)
_STORED = {"stored": True}

Drawn = dict[tuple[str, str], Shape]
"""The latest drawing of each zone, by agreement and zone."""

_LATELY = 8

_REMEMBERED: WeakKeyDictionary[Remembers, Recent[tuple[int, ...], Drawn]] = WeakKeyDictionary()


def drawn(store: Reader, lens: Lens) -> Drawn:
    """The latest drawing of every zone that a lens shows, by agreement and zone; remembered by the texts shown.

    The latest is that which became known last; of those known at one moment, that which was recorded last.
    """
    seen_by, cut = seen(lens)
    rows = store.rows(f"SELECT v.row FROM agreement_versions v WHERE {seen_by} ORDER BY v.slug, v.row", cut)
    key = tuple(row for (row,) in rows)
    lately = _REMEMBERED.setdefault(store.memory, Recent(_LATELY))
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


def places_in_zone(store: Reader, lens: Lens, slug: str) -> tuple[list[float], list[float]]:
    """Latitudes and longitudes of the places in a zone; a place known only to its district counts by its point.

    Raises Unacceptable where the lens shows no zone of this name.
    """
    shapes = [shape for (_, zone), shape in drawn(store, lens).items() if zone == slug]
    if not shapes:
        raise Unacceptable(f"no agreement draws a zone {slug!r}", field="zone")
    places = store.rows("SELECT DISTINCT lat, lon FROM incident_versions WHERE lat IS NOT NULL")
    lat, lon = np.array(places, dtype=float).reshape(-1, 2).T
    inside = np.any([covers(shape, lat, lon) for shape in shapes], axis=0)
    return lat[inside].tolist(), lon[inside].tolist()
