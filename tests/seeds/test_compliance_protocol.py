"""The protocol of 5 March 2020: in force from 00:01 local time, wherever the reader sits and whenever it is told."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.settings import Settings
from seeds.loader import load
from tests.api.conftest import BOOTSTRAP, serving

ROOT = "/api/v1"
AREA = {"type": "Polygon", "coordinates": [[[36.0, 35.2], [37.1, 35.2], [37.1, 36.4], [36.0, 36.4], [36.0, 35.2]]]}

# One minute of 5 March in Damascus (UTC+2 that week), and two minutes later, by clocks elsewhere.
BEFORE = {
    "Asia/Damascus": "2020-03-05T23:59",
    "Europe/Istanbul": "2020-03-06T00:59",
    "America/New_York": "2020-03-05T16:59",
    "Asia/Tokyo": "2020-03-06T06:59",
    "UTC": "2020-03-05T21:59",
}
AFTER = {
    "Asia/Damascus": "2020-03-06T00:01",
    "Europe/Istanbul": "2020-03-06T01:01",
    "America/New_York": "2020-03-05T17:01",
    "Asia/Tokyo": "2020-03-06T07:01",
    "UTC": "2020-03-05T22:01",
}


def fresh(path: Path, *, seeded: bool) -> Iterator[TestClient]:
    with serving(Settings(database=f"sqlite:///{path}/ledger.db", bootstrap_key=BOOTSTRAP)) as (truceline, client):
        if seeded:
            load(truceline.ledger, "seeds")
            truceline.follower.wait_for(truceline.ledger.position, timeout=60)
        yield client


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client that may write, over the record of Idlib; what is added shares nothing with what is asked of another."""
    yield from fresh(tmp_path_factory.mktemp("protocol"), seeded=True)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[TestClient]:
    yield from fresh(tmp_path, seeded=False)


def post(client: TestClient, path: str, body: dict[str, Any]) -> str:
    answer = client.post(f"{ROOT}{path}", json=body)
    assert answer.status_code == 201, answer.text
    return f"{ROOT}{path}/{answer.json()['id']}"


def shelling(client: TestClient, occurred: dict[str, str], source: str = "sohr") -> str:
    """Post a shelling of Nayrab by the government of Syria; answers its address."""
    claim = {"source": source, "published_at": "2020-03-06", "perpetrator": "syria-government"}
    place = {"name": "Nayrab", "lat": 35.87177, "lon": 36.717282, "precision": "near"}
    body = {"nature": "violation", "act": "shelling", "occurred": occurred, "place": place, "claim": claim}
    return post(client, "/incidents", body)


def judged(client: TestClient, incident: str, **lens: str) -> list[tuple[str, tuple[str, ...]]]:
    """What the protocol's first point says of an incident: how it stands, and the doubts."""
    page = client.get(incident, params=lens).json()
    return [
        (one["status"], tuple(one["judged"]["doubts"]))
        for one in page["breaches"]
        if (one["agreement"], one["provision"]) == ("moscow-2020", "1")
    ]


@pytest.mark.parametrize("zone", BEFORE)
def test_a_minute_before_it_nothing_is_judged_by_it_and_a_minute_later_everything(desk: TestClient, zone: str) -> None:
    before = shelling(desk, {"from": BEFORE[zone], "zone": zone})
    after = shelling(desk, {"from": AFTER[zone], "zone": zone})
    for reader in BEFORE:
        assert judged(desk, before, tz=reader) == []
        assert judged(desk, after, tz=reader) == [("found", ())]
    listed = desk.get(f"{ROOT}/incidents?agreement=moscow-2020&limit=500").json()["items"]
    behind = {f"{ROOT}/incidents/{one['id']}" for one in listed}
    assert (before in behind, after in behind) == (False, True)


@pytest.mark.parametrize(
    ("occurred", "expected"),
    [
        # Of minute 0 nothing is known that is known to the day alone: a text that begins then begins at 00:01.
        ({"from": "2020-03-06", "zone": "Asia/Damascus"}, [("found", ())]),
        ({"from": "2020-03-05", "zone": "Asia/Damascus"}, []),
        ({"from": "2020-03-06", "zone": "Asia/Tokyo"}, [("uncertain", ("force",))]),
        ({"from": "2020-03-05", "zone": "America/New_York"}, [("uncertain", ("force",))]),
        ({"from": "2020-03-07", "zone": "Asia/Tokyo"}, [("found", ())]),
    ],
)
def test_a_day_is_judged_as_the_day_of_its_own_zone(
    desk: TestClient, occurred: dict[str, str], expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    incident = shelling(desk, occurred)
    for reader in BEFORE:
        assert judged(desk, incident, tz=reader) == expected


def test_the_truce_of_january_that_it_takes_the_place_of_holds_until_the_same_minute(desk: TestClient) -> None:
    before, after = (
        {one["agreement"] for one in desk.get(shelling(desk, {"from": at, "zone": "UTC"})).json()["breaches"]}
        for at in (BEFORE["UTC"], AFTER["UTC"])
    )
    assert before == {"astana-2017", "sochi-2018", "truce-2020-01"}
    assert after == {"astana-2017", "sochi-2018", "moscow-2020"}


def register(client: TestClient, known_at: str) -> None:
    """Record the protocol, with its area, its first point and its entry into force, as published on a day."""
    attested = {"source": "guarantors", "published_at": known_at}
    made = {"from": "2020-03-05", "zone": "Europe/Moscow"}
    header = {"slug": "moscow-2020", "title": "Additional protocol", "made": made, "parties": ["syria-government"]}
    post(client, "/agreements", header | attested)
    here = "/agreements/moscow-2020"
    post(client, f"{here}/zones", {"slug": "area", "name": "Area", "geometry": AREA, "schematic": True} | attested)
    stops = {"from": "2020-03-06T00:01", "zone": "Asia/Damascus"}
    text = {"article": "1", "text": "All military action stops.", "kind": "forbids", "acts": ["shelling"]}
    post(client, f"{here}/provisions", text | {"zone": "area", "since": stops} | attested)
    post(client, f"{here}/changes", {"change": "entered_into_force", "at": stops} | attested)


def test_registered_late_it_changes_judgements_from_when_it_was_known_and_not_before(empty: TestClient) -> None:
    post(empty, "/parties", {"slug": "syria-government", "name": "Government of Syria", "kind": "state"})
    for slug in ("guarantors", "monitor"):
        post(empty, "/sources", {"slug": slug, "name": slug, "kind": "monitor"})
    stopped = shelling(empty, {"from": "2020-03-06", "zone": "Asia/Damascus"}, source="monitor")
    earlier = shelling(empty, {"from": BEFORE["UTC"], "zone": "UTC"}, source="monitor")
    position = empty.get(stopped).json()["position"]

    register(empty, known_at="2020-03-08")

    assert judged(empty, stopped) == [("found", ())]
    assert judged(empty, stopped, known_at="2020-03-09") == [("found", ())]
    assert judged(empty, stopped, known_at="2020-03-07") == []
    assert judged(empty, stopped, position=str(position)) == []
    assert judged(empty, earlier, known_at="2020-03-09") == []
    changed = empty.get(f"{ROOT}/changes?known_from=2020-03-07&known_to=2020-03-09").json()
    assert [f"{ROOT}/incidents/{one['id']}" for one in changed["incidents"]] == [stopped]
    assert empty.get(f"{ROOT}/changes?known_from=2020-03-09&known_to=2020-03-10").json()["incidents"] == []
    compliance = f"{ROOT}/agreements/moscow-2020/compliance"
    assert empty.get(compliance).json()["provisions"][0]["status"] == "broken"
    assert empty.get(compliance, params={"known_at": "2020-03-07"}).status_code == 404
