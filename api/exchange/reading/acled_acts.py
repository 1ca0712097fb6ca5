"""Which of our acts ACLED's sub-event types are. What we have no word for is `other`; theirs stays in the claim."""

from __future__ import annotations

from domain.act import Act

BATTLES = "battles"
AGAINST_CIVILIANS = "violence against civilians"
"""The event types, in lower case, in which the roles of the actors are known."""

ACTS = {
    "government regains territory": Act.TERRITORY_SEIZED,
    "non-state actor overtakes territory": Act.TERRITORY_SEIZED,
    "armed clash": Act.ARMED_CLASH,
    "chemical weapon": Act.OTHER,
    "air/drone strike": Act.AIR_STRIKE,
    "suicide bomb": Act.IED,
    "shelling/artillery/missile attack": Act.SHELLING,
    "remote explosive/landmine/ied": Act.IED,
    "grenade": Act.OTHER,
    "sexual violence": Act.ATTACK_ON_CIVILIANS,
    "attack": Act.ATTACK_ON_CIVILIANS,
    "abduction/forced disappearance": Act.ABDUCTION,
    "excessive force against protesters": Act.ATTACK_ON_CIVILIANS,
    "protest with intervention": Act.OTHER,
    "peaceful protest": Act.OTHER,
    "violent demonstration": Act.OTHER,
    "mob violence": Act.OTHER,
    "agreement": Act.OTHER,
    "arrests": Act.ARREST,
    "change to group/activity": Act.OTHER,
    "disrupted weapons use": Act.OTHER,
    "headquarters or base established": Act.FORCE_DEPLOYMENT,
    "looting/property destruction": Act.OTHER,
    "non-violent transfer of territory": Act.OTHER,
    "other": Act.OTHER,
}
"""By the sub-event type in lower case, as the codebook lists them."""
