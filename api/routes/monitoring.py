"""Monitoring: where a monitor was looking, and where it was kept out; and incidents per day that was watched."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Body, Query, Response

from api.examples import incidents as shared_examples
from api.examples import statements as examples
from api.http.desk import Analyst
from api.http.reading import Looking
from api.http.routing import a_read, a_router, a_write
from api.pages.rates import rates_page
from domain.judgement import Mend
from domain.model import Name, Slug
from domain.monitoring import AccessDenialReport, CoverageReport, Monitoring
from domain.periods import MOST, By
from projections import monitoring
from projections.rates import AskedRates

router = a_router("/monitoring", "monitoring")

Withdrawal = Annotated[Mend, Body(openapi_examples=shared_examples.WITHDRAWALS)]
First = Annotated[str, Query(alias="from", description="The first day, as a date in `tz`", examples=["2020-02-01"])]
Last = Annotated[str, Query(alias="to", description=f"The last day; at most {MOST} periods", examples=["2020-02-29"])]
Governorate = Annotated[Name | None, Query(description="Where (`adm1` of places); left out: everywhere")]
Monitor = Annotated[Slug | None, Query(description="Whose watch: the slug of a source; left out: anyone's")]


@router.post("", **a_write)
def declare_coverage(
    report: Annotated[CoverageReport, Body(openapi_examples=examples.MONITORING)], desk: Analyst
) -> Response:
    """Keep that a monitor watched an area over a period."""
    return desk.opened(Monitoring.declare, report)


@router.post("/{watch}/withdrawal", **a_write)
def withdraw_coverage(watch: UUID, mend: Withdrawal, desk: Analyst) -> Response:
    """The watch no longer stands; where it was entered in error, it never did. Its denials of access stay."""
    return desk.changed(Monitoring, watch, Monitoring.withdraw, mend)


@router.post("/{watch}/denials", **a_write)
def deny_access(
    watch: UUID, report: Annotated[AccessDenialReport, Body(openapi_examples=examples.DENIALS)], desk: Analyst
) -> Response:
    """Keep that the monitor was kept out."""
    return desk.changed(Monitoring, watch, Monitoring.deny_access, report, desk, name="denial")


@router.post("/{watch}/denials/{denial}/withdrawal", **a_write)
def withdraw_denial(watch: UUID, denial: UUID, mend: Withdrawal, desk: Analyst) -> Response:
    """The denial of access no longer stands; where it was entered in error, it never did."""
    return desk.changed(Monitoring, watch, Monitoring.withdraw_denial, denial, mend)


@router.get("", **a_read)
def list_monitoring(look: Looking) -> Response:
    """Every watch, by its period."""
    return look.listed(monitoring.page(look.store, look.lens))


@router.get("/rates", **a_read)
def show_rates(  # noqa: PLR0917 - FastAPI passes them by name
    look: Looking,
    first: First,
    last: Last,
    by: By = By.WEEK,
    governorate: Governorate = None,
    monitor: Monitor = None,
) -> Response:
    """Incidents per watched day, period by period, with who was kept out; a silence that nobody watched is no calm."""
    asked = AskedRates(first=first, last=last, by=by, governorate=governorate, monitor=monitor)
    return look.answer(rates_page(look.store, look.lens, asked))


@router.get("/{watch}", **a_read)
def show_monitoring(watch: UUID, look: Looking) -> Response:
    """One watch with the times that it was kept out."""
    return look.thing(monitoring.one(look.store, look.lens, watch), "monitoring", watch, watch)
