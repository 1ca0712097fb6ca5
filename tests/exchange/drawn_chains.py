"""Chains as the API answers them, made up for drawings: who says what of which pair is all that a test has to give."""

from typing import Any
from uuid import UUID

from api.exchange.exports.heading import Heading

DAY = 24 * 3600
HEADING = Heading("chains", {"position": 7}, {"position": "7", "known_at": "2020-03-01T00:00:00Z"})
FIT = {"id": str(UUID(int=99)), "version": "excitation-1"}
INFERRED = {"basis": "all", "probability": 0.5, "fit": FIT, "not_inferred": None}
NOT_INFERRED = {"basis": "asserted", "probability": None, "fit": None, "not_inferred": "no fit is adopted"}
TOLL = {"party": "turkey", "category": "combatant", "outcome": "killed", "low": 5, "high": None, "open": True}
GUESSED = "within 24 hours, 6 km away, by the side that was hit; 0.83 against 0.11 for the next candidate"
RUNGS = {-3.5: (1, "accusation or threat"), -9.0: (3, "firearms"), -9.5: (4, "heavy weapons or from the air")}


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
    step: dict[str, Any] = {
        "id": name(number),
        "kind": "incident",
        "what": "shelling",
        "by": ["syria-government"],
        "possibly_by": [],
        "against": ["turkey"],
        "attribution": "attributed",
        "occurred": a_moment(f"2020-02-{number:02}"),
        "place": "Saraqib",
        "deadline": None,
        "weight": -9.5,
        "tolls": [],
        "text": None,
        "inferred": None,
        "takes_no_part": None,
    }
    step |= given
    rung, called = RUNGS[step["weight"]]
    return step | {"rung": {"number": rung, "name": called, "weight": step["weight"]}}


def an_ultimatum(number: int, **given: Any) -> dict[str, Any]:
    """A demand with a deadline."""
    said = {"kind": "statement", "what": "ultimatum", "attribution": None, "place": None, "weight": -3.5}
    return a_step(number, **said, deadline=a_moment("2020-02-29"), text="Withdraw.") | given


def a_link(trigger: int, answer: int, source: str | None = None, **given: Any) -> dict[str, Any]:
    """Asserted where a source is given, else inferred."""
    basis = "asserted" if source else "inferred"
    link: dict[str, Any] = {
        "answer": name(answer),
        "trigger": name(trigger),
        "basis": basis,
        "status": basis,
        "asserted_by": source,
        "seconds_least": 0,
        "seconds_most": DAY - 1,
        "km": None,
        "toll_ratio": None,
        "toll_ratios": None,
        "probability": None if source else 0.83,
        "next_best": None if source else 0.11,
        "sentence": f"answers the above, says {source}; within 24 hours" if source else GUESSED,
        "step": "level",
    }
    return link | given


def a_chain(steps: list[dict[str, Any]], links: list[dict[str, Any]], **given: Any) -> dict[str, Any]:
    """Steps in order, and what joins them; nothing is left out, and no answer is waited for."""
    chain: dict[str, Any] = {
        "id": steps[0]["id"],
        "began": steps[0]["occurred"],
        "last": steps[-1]["occurred"],
        "peak": min(step["weight"] for step in steps),
        "peak_rung": min((step["rung"] for step in steps), key=lambda rung: rung["weight"]),
        "open": {"is_open": False, "until": "2020-03-14T00:00:00Z", "reason": "no answer came"},
        "tempo": None,
        "stepped": [],
        "agreements": [],
        "steps": steps,
        "links": links,
        "left_out": [],
    }
    return chain | given
