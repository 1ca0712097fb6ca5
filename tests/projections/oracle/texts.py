"""The texts that forbid something, as a lens shows them: when each holds, whom it binds, and where."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from pyproj import Geod

from tests.projections.oracle.days import earliest_beginning, latest_end
from tests.projections.oracle.held import (
    MAYBE,
    NO,
    YES,
    At,
    all_of,
    always,
    any_of,
    days,
    never,
    opposite,
    since,
    through,
    until,
)
from tests.projections.oracle.life import CHANGES, force
from tests.projections.oracle.pile import Raw, named

RADIUS_KM = {"exact": 0, "near": 5, "district": 25, "water_or_air": 25, "fuzzy": 50, "governorate": 75}
FORCE = {"in_force": YES, "uncertain": MAYBE, "not_in_force": NO}
WGS84 = Geod(ellps="WGS84")


@dataclass
class Text:
    """One source's text of one provision. `drawings` are boxes; None: it holds everywhere."""

    agreement: str
    provision: Raw
    in_force: At
    binds: dict[str, At]
    drawings: list[tuple[At, tuple[float, ...]]] | None
    undrawn: At

    @property
    def key(self) -> tuple[str, str]:
        return self.agreement, self.provision["article"]


def texts_of(agreements: dict[str, list[Raw]], parties: list[list[Raw]]) -> list[Text]:
    """Every text that forbids an act, by agreement, article, and as it was known; `agreements` are facts by slug."""
    found = []
    for slug, told in sorted(agreements.items()):
        adopted = [fact["provision"] for fact in told if fact["name"] == "agreement.provision_adopted"]
        changes = [fact["change"] for fact in named(told, *CHANGES)]
        life = sorted(changes, key=lambda one: (earliest_beginning(one["at"]), one["change"], one["id"]))
        for text in adopted:
            if text.get("acts"):
                held = all_of(_in_force(life), _stands(text, adopted, changes))
                drawings, undrawn = _drawn(agreements, slug, text.get("zone"))
                binds = _with_members(_named(told[0]["header"], changes, text), parties)
                found.append(Text(slug, text, held, binds, drawings, undrawn))
    return sorted(found, key=lambda one: one.key)


def _in_force(life: list[Raw]) -> At:
    return lru_cache(lambda at: FORCE[force(life, at)])


def _stands(text: Raw, adopted: list[Raw], changes: list[Raw]) -> At:
    """From when it says, until it ends, is given anew by its source, or is repealed."""
    parts = [since([text.get("since")])]
    if "until" in text:
        parts.append(through(latest_end(text["until"])))
    of_article = [one for one in adopted if one["article"] == text["article"] and "since" in one]
    anew = [one["since"] for one in of_article if one["source"] == text["source"] and _after(one["since"], text)]
    parts += [until([min(anew, key=earliest_beginning)])] if anew else []
    repeals = [one["at"] for one in changes if one.get("article") == text["article"] and _after(one["at"], text)]
    if repeals:
        first = min(map(earliest_beginning, repeals))
        given = [one["since"] for one in of_article if earliest_beginning(one["since"]) > first]
        again = min(map(earliest_beginning, given), default=None)
        parts.append(until([one for one in repeals if again is None or earliest_beginning(one) <= again]))
    return all_of(*parts)


def _after(moment: Raw, text: Raw) -> bool:
    return "since" not in text or earliest_beginning(moment) > earliest_beginning(text["since"])


def _named(header: Raw, changes: list[Raw], text: Raw) -> dict[str, At]:
    if text.get("binds"):
        return dict.fromkeys(text["binds"], always)
    joined = {one["party"] for one in changes if "party" in one}
    acceded = {party: since(one["at"] for one in changes if one.get("party") == party) for party in joined}
    return acceded | dict.fromkeys(header["parties"], always)


def _with_members(binds: dict[str, At], parties: list[list[Raw]]) -> dict[str, At]:
    """Members of who is bound are bound, and so are their members."""
    bound = dict(binds)
    members = [(facts[0]["slug"], one) for facts in parties for one in _memberships(facts)]
    for _ in parties:
        bound = {
            party: any_of(
                binds.get(party, never),
                *(
                    all_of(bound.get(one["counterpart"], never), days(one["start"], one.get("end")))
                    for slug, one in members
                    if slug == party
                ),
            )
            for party in bound.keys() | {slug for slug, one in members if one["counterpart"] in bound}
        }
    return bound


def _memberships(facts: list[Raw]) -> list[Raw]:
    held = {one["affiliation"]["id"]: one["affiliation"] for one in facts if "affiliation" in one}
    for fact in facts:
        if fact["name"] == "party.affiliation_ended":
            held[fact["affiliation_id"]] = held[fact["affiliation_id"]] | {"end": fact["end"]}
    return [one for one in held.values() if one["relation"] == "member"]


def _drawn(
    agreements: dict[str, list[Raw]], slug: str, zone: str | None
) -> tuple[list[tuple[At, tuple[float, ...]]] | None, At]:
    """The agreement's own drawings, each until a later known one takes its place; where it has none, the others'."""
    if zone is None:
        return None, never
    by = {
        other: [
            fact["zone"] for fact in told if fact["name"] == "agreement.zone_drawn" and fact["zone"]["slug"] == zone
        ]
        for other, told in sorted(agreements.items())
    }
    used = [by[slug]] if by[slug] else [*by.values()]
    drawings = [
        (
            all_of(since([one.get("since")]), *(opposite(since([later.get("since")])) for later in many[number + 1 :])),
            one,
        )
        for many in used
        for number, one in enumerate(many)
    ]
    begun = any_of(*(since([one.get("since")]) for _, one in drawings))
    return [(held, box_of(one)) for held, one in drawings], opposite(begun)


def box_of(zone: Raw) -> tuple[float, ...]:
    """West, south, east and north of a box."""
    across, along = zip(*zone["geometry"]["coordinates"][0], strict=True)
    return min(across), min(along), max(across), max(along)


def lies_in(place: Raw, box: tuple[float, ...]) -> int:
    """Whether a place lies in a box, as exactly as it is known."""
    if "lat" not in place or place["precision"] == "country":
        return MAYBE
    west, south, east, north = box
    inside = west <= place["lon"] <= east and south <= place["lat"] <= north
    if distance_km(place["lat"], place["lon"], box) < RADIUS_KM[place["precision"]]:
        return MAYBE
    return YES if inside else NO


@lru_cache
def distance_km(lat: float, lon: float, box: tuple[float, ...]) -> float:
    """How far the border is, by a great many points of it."""
    west, south, east, north = box
    across, along = np.linspace(west, east, 2000), np.linspace(south, north, 2000)
    lons = np.concatenate([across, across, np.full(2000, west), np.full(2000, east)])
    lats = np.concatenate([np.full(2000, south), np.full(2000, north), along, along])
    here = np.ones(len(lons))
    return float(WGS84.inv(here * lon, here * lat, lons, lats)[2].min()) / 1000
