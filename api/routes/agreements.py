"""Agreements: texts and announced truces, with their provisions, zones, changes and kept or broken promises."""

from __future__ import annotations

from typing import Annotated

from fastapi import Body, Response

from api.examples import reference as examples
from api.http.desk import Analyst
from api.http.reading import Looking
from api.http.routing import a_read, a_router, a_write
from api.pages.compliance import DESCRIPTION, compliance_page
from domain.agreement.agreement import Agreement
from domain.agreement.values import AgreementReport, ChangeReport, ObligationReport, ProvisionReport, ZoneReport
from domain.model import Slug
from projections import agreements

router = a_router("/agreements", "agreements")


@router.post("", **a_write)
def make_agreement(
    report: Annotated[AgreementReport, Body(openapi_examples=examples.AGREEMENTS)], desk: Analyst
) -> Response:
    """Record an agreement, signed or only announced."""
    return desk.opened(Agreement.make, report)


@router.post("/{slug}/provisions", **a_write)
def adopt_provision(
    slug: Slug, report: Annotated[ProvisionReport, Body(openapi_examples=examples.PROVISIONS)], desk: Analyst
) -> Response:
    """Record one numbered article; another source may give it otherwise."""
    return desk.changed(Agreement, Agreement.stream(slug), Agreement.adopt, report, desk)


@router.post("/{slug}/zones", **a_write)
def draw_zone(
    slug: Slug, report: Annotated[ZoneReport, Body(openapi_examples=examples.ZONES)], desk: Analyst
) -> Response:
    """Draw an area that provisions speak of."""
    return desk.changed(Agreement, Agreement.stream(slug), Agreement.draw, report, desk)


@router.post("/{slug}/changes", **a_write)
def change_agreement(
    slug: Slug, report: Annotated[ChangeReport, Body(openapi_examples=examples.CHANGES)], desk: Analyst
) -> Response:
    """Record what became of it, by one source's word; rival dates stand side by side."""
    return desk.changed(Agreement, Agreement.stream(slug), Agreement.change, report, desk, name="change")


@router.post("/{slug}/obligations", **a_write)
def assess_obligation(
    slug: Slug, report: Annotated[ObligationReport, Body(openapi_examples=examples.OBLIGATIONS)], desk: Analyst
) -> Response:
    """Record how a source judges that a promise was kept."""
    return desk.changed(Agreement, Agreement.stream(slug), Agreement.assess_obligation, report, desk, name="obligation")


@router.get("", **a_read)
def list_agreements(look: Looking) -> Response:
    """Agreements by when they were made, and whether they were in force."""
    return look.listed(agreements.page(look.store, look.lens))


@router.get("/{slug}", **a_read)
def show_agreement(slug: Slug, look: Looking) -> Response:
    """One agreement with everything that belongs to it."""
    return look.thing(agreements.one(look.store, look.lens, slug), "agreement", slug, Agreement.stream(slug))


@router.get("/{slug}/compliance", **a_read, description=DESCRIPTION)
def show_compliance(slug: Slug, look: Looking) -> Response:
    """Whether each provision was kept, by whom not and since when, with the incidents and judgements behind it."""
    told = compliance_page(look.store, look.lens, slug)
    look.check_visible(told, "agreement", slug, Agreement.stream(slug))
    return look.answer(told or {})
