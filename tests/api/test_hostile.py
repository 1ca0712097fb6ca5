"""What a hostile client tried: each request has one clear answer, stores nothing wrong, and holds up nobody else."""

import base64
import json
import time
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.examples.incidents import NAYRAB, STRIKE
from api.wiring import Truceline
from tests.api.story import ROOT

VERIFY = f"{ROOT}/incidents/{STRIKE}/verification"


@pytest.mark.parametrize(
    "known_at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", 1582200000, "1582200000", 1.5], ids=repr
)
def test_a_time_that_no_calendar_holds_or_nobody_wrote_out_is_refused(settled: TestClient, known_at: object) -> None:
    answer = settled.post(VERIFY, json={"reason": "seen", "known_at": known_at})
    assert answer.status_code == 422
    assert "known_at" in answer.text


@pytest.mark.parametrize("zone", ["localtime", "posixrules", "right/UTC"])
def test_a_zone_that_means_what_the_host_says_is_refused(settled: TestClient, zone: str) -> None:
    assert settled.get(f"{ROOT}/incidents", params={"tz": zone}).status_code == 422


def test_a_cursor_that_nests_for_ever_is_refused(settled: TestClient) -> None:
    after = base64.urlsafe_b64encode(b"[" * 30_000).decode()
    assert settled.get(f"{ROOT}/incidents", params={"after": after}).status_code == 422


def test_a_position_that_nobody_recorded_is_not_waited_for(settled: TestClient) -> None:
    began = time.perf_counter()
    answer = settled.get(f"{ROOT}/counts", params={"min_position": 2**60})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "1"
    assert time.perf_counter() - began < 2.5


def test_a_member_that_comes_twice_is_refused(settled: TestClient, settled_ledger: Truceline) -> None:
    before = settled_ledger.ledger.position
    doubled = json.dumps(NAYRAB)[:-1] + ', "act": "shelling"}'
    answer = settled.post(f"{ROOT}/incidents", content=doubled, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert "'act' twice" in answer.json()["detail"] + answer.text
    assert settled_ledger.ledger.position == before


@pytest.mark.parametrize(
    ("part", "value"),
    [("place", {"name": "Nayrab", "lat": True, "lon": 36.7}), ("place", {"name": "N", "lat": "35", "lon": 36})],
)
def test_a_coordinate_is_a_number_and_nothing_like_one(settled: TestClient, part: str, value: dict[str, Any]) -> None:
    assert settled.post(f"{ROOT}/incidents", json=NAYRAB | {part: value}).status_code == 422


def test_what_has_not_come_yet_is_refused(settled: TestClient) -> None:
    answer = settled.post(f"{ROOT}/incidents", json=NAYRAB | {"occurred": {"from": "2099-02-20"}, "external_id": None})
    assert answer.status_code == 422
    assert answer.json()["field"] == "occurred"


def test_an_override_of_more_people_than_there_are_is_refused(settled: TestClient) -> None:
    row = {"party": "turkey", "outcome": "killed", "low": 2 * 10**12}
    body = {"reason": "typo", "casualties": [row]}
    assert settled.post(f"{ROOT}/incidents/{STRIKE}/assessment", json=body).status_code == 422


def test_history_at_a_position_stays_as_it_was(nayrab: TestClient) -> None:
    address = f"{ROOT}/incidents/{STRIKE}/history"
    position = nayrab.get(address).json()["position"]
    before = nayrab.get(address, params={"position": position}).text
    nayrab.post(VERIFY, json={"reason": "seen on film"})
    assert nayrab.get(address, params={"position": position}).text == before
    assert nayrab.get(address).json()["versions"][-1]["reason"] == "seen on film"


def test_a_retry_under_an_external_id_answers_first_and_its_key_has_a_receipt(nayrab: TestClient) -> None:
    body = NAYRAB | {"external_id": {"scheme": "field-notes", "value": "7"}}
    first = nayrab.post(f"{ROOT}/incidents", json=body)
    nayrab.post(f"{ROOT}/incidents/{first.json()['id']}/verification", json={"reason": "seen"})
    again = nayrab.post(f"{ROOT}/incidents", json=body, headers={"Idempotency-Key": "k-7"})
    other = nayrab.post(f"{ROOT}/incidents", json=NAYRAB, headers={"Idempotency-Key": "k-7"})
    assert (again.status_code, again.json()) == (201, first.json())
    assert other.status_code == 409


def test_the_front_door_names_every_address_and_fetches_nothing(settled: TestClient) -> None:
    page = settled.get("/").text
    # An address may break between its parts, where a column is narrow.
    assert f"{ROOT}/incidents/{{incident}}/history" in page.replace("<wbr>", "")
    assert "http://" not in page
    assert "https://" not in page


def test_a_server_keeps_its_projections_while_it_serves_rebuilt_ones(client: TestClient) -> None:
    for _ in range(3):
        assert client.post(f"{ROOT}/rebuild").status_code == 200
    assert client.get("/ready").status_code == 200


def test_counts_say_the_whole_beside_the_parties(settled: TestClient) -> None:
    answer = settled.get(f"{ROOT}/counts").json()
    listed = settled.get(answer["whole"]["incidents"]["href"]).json()
    assert listed["count"] == answer["whole"]["incidents"]["count"] > 0
