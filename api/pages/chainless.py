"""Why an incident or a statement is part of no chain, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.incident.values import Standing
from projections import incidents, statements
from projections.fits import in_force
from projections.inference.stage import why_not

if TYPE_CHECKING:
    from uuid import UUID

    from domain.lens import Lens
    from projections.chaining.theatre import Joining
    from projections.reader import Reader

_NOTHING_SAID = "nothing is said to answer it, nor it to answer anything"

_WHY_NOT = {
    "attacker_unknown": "who did it is unknown",
    "attackers_of_several_sides": "those who may have done it are of several sides",
    "target_unknown": "whom it was against is unknown",
    "targets_of_several_sides": "those it was against are of several sides",
    "own_side": "it was against the side that did it",
    "no_spot": "its place has no coordinates",
    "place_too_vague": "its place is not known well enough",
    "time_too_vague": "its time is not known to the week",
}
"""Why an incident takes no part in the inference, in words."""


def why_chainless(store: Reader, lens: Lens, kind: str, member: UUID, joining: Joining) -> str:
    """The reason for an incident or a statement that the lens shows, and that is part of no chain."""
    gone = _gone(store, lens, kind, member)
    if gone is not None:
        return gone
    if kind != "incident" or not joining.infers:
        return _NOTHING_SAID
    if in_force(store, lens) is None:
        return f"{_NOTHING_SAID}; and no fit is adopted, so nothing is inferred"
    reason = why_not(store, lens, member)
    if reason is not None:
        return f"nothing is said to answer it; nor is anything inferred of it, since {_WHY_NOT.get(reason, reason)}"
    return f"neither said nor, with a probability of {joining.probability:g}, inferred to answer or be answered"


def _gone(store: Reader, lens: Lens, kind: str, member: UUID) -> str | None:
    """What became of it, where it counts no more: whatever was said of it then joins nothing."""
    body = (incidents if kind == "incident" else statements).one(store, lens, member) or {}
    if body.get("withdrawn") is not None:
        return "it was withdrawn"
    match body.get("standing"):
        case Standing.MERGED:
            return f"it was merged into incident {body['merged_into']}, which takes its place in chains"
        case Standing.RETRACTED:
            return "it was retracted" if body["retraction"] is not None else "its every claim was withdrawn"
        case _:
            return None
