"""Marks: how heavy an act is, in steps above the lightest, as the inference takes it. Pure."""

from __future__ import annotations

from domain.act import ACCUSATION, FIREARMS, HEAVY_WEAPONS_OR_AIR, INTENSITY, TROOP_MOBILISATION, Act

_STEPS = {ACCUSATION: 0, TROOP_MOBILISATION: 1, FIREARMS: 2, HEAVY_WEAPONS_OR_AIR: 3}


def mark_of(act: Act, killed: int) -> int:
    """The steps of an act of which at least so many died.

    By the means on PLOVER's scale: 0 a mere accusation, 1 troops moved, 2 firearms, 3 heavy weapons or aircraft; one
    more for any dead, and another for each tenfold. The steps are judgements of ours.
    """
    # One digit is up to nine dead, two are ten to ninety-nine.
    return _STEPS[INTENSITY[act]] + (len(str(killed)) if killed > 0 else 0)
