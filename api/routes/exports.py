"""Exports: what a notebook, a map or a newsroom opens, under any lens, streamed."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Annotated

from fastapi import Query, Response
from fastapi.responses import StreamingResponse

from api.exchange.exports.heading import address_of
from api.exchange.exports.taking_out import Export, Origin, Wish, export
from api.http.caching import tag_of_words
from api.http.locations import ROOT
from api.http.reading import Look, Looking
from api.http.routing import a_read, a_router
from api.routes.chains import TheJoining
from api.routes.incidents import Selecting
from projections.looking import mark

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

router = a_router("", "exports")

MOST_LINKS = 20
"""Licences that a header links to; of more, to the list of sources, for clients and proxies refuse long headers."""

GroupBy = Annotated[
    str | None, Query(description="What counts are grouped by, joined by commas", examples=["party,month"])
]
Layout = Annotated[str | None, Query(alias="as", description="The columns of another data set", examples=["ucdp-ged"])]


class Pieces(StreamingResponse):
    """Bytes as they are made. Where the reader leaves half-way, what makes them tidies up at once, files and all."""

    def __init__(self, pieces: Iterator[bytes], media_type: str) -> None:
        self.pieces = _closable(pieces)
        super().__init__(self.pieces, media_type=media_type)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send them."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            # Else it waits, suspended, for whenever the collector of cycles comes by.
            self.pieces.close()


def _closable(pieces: Iterator[bytes]) -> Generator[bytes]:
    yield from pieces


@router.get("/incidents.geojson", response_class=StreamingResponse, **a_read)
def map_incidents(look: Looking, selection: Selecting) -> Response:
    """The incidents of the list as points (RFC 7946), streamed; a place without coordinates has no geometry."""
    return streamed(look, export(origin_of(look), Wish("incidents", "geojson", selection)))


@router.get("/exports/{what}.{ending}", response_class=StreamingResponse, **a_read)
def take_out(  # noqa: PLR0917 - the words of an address
    what: str,
    ending: str,
    look: Looking,
    selection: Selecting,
    joining: TheJoining,
    group_by: GroupBy = None,
    layout: Layout = None,
) -> Response:
    """Incidents, counts, chains or events as csv, ndjson, geojson, parquet, xlsx, graphml or mmd, streamed."""
    return streamed(look, export(origin_of(look), Wish(what, ending, selection, group_by, layout, joining)))


def origin_of(look: Look) -> Origin:
    """Where an export comes from, as this read looks at it."""
    return Origin(look.store, look.truceline.ledger, look.lens, look.lens_shown, look.cited)


def streamed(look: Look, made: Export) -> Response:
    """The pieces as they are made, with the licences of what is in them."""
    licences = sorted({one["licence"] for one in made.heading.credits if one["licence"]})
    links = [f'<{address}>; rel="license"' for one in licences if (address := address_of(one))]
    if len(links) > MOST_LINKS:
        links = [f'<{look.href(f"{ROOT}/sources")}>; rel="license"']
    tag = tag_of_words(
        mark(look.store, look.lens), look.citation, look.lens_shown, sorted(look.still.waiting), *made.makers
    )
    return look.kept(Pieces(made.pieces(), made.media_type), tag, links)
