"""UCDP GED: the Georeferenced Event Dataset of the Uppsala Conflict Data Program, in its 41 and 49 columns.

Codes are those of the GED codebook 19.1 (Hogbladh 2019); https://ucdp.uu.se has both schemas.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from api.exchange.draft import Draft, FileRefused, Finding, Names, Row, RowRefused
from api.exchange.reading.cells import CellWrong, Part, code, count, day, degrees, refusals, refused, whole_number
from api.exchange.reading.kept import missing
from api.exchange.reading.ucdp_doubts import doubts_of
from api.exchange.reading.ucdp_text import text_of
from domain.act import Act
from domain.claim import Casualties, Category, Outcome, Total
from domain.external import ExternalId
from domain.grade import Reliability
from domain.incident.reports import IncidentReport
from domain.moment import Moment, Precision
from domain.place import Place, PlacePrecision
from domain.quantity import Quantity
from domain.source import SourceKind, SourceReport

SCHEME = "ucdp-ged"
SOURCE = SourceReport(
    slug="ucdp",
    name="UCDP Georeferenced Event Dataset",
    kind=SourceKind.DATASET,
    reliability=Reliability.A,
    url="https://ucdp.uu.se",
    licence="CC-BY-4.0",
    attribution="UCDP Georeferenced Event Dataset: Sundberg and Melander 2013, Hogbladh 2019",
)

ONE_SIDED = 3
"""The type of violence in which side A attacks civilians."""

ACTS = {1: Act.ARMED_CLASH, 2: Act.ARMED_CLASH, ONE_SIDED: Act.ATTACK_ON_CIVILIANS}
"""`type_of_violence`: state-based and non-state are fighting between two sides, one-sided is not."""

PRECISIONS = {1: Precision.DAY, 2: Precision.WEEK, 3: Precision.WEEK, 4: Precision.MONTH, 5: Precision.YEAR}
"""`date_prec`; between two to six days, as within a week, the dates bound when it began."""

PLACES = dict(enumerate(PlacePrecision, 1))
"""`where_prec`."""

_CACHED = 50_000


@lru_cache(_CACHED)
def _occurred(start: str, end: str, precision: str) -> Moment:
    first, last = day("date_start", start), day("date_end", end)
    if last < first:
        raise CellWrong("date_end", end, f"is before date_start, {first}")
    said: dict[str, Any] = {"from": first, "precision": code("date_prec", precision, PRECISIONS)}
    return Moment.model_validate(said if last == first else said | {"to": last})


@lru_cache(_CACHED)
def _place(name: str, lat: str, lon: str, precision: str, *within: str) -> Place:
    if not name.strip():
        raise CellWrong("where_coordinates", name, "is empty: a place has a name")
    return Place(
        name=name,
        lat=degrees("latitude", lat),
        lon=degrees("longitude", lon),
        precision=code("where_prec", precision, PLACES),
        adm1=within[0].strip() or None,
        adm2=within[1].strip() or None,
    )


@lru_cache(_CACHED)
def _total(low: str, best: str, high: str) -> Total:
    return Total(low=count("low", low), best=count("best", best), high=count("high", high))


@lru_cache(_CACHED)
def _deaths(a: str, b: str, civilians: str, unknown: str) -> tuple[int, int, int, int]:
    return (
        count("deaths_a", a),
        count("deaths_b", b),
        count("deaths_civilians", civilians),
        count("deaths_unknown", unknown),
    )


def _killed(side_a: str, side_b: str | None, deaths: tuple[int, int, int, int]) -> tuple[Casualties, ...]:
    """A row for each group that lost somebody: a 0 says that no death was reported, not that there was none."""
    a, b, civilians, unknown = deaths
    if side_a == side_b:
        a, b = a + b, 0
    dead = (
        (side_a, Category.COMBATANT, a),
        (side_b, Category.COMBATANT, b),
        (None, Category.CIVILIAN, civilians),
        (None, Category.UNSTATED, unknown),
    )
    return tuple([_dead(*one) for one in dead if one[2]])


@lru_cache(_CACHED)
def _dead(party: str | None, category: Category, number: int) -> Casualties:
    return Casualties(party=party, category=category, outcome=Outcome.KILLED, quantity=Quantity(exact=number))


@lru_cache(_CACHED)
def _published(source_date: str, end: str) -> Mapping[str, str]:
    """When the claim was known: at the latest of the row's dates that is one; failing that, when it was over."""
    dates = [date for date in map(_sound, source_date.split(";")) if date is not None]
    if dates:
        return {"published_at": max(dates)}
    reason = "source_date names no date: it cannot have been known before date_end"
    return {"published_at": day("date_end", end), "basis": "inferred", "basis_reason": reason}


def _sound(date: str) -> str | None:
    try:
        return day("source_date", date)
    except CellWrong:
        return None


def _type(text: str) -> int:
    code("type_of_violence", text, ACTS)
    return whole_number("type_of_violence", text)


def _id(text: str) -> ExternalId:
    # Each id comes once, so remembering it would only push out what comes again.
    number = int(text) if text.isascii() and text.isdigit() else count("id", text)
    return ExternalId(scheme=SCHEME, value=str(number))


_ID = Part(_id, "id")
_TYPE = Part(_type, "type_of_violence")
_OCCURRED = Part(_occurred, "date_start", "date_end", "date_prec")
_PLACE = Part(
    _place,
    *("where_coordinates", "latitude", "longitude", "where_prec", "adm_1", "adm_2"),
    fields={"name": "where_coordinates", "lat": "latitude", "lon": "longitude", "adm1": "adm_1", "adm2": "adm_2"},
)
_TOTAL = Part(_total, "low", "best", "high", fields={name: name for name in ("low", "best", "high")})
_DEATHS = Part(_deaths, "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
_PUBLISHED = Part(_published, "source_date", "date_end")
_PARTS: tuple[Part[Any], ...] = (_ID, _TYPE, _OCCURRED, _PLACE, _TOTAL, _DEATHS, _PUBLISHED)

NEEDED = tuple(dict.fromkeys((*(column for part in _PARTS for column in part.columns), "side_a", "side_b")))
"""The columns without which no row can be understood; all others are kept where they are there."""


class UcdpGed:
    """Both schemas of UCDP GED, read by the names of their columns."""

    name = "ucdp-ged"
    scheme = SCHEME

    def sources(self) -> Iterable[SourceReport]:
        """The data set itself."""
        return (SOURCE,)

    def check_columns(self, columns: Iterable[str]) -> None:
        """Raises FileRefused where a column is missing that a row needs."""
        if lacking := missing(columns, NEEDED):
            raise FileRefused(f"not a UCDP GED file: it has no column {', '.join(lacking)}")

    def read(self, row: Row, names: Names) -> list[Draft]:
        """One incident with one claim by `ucdp`. Raises RowRefused."""
        try:
            report = _report(row, names)
        except ValidationError as wrong:
            raise _refused(row, wrong) from wrong
        except CellWrong as wrong:
            raise refused(row, _PARTS, wrong) from wrong
        return [Draft(row.number, report, doubts_of(row))]


def _report(row: Row, names: Names) -> IncidentReport:
    cells = row.cells
    violence, deaths = _TYPE.of(cells), _DEATHS.of(cells)
    side_a, side_b = _sides(row, names, violence)
    claim = {
        "source": SOURCE.slug,
        "text": text_of(cells, *(("deaths_a", "deaths_b") if side_a == side_b else ())),
        "perpetrator": None if side_b else side_a,
        "casualties": _killed(side_a, side_b, deaths),
        "total": _TOTAL.of(cells),
        **_PUBLISHED.of(cells),
    }
    return IncidentReport.model_validate(
        {
            "occurred": _OCCURRED.of(cells),
            "place": _PLACE.of(cells),
            "act": ACTS[violence],
            "targets": tuple(dict.fromkeys((side_a, side_b))) if side_b else (),
            "claim": claim,
            "external_id": _ID.of(cells),
        }
    )


def _sides(row: Row, names: Names, violence: int) -> tuple[str, str | None]:
    """The parties of a row; those whom one-sided violence is done to are civilians, and no party."""
    side_a = names.party(row.cells["side_a"], row, "side_a")
    if violence != ONE_SIDED:
        return side_a, names.party(row.cells["side_b"], row, "side_b")
    if whole_number("deaths_b", row.cells["deaths_b"]):
        rule = "one-sided violence has no second side that loses anybody: civilians are counted in deaths_civilians"
        raise CellWrong("deaths_b", row.cells["deaths_b"], rule)
    return side_a, None


def _refused(row: Row, wrong: ValidationError) -> RowRefused:
    found = [finding for part in _PARTS for finding in part.findings(row)]
    found = found or [*refusals(row, wrong, {"claim.text": "source_article"})]
    return RowRefused(*(found or [Finding(row.number, "", "", str(wrong))]))
