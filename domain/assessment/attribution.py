"""Who did it, by the claims, and how many sides say so: the attribution of policy `assessment-1`. Pure."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from domain.claim import Stance
from domain.incident.values import Attribution

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.claim import Claim

CORROBORATING_SOURCES = 2


class Saying(NamedTuple):
    """What a claim says of who did it, and on whose side its source is."""

    source: str
    stance: Stance
    perpetrators: tuple[str, ...]
    aligned_with: str | None


class Verdict(NamedTuple):
    """What the counted claims come to: who did it, who may have, and whether two sides report it."""

    attribution: Attribution
    perpetrators: tuple[str, ...]
    possible_perpetrators: tuple[str, ...]
    corroborated: bool


@lru_cache(maxsize=50_000)
def verdict_on(sayings: tuple[Saying, ...]) -> Verdict:
    """The verdict on what the claims that count say; the same few sources say the same again and again."""
    accused = accused_in(sayings)
    named = {said for one in sayings if (said := names(one, accused))}
    sides = {one.aligned_with or f"source:{one.source}" for one in sayings if one.stance is Stance.ASSERTS}
    attribution, perpetrators = _attributed(sayings, named)
    possible = tuple(sorted({party for said in named for party in said}))
    return Verdict(attribution, perpetrators, possible, len(sides) >= CORROBORATING_SOURCES)


def _attributed(sayings: tuple[Saying, ...], named: set[tuple[str, ...]]) -> tuple[Attribution, tuple[str, ...]]:
    """The first that fits: admitted, contested, attributed, unattributed; with the parties named."""
    admitted = sorted({one.perpetrators[0] for one in sayings if _admits(one)})
    if admitted:
        return Attribution.ADMITTED, tuple(admitted)
    parties = tuple(sorted({party for one in named for party in one}))
    if len(named) > 1:
        return Attribution.CONTESTED, parties
    if len(parties) == 1:
        return Attribution.ATTRIBUTED, parties
    return Attribution.UNATTRIBUTED, ()


def accused_in(sayings: Iterable[Saying | Claim]) -> set[str]:
    """The parties that some claim asserts did it, or may have done it."""
    return {party for one in sayings if one.stance is Stance.ASSERTS for party in one.perpetrators}


def names(saying: Saying | Claim, accused: set[str]) -> tuple[str, ...]:
    """Whom a claim says did it. A denial says so only of another than those accused and than its own side."""
    if saying.stance is Stance.ASSERTS:
        return saying.perpetrators
    another = accused and set(saying.perpetrators) - accused - {saying.aligned_with}
    return saying.perpetrators if another else ()


def _admits(saying: Saying) -> bool:
    return saying.stance is Stance.ASSERTS and saying.perpetrators == (saying.aligned_with,)


def attribution_of(perpetrators: tuple[str, ...]) -> Attribution:
    """What naming that many parties amounts to, where an analyst did not say."""
    if not perpetrators:
        return Attribution.UNATTRIBUTED
    return Attribution.ATTRIBUTED if len(perpetrators) == 1 else Attribution.CONTESTED
