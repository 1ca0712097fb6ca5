"""A sketch of an incident: what two of them are compared by when they are suspected to be one happening. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from domain.assessment.policy import reckon
from domain.incident.values import Standing

if TYPE_CHECKING:
    from domain.assessment.toll import Toll
    from domain.incident.state import IncidentState

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

SPEAKS_FOR_ITSELF = frozenset(Standing) - {Standing.RETRACTED, Standing.MERGED}
"""The standings of an incident that can be somebody's double entry."""

KILLED, WOUNDED = "killed", "wounded"


class Number(NamedTuple):
    """How many people: at least `low`, at most `high` (None: no bound)."""

    low: int
    high: int | None


NOTHING = Number(0, None)


class Sketch(NamedTuple):
    """What is compared of an incident. Times are whole microseconds since 1970 (UTC), places WGS 84 degrees.

    `began_from` to `over_by` is all the time it can have taken. `suspects` are its perpetrators and its possible
    ones. `sources` are all whose claims it ever showed, withdrawn ones included: what was parted by an analyst (a
    split, a merge undone) keeps a source in common, so it is not suspected again.
    """

    standing: str
    sources: frozenset[str]
    scheme: str | None
    began_from: int
    over_by: int
    name: str
    lat: float | None
    lon: float | None
    precision: str
    suspects: frozenset[str]
    targets: frozenset[str]
    act: str
    killed: Number | None
    wounded: Number | None


def sketch_of(state: IncidentState) -> Sketch | None:
    """The sketch of what a lens shows of an incident; None before there is a frame."""
    frame = state.frame
    if frame is None:
        return None
    reckoning = reckon(state)
    place = frame.place
    return Sketch(
        standing=reckoning.standing,
        sources=frozenset(held.claim.source for held in state.claims.values()),
        scheme=None if state.external_id is None else state.external_id.scheme,
        began_from=_micros(frame.occurred.began_from),
        over_by=_micros(frame.occurred.over_by),
        name=name_of(place.name.casefold()),
        lat=place.lat,
        lon=place.lon,
        precision=place.precision,
        suspects=frozenset((*reckoning.perpetrators, *reckoning.possible_perpetrators)),
        targets=frozenset(frame.targets),
        act=frame.act,
        killed=_number(reckoning.tolls, KILLED),
        wounded=_number(reckoning.tolls, WOUNDED),
    )


def name_of(words: str) -> str:
    """A place's name as names are compared: without regard to case (given as `casefold` has it), in its first line."""
    return words.partition("\n")[0]


def _number(tolls: tuple[Toll, ...], outcome: str) -> Number | None:
    """Everyone who met an outcome, whoever it was; None where no claim speaks of it."""
    said = (Number(one.low, one.high) for one in tolls if (one.what, one.outcome) == ("casualties", outcome))
    return telling(next(said, NOTHING))


def telling(number: Number) -> Number | None:
    """The number; None where it bounds nothing."""
    return None if number == NOTHING else number


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND
