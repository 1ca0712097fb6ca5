"""Zones on the map: which of the ledger's places lie in a zone, as it is drawn under a lens."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from domain.errors import Unacceptable
from domain.geometry import Corridor, MultiPolygon, Polygon, area_covers
from projections.looking import seen

if TYPE_CHECKING:
    from domain.lens import Lens
    from projections.reader import Reader

Shape = Polygon | MultiPolygon | Corridor

_SHAPE: TypeAdapter[Shape] = TypeAdapter(Polygon | MultiPolygon | Corridor)


def places_in_zone(store: Reader, lens: Lens, slug: str) -> tuple[list[float], list[float]]:
    """Latitudes and longitudes of the places in a zone; a place known only to its district counts by its point.

    Raises Unacceptable where the lens shows no zone of this name.
    """
    shapes = _drawn(store, lens, slug)
    if not shapes:
        raise Unacceptable(f"no agreement draws a zone {slug!r}", field="zone")
    places = store.rows("SELECT DISTINCT lat, lon FROM incident_versions WHERE lat IS NOT NULL")
    inside = [(lat, lon) for lat, lon in places if any(_covers(shape, lat, lon) for shape in shapes)]
    return [lat for lat, _ in inside], [lon for _, lon in inside]


def _drawn(store: Reader, lens: Lens, slug: str) -> list[Shape]:
    """The latest drawing of the zone in each agreement that draws it."""
    seen_by, cut = seen(lens)
    shapes = []
    for (body,) in store.rows(f"SELECT v.body FROM agreement_versions v WHERE {seen_by}", cut):
        drawings: list[dict[str, Any]] = [zone for zone in json.loads(body)["zones"] if zone["slug"] == slug]
        if drawings:
            shapes.append(_SHAPE.validate_python(drawings[-1]["geometry"] or drawings[-1]["corridor"]))
    return shapes


def _covers(shape: Shape, lat: float, lon: float) -> bool:
    return shape.covers(lat, lon) if isinstance(shape, Corridor) else area_covers(shape, lat, lon)
