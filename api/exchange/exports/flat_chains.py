"""Escalation chains as rows of a table: one row a link, from what was answered to what answered it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.exchange.exports.flat_incidents import Column, Values, columns, time_of
from domain.instant import parse_instant

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from api.exchange.exports.heading import Heading


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
    *columns("flag", "chain_open"),
    *_of_step("trigger"),
    *_of_step("answer"),
    *columns("text", "basis", "status", "asserted_by"),
    *columns("number", "probability", "next_best"),
    *columns("integer", "seconds_least", "seconds_most"),
    *columns("number", "km_least", "km_most"),
    *columns("text", "step"),
    *columns("number", "toll_ratio", "toll_ratio_low", "toll_ratio_high"),
    *columns("flag", "toll_ratio_open"),
    *columns("text", "sentence", "lens"),
)
"""The columns of links; each is explained in docs/guide/exporting.md."""


def rows(chains: Sequence[dict[str, Any]], heading: Heading) -> Iterator[Values]:
    """Each link of each chain, in the order of chains and of their links."""
    for chain in chains:
        steps = {step["id"]: step for step in chain["steps"]}
        for link in chain["links"]:
            ends = [*_step(steps[link["trigger"]]), *_step(steps[link["answer"]])]
            yield [chain["id"], chain["open"]["is_open"], *ends, *_link(link), heading.query]


def _link(link: dict[str, Any]) -> Iterator[Any]:
    km, ratios = link["km"] or {}, link["toll_ratios"] or {}
    yield from (link[name] for name in ("basis", "status", "asserted_by", "probability", "next_best"))
    yield from (link["seconds_least"], link["seconds_most"], km.get("least"), km.get("most"))
    yield from (link["step"], link["toll_ratio"], *(ratios.get(bound) for bound in ("low", "high", "open")))
    yield link["sentence"]


def _step(step: dict[str, Any]) -> Iterator[Any]:
    yield from (step[name] for name in ("id", "kind", "what", "by", "against", "place"))
    yield time_of(parse_instant(step["occurred"]["earliest"], None))
    yield step["weight"]
