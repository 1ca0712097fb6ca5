"""A link in one sentence: how much later, how far away, on whose word or how likely. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from domain.chains.chain import Delay, Link, Step
from domain.chains.joining import INFERRED
from domain.place import RADIUS_KM, PlacePrecision

_EARTH_KM = 6371.0088
"""The mean radius of the earth (IUGG)."""

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_IN_HOURS = timedelta(days=4)
"""Up to here hours are told; days beyond."""


class Spot(NamedTuple):
    """Where a step was: degrees (WGS 84), and how exactly that is known."""

    lat: float
    lon: float
    precision: PlacePrecision


class Apart(NamedTuple):
    """How far two spots are from each other: whole km between their points, and how much more or less it may be."""

    km: int
    give_km: int
    exactly: bool
    """Whether both are known to the place or near it, rather than to an area."""


def apart(one: Spot | None, other: Spot | None) -> Apart | None:
    """None where either is not known better than to the country."""
    if one is None or other is None or not {one.precision, other.precision} <= RADIUS_KM.keys():
        return None
    give = RADIUS_KM[one.precision] + RADIUS_KM[other.precision]
    exactly = {one.precision, other.precision} <= {PlacePrecision.EXACT, PlacePrecision.NEAR}
    return Apart(round(_km(one, other)), round(give), exactly)


def _km(one: Spot, other: Spot) -> float:
    """Along a great circle (the haversine formula): at most half a percent off."""
    north, south = math.radians(one.lat), math.radians(other.lat)
    across = math.sin(math.radians(other.lon - one.lon) / 2) ** 2 * math.cos(north) * math.cos(south)
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, math.sin((south - north) / 2) ** 2 + across)))


def sentence(link: Link, ends: tuple[Step, Step], took: Delay, far: Apart | None, sayers: Sequence[str]) -> str:
    """A link as a monitor would say it. `ends` are what is answered and the answer, `sayers` who says so."""
    trigger, answer = ends
    facts = (
        [later(took), _away(far)] if answer.began_by >= trigger.began_from else ["while it was going on", _away(far)]
    )
    if trigger.deadline is not None:
        facts.append(by_deadline(trigger.deadline, answer))
    if link.basis == INFERRED:
        known = ", ".join(fact for fact in [*facts, "by the side that was hit"] if fact)
        return f"{known}; {_how_likely(link)}"
    said = f"answers the above, {_say(sayers)}"
    words = [said, ", ".join(fact for fact in facts if fact)]
    if link.status in {"disputed", "confirmed"}:
        words.append({"disputed": "disputed", "confirmed": "confirmed by an analyst"}[link.status])
    if link.probability is not None:
        words.append(f"inferred beside that: {_number(link.probability)}")
    return "; ".join(word for word in words if word)


def _how_likely(link: Link) -> str:
    probability = _number(link.probability or 0.0)
    if not link.next_best:
        return f"{probability}, with no other candidate"
    return f"{probability} against {_number(link.next_best)} for the next candidate"


def _number(probability: float) -> str:
    """To two places, and never as certain as 1 or 0."""
    hundredths = round(probability * 100)
    if hundredths == 100:  # noqa: PLR2004 - all of a hundred
        return "over 0.99"
    return f"{hundredths / 100:.2f}" if hundredths else "under 0.01"


def _say(sayers: Sequence[str]) -> str:
    if not sayers:
        return "somebody says"
    *others, last = sayers
    return f"say {', '.join(others)} and {last}" if others else f"says {last}"


def _away(far: Apart | None) -> str:
    if far is None:
        return ""
    if not far.exactly:
        return f"somewhere within {far.km + far.give_km} km"
    return f"{far.km} km away" if far.km else "at the same place"


def later(took: Delay) -> str:
    """A delay in hours, or in days where it is longer, as exactly as it is known."""
    length = _length(took)
    if took.least < _unit(took)[0]:
        return f"within {length}"
    return f"after {length}" if " to " in length else f"{length} later"


def by_deadline(deadline: datetime, answer: Step) -> str:
    """Whether something came before a deadline, or how long after it, as far as its time says."""
    named = f"the deadline of {deadline.date().isoformat()}"
    if answer.began_by <= deadline:
        return f"before {named}"
    if answer.began_from <= deadline:
        return f"before or after {named}"
    took = Delay(answer.began_from - deadline, answer.began_by - deadline)
    within = "within " if took.least < _unit(took)[0] else ""
    return f"{within}{_length(took)} after {named} passed"


def _unit(took: Delay) -> tuple[timedelta, str]:
    return (_HOUR, "hour") if took.most < _IN_HOURS else (_DAY, "day")


def _length(took: Delay) -> str:
    """Rounded outwards where it is a range; to the nearest where it is known to less than an hour, or a day."""
    unit, name = _unit(took)
    least, most = took.least // unit, -(-took.most // unit)
    if not least:
        return f"an {name}" if most <= 1 and name == "hour" else _counted(max(most, 1), name)
    if took.most - took.least < unit:
        return _counted(round((took.least + took.most) / 2 / unit), name)
    return f"{least} to {most} {name}s"


def _counted(count: int, name: str) -> str:
    return f"{count} {name}{'' if count == 1 else 's'}"
