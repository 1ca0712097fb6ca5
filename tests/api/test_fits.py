"""Fits over HTTP: computed by the server, adopted with a reason, in force by position, and taken back."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.access import Role
from api.wiring import Truceline
from tests.api.conftest import as_role
from tests.api.story import ROOT, a_new_incident

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
