"""Versions of incidents: the one table from which lists, counts and chains are derived."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic_core import to_json

from domain.assessment.policy import Sayings, counted_claims, sayings_of, standing_of, weigh
from domain.assessment.tally import UNCOUNTED, told
from domain.incident.state import IncidentState
from projections.clock import micros
from projections.columns import listed
from projections.held import WORDS
from projections.looking import COUNTED
from projections.table import Table

if TYPE_CHECKING:
    from domain.incident.values import Attribution, Nature, Override
    from domain.place import Place
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
    "place_precision": "VARCHAR",
    "governorate": "VARCHAR",
    # Slugs, one a line: with columns of lists, DuckDB logs every list since its last checkpoint at each insert.
    "perpetrators": "VARCHAR",
    "targets": "VARCHAR",
    # Everyone behind a number of the counts: who is named for it, and who suffered by it.
    "involved": "VARCHAR",
    # What is said of them: each an agreement's slug, the provision, and how its breach stands.
    "breaches": "VARCHAR",
    # What it is said to answer, as JSON; empty where it is said to answer nothing.
    "answers": "VARCHAR",
    "words": "VARCHAR",
    "tally": "VARCHAR",
    "possible": "VARCHAR",
    # Whose claims it shows, those that count no longer included: an export says under which licences it may go on.
    "sources": "VARCHAR",
    # The list of somebody else that numbers it.
    "scheme": "VARCHAR",
    "merged_into": "UUID",
    # Whether it is said to answer anything, or was merged: then chains are made of it.
    "linked": "VARCHAR",
    # Which facts were folded: two versions that differ at all differ here.
    "folded": "VARCHAR",
}


LINKED = "linked"


def content(state: IncidentState) -> Content | None:
    """The columns of one version, in the order of the table; None before there is a frame.

    What only an incident's own page shows is folded again when it is read.
    """
    frame = state.frame
    if frame is None:
        return None
    nature, occurred, place, merged = state.nature, frame.occurred, frame.place, state.merged_into
    counted = counted_claims(state)
    override = state.override
    weighed = _weighed(nature, sayings_of(counted), override[0] if override else None)
    sources, words = _said(state, place)
    return (
        micros(occurred.began_from),
        micros(occurred.began_by),
        micros(occurred.over_by),
        occurred.day,
        occurred.precision,
        nature,
        standing_of(state, counted, corroborated=weighed.corroborated),
        weighed.attribution,
        frame.act,
        place.lat,
        place.lon,
        place.precision,
        place.adm1,
        weighed.perpetrators,
        listed(frame.targets),
        weighed.involved,
        _breaches(state) if state.allegations or state.breach_findings else "",
        _answers(state) if state.answers else "",
        words,
        weighed.tally,
        weighed.possible,
        sources,
        state.external_id and state.external_id.scheme,
        merged and str(merged),
        LINKED if state.answers or merged else "",
        f"{state.folded:x}",
    )


class _Weighed(NamedTuple):
    """Who did it and what it adds to the counts, as columns hold it."""

    attribution: Attribution
    perpetrators: str
    possible: str
    involved: str
    tally: str
    corroborated: bool


@lru_cache(maxsize=50_000)
def _weighed(nature: Nature, sayings: Sayings, override: Override | None) -> _Weighed:
    """The same few sources say the same again and again, so what it comes to is remembered."""
    attribution, perpetrators, possible, corroborated, tolls = weigh(sayings, override)
    tally, involved = told(nature, attribution, perpetrators, tolls)
    return _Weighed(attribution, listed(perpetrators), listed(possible), listed(involved), tally, corroborated)


def _breaches(state: IncidentState) -> str:
    keys = sorted(state.allegations.keys() | state.breach_findings.keys())
    return listed(
        [f"{agreement} {provision} {state.breach_status((agreement, provision))}" for agreement, provision in keys]
    )


def _answers(state: IncidentState) -> str:
    answers = [state.answers[answer] for answer in sorted(state.answers, key=str)]
    return to_json([(one.trigger, one.id, state.answer_status(one.id), one.asserted_by) for one in answers]).decode()


def _said(state: IncidentState, place: Place) -> tuple[str, str]:
    """Whose claims it shows, and what a search looks through, in lower case."""
    sources, texts = set[str](), [place.name, place.adm1 or ""]
    for held in state.claims.values():
        sources.add(held.claim.source)
        if held.claim.text:
            texts.append(held.claim.text)
    return listed(sorted(sources)), "\n".join(texts).casefold()


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
    WHERE {COUNTED} ORDER BY v.row
"""
"""The whole table for the index of counts; a code is the tally's place in alphabetical order."""

ALL_TALLIES = f"SELECT DISTINCT tally FROM {INCIDENTS.name} ORDER BY tally"


def shelved(row: Row) -> tuple[Any, ...]:
    """A row as the shelf takes it in."""
    content, known = row.segment.content, row.segment
    clocks = (known.known_from, known.known_to, row.position_from, row.position_to)
    words = [content[_PLACE[name]] for name in WORDS]
    return (row.number, row.stream, *clocks, content[_PLACE["began_from"]], content[_PLACE["began_by"]], *words)
