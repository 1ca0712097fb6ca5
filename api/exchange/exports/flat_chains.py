"""Escalation chains as rows of a table: one row a link, from what was answered to what answered it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.exchange.exports.flat_incidents import Column, Values, columns, time_of
from domain.instant import parse_instant

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from api.exchange.exports.heading import Heading

_OF_STEP = ("kind", "what", "by", "against", "place", "occurred_from", "weight")


def _of_step(side: str) -> tuple[Column, ...]:
    return (
        *columns("text", side, f"{side}_kind", f"{side}_what"),
        *columns("list", f"{side}_by", f"{side}_against"),
        *columns("text", f"{side}_place"),
        *columns("time", f"{side}_occurred_from"),
        *columns("number", f"{side}_weight"),
    )


COLUMNS: tuple[Column, ...] = (
    *columns("text", "chain"),
    *_of_step("trigger"),
    *_of_step("answer"),
    *columns("text", "basis", "status", "asserted_by"),
    *columns("integer", "seconds_least", "seconds_most"),
    *columns("number", "toll_ratio"),
    *columns("text", "lens"),
)
"""The columns of links; each is explained in docs/guide/exporting.md."""


def rows(chains: Sequence[dict[str, Any]], heading: Heading) -> Iterator[Values]:
    """Each link of each chain, in the order of chains and of their links."""
    for chain in chains:
        steps = {step["id"]: step for step in chain["steps"]}
        for link in chain["links"]:
            ends = [*_step(steps[link["trigger"]]), *_step(steps[link["answer"]])]
            about = ("basis", "status", "asserted_by", "seconds_least", "seconds_most", "toll_ratio")
            yield [chain["id"], *ends, *(link[name] for name in about), heading.query]


def _step(step: dict[str, Any]) -> Iterator[Any]:
    yield from (step[name] for name in ("id", "kind", "what", "by", "against", "place"))
    yield time_of(parse_instant(step["occurred"]["earliest"], None))
    yield step["weight"]
