"""Counts: numbers under a lens, each group with the address of exactly the incidents behind it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query, Response

from api.http.locations import ROOT
from api.http.reading import Look, Looking
from api.http.routing import a_read, a_router
from api.routes.incidents import Selecting
from projections.counts import GROUP_BY, grouped, whole
from projections.selection import Selection

router = a_router("/counts", "counts")

GroupBy = Annotated[
    str, Query(description=f"What to group by, joined by commas: {', '.join(GROUP_BY)}", examples=["party,month"])
]


@router.get("", **a_read)
def count_incidents(look: Looking, selection: Selecting, group_by: GroupBy = "party") -> Response:
    """Violations, retaliations and casualties by group. A retracted or merged incident counts nowhere."""
    names = [name.strip() for name in group_by.split(",")]
    groups = grouped(look.store, look.lens, selection, names)
    every = whole(look.store, look.lens, selection)
    return look.answer(
        {
            "unit": "incident",
            "groups": [_with_address(look, selection, group) for group in groups],
            "whole": _with_address(look, selection, every),
        }
    )


def _with_address(look: Look, selection: Selection, group: dict[str, Any]) -> dict[str, Any]:
    shown = {name: part for name, part in group.items() if name not in {"count", "where"}}
    href = look.href(f"{ROOT}/incidents", selection.words(), group["where"])
    return shown | {"incidents": {"count": group["count"], "href": href}}
