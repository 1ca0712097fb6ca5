"""Counts: summed, one incident at a time, from what is made of each."""

from datetime import datetime
from typing import Any

from tests.projections.oracle.picture import UNCOUNTED, Cut, Picture
from tests.projections.oracle.pile import Raw
from tests.projections.oracle.selecting import BUCKETS, SINGLE, Filters, involved, selected
from tests.projections.oracle.tolls import people
from tests.projections.oracle.violating import words

PLURAL = {"violation": "violations", "retaliation": "retaliations", "incident": "other"}
EVERYONE = ""
SEVERAL = ("agreement", "provision")
"""What an incident may be in several groups of."""


def counts(
    facts: list[Raw], as_of: datetime | None = None, known_at: datetime | None = None, position: int | None = None
) -> dict[str, Any]:
    """What is counted of each party: who did what to whom."""
    picture = Picture(facts, Cut(as_of, known_at, len(facts) if position is None else position, "UTC"))
    groups = grouped(picture, {}, ["party"])
    return {one["party"]: {name: part for name, part in one.items() if name != "party"} for one in groups}


def grouped(picture: Picture, filters: Filters, names: list[str]) -> list[Raw]:
    """One group for each combination that occurs, in order; what is unknown comes last."""
    if several := [name for name in names if name in SEVERAL]:
        return _in_several(picture, filters, names, several)
    groups: dict[tuple[Any, ...], Raw] = {}
    for one in selected(picture, filters).values():
        if one["standing"] in UNCOUNTED:
            continue
        for party in involved(one) if "party" in names else {EVERYONE}:
            key = tuple(party if name == "party" else (BUCKETS | SINGLE)[name](one) for name in names)
            count(groups.setdefault(key, nothing(whole=not party)), one, party)
    return _in_order([dict(zip(names, key, strict=True)) | group for key, group in groups.items()], names)


def _in_several(picture: Picture, filters: Filters, names: list[str], several: list[str]) -> list[Raw]:
    """An incident is in the group of each provision that it breaches: in those whose filters let it through."""
    places = [("agreement", "provision").index(name) for name in several]
    keys = {key for stream in picture.incidents for key in picture.breaching.statuses(stream)}
    asked = [words(filters.get(name)) for name in ("agreement", "provision")]
    among = {key for key in keys if all(want is None or part in want for part, want in zip(key, asked, strict=True))}
    found = []
    for parts in {tuple(key[place] for place in places) for key in among}:
        group = dict(zip(several, parts, strict=True))
        rest = [name for name in names if name not in several]
        found += [group | one for one in grouped(picture, filters | group, rest)]
    return _in_order(found, names)


def _in_order(groups: list[Raw], names: list[str]) -> list[Raw]:
    return sorted(groups, key=lambda one: [(one[name] is None, one[name] or "") for name in names])


def whole(picture: Picture, filters: Filters) -> Raw:
    """The numbers of all incidents, each counted once."""
    return next(iter(grouped(picture, filters, [])), nothing(whole=True))


def nothing(*, whole: bool) -> Raw:
    kinds = ("attributed", "contested", *(["unattributed"] if whole else []))
    losses: Raw = {"casualties": {}} if whole else {"inflicted": {}, "suffered": {}}
    return {name: dict.fromkeys(kinds, 0) for name in PLURAL.values()} | losses | {"count": 0}


def count(group: Raw, one: Raw, party: str) -> None:
    """Add an incident to what is counted of a party, or of everyone."""
    group["count"] += 1
    settled = "attributed" if one["attribution"] == "admitted" else one["attribution"]
    if party in {EVERYONE, *one["perpetrators"]}:
        group[PLURAL[one["nature"]]][settled] += 1
    said = one["said"]
    for outcome in {row["outcome"] for rows in said for row in rows}:
        if party == EVERYONE:
            add(group["casualties"], outcome, people(said, outcome, EVERYONE, others=True))
            continue
        add(group["suffered"], outcome, people(said, outcome, party, others=False))
        if settled == "attributed" and party in one["perpetrators"]:
            add(group["inflicted"], outcome, people(said, outcome, party, others=True))


def add(losses: dict[str, Raw], outcome: str, toll: tuple[int, int | None] | None) -> None:
    """Lows and highs add up, and stay open once a part is open."""
    if toll is None:
        return
    total = losses.setdefault(outcome, {"low": 0, "high": 0, "open": False})
    low, high = toll
    total["low"] += low
    total["open"] = total["open"] or high is None
    total["high"] = None if total["open"] else total["high"] + high
