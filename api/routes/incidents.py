"""Incidents: opened with their first claim, read with every claim, under any lens."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Body, Depends, Query, Response

from api.examples import incidents as examples
from api.http.desk import Analyst, Reporter
from api.http.reading import Looking
from api.http.routing import a_read, a_router, a_write
from api.pages.chains import chain_around
from api.pages.incidents import LIMIT, incidents_page
from api.routes.chains import TheJoining
from domain.incident.incident import Incident
from domain.incident.reports import ClaimAddition, Grading, IncidentReport
from domain.judgement import Mend
from projections import incidents
from projections.links import in_sight
from projections.selection import Selection

router = a_router("", "incidents")

Selecting = Annotated[Selection, Depends()]
Limit = Annotated[int, Query(ge=1, le=500, description="Incidents on one page")]
After = Annotated[str | None, Query(description="Where a page begins: from the `next` link of the one before")]


@router.post("/incidents", **a_write)
def report_incident(
    report: Annotated[IncidentReport, Body(openapi_examples=examples.INCIDENTS)], desk: Reporter
) -> Response:
    """Open an incident, violation or retaliation with its first claim."""
    return desk.opened(Incident.report, report)


@router.post("/incidents/{incident}/claims", **a_write)
def add_claim(
    incident: UUID, claim: Annotated[ClaimAddition, Body(openapi_examples=examples.CLAIMS)], desk: Reporter
) -> Response:
    """Keep another claim beside its rivals; a source may supersede its own."""
    return desk.changed(Incident, incident, Incident.add_claim, claim, desk, name="claim")


@router.post("/incidents/{incident}/claims/{claim}/withdrawal", **a_write)
def withdraw_claim(
    incident: UUID, claim: UUID, mend: Annotated[Mend, Body(openapi_examples=examples.WITHDRAWALS)], desk: Analyst
) -> Response:
    """A claim no longer stands; where it was entered in error, it never did."""
    return desk.changed(Incident, incident, Incident.withdraw_claim, claim, mend)


@router.post("/incidents/{incident}/claims/{claim}/grade", **a_write)
def regrade_claim(
    incident: UUID, claim: UUID, grading: Annotated[Grading, Body(openapi_examples=examples.GRADINGS)], desk: Analyst
) -> Response:
    """Grade a claim anew."""
    return desk.changed(Incident, incident, Incident.regrade_claim, claim, grading)


@router.get("/incidents", **a_read)
def list_incidents(look: Looking, selection: Selecting, limit: Limit = LIMIT, after: After = None) -> Response:
    """Incidents by when they began. `count` is that of all pages; `next` is the address of the next one.

    `agreement` and `provision` list what breaches them: confirmed, alleged, found or uncertain, unless `breach` asks
    for some of these, for what was `rejected`, or for an answer that is `allowed`. `violator` lists the violations of
    parties, `violation` as far as they are theirs: attributed, contested or uncertain.
    """
    return look.answer(incidents_page(look.store, look.lens, selection, limit=limit, after=after))


@router.get("/incidents/{incident}", **a_read)
def show_incident(incident: UUID, look: Looking) -> Response:
    """Everything about one incident: assessed values, every claim, conflicts, breaches and links."""
    return look.thing(incidents.one(look.store, look.lens, incident), "incident", incident, incident)


@router.get("/incidents/{incident}/history", **a_read)
def show_history(incident: UUID, look: Looking) -> Response:
    """Every version on all clocks, with the fact that made each."""
    look.check_visible(incidents.one(look.store, look.lens, incident), "incident", incident, incident)
    return look.answer({"id": str(incident), "versions": incidents.history(look.store, incident, look.lens)})


@router.get("/incidents/{incident}/chain", **a_read)
def show_chain_of(incident: UUID, look: Looking, joining: TheJoining) -> Response:
    """The escalation chain that an incident is part of; where it is in none, why."""
    shown = in_sight(look.store, look.lens, "incident", [incident])
    look.check_visible({} if shown else None, "incident", incident, incident)
    return look.answer(chain_around(look.store, look.lens, "incident", incident, joining))
