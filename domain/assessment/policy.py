"""Assessment, policy `assessment-1`: what the ledger derives from the claims that a lens shows. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from domain.assessment.attribution import Saying, attribution_of, verdict_on
from domain.assessment.conflict import Conflict, conflicts_among
from domain.assessment.quantities import AssessedQuantity, casualties, equipment, overridden
from domain.assessment.toll import Toll, said_in, tolls
from domain.claim import Stance
from domain.incident.values import Attribution, Standing

if TYPE_CHECKING:
    from uuid import UUID

    from domain.claim import Claim
    from domain.incident.said import HeldClaim
    from domain.incident.state import IncidentState
    from domain.incident.values import Override

POLICY = "assessment-1"
POLICIES = (POLICY,)
"""Every policy that a permanent address may name; a policy never changes in place."""

ATTRIBUTED = (Attribution.ATTRIBUTED, Attribution.ADMITTED)
"""An admission attributes."""


class Reckoning(NamedTuple):
    """What a version counts for: who did it, how far it stands, and what it cost in people."""

    attribution: Attribution
    perpetrators: tuple[str, ...]
    possible_perpetrators: tuple[str, ...]
    standing: Standing
    tolls: tuple[Toll, ...]


Sayings = str
"""What claims say, as far as counting needs it, a line each: one short text is remembered, and found again, sooner
than all the values that it stands for."""


class Weighed(NamedTuple):
    """What claims come to, whatever else is known of the incident."""

    attribution: Attribution
    perpetrators: tuple[str, ...]
    possible_perpetrators: tuple[str, ...]
    corroborated: bool
    tolls: tuple[Toll, ...]


@dataclass(frozen=True)
class Assessment:
    """The result of a policy, with the claims that it counted."""

    policy: str
    attribution: Attribution
    perpetrators: tuple[str, ...]
    possible_perpetrators: tuple[str, ...]
    standing: Standing
    casualties: tuple[AssessedQuantity, ...]
    tolls: tuple[Toll, ...]
    equipment: tuple[AssessedQuantity, ...]
    conflicts: tuple[Conflict, ...]
    claims: tuple[UUID, ...]
    overridden: bool


def reckon(incident: IncidentState, policy: str = POLICY) -> Reckoning:
    """Judge the visible claims, as far as counting needs it. Raises KeyError for an unknown policy."""
    if policy not in POLICIES:
        raise KeyError(policy)
    return _reckon(incident, counted_claims(incident))


def assess(incident: IncidentState, policy: str = POLICY) -> Assessment:
    """Judge the visible claims. Raises KeyError for a policy that this release does not know."""
    if policy not in POLICIES:
        raise KeyError(policy)
    counted = counted_claims(incident)
    reckoning = _reckon(incident, counted)
    sides = _sides(incident, counted, reckoning.perpetrators)
    return Assessment(
        policy=policy,
        attribution=reckoning.attribution,
        perpetrators=reckoning.perpetrators,
        possible_perpetrators=reckoning.possible_perpetrators,
        standing=reckoning.standing,
        casualties=overridden(casualties(counted, sides), incident.override[0] if incident.override else None),
        tolls=reckoning.tolls,
        equipment=equipment(counted, sides),
        conflicts=conflicts_among(counted, incident.frame),
        claims=tuple(held.claim.id for held in counted),
        overridden=incident.override is not None,
    )


def sayings_of(counted: list[HeldClaim]) -> Sayings:
    """What the counted claims say: of each its source, stance, whom it names, its side (or nothing), and people.

    Who speaks alone corroborates nobody, whoever it is, and goes unnamed.
    """
    if len(counted) == 1:
        return _line("", counted[0].claim)
    return "\n".join([_line(held.claim.source, held.claim) for held in counted])


def _line(source: str, claim: Claim) -> str:
    return f"{source}|{claim.stance}|{','.join(claim.perpetrators)}|{claim.aligned_with or ''}|{said_in(claim)}"


def weigh(sayings: Sayings, override: Override | None) -> Weighed:
    """What claims come to, where an analyst judged otherwise with that in the place of the policy's result."""
    lines = [line.split("|") for line in sayings.split("\n")] if sayings else []
    verdict = verdict_on(tuple([_saying(*who) for *who, _ in lines]))
    attribution, perpetrators = verdict.attribution, verdict.perpetrators
    if override is not None:
        attribution, perpetrators = _judged(override, attribution, perpetrators)
    judged = (override and override.casualties) or ()
    inflicting = perpetrators if attribution in ATTRIBUTED else ()
    return Weighed(
        attribution,
        perpetrators,
        verdict.possible_perpetrators,
        verdict.corroborated,
        tolls(tuple([said for *_, said in lines]), judged, inflicting),
    )


def _saying(source: str, stance: str, named: str, side: str) -> Saying:
    return Saying(source, Stance(stance), tuple(named.split(",")) if named else (), side or None)


def _reckon(incident: IncidentState, counted: list[HeldClaim]) -> Reckoning:
    override = incident.override
    weighed = weigh(sayings_of(counted), override[0] if override else None)
    attribution, perpetrators, possible_perpetrators, corroborated, amounts = weighed
    standing = standing_of(incident, counted, corroborated=corroborated)
    return Reckoning(attribution, perpetrators, possible_perpetrators, standing, amounts)


def _judged(
    override: Override, attribution: Attribution, perpetrators: tuple[str, ...]
) -> tuple[Attribution, tuple[str, ...]]:
    """An analyst's word on who did it, in the place of the policy's."""
    if override.perpetrators is not None:
        perpetrators = tuple(sorted(set(override.perpetrators)))
        return override.attribution or attribution_of(perpetrators), perpetrators
    if override.attribution is None:
        return attribution, perpetrators
    return override.attribution, () if override.attribution is Attribution.UNATTRIBUTED else perpetrators


def _sides(incident: IncidentState, counted: list[HeldClaim], perpetrators: tuple[str, ...]) -> set[str]:
    """Everyone named for it or struck by it: a source aligned with one of them is of a side."""
    named = {party for held in counted for party in held.claim.perpetrators}
    return named | set(perpetrators) | set(incident.frame.targets if incident.frame else ())


def counted_claims(incident: IncidentState) -> list[HeldClaim]:
    """Of each source, its latest claim that is neither superseded nor withdrawn; in known order."""
    standing = incident.standing_claims()
    if len(standing) == 1:
        return standing
    latest = {held.claim.source: held for held in standing}
    return sorted(latest.values(), key=lambda held: (held.known_at, held.version))


def standing_of(incident: IncidentState, counted: list[HeldClaim], *, corroborated: bool) -> Standing:
    """The first that fits. Where every claim is withdrawn, nothing is left of the report."""
    if incident.retracted or not counted:
        return Standing.RETRACTED
    if incident.merged_into:
        return Standing.MERGED
    if incident.finding:
        return incident.finding[0]
    return Standing.CORROBORATED if corroborated else Standing.ALLEGED
