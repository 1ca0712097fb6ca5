"""The words of a query: the lens through which it looks, and the filters by which it selects."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal, TypedDict

When = str | date | datetime
"""An instant with an offset, or a date, which means its end in `tz`."""


class Lens(TypedDict, total=False):
    """Three clocks, the zone in which bare dates are read (UTC), and the assessment policy."""

    as_of: When
    known_at: When
    position: int | When
    tz: str
    policy: str
    min_position: int


class Filters(Lens, total=False):
    """A lens, and which incidents. Several values are joined by commas: any of them; by semicolons: all of them."""

    party: str
    perpetrator: str
    possible_perpetrator: str
    target: str
    act: str
    nature: str
    standing: str
    attribution: str
    agreement: str
    provision: str
    breach: str
    violator: str
    violation: str
    zone: str
    bbox: str
    q: str
    occurred_from: When
    occurred_to: When
    began_from: When
    began_to: When
    day: str
    month: str
    year: str
    governorate: str


class Joining(Lens, total=False):
    """A lens, and which links join: from which probability on those that are inferred, or only the asserted ones."""

    probability: float
    basis: Literal["all", "asserted"]


class Chains(Joining, total=False):
    """And which chains: of whom, how heavy at the least (a number of PLOVER's scale), and whether still open."""

    party: str
    min_weight: float
    open: bool


def as_query(words: Mapping[str, Any]) -> dict[str, str]:
    """The words as they stand in an address; what is None is left out. Raises ValueError for a time without offset."""
    return {name: _as_word(name, value) for name, value in words.items() if value is not None}


def _as_word(name: str, value: object) -> str:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"{name}: {value.isoformat()} has no offset, so it names no instant")
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)
