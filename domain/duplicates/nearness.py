"""How near two happenings are in time and place, as points of policy `duplicates-1`. Pure, and the same both ways."""

from __future__ import annotations

from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING, NamedTuple

from domain.place import PlacePrecision

if TYPE_CHECKING:
    from domain.duplicates.sketch import Sketch


class Evidence(NamedTuple):
    """What one part of a comparison adds (against: less than 0), and why, in words that go into a sentence."""

    points: int
    words: str


HOUR = 3_600_000_000
DAY = 24 * HOUR
"""In microseconds."""

MOST_BETWEEN = 3 * DAY
"""What lies further apart in time is not one happening."""

_ONE_DAY = 30 * HOUR
"""A calendar day, in zones that differ by a few hours."""

_OVERLAPPING = (
    (_ONE_DAY, Evidence(25, "same day")),
    (4 * DAY, Evidence(18, "within the same days")),
    (8 * DAY, Evidence(14, "within the same week")),
    (32 * DAY, Evidence(8, "within the same month")),
)
_WHOLLY_VAGUE = Evidence(3, "within the same months or years")
_APART = (
    (3 * HOUR, Evidence(25, "within 3 hours")),
    (_ONE_DAY + DAY, Evidence(12, "at most two days apart")),
)
_DAYS_APART = Evidence(4, "up to three days between them")


def in_time(one: Sketch, other: Sketch) -> Evidence | None:
    """By whether the times overlap, and by how long both take together; None where they are too far apart."""
    between = max(one.began_from, other.began_from) - min(one.over_by, other.over_by)
    together = max(one.over_by, other.over_by) - min(one.began_from, other.began_from)
    if between > MOST_BETWEEN:
        return None
    steps, otherwise = (_OVERLAPPING, _WHOLLY_VAGUE) if between <= 0 else (_APART, _DAYS_APART)
    return next((evidence for longest, evidence in steps if together <= longest), otherwise)


REACH: dict[str, int] = {
    PlacePrecision.EXACT: 3_000,
    PlacePrecision.NEAR: 10_000,
    PlacePrecision.DISTRICT: 25_000,
    PlacePrecision.FUZZY: 50_000,
    PlacePrecision.GOVERNORATE: 50_000,
    PlacePrecision.WATER_OR_AIR: 50_000,
}
"""How far (metres) a place of each precision can be from its point; two reach each other over the sum of theirs.

A place that is known only to the country is near nothing.
"""

_STEPS: dict[int, tuple[tuple[int, int], ...]] = {
    10_000: ((5_000, 25), (10_000, 18), (20_000, 8)),
    25_000: ((10_000, 12), (50_000, 6)),
    50_000: ((100_000, 4),),
}
"""By the vaguer of two places (the less exact of the finest two count alike): up to so many metres, so many points."""

_BY_NAME = {10_000: 12, 25_000: 8, 50_000: 4}
_VAGUE = {25_000: " (known to the district)", 50_000: " (known to the governorate, or not even so)"}


def in_space(one: Sketch, other: Sketch) -> Evidence | None:
    """By the distance, as far as the precisions allow; by name where a point is missing; None where it is too far."""
    if one.precision not in REACH or other.precision not in REACH:
        return None
    reaches = REACH[one.precision], REACH[other.precision]
    vaguer = max(*reaches, REACH[PlacePrecision.NEAR])
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return Evidence(_BY_NAME[vaguer], "at places of the same name") if one.name == other.name else None
    metres = metres_between(one.lat, one.lon, other.lat, other.lon)
    if metres > sum(reaches):
        return None
    return _apart(metres, vaguer)


@lru_cache(maxsize=100_000)
def _apart(metres: int, vaguer: int) -> Evidence:
    points = next(points for furthest, points in _STEPS[vaguer] if metres <= furthest)
    return Evidence(points, _distance(metres) + _VAGUE.get(vaguer, ""))


def _distance(metres: int) -> str:
    kilometres = (metres + 500) // 1_000
    return f"{kilometres} km apart" if kilometres else "less than 1 km apart" if metres else "at the same point"


def metres_between(lat: float, lon: float, other_lat: float, other_lon: float) -> int:
    """Metres on a great circle of a sphere of the earth's mean radius (haversine formula), rounded to whole ones."""
    half_lat, half_lon = radians(lat - other_lat) / 2, radians(lon - other_lon) / 2
    chord = sin(half_lat) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(half_lon) ** 2
    return round(2 * EARTH * asin(min(1.0, sqrt(chord))))


EARTH = 6_371_000.0
"""Its mean radius in metres."""
