"""Reading figures: published numbers about the situation, with every later number of the same source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from domain.figure import FigureState
from projections.clock import ALWAYS, micros
from projections.document import document, documents
from projections.table import Table

if TYPE_CHECKING:
    from uuid import UUID

    from domain.lens import Lens
    from projections.reader import Reader
    from projections.timeline import Content

_COLUMNS = {"began_by": "BIGINT", "measure": "VARCHAR", "body": "VARCHAR"}


def content(state: FigureState) -> Content | None:
    """The columns of one version; None before it was published. A figure without a period is of any time."""
    published = state.body
    if published is None:
        return None
    latest = state.revisions[-1].quantity if state.revisions else published.quantity
    body = published.model_dump(mode="json", by_alias=True) | {
        "latest": latest.model_dump(mode="json"),
        "revisions": [one.model_dump(mode="json") for one in state.revisions],
        "external_id": None if state.external_id is None else state.external_id.model_dump(),
    }
    began = ALWAYS if published.period is None else micros(published.period.began_by)
    return (began, published.measure, to_json(body).decode())


FIGURES = Table("figure", "figure_versions", _COLUMNS, FigureState, content)


def page(store: Reader, lens: Lens, *, measure: str | None = None) -> list[dict[str, Any]]:
    """Figures by what they measure and when; `measure` narrows them."""
    return documents(
        store,
        FIGURES,
        lens,
        order="v.measure, v.began_by",
        also="(? IS NULL OR v.measure = ?)",
        values=(measure, measure),
    )


def one(store: Reader, lens: Lens, stream: UUID) -> dict[str, Any] | None:
    """One figure; None where the lens does not show it."""
    return document(store, FIGURES, lens, stream)
