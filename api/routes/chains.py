"""Chains: incidents and statements linked by what answered what, as it is said or inferred."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from api.http.reading import Looking
from api.http.routing import a_read, a_router
from api.pages.chains import DESCRIPTION, LIMIT, Basis, chain_page, chains_page
from projections.chaining.chosen import AskedChains
from projections.chaining.theatre import ALL, PROBABILITY, Joining

router = a_router("/chains", "chains")

Probability = Annotated[float, Query(gt=0, le=1, description="From which probability on inferred links join")]
OnBasis = Annotated[Basis, Query(description="`asserted`: only what is asserted joins, and nothing is inferred")]
Party = Annotated[str | None, Query(description="A party that acts in it, may have acted, or is acted against")]
First = Annotated[str | None, Query(alias="from", description="The first day or instant that a step may be of")]
Last = Annotated[str | None, Query(alias="to", description="The last day or instant that a step may be of")]
MinWeight = Annotated[
    float | None, Query(ge=-10, le=10, description="How heavy the peak is at least, on PLOVER's scale", examples=[-9.0])
]
Open = Annotated[bool | None, Query(alias="open", description="Whether an answer may still come")]
Limit = Annotated[int, Query(ge=1, le=500, description="Chains on one page")]
After = Annotated[str | None, Query(description="Where a page begins: from the `next` link of the one before")]


# Both only hold what was said: awaited, they need no thread of their own.
async def _joining(probability: Probability = PROBABILITY, basis: OnBasis = ALL) -> Joining:
    return Joining(probability, basis)


async def _asked(
    *,
    party: Party = None,
    first: First = None,
    last: Last = None,
    min_weight: MinWeight = None,
    is_open: Open = None,
) -> AskedChains:
    return AskedChains(party, first, last, min_weight, is_open)


TheJoining = Annotated[Joining, Depends(_joining)]
"""Which links join, in the words of the query."""

TheAsked = Annotated[AskedChains, Depends(_asked)]


@router.get("", description=DESCRIPTION, **a_read)
def list_chains(
    *, look: Looking, joining: TheJoining, asked: TheAsked, limit: Limit = LIMIT, after: After = None
) -> Response:
    """Escalation chains, by when their first step began."""
    return look.answer(chains_page(look.store, look.lens, joining, asked, limit=limit, cursor=after))


@router.get("/{chain}", **a_read)
def show_chain(chain: UUID, look: Looking, joining: TheJoining) -> Response:
    """One chain, by the id of its first step."""
    return look.answer(chain_page(look.store, look.lens, chain, joining))
