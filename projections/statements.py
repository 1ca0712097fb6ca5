"""Reading statements: who demanded or warned, of whom, and by when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from domain.moment import Moment
from domain.statement import StatementState
from projections.bodies import told_answer
from projections.clock import micros
from projections.document import document, documents
from projections.links import drop_unseen_answers
from projections.looking import judged_at
from projections.table import Table

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from domain.lens import Lens
    from projections.reader import Reader
    from projections.timeline import Content

_COLUMNS = {"began_from": "BIGINT", "began_by": "BIGINT", "kind": "VARCHAR", "party": "VARCHAR", "body": "VARCHAR"}


def content(state: StatementState) -> Content | None:
    """The columns of one version; None before it was issued."""
    said = state.body
    if said is None:
        return None
    body = said.model_dump(mode="json", by_alias=True) | {
        "answers": [told_answer(state, answer_id) for answer_id in state.answers],
        "withdrawn": state.withdrawn,
        "external_id": None if state.external_id is None else state.external_id.model_dump(),
    }
    return (micros(said.made.began_from), micros(said.made.began_by), str(said.kind), said.by, to_json(body).decode())


STATEMENTS = Table("statement", "statement_versions", _COLUMNS, StatementState, content)


def page(store: Reader, lens: Lens, *, kind: str | None = None, by: str | None = None) -> list[dict[str, Any]]:
    """Statements by when they were made; `kind` and `by` (a party) narrow them."""
    at = judged_at(store, lens)
    found = documents(
        store,
        STATEMENTS,
        lens,
        order="v.began_from",
        also="(? IS NULL OR v.kind = ?) AND (? IS NULL OR v.party = ?)",
        values=(kind, kind, by, by),
    )
    drop_unseen_answers(store, lens, found)
    return [_as_of(one, at) for one in found]


def one(store: Reader, lens: Lens, stream: UUID) -> dict[str, Any] | None:
    """One statement; None where the lens does not show it."""
    found = document(store, STATEMENTS, lens, stream)
    if found is None:
        return None
    drop_unseen_answers(store, lens, [found])
    return _as_of(found, judged_at(store, lens))


def _as_of(body: dict[str, Any], at: datetime) -> dict[str, Any]:
    deadline = body["deadline"]
    passed = deadline is not None and Moment.model_validate(deadline, context={"stored": True}).over_by < at
    return body | {"deadline_passed": passed}
