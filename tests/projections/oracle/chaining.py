"""Escalation chains: whatever answers join, in the order in which it can have happened."""

from datetime import datetime, timedelta

from tests.projections.oracle.answering import answering, speaker
from tests.projections.oracle.claims import shown_claims
from tests.projections.oracle.days import earliest_beginning, latest_beginning, latest_end
from tests.projections.oracle.inferring import Odds, chosen, odds
from tests.projections.oracle.joining import Link, groups, joined
from tests.projections.oracle.picture import Picture
from tests.projections.oracle.pile import Raw
from tests.projections.oracle.quantities import assessed, tolls

USUAL = 0.5
"""From which probability on inferred links join."""


def chains(picture: Picture, probability: float = USUAL, found: dict[str, Odds] | None = None) -> list[Raw]:
    """Every chain, by when its first step began."""
    steps = {stream: incident_step(stream, one) for stream, one in picture.counting.items()}
    standing = {stream: said for stream, said in picture.statements.items() if said["withdrawn"] is None}
    steps |= {stream: statement_step(stream, said) for stream, said in standing.items()}
    links, left_out = joined(_taken(picture, standing, steps, probability, found), steps)
    made = [_chain(group, links, left_out, steps) for group in groups(links)]
    return sorted(made, key=lambda chain: rank(steps[chain["id"]]))


def _taken(
    picture: Picture, standing: dict[str, Raw], steps: dict[str, Raw], probability: float, found: dict[str, Odds] | None
) -> list[Link]:
    """Every link between steps that are there, in the order in which they are taken: what is said before the rest."""
    every = odds(picture) if found is None else found
    said = [
        Link(*one, every[one[0]].get(one[1], 0.0) if {one[0], one[1]} <= every.keys() else None)
        for one in links_of(picture, standing)
        if one[2] != "rejected" and {one[0], one[1]} <= steps.keys()
    ]
    said.sort(key=lambda link: (rank(steps[link.trigger]), rank(steps[link.answer]), *spoken(link)))
    told = {link[:2] for link in said}
    likely = chosen(picture, every, probability)
    inferred = [Link(*pair, "inferred", None, part) for pair, part in likely.items() if pair not in told]
    inferred.sort(key=lambda link: (-round(likely[link[:2]], 3), rank(steps[link.trigger]), rank(steps[link.answer])))
    return [*said, *inferred]


def links_of(picture: Picture, standing: dict[str, Raw]) -> list[tuple[str, str, str, str]]:
    """What is said of anything: answer, trigger, how that stands, and who says so."""
    said = [(one.answer, one.trigger, one.status, one.asserted_by) for one in answering(picture)]
    for stream, fact in standing.items():
        for answer in fact["body"]["answers"]:
            trigger = speaker(picture, answer.get("incident") or answer["statement"])
            said.append((stream, trigger, answer["status"], answer["asserted_by"]))
    return said


def rank(step: Raw) -> tuple[datetime, datetime, str]:
    return earliest_beginning(step["occurred"]), latest_beginning(step["occurred"]), step["id"]


def _chain(group: set[str], links: list[Link], left_out: list[tuple[Link, str]], steps: dict[str, Raw]) -> Raw:
    inside = [link for link in links if link.answer in group]
    order = in_order(sorted((steps[one] for one in group), key=rank), inside)
    inside.sort(key=lambda link: (order.index(link.answer), order.index(link.trigger), *spoken(link)))
    return {
        "id": order[0],
        "began": steps[order[0]]["occurred"],
        "last": steps[order[-1]]["occurred"],
        "peak": min(steps[one]["weight"] for one in order),
        "steps": [{name: part for name, part in steps[one].items() if name != "dead"} for one in order],
        "links": [_link(link, steps) for link in inside],
        "left_out": {(*link[:2], reason) for link, reason in left_out if group & {*link[:2]}},
    }


def spoken(link: Link) -> tuple[str, str]:
    """What several say of one pair comes by who says it; what one says of it in two reports, by how that stands."""
    return link.asserted_by or "", link.status or ""


def in_order(waiting: list[Raw], links: list[Link]) -> list[str]:
    """By when they began; of those that may have begun together, the first of which all that it answers has come."""
    ordered: list[str] = []
    while waiting:
        together = [step for step in waiting if rank(step)[0] <= latest_end(waiting[0]["occurred"])]
        ready = [one for one in together if all(link.trigger in ordered for link in links if link.answer == one["id"])]
        following = (ready or together)[0]
        ordered.append(following["id"])
        waiting = [step for step in waiting if step is not following]
    return ordered


def _link(link: Link, steps: dict[str, Raw]) -> Raw:
    answer, trigger = steps[link.answer], steps[link.trigger]
    least = rank(answer)[0] - rank(trigger)[1]
    most = rank(answer)[1] - rank(trigger)[0]
    dead, first = answer["dead"], trigger["dead"]
    return {
        "answer": link.answer,
        "trigger": link.trigger,
        "basis": link.basis,
        "status": link.status,
        "asserted_by": link.asserted_by,
        "probability": link.probability,
        "seconds_least": max(least, timedelta(0)) // timedelta(seconds=1),
        "seconds_most": max(most, timedelta(0)) // timedelta(seconds=1),
        "toll_ratio": round(dead * 100 / first) / 100 if first and dead is not None else None,
    }


WEIGHTS = {"air_strike": -9.5, "shelling": -9.5, "ambush": -9.0, "overflight": -6.5, "other": -3.5}


def incident_step(stream: str, one: Raw) -> Raw:
    frame = one["frame"]
    told = tolls(one)
    dead = [row["low"] for row in told if row["of"] == "all" and row["outcome"] in {"killed", "neutralised"}]
    texts = [one["text"] for one in shown_claims(one["told"]) if "text" in one and one["withdrawn"] is None]
    shown = ("party", "category", "outcome", "low", "high", "open")
    return {
        "id": stream,
        "kind": "incident",
        "what": frame["act"],
        "by": one["perpetrators"],
        "against": frame["targets"],
        "attribution": one["attribution"],
        "occurred": frame["occurred"],
        "place": frame["place"]["name"],
        "weight": WEIGHTS[frame["act"]],
        "tolls": [{name: row[name] for name in shown} for row in assessed(one, "casualties")],
        "text": next(iter(texts), None),
        "dead": max(dead, default=0) if told else None,
    }


def statement_step(stream: str, said: Raw) -> Raw:
    body = said["body"]
    return {
        "id": stream,
        "kind": "statement",
        "what": body["kind"],
        "by": [body["by"]] if "by" in body else [],
        "against": body["addressed_to"],
        "occurred": body["made"],
        "deadline": body.get("deadline"),
        "weight": -3.5,
        "tolls": [],
        "text": body.get("text"),
        "dead": None,
    }
