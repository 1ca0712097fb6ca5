"""Which incidents take part in the inference of answers, and as what; the others, by why they cannot."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from math import floor
from typing import NamedTuple

from tests.projections.oracle.days import earliest_beginning, latest_beginning
from tests.projections.oracle.picture import Picture
from tests.projections.oracle.pile import Raw
from tests.projections.oracle.siding import side, ties
from tests.projections.oracle.tolls import people

DAY = timedelta(days=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SPREAD_KM = {"exact": 0.1, "near": 2.5, "district": 12.5, "water_or_air": 12.5, "fuzzy": 25.0, "governorate": 37.5}
"""Half of how far off a place of each precision may be; one known to the country may be anywhere."""

STEPS = {
    **dict.fromkeys(("air_strike", "shelling", "rocket_fire", "ground_offensive"), 3),
    **dict.fromkeys(("small_arms_fire", "ambush"), 2),
    "overflight": 1,
    "other": 0,
}


class Act(NamedTuple):
    """One that takes part: when it may have begun (days since 1970), where it was, and how much it weighs."""

    stream: str
    by: str
    against: str
    began: float
    ended: float
    lat: float
    lon: float
    spread: float
    mark: int

    @property
    def area(self) -> list[int]:
        """The south-west corner of its cell of one degree."""
        return [floor(self.lat), floor(self.lon)]


def acts(picture: Picture) -> list[Act]:
    """Those that take part, by when they began, then by id."""
    found = [_seen(picture, stream, one) for stream, one in picture.counting.items()]
    return [one for one in found if isinstance(one, Act)]


def left_out(picture: Picture) -> dict[str, int]:
    """How many that count do not take part, by the first reason."""
    found = [_seen(picture, stream, one) for stream, one in picture.counting.items()]
    return dict(Counter(one for one in found if isinstance(one, str)))


def why_not(picture: Picture, stream: str) -> str | None:
    """Why an incident that counts does not take part."""
    found = _seen(picture, stream, picture.counting[stream])
    return found if isinstance(found, str) else None


def _seen(picture: Picture, stream: str, one: Raw) -> Act | str:
    occurred, place = one["frame"]["occurred"], one["frame"]["place"]
    first, last = earliest_beginning(occurred), latest_beginning(occurred)
    standing = ties(picture, first.astimezone(UTC).date())
    named = {*one["perpetrators"], *one["possible"]}
    by, against = side(named, standing), side(one["frame"]["targets"], standing)
    spread = SPREAD_KM.get(place.get("precision", "near"))
    reasons = {
        "attacker_unknown": not named,
        "attackers_of_several_sides": by is None,
        "target_unknown": not one["frame"]["targets"],
        "targets_of_several_sides": against is None,
        "own_side": by == against,
        "no_spot": place.get("lat") is None,
        "place_too_vague": spread is None,
        "time_too_vague": last - first > 7 * DAY,
    }
    if any(reasons.values()):
        return next(reason for reason, holds in reasons.items() if holds)
    spot = (place["lat"], place["lon"], spread or 0.0)
    return Act(stream, by or "", against or "", (first - EPOCH) / DAY, (last - EPOCH) / DAY, *spot, mark(one))


def mark(one: Raw) -> int:
    """Its steps on the ladder, and one for each digit of the least number of dead."""
    dead = (people(one["said"], "killed", "", others=True) or (0, 0))[0]
    return STEPS[one["frame"]["act"]] + (len(str(dead)) if dead else 0)
