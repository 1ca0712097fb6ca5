"""Escalation: how often acts were answered, period by period, and where that was more often than usual."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response

from api.http.reading import Looking
from api.http.routing import a_read, a_router
from api.pages.escalation import DESCRIPTION, escalation_page
from domain.model import Slug
from domain.periods import MOST, By
from projections.escalation import AskedEscalation

router = a_router("/escalation", "escalation")

Length = Annotated[By, Query(description="How long a period is")]
Side = Annotated[
    Slug | None, Query(description="Whose acts, or acts against whom: the party that leads a side; left out: all sides")
]
First = Annotated[
    str | None,
    Query(
        alias="from", description="A day of the first period; left out: that of the first act", examples=["2020-01-27"]
    ),
]
Last = Annotated[
    str | None,
    Query(
        alias="to",
        description=f"A day of the last period, at most {MOST} periods; left out: that of the last act",
        examples=["2020-03-01"],
    ),
]


@router.get("", **a_read, summary="How often acts were answered", description=DESCRIPTION)
def show_escalation(
    look: Looking, period: Length = By.WEEK, side: Side = None, first: First = None, last: Last = None
) -> Response:
    """Answers for each act of a side against another, period by period, and where they are more than usual."""
    asked = AskedEscalation(period=period, side=side, first=first, last=last)
    return look.answer(escalation_page(look.store, look.lens, asked))
