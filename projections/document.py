"""Documents: things whose versions are kept whole, and read by their own id or slug."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from projections.looking import had_happened_by, seen

if TYPE_CHECKING:
    from uuid import UUID

    from domain.lens import Lens
    from projections.reader import Reader
    from projections.table import Table


def documents(
    store: Reader, table: Table, lens: Lens, *, order: str, also: str = "true", values: tuple[Any, ...] = ()
) -> list[dict[str, Any]]:
    """Every document that the lens shows, with its id, in the given order and then by id."""
    seen_by, cut = seen(lens)
    happened, moments = had_happened_by(lens) if "began_by" in table.columns else ("true", [])
    found = store.rows(
        f"SELECT v.id, v.body FROM {table.name} v WHERE {seen_by} AND {happened} AND {also} ORDER BY {order}, v.id",
        [*cut, *moments, *values],
    )
    return [{"id": str(stream)} | json.loads(body) for stream, body in found]


def document(store: Reader, table: Table, lens: Lens, key: UUID | str) -> dict[str, Any] | None:
    """One document by its id, or by its slug; None where the lens does not show it."""
    column = "v.slug = ?" if isinstance(key, str) else "v.id = ?::UUID"
    found = documents(store, table, lens, order="v.id", also=column, values=(str(key),))
    return found[0] if found else None
