"""Incidents as rows of a table: one row an incident, columns that a spreadsheet or a data frame can type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from domain.claim import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from api.exchange.heading import Heading
    from domain.assessment import Assessment
    from domain.incident.state import IncidentState
    from projections.streamed import Everything, Shown

Kind = Literal["text", "integer", "number", "flag", "date", "time", "list", "casualties"]
"""What a column holds; a time is an instant in UTC."""

Values = list[Any]
"""A row, in JSON's own types: a time is RFC 3339 with six digits of a second, and what is not known is None."""


class Column(NamedTuple):
    """A column of a table."""

    name: str
    kind: Kind


def columns(kind: Kind, *names: str) -> tuple[Column, ...]:
    """Several columns of one kind."""
    return tuple(Column(name, kind) for name in names)


_OF_TOLLS = tuple(
    Column(f"{outcome}_{bound}", "flag" if bound == "open" else "integer")
    for outcome in Outcome
    for bound in ("low", "high", "open")
)

FLAT: tuple[Column, ...] = (
    *columns("text", "id", "external_scheme", "external_id", "nature", "standing", "attribution"),
    *columns("list", "perpetrators", "possible_perpetrators", "targets"),
    *columns("text", "act"),
    *columns("date", "day"),
    *columns("time", "occurred_from", "occurred_by", "occurred_until"),
    *columns("text", "occurred_precision", "occurred_zone", "occurred_words"),
    *columns("time", "first_known_at"),
    *columns("text", "place"),
    *columns("number", "lat", "lon"),
    *columns("text", "place_precision", "adm1", "adm2"),
    *_OF_TOLLS,
    *columns("integer", "total_low", "total_best", "total_high", "claims", "conflicts"),
    *columns("list", "sources", "breaches", "answers"),
    *columns("text", "merged_into", "split_from"),
    *columns("list", "licences"),
    *columns("text", "lens"),
)
"""The columns of incidents; each is explained in docs/guide/exporting.md."""

NESTED: tuple[Column, ...] = (*FLAT, Column("casualties", "casualties"))
"""The same, for a format that holds tables within tables."""


def rows(everything: Everything, heading: Heading) -> Iterator[Values]:
    """Each incident as a row of `NESTED`."""
    licences = {one["source"]: one["licence"] for one in heading.credits}
    lens = heading.query
    for batch in everything.batches():
        for shown, told in zip(batch, everything.in_short(batch), strict=True):
            yield [*_row(shown, told, licences), lens, told["assessed"]["casualties"]]


def _row(shown: Shown, told: dict[str, Any], licences: Mapping[str | None, str | None]) -> Iterator[Any]:
    state, assessment = shown.judged
    external, place = told["external_id"] or {}, told["place"]
    sources = sorted({held.claim.source for held in state.claims.values()})
    yield from (told["id"], external.get("scheme"), external.get("value"))
    yield from (told["nature"], told["standing"], told["attribution"])
    yield from (told["perpetrators"], told["possible_perpetrators"], told["targets"], told["act"])
    yield from _when(state)
    yield from (place[name] for name in ("name", "lat", "lon", "precision", "adm1", "adm2"))
    yield from _tolls(assessment)
    yield from _total(state, assessment)
    yield from (len(state.claims), len(assessment.conflicts), sources)
    yield [f"{one['agreement']} {one['provision']}" for one in told["breaches"] if one["status"] != "rejected"]
    yield [one["incident"] or one["statement"] for one in told["answers"] if one["status"] != "rejected"]
    yield from (told["merged_into"], told["split_from"])
    yield sorted({licence for one in sources if (licence := licences.get(one))})


def _when(state: IncidentState) -> Iterator[Any]:
    """When it happened, on which day of its own zone, in which words, and since when anyone knew."""
    if state.frame is None:  # pragma: no cover - what a lens shows has a frame
        raise AssertionError
    occurred = state.frame.occurred
    yield from (occurred.day, time_of(occurred.began_from), time_of(occurred.began_by), time_of(occurred.over_by))
    yield from (occurred.precision, occurred.zone)
    yield occurred.start if occurred.end is None else f"{occurred.start}/{occurred.end}"
    yield time_of(min(held.known_at for held in state.claims.values()))


def _tolls(assessment: Assessment) -> Iterator[Any]:
    """All people with each outcome, whoever they were; nothing where no claim that counts speaks of it."""
    told = {toll.outcome: toll for toll in assessment.tolls if toll.what == "casualties"}
    for outcome in Outcome:
        toll = told.get(outcome)
        yield from (None, None, None) if toll is None else (toll.low, toll.high, toll.high is None)


def _total(state: IncidentState, assessment: Assessment) -> tuple[int | None, int | None, int | None]:
    """The toll that a data set published for the whole, word for word: of the latest claim that counts and has one."""
    totals = [state.claims[one].claim.total for one in assessment.claims]
    last = next((total for total in reversed(totals) if total is not None), None)
    return (None, None, None) if last is None else (last.low, last.best, last.high)


def time_of(moment: datetime) -> str:
    """An instant in UTC, always of the same length, so that a column of them is read as one form."""
    return f"{moment.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
