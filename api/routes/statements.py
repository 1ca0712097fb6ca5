"""Statements: demands, ultimatums, warnings, condemnations, calls and rounds of talks."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Body, Query, Response

from api.examples import incidents as shared_examples
from api.examples import statements as examples
from api.http.desk import Analyst, Reporter
from api.http.reading import Looking
from api.http.routing import a_read, a_router, a_write
from api.pages.chains import chain_around
from api.routes.answering import Wording, add_answer_routes
from api.routes.chains import TheJoining
from domain.judgement import Mend
from domain.model import Slug
from domain.statement import Statement, StatementKind, StatementReport
from projections import statements

router = a_router("/statements", "statements")

WORDING = Wording(
    examples.ANSWERS,
    examples.ANSWER_DISPUTES,
    examples.ANSWER_FINDINGS,
    this="this statement",
    it="the statement",
    ending="_of_statement",
)


@router.post("", **a_write)
def issue_statement(
    report: Annotated[StatementReport, Body(openapi_examples=examples.STATEMENTS)], desk: Reporter
) -> Response:
    """Keep what was said, by whom, to whom, and by when it wants an answer."""
    return desk.opened(Statement.issue, report)


@router.post("/{statement}/withdrawal", **a_write)
def withdraw_statement(
    statement: UUID, mend: Annotated[Mend, Body(openapi_examples=shared_examples.WITHDRAWALS)], desk: Analyst
) -> Response:
    """The statement no longer stands; where it was entered in error, it never did."""
    return desk.changed(Statement, statement, Statement.withdraw, mend)


add_answer_routes(router, "/{statement}", Statement, WORDING)


@router.get("", **a_read)
def list_statements(
    look: Looking,
    kind: StatementKind | None = None,
    by: Annotated[Slug | None, Query(description="The party that made it")] = None,
) -> Response:
    """Statements by when they were made."""
    return look.listed(statements.page(look.store, look.lens, kind=kind, by=by))


@router.get("/{statement}", **a_read)
def show_statement(statement: UUID, look: Looking) -> Response:
    """One statement, and whether its deadline had passed."""
    return look.thing(statements.one(look.store, look.lens, statement), "statement", statement, statement)


@router.get("/{statement}/chain", **a_read)
def show_chain_of(statement: UUID, look: Looking, joining: TheJoining) -> Response:
    """The escalation chain that a statement is part of."""
    look.check_visible(statements.one(look.store, look.lens, statement), "statement", statement, statement)
    return look.answer(chain_around(look.store, look.lens, "statement", statement, joining))
