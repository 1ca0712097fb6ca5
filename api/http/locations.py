"""Locations: the address of every thing that can be recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.agreement.agreement import Agreement
from domain.party import Party
from domain.source import Source

if TYPE_CHECKING:
    from domain.ledger import Ledger
    from domain.receipt import Recorded

ROOT = "/api/v1"

_FOLDERS = {
    "incident": "incidents",
    "agreement": "agreements",
    "party": "parties",
    "source": "sources",
    "statement": "statements",
    "figure": "figures",
    "bulletin": "bulletins",
    "monitoring": "monitoring",
    "fit": "fits",
}

_REGISTERED = {Party.KIND, Source.KIND, Agreement.KIND}
"""What others are named by, and has to be there before them."""


def how_to_register(kind: str | None) -> str:
    """What a refusal adds where it misses a thing of this kind; empty where nobody registers such."""
    return f": an analyst registers it by POST {ROOT}/{_FOLDERS[kind]}" if kind in _REGISTERED else ""


def location_of(ledger: Ledger, recorded: Recorded) -> str:
    """The path of what was recorded; parties, sources and agreements go by their slugs."""
    return f"{ROOT}/{_FOLDERS[recorded.kind]}/{_slug(ledger, recorded) or recorded.id}"


def _slug(ledger: Ledger, recorded: Recorded) -> str | None:
    match recorded.kind:
        case Party.KIND:
            party = ledger.get(Party, recorded.id)
            return party.state.slug if party else None
        case Source.KIND:
            source = ledger.get(Source, recorded.id)
            return source.state.slug if source else None
        case Agreement.KIND:
            agreement = ledger.get(Agreement, recorded.id)
            return agreement.state.header.slug if agreement and agreement.state.header else None
        case _:
            return None
