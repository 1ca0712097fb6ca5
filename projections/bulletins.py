"""Reading bulletins: each side's own count, beside the other's, and never mixed with ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from domain.bulletin import BulletinState
from projections.clock import ALWAYS, micros
from projections.document import document, documents
from projections.table import Table

if TYPE_CHECKING:
    from uuid import UUID

    from domain.lens import Lens
    from projections.reader import Reader
    from projections.timeline import Content

_COLUMNS = {"began_by": "BIGINT", "side": "VARCHAR", "body": "VARCHAR"}


def content(state: BulletinState) -> Content | None:
    """The columns of one version; None before it was published. One without a period is outside any window."""
    published = state.body
    if published is None:
        return None
    body = published.model_dump(mode="json", by_alias=True) | {
        "unaccounted": state.unaccounted,
        "corrected": state.corrected,
        "external_id": None if state.external_id is None else state.external_id.model_dump(),
    }
    began = ALWAYS if published.period is None else micros(published.period.began_by)
    return (began, published.side, to_json(body).decode())


BULLETINS = Table("bulletin", "bulletin_versions", _COLUMNS, BulletinState, content)


def page(store: Reader, lens: Lens, *, side: str | None = None) -> list[dict[str, Any]]:
    """Bulletins by period and side, undated ones first; `side` (a party) narrows them."""
    return documents(
        store, BULLETINS, lens, order="v.began_by, v.side", also="(? IS NULL OR v.side = ?)", values=(side, side)
    )


def one(store: Reader, lens: Lens, stream: UUID) -> dict[str, Any] | None:
    """One bulletin; None where the lens does not show it."""
    return document(store, BULLETINS, lens, stream)
