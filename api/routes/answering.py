"""Answering: the same four operations on what an incident, or a statement, is said to answer."""

# No annotations as text here: what a route takes depends on the kind of thing that it is made for.

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Path, Response

from api.examples import Examples
from api.http.desk import Analyst, Reporter
from api.http.routing import a_write
from domain.answering import CanAnswer
from domain.incident.reports import AnswerDisputeReport, AnswerReport
from domain.judgement import Judgement


@dataclass(frozen=True)
class Wording:
    """How the document speaks of the answers of one kind of thing, and the examples that it shows."""

    answers: Examples
    disputes: Examples
    findings: Examples
    this: str = "this"
    it: str = "it"
    ending: str = ""
    """What the operations' names end in."""


def add_answer_routes(router: APIRouter, path: str, kind: type[CanAnswer], wording: Wording) -> None:
    """Let a thing's answers be asserted, disputed, confirmed and rejected below the path of the thing."""
    Thing = Annotated[UUID, Path(alias=kind.KIND)]  # noqa: N806 - a type
    Finding = Annotated[Judgement, Body(openapi_examples=wording.findings)]  # noqa: N806 - a type

    def operation(below: str, verb: str, description: str) -> Callable[..., Any]:
        name = f"{verb}_answer{wording.ending}"
        return router.post(f"{path}/answers{below}", name=name, description=description, **a_write)

    @operation("", "assert", f"Keep that someone says {wording.this} answers an earlier incident or statement.")
    def assert_answer(
        thing: Thing, answer: Annotated[AnswerReport, Body(openapi_examples=wording.answers)], desk: Reporter
    ) -> Response:
        return desk.changed(kind, thing, kind.assert_answer, answer, desk, name="answer")

    @operation(
        "/{answer}/dispute", "dispute", f"Keep that a source, or the analyst, disputes that {wording.it} was an answer."
    )
    def dispute_answer(
        thing: Thing,
        answer: UUID,
        report: Annotated[AnswerDisputeReport, Body(openapi_examples=wording.disputes)],
        desk: Analyst,
    ) -> Response:
        return desk.changed(kind, thing, kind.dispute_answer, answer, report, desk)

    @operation("/{answer}/confirmation", "confirm", f"Hold that {wording.it} was an answer.")
    def confirm_answer(thing: Thing, answer: UUID, finding: Finding, desk: Analyst) -> Response:
        return desk.changed(kind, thing, kind.confirm_answer, answer, finding)

    @operation("/{answer}/rejection", "reject", f"Hold that {wording.it} was none.")
    def reject_answer(thing: Thing, answer: UUID, finding: Finding, desk: Analyst) -> Response:
        return desk.changed(kind, thing, kind.reject_answer, answer, finding)
