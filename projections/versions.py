"""Versions of incidents: the one table from which lists, counts and chains are derived."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from domain.assessment import assess
from domain.incident.state import IncidentState
from domain.tally import UNCOUNTED, tally
from projections.clock import micros
from projections.incident_body import incident_body
from projections.table import Table

if TYPE_CHECKING:
    from domain.assessment import Assessment
    from projections.table import Row
    from projections.timeline import Content

_COLUMNS = {
    "began_from": "BIGINT",
    "began_by": "BIGINT",
    "over_by": "BIGINT",
    "day": "VARCHAR",
    "precision": "VARCHAR",
    "nature": "VARCHAR",
    "standing": "VARCHAR",
    "attribution": "VARCHAR",
    "act": "VARCHAR",
    "lat": "DOUBLE",
    "lon": "DOUBLE",
    "governorate": "VARCHAR",
    "perpetrators": "VARCHAR[]",
    "targets": "VARCHAR[]",
    # Everyone behind a number of the counts: who is named for it, and who suffered by it.
    "involved": "VARCHAR[]",
    "breaches": "STRUCT(agreement VARCHAR, provision VARCHAR)[]",
    "answers": "STRUCT(id VARCHAR, kind VARCHAR, target VARCHAR, status VARCHAR, asserted_by VARCHAR)[]",
    "words": "VARCHAR",
    "tally": "VARCHAR",
    "body": "VARCHAR",
}


def content(state: IncidentState) -> Content | None:
    """The columns of one version, in the order of the table; None before there is a frame."""
    frame = state.frame
    if frame is None:
        return None
    assessment = assess(state)
    body = incident_body(state, assessment, frame)
    suffered = {row.party for row in assessment.casualties if row.party}
    return (
        micros(frame.occurred.began_from),
        micros(frame.occurred.began_by),
        micros(frame.occurred.over_by),
        frame.occurred.local_date().isoformat(),
        str(frame.occurred.precision),
        str(state.nature),
        str(assessment.standing),
        str(assessment.attribution),
        str(frame.act),
        frame.place.lat,
        frame.place.lon,
        frame.place.adm1,
        list(assessment.perpetrators),
        list(frame.targets),
        sorted(suffered | set(assessment.perpetrators)),
        [
            {"agreement": one["agreement"], "provision": one["provision"]}
            for one in body["breaches"]
            if one["status"] != "rejected"
        ],
        [_answer(one) for one in body["answers"]],
        _words(state),
        _tally_json(state, assessment),
        to_json(body).decode(),
    )


_GREATEST = 10**12
"""No number of one incident comes near it, and sums of lesser ones stay exact however they are added up."""


def _tally_json(state: IncidentState, assessment: Assessment) -> str:
    entries = tally(state.nature, assessment)
    for party, number, amount in entries:
        if amount > _GREATEST:
            message = f"{number} of {party or 'all'} is {amount}: too great to be added up"
            raise ValueError(message)
    return to_json(entries).decode()


def _answer(answer: dict[str, Any]) -> dict[str, Any]:
    kind = "incident" if answer["incident"] else "statement"
    return {
        "id": answer["id"],
        "kind": kind,
        "target": answer[kind],
        "status": answer["status"],
        "asserted_by": answer["asserted_by"],
    }


def _words(state: IncidentState) -> str:
    """What a search looks through, in lower case."""
    frame = state.frame
    said = [held.claim.text for held in state.all_claims() if held.claim.text]
    return "\n".join([frame.place.name if frame else "", frame.place.adm1 or "" if frame else "", *said]).casefold()


INCIDENTS = Table("incident", "incident_versions", _COLUMNS, IncidentState, content)

_PLACE = {name: place for place, name in enumerate(_COLUMNS)}


def counts(row: Row) -> bool:
    """Whether a version counts at all."""
    return row.segment.content[_PLACE["standing"]] not in UNCOUNTED


def tallied(row: Row) -> tuple[int, int, int, int, int, int, str]:
    """A row as the index of counts takes it in."""
    began_by, entries = (row.segment.content[_PLACE[name]] for name in ("began_by", "tally"))
    known = row.segment
    return (row.number, known.known_from, known.known_to, row.position_from, row.position_to, began_by, entries)


ALL_TALLIED = f"""
    WITH tallies AS (SELECT tally, row_number() OVER (ORDER BY tally) - 1 AS code
                     FROM (SELECT DISTINCT tally FROM {INCIDENTS.name}))
    SELECT v.row, v.known_from, v.known_to, v.position_from, v.position_to, v.began_by, t.code
    FROM {INCIDENTS.name} v JOIN tallies t USING (tally)
    WHERE v.standing NOT IN {tuple(map(str, UNCOUNTED))} ORDER BY v.row
"""
"""The whole table for the index of counts; a code is the tally's place in alphabetical order."""
