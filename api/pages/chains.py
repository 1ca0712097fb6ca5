"""Pages of chains: some of them, one, or the one that a thing is part of; with the fit that they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from api.http.caching import address
from api.http.locations import ROOT
from api.pages.chainless import why_chainless
from domain.errors import Missing
from projections import chains
from projections.chaining.chosen import EVERY, listed
from projections.chaining.theatre import PROBABILITY, USUAL, Joining
from projections.looking import lens_query

if TYPE_CHECKING:
    from uuid import UUID

    from domain.lens import Lens
    from projections.chaining.chosen import AskedChains
    from projections.reader import Reader

LIMIT = 50
"""Chains on one page, unless more are asked for."""

Basis = Literal["all", "asserted"]

DESCRIPTION = """\
Chains of incidents and statements that answer each other, by when their first step began, which gives a chain its id.

- **`links`** are `asserted` by a source (not rejected; disputed ones say so) or `inferred` with a probability: from
  `probability` on they join. `basis=asserted` infers nothing. Each link says in a `sentence` what it rests on, and by
  its `step` whether it goes `up` the ladder of weight, `down`, or stays `level`.
- **`fit`** is what is inferred from, fixed by the lens's position; where it is null, `not_inferred` says why.
- **`open`** is judged at the lesser of `as_of` and the recording of the position: a deadline has not passed, or an
  answer to the last step may still come.
- **`left_out`** are the links that would close a circle or leave no possible order of times; they do not join.

`from` and `to` let through chains any step of which may have happened in that time, `party` those in which it acts, may
have acted or is acted against, `min_weight` those whose `peak` is this heavy or heavier: a number of PLOVER's scale,
`-3.5` accusations and threats, `-6.5` mobilisation, `-9` firearms, `-9.5` heavy weapons or from the air.
"""


def chains_page(
    store: Reader,
    lens: Lens,
    joining: Joining = USUAL,
    asked: AskedChains = EVERY,
    *,
    limit: int = LIMIT,
    cursor: str | None = None,
) -> dict[str, Any]:
    """Chains that pass; `next` is an address under the same lens, or None. Raises Unacceptable."""
    page = listed(store, lens, joining, asked, limit=limit, after=cursor)
    following = None
    if page.after is not None:
        words = _words(joining, asked) | {"limit": str(limit), "after": page.after}
        following = address(f"{ROOT}/chains", words, lens_query(lens))
    told = {"items": page.items, "count": page.count, "next": following}
    return chains.heading(store, lens, joining) | told


def chain_page(store: Reader, lens: Lens, chain: UUID, joining: Joining) -> dict[str, Any]:
    """One chain by the id of its first step. Raises Missing, naming the chain that it is a step of, if any."""
    found = chains.of(store, lens, chain, joining)
    if found is None or found["id"] != str(chain):
        other = "" if found is None else f"; it is a step of the chain {found['id']}"
        raise Missing(f"there is no chain {chain} under this lens{other}")
    return chains.heading(store, lens, joining) | found


def chain_around(store: Reader, lens: Lens, kind: str, member: UUID, joining: Joining) -> dict[str, Any]:
    """The chain that an incident or a statement is part of. Raises Missing, saying why it is part of none."""
    found = chains.of(store, lens, member, joining)
    if found is None:
        raise Missing(f"{kind} {member} is part of no chain: {why_chainless(store, lens, kind, member, joining)}")
    return chains.heading(store, lens, joining) | found


def _words(joining: Joining, asked: AskedChains) -> dict[str, str]:
    words: dict[str, Any] = {
        "party": asked.party,
        "from": asked.first,
        "to": asked.last,
        "min_weight": asked.min_weight,
        "open": None if asked.is_open is None else str(asked.is_open).lower(),
        "basis": joining.basis if joining.basis != USUAL.basis else None,
        "probability": joining.probability if joining.probability != PROBABILITY else None,
    }
    return {name: str(value) for name, value in words.items() if value is not None}
