"""Answers and breaches: what an incident is said to answer, and which provision it is said to breach."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Body, Response

from api.access import Role
from api.desk import Analyst, Reporter
from api.examples import incidents as examples
from api.routing import a_router, a_write
from domain.incident.incident import Incident
from domain.incident.reports import AnswerDisputeReport, AnswerReport, BreachFinding, BreachReport
from domain.judgement import Judgement

router = a_router("/incidents/{incident}", "incidents")

Finding = Annotated[Judgement, Body(openapi_examples=examples.FINDINGS)]


@router.post("/answers", **a_write)
def assert_answer(
    incident: UUID, answer: Annotated[AnswerReport, Body(openapi_examples=examples.ANSWERS)], desk: Reporter
) -> Response:
    """Keep that someone says this answers an earlier incident or statement."""
    return desk.changed(Incident, incident, Incident.assert_answer, answer, desk, name="answer")


@router.post("/answers/{answer}/dispute", **a_write)
def dispute_answer(
    incident: UUID,
    answer: UUID,
    report: Annotated[AnswerDisputeReport, Body(openapi_examples=examples.ANSWER_DISPUTES)],
    desk: Analyst,
) -> Response:
    """Keep that a source, or the analyst, disputes that it was an answer."""
    return desk.changed(Incident, incident, Incident.dispute_answer, answer, report, desk)


@router.post("/answers/{answer}/confirmation", **a_write)
def confirm_answer(incident: UUID, answer: UUID, finding: Finding, desk: Analyst) -> Response:
    """Hold that it was an answer."""
    return desk.changed(Incident, incident, Incident.confirm_answer, answer, finding)


@router.post("/answers/{answer}/rejection", **a_write)
def reject_answer(incident: UUID, answer: UUID, finding: Finding, desk: Analyst) -> Response:
    """Hold that it was none."""
    return desk.changed(Incident, incident, Incident.reject_answer, answer, finding)


@router.post("/breaches", **a_write)
def judge_breach(
    incident: UUID, report: Annotated[BreachReport, Body(openapi_examples=examples.BREACHES)], desk: Reporter
) -> Response:
    """Allege the breach of a provision in a source's name; an analyst may also confirm or reject it."""
    if report.finding is not BreachFinding.ALLEGED or report.alleged_by is None:
        desk.check_role(Role.ANALYST)
    return desk.changed(Incident, incident, Incident.judge_breach, report, desk)
