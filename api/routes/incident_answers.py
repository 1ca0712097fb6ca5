"""Answers and breaches: what an incident is said to answer, and which provision it is said to breach."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Body, Response

from api.access import Role
from api.examples import incidents as examples
from api.http.desk import Reporter
from api.http.routing import a_router, a_write
from api.routes.answering import Wording, add_answer_routes
from domain.incident.incident import Incident
from domain.incident.reports import BreachFinding, BreachReport

router = a_router("/incidents/{incident}", "incidents")

add_answer_routes(router, "", Incident, Wording(examples.ANSWERS, examples.ANSWER_DISPUTES, examples.FINDINGS))


@router.post("/breaches", **a_write)
def judge_breach(
    incident: UUID, report: Annotated[BreachReport, Body(openapi_examples=examples.BREACHES)], desk: Reporter
) -> Response:
    """Allege the breach of a provision in a source's name; an analyst may also confirm or reject it."""
    if report.finding is not BreachFinding.ALLEGED or report.alleged_by is None:
        desk.check_role(Role.ANALYST)
    return desk.changed(Incident, incident, Incident.judge_breach, report, desk)
