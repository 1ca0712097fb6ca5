"""Sources: who claims, whose side they are on, and how reliable they have proved."""

from __future__ import annotations

from typing import Annotated

from fastapi import Body, Response

from api.examples import reference as examples
from api.http.desk import Analyst
from api.http.reading import Looking
from api.http.routing import a_read, a_router, a_write
from domain.model import Slug
from domain.source import GradeReport, LicenceReport, Source, SourceReport
from projections import sources

router = a_router("/sources", "sources")


@router.post("", **a_write)
def register_source(
    report: Annotated[SourceReport, Body(openapi_examples=examples.SOURCES)], desk: Analyst
) -> Response:
    """Register a source, with its alignment and its reliability."""
    return desk.opened(Source.register, report)


@router.post("/{slug}/grade", **a_write)
def regrade_source(
    slug: Slug, report: Annotated[GradeReport, Body(openapi_examples=examples.GRADES)], desk: Analyst
) -> Response:
    """Grade it anew, for claims recorded from now on."""
    return desk.changed(Source, Source.stream(slug), Source.regrade, report, desk)


@router.post("/{slug}/licence", **a_write)
def relicense_source(
    slug: Slug, report: Annotated[LicenceReport, Body(openapi_examples=examples.LICENCES)], desk: Analyst
) -> Response:
    """Say under what its words are passed on, or how it asks to be named; exports from then on say so."""
    return desk.changed(Source, Source.stream(slug), Source.relicense, report)


@router.get("", **a_read)
def list_sources(look: Looking) -> Response:
    """Every source that the ledger knows at this position."""
    return look.listed(sources.page(look.store, look.lens))


@router.get("/{slug}", **a_read)
def show_source(slug: Slug, look: Looking) -> Response:
    """One source."""
    return look.thing(sources.one(look.store, look.lens, slug), "source", slug, Source.stream(slug))
