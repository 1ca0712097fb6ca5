"""Chains as the API answers them, made up for drawings: who says what of which pair is all that a test has to give."""

from typing import Any
from uuid import UUID

from api.exchange.exports.heading import Heading

DAY = 24 * 3600
HEADING = Heading("chains", {"position": 7}, {"position": "7", "known_at": "2020-03-01T00:00:00Z"})


def name(number: int) -> str:
    """The id of the step of this number."""
    return str(UUID(int=number))


def a_moment(day: str, until: str | None = None, precision: str = "day") -> dict[str, Any]:
    """A day of 2020, or a stretch of them, in UTC."""
    end = f"{until or day}T23:59:59.999999Z"
    bounds = {"earliest": f"{day}T00:00:00Z", "latest": end, "until": end}
    return {"from": day, "to": until, "precision": precision, "zone": None} | bounds


def a_step(number: int, **given: Any) -> dict[str, Any]:
    """A shelling of its own day."""
    step = {
        "id": name(number),
        "kind": "incident",
        "what": "shelling",
        "by": ["syria-government"],
        "against": ["turkey"],
        "attribution": "attributed",
        "occurred": a_moment(f"2020-02-{number:02}"),
        "place": "Saraqib",
        "deadline": None,
        "weight": -9.5,
        "tolls": [],
        "text": None,
    }
    return step | given


def an_ultimatum(number: int, **given: Any) -> dict[str, Any]:
    """A demand with a deadline."""
    said = {"kind": "statement", "what": "ultimatum", "attribution": None, "place": None, "weight": -3.5}
    return a_step(number, **said, deadline=a_moment("2020-02-29"), text="Withdraw.") | given


def a_link(trigger: int, answer: int, source: str | None = None, **given: Any) -> dict[str, Any]:
    """Asserted where a source is given, else inferred."""
    basis = "asserted" if source else "inferred"
    link = {
        "answer": name(answer),
        "trigger": name(trigger),
        "basis": basis,
        "status": basis,
        "asserted_by": source,
        "seconds_least": 0,
        "seconds_most": DAY - 1,
        "toll_ratio": None,
        "probability": None if source else 0.83,
        "sentence": "within 24 hours",
        "step": "level",
    }
    return link | given


def a_chain(steps: list[dict[str, Any]], links: list[dict[str, Any]]) -> dict[str, Any]:
    """Steps in order, and what joins them."""
    return {
        "id": steps[0]["id"],
        "began": steps[0]["occurred"],
        "last": steps[-1]["occurred"],
        "peak": min(step["weight"] for step in steps),
        "steps": steps,
        "links": links,
    }
