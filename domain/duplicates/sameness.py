"""Whether two happenings tell of the same parties, act and toll, as points of policy `duplicates-1`. Pure.

It is the same both ways, and what is not known on either side says nothing for or against.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from domain.act import Act
from domain.duplicates.nearness import Evidence
from domain.duplicates.sketch import KILLED, WOUNDED

if TYPE_CHECKING:
    from domain.duplicates.sketch import Number, Sketch

SHARED, CONTRADICTED = 10, -30
"""For those who did it, and again for those it was done to."""


def of_parties(one: Sketch, other: Sketch) -> Evidence:
    """Of those who did it, or may have, and of those it was done to: one in common, none in common, or not known."""
    by, against = _parties("by", one.suspects, other.suspects), _parties("against", one.targets, other.targets)
    if not by.words or not against.words:
        return by if by.words else against if against.words else _NO_PARTIES
    return Evidence(by.points + against.points, f"{by.words}, {against.words}")


_NO_PARTIES = Evidence(0, "no parties to compare")


# The same few parties, acts and tolls are compared again and again, so what they come to is remembered.
@lru_cache(maxsize=20_000)
def _parties(role: str, one: frozenset[str], other: frozenset[str]) -> Evidence:
    if not one or not other:
        return Evidence(0, "")
    shared = sorted(one & other)
    if shared:
        return Evidence(SHARED, f"both {role} {' and '.join(shared)}")
    first, second = sorted([" or ".join(sorted(one)), " or ".join(sorted(other))])
    return Evidence(CONTRADICTED, f"one {role} {first} and one {role} {second}")


_BOMBARDMENT = frozenset(
    {Act.AIR_STRIKE, Act.DRONE_STRIKE, Act.MISSILE_STRIKE, Act.SHELLING, Act.ROCKET_FIRE, Act.MORTAR_FIRE}
)
_FIGHTING = frozenset(
    {Act.SMALL_ARMS_FIRE, Act.ARMED_CLASH, Act.GROUND_OFFENSIVE, Act.AMBUSH, Act.SNIPER_FIRE, Act.IED}
    | {Act.TERRITORY_SEIZED, Act.POST_ENCIRCLED}
)
_CUSTODY = frozenset({Act.ABDUCTION, Act.ARREST})
_PRESENCE = frozenset({Act.FORCE_DEPLOYMENT, Act.OVERFLIGHT, Act.POST_ENCIRCLED, Act.OBSTRUCTION_OF_MONITORS})
_FAMILIES = (_BOMBARDMENT, _FIGHTING, _CUSTODY, _PRESENCE)

_BROAD = frozenset({Act.ARMED_CLASH, Act.ATTACK_ON_CIVILIANS, Act.GROUND_OFFENSIVE})
"""Words in which data sets sum up any use of force."""

_FORCE = _BOMBARDMENT | _FIGHTING | {Act.ATTACK_ON_CIVILIANS, Act.AIRCRAFT_SHOT_DOWN, Act.ABDUCTION}


def of_act(one: Sketch, other: Sketch) -> Evidence:
    """The same act, acts that reports often take for each other, or different ones; `other` says nothing."""
    return _act(one.act, other.act)


@lru_cache(maxsize=1_000)
def _act(one: str, other: str) -> Evidence:
    acts = {one, other}
    names = " and ".join(sorted(act.replace("_", " ") for act in acts))
    if Act.OTHER in acts:
        return Evidence(0, "no act to compare")
    if len(acts) == 1:
        return Evidence(10, f"both {names}")
    alike = any(acts <= family for family in _FAMILIES) or (acts <= _FORCE and bool(acts & _BROAD))
    return Evidence(5, f"{names} (can be one act)") if alike else Evidence(-15, f"{names} (different acts)")


TELLING = 10
"""From so many people on, the same number is hardly chance."""


def of_toll(one: Sketch, other: Sketch) -> Evidence:
    """By the killed where both tell of them; failing that, by the wounded, for half as many points."""
    if one.killed and other.killed:
        return _toll(one.killed, other.killed, KILLED)
    if one.wounded and other.wounded:
        points, words = _toll(one.wounded, other.wounded, WOUNDED)
        return Evidence(points // 2 if points > 0 else -(-points // 2), words)
    return Evidence(0, "no toll to compare")


@lru_cache(maxsize=20_000)
def _toll(one: Number, other: Number, outcome: str) -> Evidence:
    return Evidence(_points(one, other), _told(one, other, outcome))


def _points(one: Number, other: Number) -> int:
    if one == other and one.low == one.high and one.low:
        return 20 if one.low >= TELLING else 15
    less, more = sorted([one, other], key=lambda number: number.low)
    if less.high is None or more.low <= less.high:
        return 8
    missing = more.low - less.high
    if missing <= max(1, more.low // 5):
        return 4
    return -20 if more.low > 2 * less.high + 2 else -8


def _told(one: Number, other: Number, outcome: str) -> str:
    first, second = sorted([one, other], key=lambda number: (number.low, number.high is None, number.high or 0))
    if first == second:
        return f"{_range(first)} {outcome} in each"
    return f"{_range(first)} and {_range(second)} {outcome}"


def _range(number: Number) -> str:
    if number.high is None:
        return f"{number.low} or more" if number.low else "some"
    return str(number.low) if number.low == number.high else f"{number.low} to {number.high}"
