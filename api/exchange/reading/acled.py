"""ACLED: a user's own export of the Armed Conflict Location & Event Data. Its terms forbid to pass rows on.

Codes are those of the ACLED codebook; https://acleddata.com has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from api.exchange.draft import Draft, FileRefused, Finding, Names, Row, RowRefused
from api.exchange.files.tables import excerpt
from api.exchange.reading.acled_acts import ACTS, AGAINST_CIVILIANS, BATTLES
from api.exchange.reading.cells import (
    CellWrong,
    Part,
    code,
    count,
    degrees,
    refusals,
    refused,
    whole_number,
    written_day,
)
from api.exchange.reading.kept import as_lines, missing
from domain.act import Act
from domain.claim import Casualties, Outcome
from domain.external import ExternalId
from domain.incident.reports import IncidentReport
from domain.moment import Moment, Precision
from domain.place import Place, PlacePrecision
from domain.quantity import Quantity
from domain.source import SourceKind, SourceReport

SCHEME = "acled"
SOURCE = SourceReport(
    slug="acled",
    name="Armed Conflict Location & Event Data",
    kind=SourceKind.DATASET,
    url="https://acleddata.com",
    attribution="Armed Conflict Location & Event Data (ACLED), acleddata.com; its terms do not let rows be passed on",
)

PRECISIONS = {1: Precision.DAY, 2: Precision.WEEK, 3: Precision.MONTH}
"""`time_precision`."""

PLACES = {1: PlacePrecision.EXACT, 2: PlacePrecision.NEAR, 3: PlacePrecision.GOVERNORATE}
"""`geo_precision`: the place itself, near it, in the region that it is the centre of."""

NOBODY = ("unidentified", "civilians", "protesters", "rioters")
"""How the names of actors begin that are no party: unknown ones, and people who belong to none."""

TOLD = frozenset(
    {
        *("event_id_cnty", "year", "time_precision", "admin1", "admin2", "location", "latitude", "longitude"),
        *("geo_precision", "fatalities", "timestamp"),
    }
)
"""Columns that the incident tells in fields of its own; all others stay in the text of the claim."""

_CACHED = 50_000


@lru_cache(_CACHED)
def _occurred(event_date: str, precision: str) -> Moment:
    """Of a month, the day given is any of its days: it can have begun on the first."""
    day, exactly = written_day("event_date", event_date), code("time_precision", precision, PRECISIONS)
    start = f"{day[:7]}-01" if exactly is Precision.MONTH else day
    return Moment.model_validate({"from": start, "precision": exactly})


@lru_cache(_CACHED)
def _place(name: str, lat: str, lon: str, precision: str, *within: str) -> Place:
    if not name.strip():
        raise CellWrong("location", name, "is empty: a place has a name")
    return Place(
        name=name,
        lat=degrees("latitude", lat),
        lon=degrees("longitude", lon),
        precision=code("geo_precision", precision, PLACES),
        adm1=within[0].strip() or None,
        adm2=within[1].strip() or None,
    )


@lru_cache(_CACHED)
def _killed(fatalities: str) -> tuple[Casualties, ...]:
    """ACLED gives the lowest number that was reported; 0 says that no death was."""
    dead = count("fatalities", fatalities)
    return (Casualties(outcome=Outcome.KILLED, quantity=Quantity(at_least=dead, best=dead)),) if dead else ()


def _changed_at(timestamp: str) -> datetime:
    seconds = count("timestamp", timestamp)
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        raise CellWrong("timestamp", timestamp, "is not a time in seconds since 1970") from None


def _act(sub_event_type: str) -> Act:
    act = ACTS.get(sub_event_type.strip().casefold())
    if act is None:
        raise CellWrong("sub_event_type", sub_event_type, "is not a sub-event type that ACLED's codebook has")
    return act


def _id(text: str) -> ExternalId:
    return ExternalId(scheme=SCHEME, value=text.strip())


_ID = Part(_id, "event_id_cnty", fields={"value": "event_id_cnty"})
_ACT = Part(_act, "sub_event_type")
_OCCURRED = Part(_occurred, "event_date", "time_precision")
_PLACE = Part(
    _place,
    *("location", "latitude", "longitude", "geo_precision", "admin1", "admin2"),
    fields={"name": "location", "lat": "latitude", "lon": "longitude", "adm1": "admin1", "adm2": "admin2"},
)
_KILLED = Part(_killed, "fatalities")
_CHANGED = Part(_changed_at, "timestamp")
_PARTS: tuple[Part[Any], ...] = (_ID, _ACT, _OCCURRED, _PLACE, _KILLED, _CHANGED)

NEEDED = (*(column for part in _PARTS for column in part.columns), "event_type", "actor1", "actor2")
"""The columns without which no row can be understood; all others are kept where they are there."""


class Acled:
    """ACLED's export of 31 columns, read by their names."""

    name = "acled"
    scheme = SCHEME

    def sources(self) -> Iterable[SourceReport]:
        """The data set itself; what it draws on stays in the text of its claims."""
        return (SOURCE,)

    def check_columns(self, columns: Iterable[str]) -> None:
        """Raises FileRefused where a column is missing that a row needs."""
        if lacking := missing(columns, NEEDED):
            raise FileRefused(f"not an ACLED file: it has no column {', '.join(lacking)}")

    def read(self, row: Row, names: Names) -> list[Draft]:
        """One incident with one claim by `acled`, last changed at its timestamp. Raises RowRefused."""
        try:
            changed_at = _CHANGED.of(row.cells)
            report = _report(row, names, changed_at)
        except ValidationError as wrong:
            found = [finding for part in _PARTS for finding in part.findings(row)]
            raise RowRefused(*(found or refusals(row, wrong, {"claim.text": "notes"}))) from wrong
        except CellWrong as wrong:
            raise refused(row, _PARTS, wrong) from wrong
        return [Draft(row.number, report, tuple(_doubts(row, report, changed_at)), changed_at)]


def _report(row: Row, names: Names, changed_at: datetime) -> IncidentReport:
    cells = row.cells
    perpetrator, targets = _parties(row, names)
    dead = count("fatalities", cells["fatalities"])
    claim = {
        "source": SOURCE.slug,
        "published_at": changed_at.isoformat(),
        "text": _text(cells),
        "perpetrator": perpetrator,
        "casualties": _KILLED.of(cells),
        "total": {"best": dead},
    }
    return IncidentReport.model_validate(
        {
            "occurred": _OCCURRED.of(cells),
            "place": _PLACE.of(cells),
            "act": _ACT.of(cells),
            "targets": targets,
            "claim": claim,
            "external_id": _ID.of(cells),
        }
    )


def _parties(row: Row, names: Names) -> tuple[str | None, tuple[str, ...]]:
    """Who did it, and to whom, where the order of the actors says so; in a battle each fights the other."""
    kind = row.cells["event_type"].strip().casefold()
    if kind not in {AGAINST_CIVILIANS, BATTLES}:
        return None, ()
    first, second = _party(row, names, "actor1"), _party(row, names, "actor2")
    if kind == AGAINST_CIVILIANS:
        return first, (second,) if second else ()
    return None, tuple(dict.fromkeys(party for party in (first, second) if party))


def _party(row: Row, names: Names, column: str) -> str | None:
    actor = row.cells[column].strip()
    if not actor or actor.casefold().startswith(NOBODY):
        return None
    return names.party(actor, row, column)


def _text(cells: Mapping[str, str]) -> str:
    """The notes first, then every column that nothing else tells, in one order whatever the file has."""
    kept = ["notes", *sorted(column for column in cells if column not in TOLD and column != "notes")]
    return as_lines((column, cells.get(column, "").strip()) for column in kept)


def _doubts(row: Row, report: IncidentReport, changed_at: datetime) -> Iterable[Finding]:
    year = row.cells.get("year", "")
    if year and whole_number("year", year) != int(report.occurred.day[:4]):
        yield Finding(row.number, "year", excerpt(year), "is not the year of event_date")
    if changed_at < report.occurred.began_from:
        timestamp = row.cells["timestamp"]
        yield Finding(row.number, "timestamp", excerpt(timestamp), "the row was last changed before it happened")
