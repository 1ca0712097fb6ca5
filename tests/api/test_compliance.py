"""Compliance over HTTP: what is refused by its field, and an answer with the address behind each number."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.wiring import Truceline
from tests.api.story import ROOT

SOCHI = f"{ROOT}/agreements/sochi-2018"
SAID = {"source": "turkey-russia", "published_at": "2018-09-18"}
TEXT = SAID | {"article": "77", "text": "Made up.", "kind": "forbids", "acts": ["shelling"]}
DRAWN = SAID | {"slug": "made-up", "name": "Made up", "schematic": True}
BOW_TIE = {"type": "Polygon", "coordinates": [[[36, 35], [37, 36], [37, 35], [36, 36], [36, 35]]]}
OPEN_RING = {"type": "Polygon", "coordinates": [[[36, 35], [37, 35], [37, 36], [36, 36]]]}
ROAD = {"km_each_side": 6, "line": {"type": "LineString", "coordinates": [[36, 35], [37, 35]]}}
JUDGED = SAID | {"article": "5", "finding": "partly", "at": {"from": "2018-10-15"}}

CONDITIONS = "conditions on an answer go with answer_allowed: true"
TOGETHER = "a quantity and its unit go together"
AGAIN = "turkey-russia has given article 2 before: a new text holds since a later moment"

UNKNOWN = "no party atlantis is registered: an analyst registers it by POST /api/v1/parties"
REFUSED: list[tuple[str, dict[str, Any], int, str, str]] = [
    ("zones", DRAWN | {"geometry": BOW_TIE}, 422, "geometry", "the shape is not valid: Self-intersection[36.5 35.5]"),
    ("zones", DRAWN | {"geometry": OPEN_RING}, 422, "geometry.coordinates.0", "a ring ends where it begins"),
    (
        "zones",
        DRAWN | {"corridor": ROAD | {"km_each_side": 0}},
        422,
        "corridor.km_each_side",
        "has to be more than 0.0",
    ),
    ("provisions", TEXT | {"answer_within_hours": 24}, 422, "answer_within_hours", CONDITIONS),
    (
        "provisions",
        TEXT | {"answer_to_attacker_only": True, "answer_allowed": False},
        422,
        "answer_to_attacker_only",
        CONDITIONS,
    ),
    (
        "provisions",
        TEXT | {"answer_allowed": True, "answer_within_hours": 0},
        422,
        "answer_within_hours",
        "has to be at least 1",
    ),
    ("provisions", TEXT | {"quantity": {"exact": 50}}, 422, "quantity", TOGETHER),
    ("obligations", JUDGED | {"unit": "posts"}, 422, "unit", TOGETHER),
    ("provisions", TEXT | {"article": "2"}, 409, "article", AGAIN),
    ("provisions", TEXT | {"binds": ["atlantis"]}, 422, "binds", UNKNOWN),
]


@pytest.mark.parametrize(("part", "body", "status", "field", "rule"), REFUSED)
def test_what_cannot_be_recorded_is_refused_by_its_field_and_not_stored(  # noqa: PLR0917 - a table's columns
    settled: TestClient,
    settled_ledger: Truceline,
    part: str,
    body: dict[str, Any],
    status: int,
    field: str,
    rule: str,
) -> None:
    before = settled_ledger.ledger.position
    answer = settled.post(f"{SOCHI}/{part}", json=body)
    problem = answer.json()
    assert answer.status_code == status, problem
    assert problem["field"] == field
    assert problem["detail"].removeprefix(f"{field} ") == rule
    assert settled_ledger.ledger.position == before


def test_an_unknown_agreement_is_missing_and_one_that_a_lens_does_not_show_says_so(settled: TestClient) -> None:
    nowhere = settled.get(f"{ROOT}/agreements/versailles/compliance")
    assert (nowhere.status_code, nowhere.json()["detail"]) == (404, "there is no agreement versailles")
    earlier = settled.get(f"{SOCHI}/compliance?known_at=2018-09-01")
    assert earlier.status_code == 404
    assert "is in the ledger, but is not visible under this lens (known_at=2018-09-01" in earlier.json()["detail"]


@pytest.mark.parametrize(
    ("query", "field"),
    [("breach=perhaps", "breach"), ("violation=mine", "violation"), ("violator=atlantis", "violator")],
)
def test_a_filter_by_a_word_that_is_none_is_refused(settled: TestClient, query: str, field: str) -> None:
    refused = settled.get(f"{ROOT}/incidents?agreement=sochi-2018&{query}")
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["errors"]] == [field]


def test_each_number_leads_to_its_incidents_under_the_same_lens(settled: TestClient) -> None:
    told = settled.get(f"{SOCHI}/compliance?known_at=2020-03-01").json()
    numbered = [told["violations"], *(one["violations"] for one in told["provisions"])]
    assert told["violations"]["count"] > 0
    for one in numbered:
        listed = settled.get(one["href"]).json()
        assert listed["count"] == one["count"]
        assert listed["lens"]["known_at"] == "2020-03-01T23:59:59.999999Z"
        for party in one["by_party"]:
            for how in ("attributed", "contested", "uncertain"):
                assert settled.get(f"{party['href']}&violation={how}").json()["count"] == party[how]


def test_a_permanent_address_answers_the_same_after_a_later_judgement(nayrab: TestClient) -> None:
    first = nayrab.get(f"{SOCHI}/compliance")
    cited = first.headers["Link"].partition(">")[0].removeprefix("<")
    before = nayrab.get(cited)
    assert "immutable" in before.headers["Cache-Control"]
    assert nayrab.post(f"{SOCHI}/obligations", json=JUDGED).status_code == 201
    assert nayrab.get(cited).content == before.content
    for told, expected in ((before, ["unmet"]), (nayrab.get(f"{SOCHI}/compliance"), ["partly", "unmet"])):
        (judged,) = [one["judgements"] for one in told.json()["provisions"] if one["article"] == "5"]
        assert [one["finding"] for one in judged] == expected


def test_an_agreement_answers_its_phases(settled: TestClient) -> None:
    """In force on 17 September 2018, known to the day in UTC."""
    told = settled.get(SOCHI).json()
    assert told["phases"] == [
        {"from": "2018-09-17T00:00:00Z", "force": "uncertain"},
        {"from": "2018-09-17T23:59:59.999999Z", "force": "in_force"},
    ]
    assert told["in_force"] == "in_force"


def test_the_document_explains_the_answer_and_the_filters(document: dict[str, Any]) -> None:
    paths = document["paths"]
    description = paths[f"{ROOT}/agreements/{{slug}}/compliance"]["get"]["description"]
    for word in ("not_assessed", "violations", "judgements", "overdue", "phases", "compliance-1"):
        assert word in description
    listed = paths[f"{ROOT}/incidents"]["get"]
    assert {"breach", "violator", "violation"} <= {one["name"] for one in listed["parameters"]}
    for word in ("breach", "violator", "attributed, contested or uncertain"):
        assert word in listed["description"]
