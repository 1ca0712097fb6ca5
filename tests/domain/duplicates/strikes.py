"""The strike near Nayrab as one source or another has it, and how alike two reports of it are."""

from datetime import UTC, datetime
from typing import Any

from domain.duplicates.likeness import Likeness, compare
from domain.duplicates.nearness import Evidence
from domain.duplicates.sketch import Number, Sketch

DAY, HOUR = 86_400_000_000, 3_600_000_000
NOON = int(datetime(2020, 2, 20, 12, tzinfo=UTC).timestamp()) * 1_000_000


def a_sketch(**parts: Any) -> Sketch:
    """The strike near Nayrab, as one source has it; nobody else tells of it."""
    said: dict[str, Any] = {
        "standing": "alleged",
        "sources": frozenset({"turkey-mod"}),
        "scheme": None,
        "began_from": NOON - 12 * HOUR,
        "over_by": NOON + 12 * HOUR - 1,
        "name": "nayrab",
        "lat": 35.8718,
        "lon": 36.7173,
        "precision": "near",
        "suspects": frozenset({"syria-government"}),
        "targets": frozenset({"turkey"}),
        "act": "air_strike",
        "killed": Number(2, 2),
        "wounded": None,
    }
    return Sketch(**said | parts)


def another(**parts: Any) -> Sketch:
    """The same by another source."""
    return a_sketch(**{"sources": frozenset({"sohr"})} | parts)


def likeness(one: Sketch, other: Sketch) -> Likeness:
    found = compare(one, other)
    assert found is not None
    return found


def part(name: str, one: Sketch, other: Sketch) -> Evidence:
    return likeness(one, other).parts[name]


def span(began: int, over: int) -> dict[str, int]:
    return {"began_from": began, "over_by": over}
