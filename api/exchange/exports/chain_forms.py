"""Chains as they go out: rows of their links, lines of JSON, a graph, a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.exchange.drawings.graphml import graphml_of
from api.exchange.drawings.mermaid import mermaid_of
from api.exchange.exports import flat_chains, json_text
from api.exchange.exports.csv_file import csv_of
from api.exchange.exports.parquet_file import parquet_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from api.exchange.exports.flat_incidents import Values
    from api.exchange.exports.heading import Heading

CHARTS = ("mmd", "mermaid")
"""Both endings are Mermaid's own."""


def forms_of_chains(
    found: list[dict[str, Any]], heading: Heading, rests_on: dict[str, Any], ending: str
) -> dict[str, Callable[[], Iterator[bytes]]]:
    """The forms by the endings of files. Raises Unacceptable where a chart is wanted of more than can be drawn."""
    # Drawn before anything is sent: what cannot be drawn is refused as a whole.
    chart = mermaid_of(found, heading, rests_on).encode() if ending in CHARTS else b""

    def rows() -> Iterator[Values]:
        return flat_chains.rows(found, heading)

    return {
        "csv": lambda: csv_of(flat_chains.COLUMNS, rows()),
        "ndjson": lambda: json_text.lines((rests_on | chain for chain in found), heading),
        "parquet": lambda: parquet_of(flat_chains.COLUMNS, rows(), heading),
        "graphml": lambda: graphml_of(found, heading, rests_on),
        **dict.fromkeys(CHARTS, lambda: iter((chart,))),
    }
