"""Figures: published numbers about the situation, as given, and as given later."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Body, Response

from api.examples import statements as examples
from api.http.desk import Reporter
from api.http.reading import Looking
from api.http.routing import a_read, a_router, a_write
from domain.figure import Figure, FigureReport, FigureRevision
from projections import figures

router = a_router("/figures", "figures")


@router.post("", **a_write)
def publish_figure(
    report: Annotated[FigureReport, Body(openapi_examples=examples.FIGURES)], desk: Reporter
) -> Response:
    """Keep a published number with its wording."""
    return desk.opened(Figure.publish, report)


@router.post("/{figure}/revisions", **a_write)
def revise_figure(
    figure: UUID, report: Annotated[FigureRevision, Body(openapi_examples=examples.REVISIONS)], desk: Reporter
) -> Response:
    """Keep the number as it was given later; the first one stays on record."""
    return desk.changed(Figure, figure, Figure.revise, report, desk)


@router.get("", **a_read)
def list_figures(look: Looking, measure: str | None = None) -> Response:
    """Figures by what they measure."""
    return look.listed(figures.page(look.store, look.lens, measure=measure))


@router.get("/{figure}", **a_read)
def show_figure(figure: UUID, look: Looking) -> Response:
    """One figure with its revisions."""
    return look.thing(figures.one(look.store, look.lens, figure), "figure", figure, figure)
