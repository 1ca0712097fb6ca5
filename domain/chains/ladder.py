"""The ladder of escalation: how heavy each step is, which way an answer goes, and who went up or down. Pure.

Weights are those of PLOVER's conflict-cooperation scale (Open Event Data Alliance), as `domain.act` has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from domain.act import ACCUSATION, FIREARMS, HEAVY_WEAPONS_OR_AIR, TROOP_MOBILISATION
from domain.word import Word


class Rung(NamedTuple):
    """A rung of the ladder: its number from the ground, its name, and its weight on PLOVER's scale."""

    number: int
    name: str
    weight: float


RUNGS = (
    Rung(1, "accusation or threat", ACCUSATION),
    Rung(2, "mobilisation", TROOP_MOBILISATION),
    Rung(3, "firearms", FIREARMS),
    Rung(4, "heavy weapons or from the air", HEAVY_WEAPONS_OR_AIR),
)
"""From the ground up: the lower the number on the scale, the higher the rung."""


class Dead(NamedTuple):
    """How many were killed or neutralised: at least, and at the most (None: nothing bounds it)."""

    low: int
    high: int | None


class Height(NamedTuple):
    """How high a step stands: its weight, and how many died by it (None where nobody counted)."""

    weight: float
    dead: Dead | None = None


class Direction(Word):
    """Which way an answer goes, seen from what it answers."""

    UP = "up"
    DOWN = "down"
    LEVEL = "level"


class Stepped(NamedTuple):
    """How many answers of a party went up, and down: those that are its own, and those that are contested.

    `party` is None where nobody is named for them.
    """

    party: str | None
    up: int
    up_contested: int
    down: int
    down_contested: int


def rung_of(weight: float) -> Rung:
    """The highest rung that a weight reaches; the lowest where it reaches none."""
    return next((rung for rung in reversed(RUNGS) if weight <= rung.weight), RUNGS[0])


def direction(trigger: Height, answer: Height) -> Direction:
    """By the rung; on the same one by the dead, where their bounds leave no doubt; level otherwise."""
    first, second = rung_of(trigger.weight).number, rung_of(answer.weight).number
    if first != second:
        return Direction.UP if second > first else Direction.DOWN
    before, after = trigger.dead, answer.dead
    if before is None or after is None:
        return Direction.LEVEL
    if before.high is not None and after.low > before.high:
        return Direction.UP
    if after.high is not None and after.high < before.low:
        return Direction.DOWN
    return Direction.LEVEL


def overall(directions: Iterable[Direction]) -> Direction:
    """Which way an answer to several goes: up where it goes up from any and down from none; down likewise."""
    ways = {*directions} - {Direction.LEVEL}
    return ways.pop() if len(ways) == 1 else Direction.LEVEL


def who_stepped(answers: Iterable[tuple[Direction, Sequence[str], bool]]) -> list[Stepped]:
    """Who went up and down how often, by party; answers of nobody come last.

    Of each answer are given its direction, whom it is put down to, and whether that is contested: then it counts under
    each party named.
    """
    counts: dict[str | None, list[int]] = {}
    for way, parties, contested in answers:
        if way is not Direction.LEVEL:
            place = (0 if way is Direction.UP else 2) + contested
            for party in parties or (None,):
                counts.setdefault(party, [0, 0, 0, 0])[place] += 1
    return [Stepped(party, *counts[party]) for party in sorted(counts, key=lambda one: (one is None, one or ""))]
