"""The reconciliation over HTTP: at its own address, with the address behind each number, permanent like any read."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.story import ROOT

ADDRESS = f"{ROOT}/bulletins/reconciliation"
TURKISH = {
    "body": "russian-turkish-commission",
    "side": "turkey",
    "period": {"from": "2020-02-21"},
    "total": 6,
    "regions": {"Idlib": 6},
    "source": "turkey-mod",
    "published_at": "2020-02-21",
}


def publish(client: TestClient, **parts: Any) -> str:
    answer = client.post(f"{ROOT}/bulletins", json=TURKISH | parts)
    assert answer.status_code == 201, answer.text
    stream: str = answer.json()["id"]
    return stream


def test_it_is_found_at_its_address_and_bulletins_are_still_found_by_their_ids(nayrab: TestClient) -> None:
    stream = publish(nayrab)
    (day,) = nayrab.get(f"{ADDRESS}?day=2020-02-21").json()["days"]
    (bulletin,) = day["sides"][0]["bulletins"]
    assert bulletin["id"] == stream
    assert nayrab.get(bulletin["href"]).json()["total"] == 6
    assert nayrab.get(f"{ROOT}/bulletins/{stream}").json()["id"] == stream


def test_each_number_of_ours_leads_to_exactly_its_incidents(nayrab: TestClient) -> None:
    publish(nayrab)
    answer = nayrab.get(f"{ADDRESS}?day=2020-02-21&known_at=2020-03-01").json()
    before = answer["days"][0]["own"][1]
    for one in (before, before["by_the_clock"], before["regions"]["Idlib"]):
        listed = nayrab.get(one["incidents"]["href"]).json()
        assert listed["count"] == one["incidents"]["count"] > 0
        assert listed["lens"]["known_at"] == "2020-03-01T23:59:59.999999Z"
    violations = dict(before["violations"])
    assert nayrab.get(violations.pop("href")).json()["count"] == sum(violations.values()) == 1


def test_a_permanent_address_answers_the_same_after_a_correction(nayrab: TestClient) -> None:
    stream = publish(nayrab)
    first = nayrab.get(f"{ADDRESS}?day=2020-02-21")
    cited = first.headers["Link"].partition(">")[0].removeprefix("<")
    before = nayrab.get(cited)
    assert "immutable" in before.headers["Cache-Control"]
    mend = {"total": 5, "regions": {"Idlib": 5}, "reason": "miscounted"}
    assert nayrab.post(f"{ROOT}/bulletins/{stream}/corrections", json=mend).status_code == 201
    assert nayrab.get(cited).content == before.content
    assert nayrab.get(f"{ADDRESS}?day=2020-02-21").json()["days"][0]["sides"][0]["total"] == 5


def test_from_and_to_take_what_lies_within(nayrab: TestClient) -> None:
    for day in ("2020-02-19", "2020-02-21", "2020-02-23"):
        publish(nayrab, period={"from": day}, published_at=day)
    answer = nayrab.get(f"{ADDRESS}?from=2020-02-20&to=2020-02-22").json()
    assert [one["from"] for one in answer["days"]] == ["2020-02-21"]
    assert answer["asked"] == {"from": "2020-02-20", "to": "2020-02-22"}
    everything = nayrab.get(ADDRESS).json()
    assert len(everything["days"]) == 3
    assert everything["asked"] == {"from": None, "to": None}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("day=21.02.2020", "day"),
        ("from=2020-02", "from"),
        ("from=2020-02-02&to=2020-02-01", "to"),
        ("day=2020-02-21&to=2020-02-22", "day"),
        ("body=unifil", "body"),
        ("region=Idlb", "region"),
        ("date=2020-02-21", "date"),
        ("as_of=lately", "as_of"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_its_name(nayrab: TestClient, query: str, field: str) -> None:
    publish(nayrab)
    refused = nayrab.get(f"{ADDRESS}?{query}")
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["errors"]] == [field]
