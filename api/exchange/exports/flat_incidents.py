"""Incidents as rows of a table: one row an incident, columns that a spreadsheet or a data frame can type."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from domain.claim import Outcome
from projections.bodies import quantity_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from uuid import UUID

    from api.exchange.exports.heading import Heading
    from domain.assessment.policy import Assessment
    from domain.incident.state import IncidentState
    from domain.moment import Moment
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


def rows(everything: Everything, heading: Heading, *, nested: bool = False) -> Iterator[Values]:
    """Each incident as a row of `FLAT`, or of `NESTED`."""
    licences = {one["source"]: one["licence"] for one in heading.credits}
    lens = heading.query
    for batch in everything.batches():
        answered, breaches = _answered(everything, batch), everything.breaches(batch)
        for shown in batch:
            row = [*_row(shown, breaches.get(shown.id, []), answered.get(shown.id, []), licences), lens]
            if nested:
                row.append([quantity_json(one, "category") for one in shown.assessed.assessment.casualties])
            yield row


def _answered(everything: Everything, batch: list[Shown]) -> dict[UUID, list[str]]:
    """What each is said to answer, as far as the lens shows it. Few answer anything."""
    answering = [shown for shown in batch if shown.assessed.state.answers]
    return {
        shown.id: [one["incident"] or one["statement"] for one in told["answers"] if one["status"] != "rejected"]
        for shown, told in zip(answering, everything.in_short(answering), strict=True)
    }


def _row(
    shown: Shown, breaches: list[str], answered: list[str], licences: Mapping[str | None, str | None]
) -> Iterator[Any]:
    state, assessment = shown.assessed
    frame, external = state.frame, state.external_id
    if frame is None:  # pragma: no cover - what a lens shows has a frame
        raise AssertionError
    sources = sorted({held.claim.source for held in state.claims.values()})
    yield str(shown.id)
    yield from (None, None) if external is None else (external.scheme, external.value)
    yield from (state.nature, assessment.standing, assessment.attribution)
    yield from (assessment.perpetrators, assessment.possible_perpetrators, frame.targets, frame.act)
    yield from _when(frame.occurred)
    yield time_of(min(held.known_at for held in state.claims.values()))
    place = frame.place
    yield from (place.name, place.lat, place.lon, place.precision, place.adm1, place.adm2)
    yield from _tolls(assessment)
    yield from _total(state, assessment)
    yield from (len(state.claims), len(assessment.conflicts), sources, breaches, answered)
    yield from (_text(state.merged_into), _text(state.split_from))
    yield sorted({licence for one in sources if (licence := licences.get(one))})


@lru_cache(50_000)
def _when(occurred: Moment) -> tuple[str | None, ...]:
    """On which day of its own zone and when it happened, how exactly that is known, and in which words."""
    bounds = (time_of(occurred.began_from), time_of(occurred.began_by), time_of(occurred.over_by))
    words = occurred.start if occurred.end is None else f"{occurred.start}/{occurred.end}"
    return (occurred.day, *bounds, occurred.precision, occurred.zone, words)


def _text(stream: UUID | None) -> str | None:
    return None if stream is None else str(stream)


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
