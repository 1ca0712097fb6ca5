"""Who did it, by the claims: the attribution of policy `assessment-1`. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.claim import Stance
from domain.incident.values import Attribution

if TYPE_CHECKING:
    from domain.incident.state import HeldClaim


def attributed(counted: list[HeldClaim]) -> tuple[Attribution, tuple[str, ...]]:
    """The first that fits: admitted, contested, attributed, unattributed; with the parties named."""
    accused = accused_in(counted)
    admitted = sorted({held.claim.perpetrators[0] for held in counted if _admits(held)})
    if admitted:
        return Attribution.ADMITTED, tuple(admitted)
    named = {said for held in counted if (said := names(held, accused))}
    parties = tuple(sorted({party for one in named for party in one}))
    if len(named) > 1:
        return Attribution.CONTESTED, parties
    if len(parties) == 1:
        return Attribution.ATTRIBUTED, parties
    return Attribution.UNATTRIBUTED, ()


def accused_in(counted: list[HeldClaim]) -> set[str]:
    """The parties that some claim asserts did it, or may have done it."""
    return {party for held in counted if held.claim.stance is Stance.ASSERTS for party in held.claim.perpetrators}


def names(held: HeldClaim, accused: set[str]) -> tuple[str, ...]:
    """Whom a claim says did it. A denial says so only of another than those accused and than its own side."""
    claim = held.claim
    if claim.stance is Stance.ASSERTS:
        return claim.perpetrators
    another = accused and set(claim.perpetrators) - accused - {claim.aligned_with}
    return claim.perpetrators if another else ()


def _admits(held: HeldClaim) -> bool:
    claim = held.claim
    return claim.stance is Stance.ASSERTS and claim.perpetrators == (claim.aligned_with,)


def attribution_of(perpetrators: tuple[str, ...]) -> Attribution:
    """What naming that many parties amounts to, where an analyst did not say."""
    if not perpetrators:
        return Attribution.UNATTRIBUTED
    return Attribution.ATTRIBUTED if len(perpetrators) == 1 else Attribution.CONTESTED
