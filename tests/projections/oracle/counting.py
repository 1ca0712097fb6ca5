"""The second opinion on counts per party: summed from what `oracle` finds of each incident."""

from datetime import datetime
from typing import Any

from tests.projections.oracle import Raw, incidents
from tests.projections.oracle_tolls import people

PLURAL = {"violation": "violations", "retaliation": "retaliations", "incident": "other"}


def counts(
    facts: list[Raw], as_of: datetime | None = None, known_at: datetime | None = None, position: int | None = None
) -> dict[str, Any]:
    """What is counted of each party: who did what to whom. Retracted and merged incidents count nowhere."""
    parties: dict[str, Any] = {}
    for incident in incidents(facts, as_of, known_at, position).values():
        if incident["standing"] in {"retracted", "merged"}:
            continue
        said = incident["said"]
        outcomes = {row["outcome"] for rows in said for row in rows}
        sufferers = {row.get("party") for rows in said for row in rows} - {None}
        for party in sufferers | set(incident["perpetrators"]):
            group = parties.setdefault(party, nothing())
            group["count"] += 1
            settled = incident["attribution"] in {"attributed", "admitted"}
            if party in incident["perpetrators"]:
                group[PLURAL[incident["nature"]]]["attributed" if settled else "contested"] += 1
            for outcome in outcomes:
                add(group["suffered"], outcome, people(said, outcome, party, others=False))
                if settled and party in incident["perpetrators"]:
                    add(group["inflicted"], outcome, people(said, outcome, party, others=True))
    return parties


def nothing() -> dict[str, Any]:
    return {name: {"attributed": 0, "contested": 0} for name in PLURAL.values()} | {
        "inflicted": {},
        "suffered": {},
        "count": 0,
    }


def add(losses: dict[str, Raw], outcome: str, toll: tuple[int, int | None] | None) -> None:
    """Lows and highs add up, and stay open once a part is open."""
    if toll is None:
        return
    total = losses.setdefault(outcome, {"low": 0, "high": 0, "open": False})
    low, high = toll
    total["low"] += low
    total["open"] = total["open"] or high is None
    total["high"] = None if total["open"] else total["high"] + high
