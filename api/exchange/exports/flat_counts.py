"""Counts as rows of a table: one row a group, a column a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.exchange.exports.flat_incidents import Column, Values, columns
from api.http import caching
from api.http.locations import ROOT
from domain.assessment.tally import NATURES
from domain.claim import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from api.exchange.exports.heading import Heading
    from projections.selection import Selection

BOUNDS = ("low", "high", "open")


def columns_of(group_by: Sequence[str]) -> tuple[Column, ...]:
    """The columns of counts that are grouped like this."""
    return (
        *columns("text", *group_by),
        *columns("integer", *(f"{number}_{part}" for number in NATURES.values() for part in _attributions(group_by))),
        *(
            Column(f"{what}_{outcome}_{bound}", "flag" if bound == "open" else "integer")
            for what in _tolls(group_by)
            for outcome in Outcome
            for bound in BOUNDS
        ),
        *columns("integer", "incidents"),
        *columns("text", "address", "lens"),
    )


def rows(
    groups: Sequence[Mapping[str, Any]], group_by: Sequence[str], selection: Selection, heading: Heading
) -> Iterator[Values]:
    """Each group as a row. A toll that no claim speaks of is empty; what is at zero was counted, and found none."""
    for group in groups:
        behind = caching.address(f"{ROOT}/incidents", selection.words() | group["where"], heading.cited)
        yield [*_row(group, group_by), group["count"], behind, heading.query]


def _row(group: Mapping[str, Any], group_by: Sequence[str]) -> Iterator[Any]:
    yield from (group[name] for name in group_by)
    for number in NATURES.values():
        yield from (group[number][part] for part in _attributions(group_by))
    for what in _tolls(group_by):
        for outcome in Outcome:
            toll = group[what].get(outcome, {})
            yield from (toll.get(bound) for bound in BOUNDS)


def _attributions(group_by: Sequence[str]) -> tuple[str, ...]:
    """What is attributed to nobody is no party's."""
    return ("attributed", "contested") if "party" in group_by else ("attributed", "contested", "unattributed")


def _tolls(group_by: Sequence[str]) -> tuple[str, ...]:
    return ("inflicted", "suffered") if "party" in group_by else ("casualties",)
