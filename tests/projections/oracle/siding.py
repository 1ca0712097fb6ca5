"""Sides: whoever is joined by those who stood together on a day, found by walking from party to party."""

from collections.abc import Collection
from datetime import date

from tests.projections.oracle.documents import parties
from tests.projections.oracle.picture import Picture

Ties = set[tuple[str, str]]
"""Who stands with whom: each points at the one whose side it takes."""


def ties(picture: Picture, day: date) -> Ties:
    """Those of a day, the first and the last of each included: whatever was known by then, as it was recorded."""
    shown = day.isoformat()
    return {
        (party["slug"], one["with"])
        for party in parties(picture)
        for one in party["affiliations"]
        if one["from"] <= shown and (one.get("to") is None or shown <= one["to"])
    }


def side(named: Collection[str], standing: Ties) -> str | None:
    """The one side that all of these are of; None where there are several, or nobody is named."""
    leads = {lead(one, standing) for one in named}
    return leads.pop() if len(leads) == 1 else None


def lead(party: str, standing: Ties) -> str:
    """The member that follows nobody, or anyone where all follow somebody: with the most behind it, then by name."""
    members = _reached({party}, standing | {(other, one) for one, other in standing})
    free = members - {one for one, _ in standing}
    backwards = {(other, one) for one, other in standing}
    return min(free or members, key=lambda one: (-len(_reached({one}, backwards) - {one}), one))


def _reached(start: set[str], ways: Ties) -> set[str]:
    """Everyone that can be walked to."""
    further = {end for begin, end in ways if begin in start} - start
    return _reached(start | further, ways) if further else start
