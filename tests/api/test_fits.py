"""Fits over HTTP: computed by the server, adopted with a reason, in force by position, and taken back."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from api.access import Role
from api.adopting import fit_seen_through
from api.exchange.exports.ledger_copy import restore
from api.settings import MEMORY, Settings
from api.wiring import Truceline
from tests.api.conftest import as_role, serving
from tests.api.story import ROOT, a_new_incident, tell

FITS = f"{ROOT}/fits"


def adopted(client: TestClient, reason: str = "why", **asked: Any) -> dict[str, Any]:
    answer = client.post(FITS, json={"reason": reason, **asked})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_fit_is_adopted_shown_and_in_force_from_its_position(nayrab: TestClient) -> None:
    before = nayrab.get(FITS).json()
    answer = nayrab.post(FITS, json={"reason": "the first"})
    written = answer.json()

    told = nayrab.get(answer.headers["Location"]).json()

    assert (before["items"], answer.status_code) == ([], 201)
    assert answer.headers["Truceline-Position"] == str(written["position"]) == str(before["position"] + 1)
    assert answer.headers["ETag"] == f'"1.{written["position"]}"'
    assert told["parameters"].keys() == {"answers", "weight", "delay_days", "reach_km"}
    for name, (low, high) in told["intervals"].items():
        assert low < told["parameters"][name] < high
    assert (told["version"], told["acts"], told["reason"], told["in_force"]) == ("excitation-1", 2, "the first", True)
    assert told["window"] == {"from": "2020-02-19T00:00:00Z", "to": "2020-02-21T00:00:00Z"}
    assert told["fitted_to"] == {
        "as_of": None,
        "known_at": None,
        "position": before["position"],
        "policy": "assessment-1",
    }
    assert told["adopted"]["position"] == written["position"]
    assert told["withdrawn"] is None
    assert [(row["by"], row["against"]) for row in told["background"]] == [
        ("syria-government", "turkey"),
        ("turkey", "syria-government"),
    ]
    assert nayrab.get(FITS, params={"position": before["position"]}).json()["items"] == []


def test_a_list_says_which_fit_is_in_force_and_a_withdrawal_brings_the_one_before_back(nayrab: TestClient) -> None:
    first, second = adopted(nayrab, "first"), adopted(nayrab, "second")
    answer = nayrab.post(f"{FITS}/{second['id']}/withdrawal", json={"reason": "too soon"})

    late, early = nayrab.get(FITS).json()["items"]

    assert (answer.status_code, answer.json()["version"]) == (201, 2)
    assert (late["id"], late["in_force"], late["withdrawn"]["reason"]) == (second["id"], False, "too soon")
    assert (early["id"], early["in_force"], early["withdrawn"]) == (first["id"], True, None)
    at_second = nayrab.get(FITS, params={"position": second["position"]}).json()["items"]
    assert [(one["id"], one["in_force"]) for one in at_second] == [(second["id"], True), (first["id"], False)]
    again = nayrab.post(f"{FITS}/{second['id']}/withdrawal", json={"reason": "again"})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/already-withdrawn")


def test_a_fit_is_made_to_the_lens_that_is_asked_for_and_says_so(nayrab: TestClient, truceline: Truceline) -> None:
    position = truceline.ledger.position
    later = a_new_incident()
    later["occurred"] = {"from": "2020-02-24", "zone": "Asia/Damascus"}
    assert nayrab.post(f"{ROOT}/incidents", json=later).status_code == 201

    def acts(**asked: Any) -> tuple[int, dict[str, Any]]:
        told = nayrab.get(f"{FITS}/{adopted(nayrab, **asked)['id']}").json()
        return told["acts"], told["fitted_to"]

    assert acts()[0] == 3
    assert acts(position=position)[0] == acts(position=str(position))[0] == 2
    cut = acts(as_of="2020-02-23", tz="Asia/Damascus", known_at="2021-01-01")
    assert cut[0] == 2
    assert (cut[1]["as_of"], cut[1]["known_at"]) == ("2020-02-23T21:59:59.999999Z", "2021-01-01T21:59:59.999999Z")


def test_a_retry_with_the_same_key_answers_the_first_fit_and_makes_no_other(nayrab: TestClient) -> None:
    body, key = {"reason": "once"}, {"Idempotency-Key": "k-1"}
    first = nayrab.post(FITS, json=body, headers=key)
    again = nayrab.post(FITS, json=body, headers=key)
    other = nayrab.post(FITS, json={"reason": "other"}, headers=key)

    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (other.status_code, other.json()["type"]) == (409, "/problems/different-content")
    assert nayrab.get(FITS).json()["count"] == 1


@pytest.mark.parametrize("keys", [["a", "b", "c"], ["same", "same", "same"]], ids=["three writes", "one write"])
def test_adoptions_at_the_same_time_are_all_recorded_once_and_the_last_is_in_force(
    nayrab: TestClient, keys: list[str]
) -> None:
    start = threading.Barrier(len(keys))

    def post(key: str) -> dict[str, Any]:
        start.wait(timeout=10)
        answer = nayrab.post(FITS, json={"reason": key}, headers={"Idempotency-Key": key})
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    with ThreadPoolExecutor(len(keys)) as pool:
        written = list(pool.map(post, keys))

    listed = nayrab.get(FITS).json()["items"]
    assert {one["id"] for one in listed} == {one["id"] for one in written}
    assert len(listed) == len(set(keys))
    last = max(written, key=lambda one: int(one["position"]))
    assert [one["id"] for one in listed if one["in_force"]] == [last["id"]]


def test_while_a_fit_is_made_others_write_and_read(
    nayrab: TestClient, truceline: Truceline, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def slow(*given: Any) -> Any:  # noqa: ANN401 - whatever it takes
        begun.set()
        assert may_end.wait(timeout=30)
        return fit_seen_through(*given)

    monkeypatch.setattr("api.routes.fits.fit_seen_through", slow)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(adopted, nayrab)
        assert begun.wait(timeout=30)
        before = truceline.ledger.position
        assert nayrab.get("/health").status_code == 200
        written = nayrab.post(f"{ROOT}/incidents", json=a_new_incident())
        may_end.set()
        fit = waiting.result(timeout=30)

    assert written.status_code == 201
    assert fit["position"] > written.json()["position"] > before
    told = nayrab.get(f"{FITS}/{fit['id']}").json()
    assert told["fitted_to"]["position"] == before, "it is made to what was there when it was asked for"


BAD: list[tuple[dict[str, Any], str]] = [
    ({}, "reason"),
    ({"reason": " "}, "reason"),
    ({"reason": "r", "parameters": {"answers": 0.5}}, "parameters"),
    ({"reason": "r", "position": -1}, "position"),
    ({"reason": "r", "position": 1.5}, "position"),
    ({"reason": "r", "position": True}, "position"),
    ({"reason": "r", "position": 10**9}, "position"),
    ({"reason": "r", "position": "never"}, "position"),
    ({"reason": "r", "as_of": "2999-01-01"}, "as_of"),
    ({"reason": "r", "known_at": "2999-01-01"}, "known_at"),
    ({"reason": "r", "as_of": "the day before"}, "as_of"),
    ({"reason": "r", "as_of": 20200220}, "as_of"),
    ({"reason": "r", "tz": "localtime"}, "tz"),
]


@pytest.mark.parametrize(("body", "field"), BAD, ids=str)
def test_what_is_not_as_it_has_to_be_is_refused_by_its_field_and_nothing_is_stored(
    settled: TestClient, settled_ledger: Truceline, body: dict[str, Any], field: str
) -> None:
    before = settled_ledger.ledger.position
    answer = settled.post(FITS, json=body)

    assert (answer.status_code, answer.json()["field"]) == (422, field), answer.text
    assert len(answer.json()["errors"]) == 1
    assert settled_ledger.ledger.position == before


def test_a_number_that_is_none_is_no_json(settled: TestClient) -> None:
    content = '{"reason": "r", "position": NaN}'
    answer = settled.post(FITS, content=content, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-json")


@pytest.mark.parametrize("words", [{"position": 0}, {"as_of": "2020-02-01"}, {"known_at": "2019-12-31"}], ids=str)
def test_where_too_few_acts_take_part_it_says_so_and_nothing_is_stored(
    settled: TestClient, settled_ledger: Truceline, words: dict[str, Any]
) -> None:
    before = settled_ledger.ledger.position
    answer = settled.post(FITS, json={"reason": "r", **words})

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/too-few-acts")
    assert "no incident takes part" in answer.json()["detail"]
    assert settled_ledger.ledger.position == before


def test_what_was_left_out_is_counted_where_nothing_can_be_fitted(client: TestClient) -> None:
    tell(client, until="/agreements/{slug}/changes")
    for number in range(3):
        body = a_new_incident() | {"external_id": {"scheme": "test", "value": str(number)}}
        del body["claim"]["perpetrator"]
        assert client.post(f"{ROOT}/incidents", json=body).status_code == 201

    answer = client.post(FITS, json={"reason": "r"})

    assert answer.status_code == 409
    assert answer.json()["detail"].endswith("left out: attacker_unknown 3")


def test_a_fit_that_is_not_there_is_missed(settled: TestClient) -> None:
    nobody = UUID(int=7)
    assert settled.get(f"{FITS}/{nobody}").status_code == 404
    assert settled.post(f"{FITS}/{nobody}/withdrawal", json={"reason": "r"}).status_code == 404


def test_a_withdrawal_of_an_older_version_is_refused(nayrab: TestClient) -> None:
    fit = adopted(nayrab)
    stale = nayrab.post(f"{FITS}/{fit['id']}/withdrawal", json={"reason": "r"}, headers={"If-Match": '"7.1"'})
    assert stale.status_code == 412


def test_a_reporter_adopts_nothing(nayrab: TestClient, truceline: Truceline) -> None:
    before = truceline.ledger.position
    as_role(truceline, nayrab, Role.REPORTER)
    assert nayrab.post(FITS, json={"reason": "r"}).status_code == 403
    assert truceline.ledger.position == before


def test_a_fit_goes_out_and_into_a_postgresql_ledger_and_is_answered_in_the_same_bytes(
    nayrab: TestClient, truceline: Truceline, postgres_url: str, tmp_path: Path
) -> None:
    fit = adopted(nayrab)
    taken_out = tmp_path / "ledger.ndjson"
    taken_out.write_bytes(nayrab.get(f"{ROOT}/exports/events.ndjson").content)
    address = f"{FITS}/{fit['id']}?known_at=2030-01-01&policy=assessment-1&position={fit['position']}"
    told = nayrab.get(address)

    with serving(Settings(database=postgres_url, projections=MEMORY)) as (other, reader):
        del reader.headers["Authorization"]
        restored = restore(other.ledger, taken_out)
        assert restored.facts == truceline.ledger.position
        assert reader.get(f"{ROOT}/counts", params={"min_position": restored.facts}).status_code == 200
        assert reader.get(address).content == told.content
