"""Chains: incidents and statements linked by who is said to have answered what."""

from __future__ import annotations

from uuid import UUID

from fastapi import Response

from api.reading import Looking
from api.routing import a_read, a_router
from projections import chains

router = a_router("/chains", "chains")


@router.get("", **a_read)
def list_chains(look: Looking) -> Response:
    """Every chain, by when its first step began."""
    return look.listed(chains.page(look.store, look.lens))


@router.get("/{chain}", **a_read)
def show_chain(chain: UUID, look: Looking) -> Response:
    """One chain, by the id of its first step."""
    return look.found(chains.one(look.store, look.lens, chain), f"there is no chain {chain} under this lens")
