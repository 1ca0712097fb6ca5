"""Steps of chains as answers show them, and what of them links are measured by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from domain.act import INTENSITY, STATEMENT_INTENSITY, Act
from domain.chains.ladder import Dead, Height, rung_of
from domain.chains.wording import Spot
from domain.place import PlacePrecision

if TYPE_CHECKING:
    from domain.chains.chain import Step
    from projections.inference.inferred import Told

_DEADLY = ("killed", "neutralised")


class Measured(NamedTuple):
    """A step with everything that its links need: how answers show it, how high it stands, and where it was."""

    step: Step
    shown: dict[str, Any]
    height: Height
    spot: Spot | None


def of_statement(step: Step, said: dict[str, Any]) -> Measured:
    """A statement, as it was read."""
    shown = {
        "id": str(step.id),
        "kind": "statement",
        "what": said["kind"],
        "by": [said["by"]] if said["by"] else [],
        "possibly_by": [],
        "against": said["addressed_to"],
        "attribution": None,
        "occurred": said["made"],
        "place": None,
        "deadline": said["deadline"],
        "weight": STATEMENT_INTENSITY,
        "rung": rung_of(STATEMENT_INTENSITY)._asdict(),
        "tolls": [],
        "text": said["text"],
        "inferred": None,
        "takes_no_part": None,
    }
    return Measured(step, shown, Height(STATEMENT_INTENSITY), None)


def of_incident(step: Step, body: dict[str, Any], told: Told | None, why_not: str | None) -> Measured:
    """An incident, as it was read; what it may have answered, or why that is not inferred."""
    weight = INTENSITY[Act(body["act"])]
    shown = {
        "id": str(step.id),
        "kind": "incident",
        "what": body["act"],
        "by": body["perpetrators"],
        "possibly_by": body["possible_perpetrators"],
        "against": body["targets"],
        "attribution": body["attribution"],
        "occurred": body["occurred"],
        "place": body["place"]["name"],
        "deadline": None,
        "weight": weight,
        "rung": rung_of(weight)._asdict(),
        "tolls": _tolls(body),
        "text": body["text"],
        "inferred": None if told is None else _inferred(told),
        "takes_no_part": why_not,
    }
    place = body["place"]
    spot = None if place["lat"] is None else Spot(place["lat"], place["lon"], PlacePrecision(place["precision"]))
    return Measured(step, shown, Height(weight, _dead(body)), spot)


def _inferred(told: Told) -> dict[str, Any]:
    candidates = [{"trigger": str(one.trigger), "probability": one.probability} for one in told.candidates]
    return {"candidates": candidates, "none": told.none}


def _tolls(body: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {name: row[name] for name in ("party", "category", "outcome", "low", "high", "open")}
        for row in body["assessed"]["casualties"]
    ]


def _dead(body: dict[str, Any]) -> Dead | None:
    """How many were killed or neutralised: at least the greater of the two, since they may be the same people.

    At the most both, where both are bounded. Where only others were counted nothing bounds it; None where nobody was.
    """
    rows = [row for row in body["assessed"]["tolls"] if row["of"] == "all"]
    deadly = [row for row in rows if row["outcome"] in _DEADLY]
    if not body["assessed"]["tolls"]:
        return None
    highs = [row["high"] for row in deadly]
    high = sum(highs) if highs and None not in highs else None
    return Dead(max((row["low"] for row in deadly), default=0), high)
