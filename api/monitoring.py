"""Monitoring: where a monitor was looking, and where it was kept out."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Body, Response

from api.desk import Analyst
from api.examples import statements as examples
from api.reading import Looking
from api.routing import a_read, a_router, a_write
from domain.monitoring import AccessDenialReport, CoverageReport, Monitoring
from projections import monitoring

router = a_router("/monitoring", "monitoring")


@router.post("", **a_write)
def declare_coverage(
    report: Annotated[CoverageReport, Body(openapi_examples=examples.MONITORING)], desk: Analyst
) -> Response:
    """Keep that a monitor watched an area over a period."""
    return desk.opened(Monitoring.declare, report)


@router.post("/{watch}/denials", **a_write)
def deny_access(
    watch: UUID, report: Annotated[AccessDenialReport, Body(openapi_examples=examples.DENIALS)], desk: Analyst
) -> Response:
    """Keep that the monitor was kept out."""
    return desk.changed(Monitoring, watch, Monitoring.deny_access, report, desk, name="denial")


@router.get("", **a_read)
def list_monitoring(look: Looking) -> Response:
    """Every watch, by its period."""
    return look.listed(monitoring.page(look.store, look.lens))


@router.get("/{watch}", **a_read)
def show_monitoring(watch: UUID, look: Looking) -> Response:
    """One watch with the times that it was kept out."""
    return look.thing(monitoring.one(look.store, look.lens, watch), "monitoring", watch, watch)
