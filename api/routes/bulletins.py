"""Bulletins: a monitor's or guarantor's own count for a period. Never mixed with our counts."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Body, Query, Response

from api.examples import statements as examples
from api.http.desk import Analyst, Reporter
from api.http.reading import Looking
from api.http.routing import a_read, a_router, a_write
from api.pages.reconciliation import DESCRIPTION, reconciliation_page
from domain.bulletin import Bulletin, BulletinCorrection, BulletinReport
from domain.model import Slug
from projections import bulletins
from projections.asked_days import asked_days

router = a_router("/bulletins", "bulletins")

Day = Annotated[str | None, Query(description="One calendar day, as bulletins are dated", examples=["2020-02-21"])]
From = Annotated[str | None, Query(alias="from", description="The first calendar day; left out: from the beginning")]
To = Annotated[str | None, Query(alias="to", description="The last calendar day; left out: to the end")]
OfBody = Annotated[str | None, Query(description="Whose bulletins", examples=["russian-turkish-commission"])]
Region = Annotated[str | None, Query(description="One region, as bulletins name it", examples=["Idlib"])]


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


# Before the bulletins by their id: an address is matched in the order of this file.
@router.get("/reconciliation", description=DESCRIPTION, **a_read)
def reconcile_bulletins(
    *,
    look: Looking,
    day: Day = None,
    first: From = None,
    last: To = None,
    body: OfBody = None,
    region: Region = None,
) -> Response:
    """What each side registered, beside the other's and beside our own count, and never added."""
    days = asked_days(day=day, first=first, last=last)
    return look.answer(reconciliation_page(look.store, look.lens, days, body=body, region=region))


@router.get("/{bulletin}", **a_read)
def show_bulletin(bulletin: UUID, look: Looking) -> Response:
    """One bulletin, and what its regions leave unaccounted."""
    return look.thing(bulletins.one(look.store, look.lens, bulletin), "bulletin", bulletin, bulletin)
