"""Bad input: each gets a problem that names the field and the rule; nothing is stored, and the position stays."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.examples.incidents import STRIKE
from api.wiring import Truceline
from tests.api.story import ROOT, a_new_incident, put

Body = dict[str, Any]

INCIDENTS = f"{ROOT}/incidents"


QUANTITY = "claim.casualties.0.quantity"


FORM: list[tuple[str, object, str, str]] = [
    ("colour", "red", "colour", "never ignored"),
    ("claim.sauce", "ap", "claim.sauce", "never ignored"),
    ("claim.published_at", "2020-02-20T15:00:00", "claim.published_at", "naive time"),
    ("claim.published_at", "20.02.2020", "claim.published_at", "is not"),
    ("occurred", {"from": "2020-02-20T15:00"}, "occurred.from", "naive time"),
    ("occurred", {"from": "2020-03-29T02:30", "zone": "Europe/Berlin"}, "occurred", "does not exist"),
    ("occurred", {"from": "2020-02-20", "zone": "Syria/Idlib"}, "occurred.zone", "IANA"),
    ("occurred", {"from": "2020-02-20", "earliest": "2020-02-20T00:00:00Z"}, "occurred.earliest", "never given"),
    ("place.lat", 95, "place.lat", "at most 90"),
    ("place.lat", None, "place", "both lat and lon"),
    (QUANTITY, {"exact": -2}, f"{QUANTITY}.exact", "at least 0"),
    (QUANTITY, {"exact": 2.5}, f"{QUANTITY}.exact", "whole number"),
    (QUANTITY, {"exact": "2"}, f"{QUANTITY}.exact", "whole number"),
    (QUANTITY, {"exact": True}, f"{QUANTITY}.exact", "whole number"),
    (QUANTITY, {"between": [35, 30]}, f"{QUANTITY}.between", "the first number is the lesser"),
    (QUANTITY, {"exact": 2, "about": 2}, QUANTITY, "exactly one of"),
    (QUANTITY, {}, QUANTITY, "exactly one of"),
    ("act", "bombing", "act", "one of 'air_strike'"),
    ("targets", ["Turkey!"], "targets.0", "short name such as"),
    ("targets", "turkey", "targets", "has to be a list"),
    ("claim.credibility", 7, "claim.credibility", "at most 6"),
    ("claim.url", "javascript:alert(1)", "claim.url", "URL"),
    ("claim.possible_perpetrators", ["russia", "turkey"], "claim", "not both"),
    ("perpetrator", "russia", "perpetrator", "shorthand"),
    ("claim.basis", "inferred", "claim", "says why"),
    ("answers", [{"asserted_by": "ap"}], "answers.0", "one incident or one statement"),
    ("answers", [{"incident": "x", "asserted_by": "ap"}], "answers.0.incident", "has to be an id"),
    ("claim.text", "\ud800", "claim.text", "surrogate"),
    ("claim.text", "a\0b", "claim.text", "NUL"),
]


@pytest.mark.parametrize(("path", "value", "field", "rule"), FORM)
def test_an_incident_that_breaks_a_rule_of_form_is_not_stored(  # noqa: PLR0917 - a table's columns
    settled: TestClient, settled_ledger: Truceline, path: str, value: object, field: str, rule: str
) -> None:
    body = a_new_incident()
    put(body, path, value)
    before = settled_ledger.ledger.position

    answer = settled.post(INCIDENTS, content=json.dumps(body), headers={"Content-Type": "application/json"})

    problem = answer.json()
    assert answer.status_code == 422, problem
    assert problem["type"] == "/problems/invalid-input"
    assert field in {error["field"] for error in problem["errors"]}
    assert rule in problem["errors"][0]["rule"]
    assert settled_ledger.ledger.position == before


NO_JSON: list[tuple[bytes, str]] = [
    (b'{"slug": ', "line 1, column 10"),
    (b"", "is required"),
    (b"[]", "has to be an object"),
    (b'"party"', "has to be an object"),
    (b'{"slug": NaN}', "NaN is no number"),
    (b'{"slug": -Infinity}', "-Infinity is no number"),
    (b'{"slug": 1e999}', "finite"),
    (b'{"slug": ' + b"9" * 5000 + b"}", "is not JSON"),
    (b'{"slug": "\xff"}', "UTF-8"),
    (b'{"slug": "\\ud83d"}', "surrogate"),
    (b'{"\\udfff": 1}', "surrogate"),
    (b"[" * 40 + b"]" * 40, "nests deeper"),
    (b"[" * 400_000, "nests deeper"),
    (b'{"a":' * 100_000, "nests deeper"),
]


@pytest.mark.parametrize(("content", "rule"), NO_JSON, ids=range(len(NO_JSON)))
def test_what_is_not_json_is_not_stored(
    settled: TestClient, settled_ledger: Truceline, content: bytes, rule: str
) -> None:
    before = settled_ledger.ledger.position

    answer = settled.post(f"{ROOT}/parties", content=content, headers={"Content-Type": "application/json"})

    problem = answer.json()
    assert answer.status_code == 422, problem
    assert rule in problem["errors"][0]["rule"]
    assert settled_ledger.ledger.position == before


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "streamed"])
def test_a_body_over_a_megabyte_is_refused(settled: TestClient, settled_ledger: Truceline, *, announced: bool) -> None:
    body = json.dumps({"slug": "turkey", "name": "x" * 1_000_000, "kind": "state"}).encode()
    content = body if announced else iter([body[:500_000], body[500_000:]])
    before = settled_ledger.ledger.position

    answer = settled.post(f"{ROOT}/parties", content=content, headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()["type"], answer.json()["field"]) == (413, "/problems/too-large", "body")
    assert settled_ledger.ledger.position == before


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_of_another_type_is_refused(settled: TestClient, media_type: str) -> None:
    answer = settled.post(f"{ROOT}/parties", content=b"{}", headers={"Content-Type": media_type})

    assert (answer.status_code, answer.json()["field"]) == (415, "Content-Type")


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("If-Match", '"1.4"', 412),
        ("If-Match", "latest", 422),
        ("Idempotency-Key", "k" * 201, 422),
        ("Idempotency-Key", "", 422),
        ("Idempotency-Key", "tab\there", 422),
    ],
)
def test_a_header_that_does_not_hold_stores_nothing(
    settled: TestClient, settled_ledger: Truceline, header: str, value: str, status: int
) -> None:
    before = settled_ledger.ledger.position

    answer = settled.post(f"{INCIDENTS}/{STRIKE}/verification", json={}, headers={header: value})

    assert (answer.status_code, answer.json()["field"]) == (status, header)
    assert settled_ledger.ledger.position == before


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("perpetrater=russia", "perpetrater"),
        ("as_of=yesterday", "as_of"),
        ("tz=Mars/Olympus", "tz"),
        ("policy=assessment-0", "policy"),
        ("position=soon", "position"),
        ("position=99999", "position"),
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("after=nowhere", "after"),
        ("bbox=1,2,3", "bbox"),
        ("act=bombing", "act"),
        ("party=turkey&party=russia", "party"),
        ("min_position=-1", "min_position"),
    ],
)
def test_a_query_that_says_nothing_we_know_is_refused(settled: TestClient, query: str, field: str) -> None:
    answer = settled.get(f"{INCIDENTS}?{query}")

    assert (answer.status_code, answer.json()["field"]) == (422, field)
