"""Parties: states, armed groups and coalitions, and who stood with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from fastapi import Body, Response

from api.examples import reference as examples
from api.http.desk import Analyst
from api.http.reading import Looking
from api.http.routing import a_read, a_router, a_write
from domain.model import Slug
from domain.party import AffiliationEndReport, AffiliationReport, Party, PartyReport, RenamingReport
from projections import parties

if TYPE_CHECKING:
    from domain.clerk import Clerk
    from domain.model import Entry

router = a_router("/parties", "parties")


@router.post("", **a_write)
def register_party(report: Annotated[PartyReport, Body(openapi_examples=examples.PARTIES)], desk: Analyst) -> Response:
    """Register a party."""
    return desk.opened(_register, report)


def _register(entry: Entry, report: PartyReport, _: Clerk) -> Party:
    return Party.register(entry, report)


@router.post("/{slug}/affiliations", **a_write)
def affiliate_party(
    slug: Slug, report: Annotated[AffiliationReport, Body(openapi_examples=examples.AFFILIATIONS)], desk: Analyst
) -> Response:
    """Declare whom it stands with, from a day on."""
    return desk.changed(Party, Party.stream(slug), Party.affiliate, report, desk, name="affiliation")


@router.post("/{slug}/affiliations/{affiliation}/end", **a_write)
def end_affiliation(
    slug: Slug,
    affiliation: UUID,
    report: Annotated[AffiliationEndReport, Body(openapi_examples=examples.AFFILIATION_ENDS)],
    desk: Analyst,
) -> Response:
    """Record the last day of an affiliation."""
    return desk.changed(Party, Party.stream(slug), Party.end_affiliation, affiliation, report)


@router.post("/{slug}/renaming", **a_write)
def rename_party(
    slug: Slug, report: Annotated[RenamingReport, Body(openapi_examples=examples.RENAMINGS)], desk: Analyst
) -> Response:
    """Give it a new name; the old one stays as an alias."""
    return desk.changed(Party, Party.stream(slug), Party.rename, report)


@router.get("", **a_read)
def list_parties(look: Looking) -> Response:
    """Every party that the ledger knows at this position."""
    return look.listed(parties.page(look.store, look.lens))


@router.get("/{slug}", **a_read)
def show_party(slug: Slug, look: Looking) -> Response:
    """One party with its affiliations."""
    return look.thing(parties.one(look.store, look.lens, slug), "party", slug, Party.stream(slug))
