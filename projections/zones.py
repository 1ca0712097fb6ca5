"""Zones on the map: which of the ledger's places lie in a zone, as it is drawn under a lens."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
from pydantic import TypeAdapter

from domain.errors import Unacceptable
from domain.geometry import Shape, covers
from projections.looking import seen

if TYPE_CHECKING:
    from domain.lens import Lens
    from projections.reader import Reader

_SHAPE: TypeAdapter[Shape] = TypeAdapter(Shape)
_STORED = {"stored": True}


def drawn(store: Reader, lens: Lens, slug: str | None = None) -> dict[tuple[str, str], Shape]:
    """The latest drawing of every zone (of this slug, if one is given) that a lens shows, by agreement and zone.

    The latest is that which became known last; of those known at one moment, that which was recorded last.
    """
    seen_by, cut = seen(lens)
    # An agreement lists the drawings of a zone in this order, so the last takes the place of the others.
    return {
        (agreement, zone["slug"]): _SHAPE.validate_python(zone["geometry"] or zone["corridor"], context=_STORED)
        for agreement, body in store.rows(
            f"SELECT v.slug, v.body FROM agreement_versions v WHERE {seen_by} ORDER BY v.slug", cut
        )
        for zone in {zone["slug"]: zone for zone in json.loads(body)["zones"]}.values()
        if slug in {None, zone["slug"]}
    }


def places_in_zone(store: Reader, lens: Lens, slug: str) -> tuple[list[float], list[float]]:
    """Latitudes and longitudes of the places in a zone; a place known only to its district counts by its point.

    Raises Unacceptable where the lens shows no zone of this name.
    """
    shapes = drawn(store, lens, slug).values()
    if not shapes:
        raise Unacceptable(f"no agreement draws a zone {slug!r}", field="zone")
    places = store.rows("SELECT DISTINCT lat, lon FROM incident_versions WHERE lat IS NOT NULL")
    lat, lon = np.array(places, dtype=float).reshape(-1, 2).T
    inside = np.any([covers(shape, lat, lon) for shape in shapes], axis=0)
    return lat[inside].tolist(), lon[inside].tolist()
