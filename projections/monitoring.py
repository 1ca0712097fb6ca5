"""Reading where monitors watched, and where they were kept out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from domain.moment import Moment
from domain.monitoring import MonitoringState
from projections.clock import micros
from projections.document import document, documents
from projections.table import Table

if TYPE_CHECKING:
    from uuid import UUID

    from domain.lens import Lens
    from projections.reader import Reader
    from projections.timeline import Content


def content(state: MonitoringState) -> Content | None:
    """The columns of one version; None before it was declared."""
    if state.coverage is None:
        return None
    body = state.coverage.model_dump(mode="json", by_alias=True) | {
        "withdrawn": state.withdrawn,
        "denials": [
            one.model_dump(mode="json", by_alias=True) | {"withdrawn": state.denials_withdrawn.get(one.id)}
            for one in state.denials
        ],
    }
    return (micros(state.coverage.period.began_by), to_json(body).decode())


MONITORING = Table(
    "monitoring", "monitoring_versions", {"began_by": "BIGINT", "body": "VARCHAR"}, MonitoringState, content
)


def page(store: Reader, lens: Lens) -> list[dict[str, Any]]:
    """Every watch, by when it began."""
    return [_as_of(one, lens) for one in documents(store, MONITORING, lens, order="v.began_by")]


def one(store: Reader, lens: Lens, stream: UUID) -> dict[str, Any] | None:
    """One watch; None where the lens does not show it."""
    found = document(store, MONITORING, lens, stream)
    return None if found is None else _as_of(found, lens)


def _as_of(body: dict[str, Any], lens: Lens) -> dict[str, Any]:
    """Where its monitor had been kept out by the lens's `as_of`."""
    return body | {"denials": [one for one in body["denials"] if _had_happened(one["at"], lens)]}


def _had_happened(moment: dict[str, Any], lens: Lens) -> bool:
    return lens.as_of is None or Moment.model_validate(moment, context={"stored": True}).began_by <= lens.as_of
