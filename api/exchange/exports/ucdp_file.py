"""Incidents in the 41 columns of UCDP GED 19.1: what came from there as it came, anything else as far as it is known.

What the ledger does not know is empty. A dyad has no direction, so for an incident from elsewhere side A is who is
named for it, where one party alone is, and side B whom it struck, where that is one party alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.exchange.exports.flat_incidents import Column, Values, columns
from api.exchange.reading.ucdp import PLACES, PRECISIONS, SCHEME, SOURCE
from api.exchange.reading.ucdp_text import columns_of
from domain.claim import Category, Outcome
from domain.moment import Precision
from projections import parties

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from domain.claim import Claim
    from domain.incident.state import IncidentState
    from domain.incident.values import Frame
    from domain.moment import Moment
    from projections.streamed import Everything, Shown

LAYOUT = SCHEME

UCDP: tuple[Column, ...] = (
    *columns("text", "id"),
    *columns("integer", "year", "active_year", "type_of_violence", "conflict_new_id"),
    *columns("text", "conflict_name"),
    *columns("integer", "dyad_new_id"),
    *columns("text", "dyad_name"),
    *columns("integer", "side_a_new_id"),
    *columns("text", "side_a"),
    *columns("integer", "side_b_new_id", "gwnob"),
    *columns("text", "side_b"),
    *columns("integer", "number_of_sources"),
    *columns("text", "source_article", "source_office", "source_date", "source_headline", "source_original"),
    *columns("integer", "where_prec"),
    *columns("text", "where_coordinates", "adm_1", "adm_2"),
    *columns("number", "latitude", "longitude"),
    *columns("text", "geom_wkt"),
    *columns("integer", "priogrid_gid"),
    *columns("text", "country"),
    *columns("integer", "country_id"),
    *columns("text", "region"),
    *columns("integer", "event_clarity", "date_prec"),
    *columns("date", "date_start", "date_end"),
    *columns("integer", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "low", "best", "high"),
)
"""The columns of GED 19.1, in its order."""

_WHOLE = {column.name for column in UCDP if column.kind == "integer"}
_PLACE_CODES = {precision: code for code, precision in PLACES.items()}
_DATE_CODES = {precision: code for code, precision in reversed(PRECISIONS.items())} | dict.fromkeys(
    (Precision.INSTANT, Precision.HOUR), 1
)


def rows(everything: Everything) -> Iterator[Values]:
    """Each incident as a row of `UCDP`."""
    names = {one["slug"]: one["name"] for one in parties.page(everything.store, everything.lens)}
    for batch in everything.batches():
        for shown in batch:
            told = _row(shown, names)
            yield [told.get(column.name) for column in UCDP]


def _row(shown: Shown, names: Mapping[str, str]) -> dict[str, Any]:
    state = shown.assessed.state
    if state.frame is None:  # pragma: no cover - what a lens shows has a frame
        raise AssertionError
    external, claim = state.external_id, _claim_of_ucdp(state)
    framed = _where(state.frame) | _when(state.frame.occurred)
    # Others may name UCDP as a source too: only a row of its own list comes in its own columns.
    if claim is None or external is None or external.scheme != SCHEME:
        return {"id": str(shown.id)} | framed | _from_elsewhere(shown, state, names)
    # Newer releases write some integers as 1.0.
    kept = {name: told.removesuffix(".0") if name in _WHOLE else told for name, told in columns_of(claim.text).items()}
    if "place" in state.reframed_at:
        kept.pop("geom_wkt", None)
    if PRECISIONS.get(int(kept.get("date_prec", "0"))) is not state.frame.occurred.precision:
        kept.pop("date_prec", None)
    return {"id": external.value} | framed | _of(claim, state.frame) | kept


def _claim_of_ucdp(state: IncidentState) -> Claim | None:
    """What UCDP says, in the latest release that was taken in."""
    said = [held.claim for held in state.standing_claims() if held.claim.source == SOURCE.slug]
    return said[-1] if said else None


def _where(frame: Frame) -> dict[str, Any]:
    place = frame.place
    told = {"where_prec": _PLACE_CODES[place.precision], "where_coordinates": place.name}
    told |= {"adm_1": place.adm1, "adm_2": place.adm2, "latitude": place.lat, "longitude": place.lon}
    return told | {"geom_wkt": None if place.lat is None else f"POINT ({place.lon} {place.lat})"}


def _when(occurred: Moment) -> dict[str, Any]:
    """Days of the incident's own zone. A time without an end lasts as long as it may have."""
    first, last = occurred.day, occurred.local_date(occurred.over_by).isoformat()
    code = _DATE_CODES[occurred.precision or Precision.DAY]
    return {"year": int(first[:4]), "date_start": first, "date_end": last, "date_prec": code}


def _of(claim: Claim, frame: Frame) -> dict[str, Any]:
    """The deaths and the total as UCDP gave them; a group without a row lost nobody that it knows of."""
    dead = {(row.party, row.category): row.quantity.exact for row in claim.casualties if row.outcome is Outcome.KILLED}
    sides = [*claim.perpetrators, *frame.targets, None, None]
    told = {
        "deaths_a": dead.get((sides[0], Category.COMBATANT), 0),
        "deaths_b": dead.get((sides[1], Category.COMBATANT), 0) if sides[1] else 0,
        "deaths_civilians": dead.get((None, Category.CIVILIAN), 0),
        "deaths_unknown": dead.get((None, Category.UNSTATED), 0),
    }
    return told | ({} if claim.total is None else claim.total.model_dump())


def _from_elsewhere(shown: Shown, state: IncidentState, names: Mapping[str, str]) -> dict[str, Any]:
    assessment = shown.assessed.assessment
    sources = sorted({held.claim.source for held in state.claims.values()})
    by, against = assessment.perpetrators, state.frame.targets if state.frame else ()
    killed = next((one for one in assessment.tolls if (one.what, one.outcome) == ("casualties", Outcome.KILLED)), None)
    return {
        "side_a": names.get(by[0]) if len(by) == 1 else None,
        "side_b": names.get(against[0]) if len(against) == 1 else None,
        "number_of_sources": len(sources),
        "source_office": ";".join(sources),
        "low": killed and killed.low,
        "best": killed.low if killed and killed.low == killed.high else None,
        "high": killed and killed.high,
    }
