"""Tolls: how many people of a party met one outcome, over all claims that count. Pure.

Sources sort the same people differently - soldiers and civilian staff here, simply "people" there - so rows of
different claims are never added up: each claim's own rows are, and the claims' sums are then compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from domain.claim import Category

if TYPE_CHECKING:
    from domain.claim import Casualties
    from domain.incident.state import HeldClaim
    from domain.quantity import Bounds

_Key = tuple[str, str]


class Toll(NamedTuple):
    """People of one party (empty: not said) with one outcome: at least `low`, at most `high` (None: open)."""

    party: str
    outcome: str
    low: int
    high: int | None


def tolls(counted: Iterable[HeldClaim]) -> dict[_Key, Toll]:
    """The toll of each party and outcome that a claim speaks of, in order.

    Its low is the least that any claim's own rows add up to. Its high is the greatest of these sums, or of the
    categories' greatest numbers added up where claims tell of different people; open where a claim is open.
    """
    spoken: dict[_Key, list[list[Casualties]]] = {}
    for held in counted:
        of_claim: dict[_Key, list[Casualties]] = {}
        for row in held.claim.casualties:
            of_claim.setdefault((row.party or "", row.outcome), []).append(row)
        for key, rows in of_claim.items():
            spoken.setdefault(key, []).append(rows)
    return {key: Toll(*key, *_bounds(spoken[key])) for key in sorted(spoken)}


def _bounds(claims: list[list[Casualties]]) -> tuple[int, int | None]:
    bounds = [[row.quantity.bounds for row in rows] for rows in claims]
    lows = [sum(one.low or 0 for one in rows) for rows in bounds if any(one.low is not None for one in rows)]
    return min(lows, default=0), _high(claims, bounds)


def _high(claims: list[list[Casualties]], bounds: list[list[Bounds]]) -> int | None:
    sums: list[int] = []
    by_category: dict[Category, int] = {}
    for rows, of_claim in zip(claims, bounds, strict=True):
        highs = [one.high for one in of_claim if one.high is not None]
        if len(highs) < len(rows):
            return None
        sums.append(sum(highs))
        for row, high in zip(rows, highs, strict=True):
            if row.category is not Category.UNSTATED:
                by_category[row.category] = max(high, by_category.get(row.category, 0))
    return max(*sums, sum(by_category.values()))
