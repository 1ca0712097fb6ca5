"""What was done: the acts that an incident can be."""

from __future__ import annotations

from domain.word import Word


class Act(Word):
    """One act, in the words of the field."""

    AIR_STRIKE = "air_strike"
    DRONE_STRIKE = "drone_strike"
    SHELLING = "shelling"
    ROCKET_FIRE = "rocket_fire"
    MISSILE_STRIKE = "missile_strike"
    MORTAR_FIRE = "mortar_fire"
    SMALL_ARMS_FIRE = "small_arms_fire"
    ARMED_CLASH = "armed_clash"
    GROUND_OFFENSIVE = "ground_offensive"
    AMBUSH = "ambush"
    IED = "ied"
    SNIPER_FIRE = "sniper_fire"
    AIRCRAFT_SHOT_DOWN = "aircraft_shot_down"
    ABDUCTION = "abduction"
    ARREST = "arrest"
    ATTACK_ON_CIVILIANS = "attack_on_civilians"
    TERRITORY_SEIZED = "territory_seized"
    POST_ENCIRCLED = "post_encircled"
    FORCE_DEPLOYMENT = "force_deployment"
    OBSTRUCTION_OF_MONITORS = "obstruction_of_monitors"
    OVERFLIGHT = "overflight"
    OTHER = "other"


HEAVY_WEAPONS_OR_AIR = -9.5
FIREARMS = -9.0
TROOP_MOBILISATION = -6.5
ACCUSATION = -3.5

INTENSITY: dict[Act, float] = {
    Act.AIR_STRIKE: HEAVY_WEAPONS_OR_AIR,
    Act.DRONE_STRIKE: HEAVY_WEAPONS_OR_AIR,
    Act.SHELLING: HEAVY_WEAPONS_OR_AIR,
    Act.ROCKET_FIRE: HEAVY_WEAPONS_OR_AIR,
    Act.MISSILE_STRIKE: HEAVY_WEAPONS_OR_AIR,
    Act.MORTAR_FIRE: HEAVY_WEAPONS_OR_AIR,
    Act.SMALL_ARMS_FIRE: FIREARMS,
    Act.ARMED_CLASH: FIREARMS,
    Act.GROUND_OFFENSIVE: HEAVY_WEAPONS_OR_AIR,
    Act.AMBUSH: FIREARMS,
    Act.IED: HEAVY_WEAPONS_OR_AIR,
    Act.SNIPER_FIRE: FIREARMS,
    Act.AIRCRAFT_SHOT_DOWN: HEAVY_WEAPONS_OR_AIR,
    Act.ABDUCTION: FIREARMS,
    Act.ARREST: TROOP_MOBILISATION,
    Act.ATTACK_ON_CIVILIANS: FIREARMS,
    Act.TERRITORY_SEIZED: HEAVY_WEAPONS_OR_AIR,
    Act.POST_ENCIRCLED: TROOP_MOBILISATION,
    Act.FORCE_DEPLOYMENT: TROOP_MOBILISATION,
    Act.OBSTRUCTION_OF_MONITORS: ACCUSATION,
    Act.OVERFLIGHT: TROOP_MOBILISATION,
    Act.OTHER: ACCUSATION,
}
"""Weight of each act on PLOVER's conflict-cooperation scale (-10 to +10), as published."""

STATEMENT_INTENSITY = ACCUSATION
"""Weight of a demand, threat or accusation on the same scale."""
