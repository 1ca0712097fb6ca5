"""Writes, on each database that can hold a log."""

import copy
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from api.examples.incidents import NAYRAB, STRIKE
from api.examples.reference import TURKEY
from tests.api.story import ROOT, tell

Body = dict[str, Any]

VERIFICATION = f"{ROOT}/incidents/{STRIKE}/verification"
REPLAYED = "Idempotency-Replayed"


@pytest.fixture
def nayrab(any_client: TestClient) -> TestClient:
    tell(any_client, until="/incidents")
    return any_client


def test_a_write_is_answered_with_its_address_its_version_and_its_place_in_the_log(any_client: TestClient) -> None:
    answer = any_client.post(f"{ROOT}/parties", json=TURKEY)

    assert answer.status_code == 201
    assert answer.headers["Location"] == f"{ROOT}/parties/turkey"
    assert answer.headers["ETag"] == '"1.1"'
    assert answer.headers["Truceline-Position"] == "1"
    body = answer.json()
    assert (body["kind"], body["version"], body["position"], body["made"]) == ("party", 1, 1, {})
    assert body["location"] == answer.headers["Location"]


def test_what_was_written_is_read_at_once_at_its_location(nayrab: TestClient) -> None:
    for number in range(10):
        body = copy.deepcopy(NAYRAB) | {"external_id": {"scheme": "test", "value": str(number)}}
        answer = nayrab.post(f"{ROOT}/incidents", json=body)
        assert nayrab.get(answer.headers["Location"]).json()["id"] == answer.json()["id"]


def test_a_claim_s_id_is_given_out(nayrab: TestClient) -> None:
    claim = {"source": "ap", "published_at": "2020-02-20", "possible_perpetrators": ["russia", "syria-government"]}

    made = nayrab.post(f"{ROOT}/incidents/{STRIKE}/claims", json=claim).json()["made"]

    claims = nayrab.get(f"{ROOT}/incidents/{STRIKE}").json()["claims"]
    assert made["claim"] in {one["id"] for one in claims}


def test_a_retry_with_the_same_key_is_answered_as_at_first_whatever_happened_since(nayrab: TestClient) -> None:
    headers = {"Idempotency-Key": str(uuid4()), "If-Match": nayrab.get(f"{ROOT}/incidents/{STRIKE}").headers["ETag"]}
    first = nayrab.post(VERIFICATION, json={"reason": "seen"}, headers=headers)
    assert nayrab.post(f"{ROOT}/incidents/{STRIKE}/retraction", json={"reason": "wrong"}).status_code == 201
    position = log_position(nayrab)

    # Retracted by now, and the version is stale: idempotency comes before both.
    again = nayrab.post(VERIFICATION, json={"reason": "seen"}, headers=headers)

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert REPLAYED not in first.headers
    assert again.headers[REPLAYED] == "true"
    assert again.headers["ETag"] == first.headers["ETag"]
    assert log_position(nayrab) == position


def test_the_same_key_with_another_body_is_refused(nayrab: TestClient) -> None:
    headers = {"Idempotency-Key": "k-1"}
    assert nayrab.post(VERIFICATION, json={"reason": "seen"}, headers=headers).status_code == 201
    position = log_position(nayrab)

    others = [
        nayrab.post(VERIFICATION, json={"reason": "not seen"}, headers=headers),
        nayrab.post(VERIFICATION, json={"nonsense": True}, headers=headers),
        nayrab.post(f"{ROOT}/incidents/{STRIKE}/dispute", json={"reason": "seen"}, headers=headers),
    ]

    assert {(one.status_code, one.json()["type"]) for one in others} == {(409, "/problems/different-content")}
    assert {one.json()["field"] for one in others} == {"Idempotency-Key"}
    assert log_position(nayrab) == position


def test_the_order_of_a_body_s_fields_makes_no_other_request(any_client: TestClient) -> None:
    headers = {"Idempotency-Key": "k-2"}
    first = any_client.post(f"{ROOT}/parties", json=TURKEY, headers=headers)

    again = any_client.post(f"{ROOT}/parties", json=dict(reversed(TURKEY.items())), headers=headers)

    assert (again.status_code, again.json()) == (201, first.json())


def test_a_refused_write_leaves_its_key_free(nayrab: TestClient) -> None:
    headers = {"Idempotency-Key": "k-3"}
    party = {"slug": "sna", "name": "SNA", "kind": "armed-group"}
    assert nayrab.post(f"{ROOT}/parties", json=party, headers=headers).status_code == 422

    mended = nayrab.post(f"{ROOT}/parties", json=party | {"kind": "armed_group"}, headers=headers)

    assert (mended.status_code, REPLAYED in mended.headers) == (201, False)


def test_the_same_report_under_its_external_id_is_answered_as_at_first(nayrab: TestClient) -> None:
    position = log_position(nayrab)

    again = nayrab.post(f"{ROOT}/incidents", json=NAYRAB)

    assert (again.status_code, again.headers[REPLAYED]) == (201, "true")
    assert again.json()["id"] == str(STRIKE)
    assert log_position(nayrab) == position


def test_a_stale_version_is_refused_and_the_version_read_last_is_not(nayrab: TestClient) -> None:
    seen = nayrab.get(f"{ROOT}/incidents/{STRIKE}").headers["ETag"]
    assert nayrab.post(VERIFICATION, json={}, headers={"If-Match": seen}).status_code == 201

    stale = nayrab.post(VERIFICATION, json={}, headers={"If-Match": seen})
    seen_since = nayrab.get(f"{ROOT}/incidents/{STRIKE}").headers["ETag"]
    fresh = nayrab.post(VERIFICATION, json={}, headers={"If-Match": seen_since})
    anything = nayrab.post(VERIFICATION, json={}, headers={"If-Match": "*"})

    assert (stale.status_code, stale.json()["type"], stale.json()["field"]) == (412, "/problems/stale", "If-Match")
    assert (fresh.status_code, anything.status_code) == (201, 201)


def test_writers_at_the_same_time_each_write_once(nayrab: TestClient) -> None:
    def verify(number: int) -> int:
        headers = {"Idempotency-Key": f"at-once-{number % 4}"}
        return nayrab.post(VERIFICATION, json={"reason": str(number % 4)}, headers=headers).status_code

    before = nayrab.get(f"{ROOT}/incidents/{STRIKE}/history").json()["versions"]
    with ThreadPoolExecutor(8) as writers:
        statuses = list(writers.map(verify, range(16)))

    after = nayrab.get(f"{ROOT}/incidents/{STRIKE}/history").json()["versions"]
    assert set(statuses) == {201}
    assert len({one["version"] for one in after}) - len({one["version"] for one in before}) == 4


def test_the_caller_s_request_id_is_kept_with_the_fact_and_its_key_s_id_too(any_client: TestClient) -> None:
    request_id = str(uuid4())

    any_client.post(f"{ROOT}/parties", json=TURKEY, headers={"X-Request-ID": request_id})

    [event] = any_client.get(f"{ROOT}/events").json()["items"]
    assert (event["data"]["correlation_id"], event["data"]["recorded_by"]) == (request_id, "bootstrap")


def log_position(client: TestClient) -> int:
    position: int = client.get(f"{ROOT}/events?limit=1").json()["position"]
    return position
