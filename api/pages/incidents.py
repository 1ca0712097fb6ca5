"""Lists of incidents as the API and the command line answer them: a page, and the address of the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.http.caching import address
from api.http.locations import ROOT
from projections import incidents
from projections.looking import lens_query

if TYPE_CHECKING:
    from domain.lens import Lens
    from projections.reader import Reader
    from projections.selection import Selection

LIMIT = 50
"""Incidents on one page, unless more or fewer are asked for."""


def incidents_page(
    store: Reader, lens: Lens, selection: Selection, *, limit: int = LIMIT, after: str | None = None
) -> dict[str, Any]:
    """Incidents by when they began: `count` is that of all pages. Raises Unacceptable, naming the filter."""
    page = incidents.page(store, lens, selection, limit=limit, after=after)
    more = {} if page.after is None else {"limit": limit, "after": page.after}
    following = address(f"{ROOT}/incidents", selection.words() | more, lens_query(lens)) if more else None
    return {"items": page.items, "count": page.count, "next": following}
