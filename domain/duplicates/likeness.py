"""Suspected duplicates, policy `duplicates-1`: how likely two incidents of different sources are one happening. Pure.

The score says where an analyst should look, and decides nothing: only a merge, with a reason, makes one of two.
"""

from __future__ import annotations

from typing import NamedTuple

from domain.duplicates.nearness import Evidence, in_space, in_time
from domain.duplicates.sameness import of_act, of_parties, of_toll
from domain.duplicates.sketch import SPEAKS_FOR_ITSELF, Sketch

SCORING = "duplicates-1"
"""The policy by which pairs are scored. It never changes in place: another one gets another name."""

SCORINGS = (SCORING,)

MOST = {"time": 25, "place": 25, "parties": 20, "act": 10, "toll": 20}
"""What is compared, and the most points that each part can give: 100 in all."""

LISTED_FROM = 0.6
"""The score from which on pairs are listed unless another is asked for."""


class Likeness(NamedTuple):
    """What a comparison comes to: points from 1 to 100, and what each part added."""

    points: int
    parts: dict[str, Evidence]

    @property
    def score(self) -> float:
        """From 0 to 1: the points in hundredths."""
        return self.points / 100

    @property
    def reason(self) -> str:
        """Why, in one sentence: every part that speaks for it or against it."""
        said = ", ".join(evidence.words for evidence in self.parts.values() if evidence.points)
        return f"{said[:1].upper()}{said[1:]}."


def compare(one: Sketch, other: Sketch) -> Likeness | None:
    """How likely two incidents are one happening, the same both ways; None where they are no candidates.

    No candidates are: what is retracted or merged; what a common source tells of as two, or one list numbers as two;
    what is too far apart in time or place; and what no points are left for.
    """
    if not _may_be_one(one, other):
        return None
    time, place = in_time(one, other), in_space(one, other)
    if time is None or place is None:
        return None
    parts = {
        "time": time,
        "place": place,
        "parties": of_parties(one, other),
        "act": of_act(one, other),
        "toll": of_toll(one, other),
    }
    points = sum(evidence.points for evidence in parts.values())
    return Likeness(points, parts) if points > 0 else None


def _may_be_one(one: Sketch, other: Sketch) -> bool:
    """Whoever reports both holds them to be two."""
    if one.scheme is not None and one.scheme == other.scheme:
        return False
    return {one.standing, other.standing} <= SPEAKS_FOR_ITSELF and one.sources.isdisjoint(other.sources)
