"""Reading parties, and who stood with whom. Reference data: cut by position only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from domain.party import PartyState
from projections.document import document, documents
from projections.table import Table
from projections.timeline import TimelessTimeline

if TYPE_CHECKING:
    from domain.lens import Lens
    from projections.reader import Reader
    from projections.timeline import Content


def content(state: PartyState) -> Content:
    """The columns of one version."""
    affiliations = [
        {
            "id": held.id,
            "with": held.counterpart,
            "relation": held.relation,
            "from": held.start,
            "to": held.end,
            "source": held.source,
            "text": held.text,
        }
        for held in state.standing_affiliations()
    ]
    body = {
        "slug": state.slug,
        "name": state.name,
        "kind": state.kind,
        "aliases": state.aliases,
        "affiliations": affiliations,
    }
    return (state.slug, to_json(body).decode())


PARTIES = Table(
    "party", "party_versions", {"slug": "VARCHAR", "body": "VARCHAR"}, PartyState, content, TimelessTimeline
)


def page(store: Reader, lens: Lens) -> list[dict[str, Any]]:
    """Every party, by slug."""
    return documents(store, PARTIES, lens, order="v.slug")


def one(store: Reader, lens: Lens, slug: str) -> dict[str, Any] | None:
    """One party with its affiliations; None where it is not registered."""
    return document(store, PARTIES, lens, slug)
