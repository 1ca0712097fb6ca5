"""Bad input about agreements: the problem names the field that is at fault, in its own path, and nothing is stored."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.wiring import Truceline
from tests.api.story import ROOT

Body = dict[str, Any]

SAID: Body = {"source": "reuters", "published_at": "2020-03-06"}
PROVISION: Body = {"article": "99", "text": "No fire", "kind": "forbids", "acts": ["shelling"], **SAID}
RING = [[36, 35], [37, 35], [37, 36], [36, 36], [36, 35]]
AREA: Body = {"type": "Polygon", "coordinates": [RING]}
ROAD: Body = {"line": {"type": "LineString", "coordinates": [[36, 35], [37, 36]]}, "km_each_side": 6}
DAY = {"from": "2020-03-01"}

PROVISIONS: list[tuple[Body, str, str]] = [
    ({"article": "5/6"}, "article", "such as 5 or 2.1"),
    ({"answer_allowed": "yes"}, "answer_allowed", "true or false"),
    ({"answer_allowed": 1}, "answer_allowed", "true or false"),
    ({"answer_within_hours": 24}, "answer_within_hours", "conditions on an answer go with answer_allowed: true"),
    ({"answer_allowed": False, "answer_to_attacker_only": True}, "answer_to_attacker_only", "answer_allowed: true"),
    ({"quantity": {"exact": 3}}, "quantity", "a quantity and its unit go together"),
    ({"unit": "tanks"}, "unit", "a quantity and its unit go together"),
    ({"since": DAY, "until": {"from": "2020-02-01"}}, "until", "it holds until before it holds since"),
    ({"acts": ["shelling"] * 10_000}, "acts", "has to have at most"),
]
ZONES: list[tuple[Body, str, str]] = [
    ({}, "body", "a zone has a geometry or a corridor"),
    ({"geometry": AREA, "corridor": ROAD}, "geometry", "a zone has a geometry or a corridor"),
    ({"geometry": AREA, "schematic": "yes"}, "schematic", "true or false"),
    ({"geometry": {"type": "Point", "coordinates": RING[0]}}, "geometry", "one of 'Polygon', 'MultiPolygon'"),
    ({"geometry": {"coordinates": [RING]}}, "geometry", "has to have 'type'"),
    ({"geometry": AREA | {"coordinates": []}}, "geometry.coordinates", "at least 1, not 0"),
    ({"geometry": AREA | {"coordinates": [RING[:3]]}}, "geometry.coordinates.0", "at least 4, not 3"),
    ({"geometry": AREA | {"coordinates": [RING[:4]]}}, "geometry.coordinates.0", "a ring ends where it begins"),
    (
        {"geometry": AREA | {"coordinates": [[*RING[:3], [36, 91], RING[0]]]}},
        "geometry.coordinates.0.3.1",
        "at most 90",
    ),
    (
        {"geometry": AREA | {"coordinates": [[[*one, 0] for one in RING]]}},
        "geometry.coordinates.0.0",
        "at most 2, not 3",
    ),
    ({"corridor": ROAD | {"km_each_side": "6"}}, "corridor.km_each_side", "a number"),
    ({"corridor": ROAD | {"km_each_side": True}}, "corridor.km_each_side", "a number"),
]
CHANGES: list[tuple[Body, str, str]] = [
    ({"change": "acceded"}, "change", "needs party"),
    ({"change": "ended", "party": "russia"}, "party", "ended has no party"),
]
TABLE = [
    *(("provisions", PROVISION | body, field, rule) for body, field, rule in PROVISIONS),
    *(
        ("zones", {"slug": "z", "name": "Z", "schematic": True} | SAID | body, field, rule)
        for body, field, rule in ZONES
    ),
    *(("changes", {"at": DAY} | SAID | body, field, rule) for body, field, rule in CHANGES),
]


@pytest.mark.parametrize(("part", "body", "field", "rule"), TABLE)
def test_a_part_of_an_agreement_that_breaks_a_rule_is_put_down_to_its_field(  # noqa: PLR0917 - a table's columns
    settled: TestClient, settled_ledger: Truceline, part: str, body: Body, field: str, rule: str
) -> None:
    before = settled_ledger.ledger.position
    answered = settled.post(f"{ROOT}/agreements/sochi-2018/{part}", json=body)
    told = answered.json()
    assert (answered.status_code, told["field"]) == (422, field)
    assert rule in told["errors"][0]["rule"]
    assert not {"Tuple", "Polygon "} & {*told["detail"].replace(".", " ").split(" ")}
    assert settled_ledger.ledger.position == before


def test_a_part_at_fault_does_not_make_its_list_too_short(settled: TestClient) -> None:
    """What was refused was not counted, and the list was then called empty."""
    body = {"slug": "z", "name": "Z", "schematic": True, **SAID, "geometry": AREA | {"coordinates": [RING[:4]]}}
    told = settled.post(f"{ROOT}/agreements/sochi-2018/zones", json=body).json()
    assert told["errors"] == [{"field": "geometry.coordinates.0", "rule": "a ring ends where it begins"}]
