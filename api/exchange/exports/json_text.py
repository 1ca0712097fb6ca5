"""Incidents as lines of JSON, each complete, and as features of a map (RFC 7946)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from projections.incidents import feature_of
from projections.without_gc import without_gc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from api.exchange.exports.flat_incidents import Column, Values
    from api.exchange.exports.heading import Heading
    from projections.streamed import Everything


def lines_of(everything: Everything, heading: Heading) -> Iterator[bytes]:
    """Each incident as its own page answers it under this lens, with whom to name for its claims."""
    credit_of = {one["source"]: one for one in heading.credits}
    through = {"lens": heading.lens, "position": heading.position}
    for batch in everything.batches():
        with without_gc():
            told = everything.in_full(batch)
            for body in told:
                sources = {claim["source"] for claim in body["claims"]}
                body |= {**through, "credits": [one for slug, one in credit_of.items() if slug in sources]}
            piece = as_lines(told)
        yield piece


def features_of(everything: Everything, heading: Heading) -> Iterator[bytes]:
    """Each incident as a feature of one collection, which says of itself through which lens it looks."""
    collection = {"type": "FeatureCollection", "lens": heading.lens, "position": heading.position}
    collection |= {"count": everything.count(), "credits": list(heading.credits), "features": []}
    yield as_text(collection).removesuffix("]}").encode()
    between = ""
    for batch in everything.batches():
        with without_gc():
            features = between + ",".join(as_text(feature_of(item)) for item in everything.in_short(batch))
        yield features.encode()
        between = ","
    yield b"]}"


def lines(things: Iterable[dict[str, Any]], heading: Heading) -> Iterator[bytes]:
    """Each thing as a line of JSON that says through which lens it looks, and whom to name for all of them."""
    through = {"lens": heading.lens, "position": heading.position, "credits": list(heading.credits)}
    for thing in things:
        yield as_lines([thing | through])


def lines_of_rows(columns: Sequence[Column], rows: Iterable[Values], heading: Heading) -> Iterator[bytes]:
    """Rows of a table as such lines, a member a column."""
    names = [column.name for column in columns]
    return lines((dict(zip(names, row, strict=True)) for row in rows), heading)


def as_lines(things: Iterable[Any]) -> bytes:
    """Each thing on a line of its own."""
    return "".join(f"{as_text(thing)}\n" for thing in things).encode()


def as_text(thing: object) -> str:
    """The same bytes for the same thing, always."""
    return json.dumps(thing, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
