"""Tolls: how many people met one outcome, over all claims that count. Pure.

Sources sort the same people differently - soldiers and civilian staff here, simply "people" there - so rows of
different claims are never added up: each claim's own rows are, and the claims' sums are then compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from domain.claim import Category

if TYPE_CHECKING:
    from domain.claim import Casualties, Claim
    from domain.incident.values import JudgedCasualties
    from domain.quantity import Bounds


class People(NamedTuple):
    """People as one claim, or an analyst, gives them; None where nothing bounds the number on that side."""

    party: str | None
    category: str
    outcome: str
    low: int | None
    high: int | None


Rows = tuple[People, ...]
"""What one claim says of people."""

Said = str
"""The same as a short text: `party:category:outcome:low:high`, joined by semicolons; what is not given is empty."""


def said_in(claim: Claim) -> Said:
    """What a claim says of people."""
    return ";".join([_row(row.party or "", row, row.quantity.bounds) for row in claim.casualties])


def _row(party: str, row: Casualties, bounds: Bounds) -> str:
    low, high, _ = bounds
    return f"{party}:{row.category}:{row.outcome}:{'' if low is None else low}:{'' if high is None else high}"


class Toll(NamedTuple):
    """What an incident adds to a number of a party (empty: whoever it was): at least `low`, at most `high`."""

    what: str
    party: str
    outcome: str
    low: int
    high: int | None


@lru_cache(maxsize=50_000)
def tolls(
    said: tuple[Said, ...], judged: tuple[JudgedCasualties, ...], perpetrators: tuple[str, ...]
) -> tuple[Toll, ...]:
    """Every toll, in order: all casualties, what each party suffered, and what each perpetrator inflicted on others.

    What an analyst judged of a party's outcome takes the place of what any claim says of it.
    """
    settled = tuple([People(row.party, row.category, row.outcome, row.low, row.high) for row in judged])
    claims = _judged([_people(rows) for rows in said], settled)
    outcomes = sorted({row.outcome for rows in claims for row in rows})
    parties = sorted({row.party for rows in claims for row in rows if row.party})
    found: list[Toll] = []
    for outcome in outcomes:
        found += _toll(claims, "casualties", "", outcome)
        for party in parties:
            found += _toll([_of(party, rows) for rows in claims], "suffered", party, outcome)
        for party in perpetrators:
            found += _toll([_of_others(party, rows) for rows in claims], "inflicted", party, outcome)
    return tuple(sorted(found))


def _people(said: Said) -> Rows:
    rows = [row.split(":") for row in said.split(";")] if said else []
    return tuple(
        People(party or None, category, outcome, int(low) if low else None, int(high) if high else None)
        for party, category, outcome, low, high in rows
    )


def _judged(claims: list[Rows], settled: Rows) -> list[Rows]:
    """The claims' rows with an analyst's in the place of all that speak of the same party and outcome."""
    if not settled:
        return claims
    keys = {(row.party, row.outcome) for row in settled}
    replaced = [_replaced(rows, settled) for rows in claims]
    spoken = {(row.party, row.outcome) for rows in replaced for row in rows}
    untold = (
        tuple(row for row in settled if (row.party, row.outcome) == key) for key in sorted(keys - spoken, key=repr)
    )
    return [*replaced, *untold]


def _replaced(rows: Rows, settled: Rows) -> Rows:
    keys = {(row.party, row.outcome) for row in settled}
    spoken = {(row.party, row.outcome) for row in rows} & keys
    others = [row for row in rows if (row.party, row.outcome) not in keys]
    return (*others, *(row for row in settled if (row.party, row.outcome) in spoken))


def _of(party: str, rows: Rows) -> Rows:
    return tuple(row for row in rows if row.party == party)


def _of_others(party: str, rows: Rows) -> Rows:
    return tuple(row for row in rows if row.party != party)


def _toll(claims: list[Rows], what: str, party: str, outcome: str) -> Iterator[Toll]:
    """One toll, where any claim speaks of it."""
    speaking = [[row for row in rows if row.outcome == outcome] for rows in claims]
    speaking = [rows for rows in speaking if rows]
    if speaking:
        lows = [sum(row.low or 0 for row in rows) for rows in speaking if any(row.low is not None for row in rows)]
        yield Toll(what, party, outcome, min(lows, default=0), _high(speaking))


def _high(claims: list[list[People]]) -> int | None:
    """The greatest sum of any claim, or more, where claims tell of different people; None where one is open.

    Different are people of two parties, or of two categories of one; of no named party are only those in a
    category that no named party has lost. What is not said may be any of them.
    """
    greatest: dict[tuple[str, str], int] = {}
    sums = []
    for rows in claims:
        highs = [row.high for row in rows if row.high is not None]
        if len(highs) < len(rows):
            return None
        sums.append(sum(highs))
        for row, high in zip(rows, highs, strict=True):
            kind = (row.party or "", row.category)
            greatest[kind] = max(high, greatest.get(kind, 0))
    return max(*sums, sum(_different(greatest)))


def _different(greatest: dict[tuple[str, str], int]) -> Iterator[int]:
    named = {category for party, category in greatest if party}
    for party in {party for party, _ in greatest if party}:
        sorted_out = sum(
            high for (whose, category), high in greatest.items() if whose == party and category != Category.UNSTATED
        )
        yield max(sorted_out, greatest.get((party, Category.UNSTATED), 0))
    for (party, category), high in greatest.items():
        if not party and category != Category.UNSTATED and not {category, Category.UNSTATED} & named:
            yield high
