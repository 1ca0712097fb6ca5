"""Bulletins: a monitor's or guarantor's own count for a period. Never mixed with our counts."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Body, Query, Response

from api.desk import Analyst, Reporter
from api.examples import statements as examples
from api.reading import Looking
from api.routing import a_read, a_router, a_write
from domain.bulletin import Bulletin, BulletinCorrection, BulletinReport
from domain.model import Slug
from projections import bulletins

router = a_router("/bulletins", "bulletins")


@router.post("", **a_write)
def publish_bulletin(
    report: Annotated[BulletinReport, Body(openapi_examples=examples.BULLETINS)], desk: Reporter
) -> Response:
    """Keep what one side registered; null is unknown, never 0."""
    return desk.opened(Bulletin.publish, report)


@router.post("/{bulletin}/corrections", **a_write)
def correct_bulletin(
    bulletin: UUID,
    correction: Annotated[BulletinCorrection, Body(openapi_examples=examples.BULLETIN_CORRECTIONS)],
    desk: Analyst,
) -> Response:
    """Mend its numbers: both the total and the regions are replaced."""
    return desk.changed(Bulletin, bulletin, Bulletin.correct, correction)


@router.get("", **a_read)
def list_bulletins(
    look: Looking, side: Annotated[Slug | None, Query(description="The party whose count it is")] = None
) -> Response:
    """Bulletins by their period."""
    return look.listed(bulletins.page(look.store, look.lens, side=side))


@router.get("/{bulletin}", **a_read)
def show_bulletin(bulletin: UUID, look: Looking) -> Response:
    """One bulletin, and what its regions leave unaccounted."""
    return look.thing(bulletins.one(look.store, look.lens, bulletin), "bulletin", bulletin, bulletin)
