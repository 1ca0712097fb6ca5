"""Drawings: chains as a graph that networkx, yEd and Gephi open, or as a chart that GitHub draws."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

from fastapi import Path, Response
from fastapi.responses import StreamingResponse

from api.exchange.exports.taking_out import chains_made, in_form
from api.http.reading import Look, Looking
from api.http.routing import a_read, a_router
from api.pages.chains import chain_around, chain_page, chains_page
from api.routes.chains import TheAsked, TheJoining
from api.routes.exports import origin_of, streamed
from projections import incidents, statements

if TYPE_CHECKING:
    from projections.chaining.theatre import Joining

router = a_router("", "chains")

Ending = Annotated[
    Literal["graphml", "mmd", "mermaid"],
    Path(description="`graphml`: GraphML 1.0, with typed attributes; `mmd` or `mermaid`: a Mermaid flowchart"),
]

a_drawing: dict[str, Any] = {**a_read, "response_class": StreamingResponse}


@router.get("/chains.{ending}", **a_drawing)
def draw_chains(ending: Ending, look: Looking, joining: TheJoining, asked: TheAsked) -> Response:
    """All chains that the filters of the list let through, as one graph or chart."""
    page = chains_page(look.store, look.lens, joining, asked, limit=sys.maxsize)
    return _drawn(look, ending, page["items"], page)


@router.get("/chains/{chain}.{ending}", **a_drawing)
def draw_chain(chain: UUID, ending: Ending, look: Looking, joining: TheJoining) -> Response:
    """One chain as a graph or chart, by the id of its first step."""
    found = chain_page(look.store, look.lens, chain, joining)
    return _drawn(look, ending, [found], found)


@router.get("/incidents/{incident}/chain.{ending}", **a_drawing)
def draw_chain_of_incident(incident: UUID, ending: Ending, look: Looking, joining: TheJoining) -> Response:
    """The chain that an incident is part of, as a graph or chart."""
    look.check_visible(incidents.one(look.store, look.lens, incident), "incident", incident, incident)
    return _around(look, ending, "incident", incident, joining)


@router.get("/statements/{statement}/chain.{ending}", **a_drawing)
def draw_chain_of_statement(statement: UUID, ending: Ending, look: Looking, joining: TheJoining) -> Response:
    """The chain that a statement is part of, as a graph or chart."""
    look.check_visible(statements.one(look.store, look.lens, statement), "statement", statement, statement)
    return _around(look, ending, "statement", statement, joining)


def _around(look: Look, ending: str, kind: str, member: UUID, joining: Joining) -> Response:
    found = chain_around(look.store, look.lens, kind, member, joining)
    return _drawn(look, ending, [found], found)


def _drawn(look: Look, ending: str, found: list[dict[str, Any]], rests_on: dict[str, Any]) -> Response:
    """Raises Unacceptable where a chart is wanted of more than Mermaid draws."""
    made = chains_made(origin_of(look), found, rests_on, ending)
    return streamed(look, in_form(*made, ending))
