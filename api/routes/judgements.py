"""Judgements: what an analyst holds of an incident as a whole. Nothing is deleted; every mend can be mended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import Body, Response

from api.examples import incidents as examples
from api.http.desk import Analyst
from api.http.routing import a_router, a_write
from domain.incident.incident import Incident
from domain.incident.reports import AssessmentReport, Correction, MergeReport, SplitReport
from domain.judgement import Judgement, Mend

router = a_router("/incidents/{incident}", "incidents")

Finding = Annotated[Judgement, Body(openapi_examples=examples.FINDINGS)]


@router.post("/assessment", **a_write)
def assess_incident(
    incident: UUID, report: Annotated[AssessmentReport, Body(openapi_examples=examples.ASSESSMENTS)], desk: Analyst
) -> Response:
    """Override the policy with a reason, or lift the override."""
    return desk.changed(Incident, incident, Incident.assess, report, desk)


@router.post("/verification", **a_write)
def verify_incident(incident: UUID, finding: Finding, desk: Analyst) -> Response:
    """Stand behind the report; a retracted incident refuses."""
    return desk.changed(Incident, incident, Incident.verify, finding)


@router.post("/dispute", **a_write)
def dispute_incident(incident: UUID, finding: Finding, desk: Analyst) -> Response:
    """Dispute the report; a retracted incident refuses."""
    return desk.changed(Incident, incident, Incident.dispute, finding)


@router.post("/correction", **a_write)
def correct_incident(
    incident: UUID, correction: Annotated[Correction, Body(openapi_examples=examples.CORRECTIONS)], desk: Analyst
) -> Response:
    """Mend the frame: elsewhere, at another time, or another act."""
    return desk.changed(Incident, incident, Incident.correct, correction, desk)


@router.post("/retraction", **a_write)
def retract_incident(
    incident: UUID, mend: Annotated[Mend, Body(openapi_examples=examples.RETRACTIONS)], desk: Analyst
) -> Response:
    """Take the report back; it then counts nowhere."""
    return desk.changed(Incident, incident, Incident.retract, mend)


@router.post("/reinstatement", **a_write)
def reinstate_incident(incident: UUID, finding: Finding, desk: Analyst) -> Response:
    """Take the retraction back."""
    return desk.changed(Incident, incident, Incident.reinstate, finding)


@router.post("/merge", **a_write)
def merge_incident(
    incident: UUID, report: Annotated[MergeReport, Body(openapi_examples=examples.MERGES)], desk: Analyst
) -> Response:
    """Let another incident speak for this happening, or undo that."""
    if report.into is not None:
        desk.exists(Incident.KIND, report.into, field="into")
    return desk.both_changed(Incident, incident, _other_of(report), _merging(report))


def _other_of(report: MergeReport) -> Callable[[Incident], UUID]:
    return lambda incident: report.into or incident.state.merged_into or incident.id


def _merging(report: MergeReport) -> Callable[[Incident, Incident], None]:
    def carry_out(incident: Incident, other: Incident) -> None:
        if report.undo:
            incident.undo_merge(other, report.reason)
        else:
            incident.merge_into(other, report.reason)

    return carry_out


@router.post("/split", **a_write)
def split_incident(
    incident: UUID, report: Annotated[SplitReport, Body(openapi_examples=examples.SPLITS)], desk: Analyst
) -> Response:
    """Open another incident with some of the claims of this one; it is the new one that is answered."""
    return desk.changed(Incident, incident, Incident.split, report, desk)
