"""Reads: through a lens, in pages, with addresses that keep their meaning."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from api.examples.incidents import ANSWERING_FIRE, NAYRAB, STRIKE
from api.settings import Settings
from api.wiring import Truceline
from projections.follow import Follower
from tests.api.conftest import BOOTSTRAP, serving, serving_nayrab
from tests.api.story import ROOT, tell

Body = dict[str, Any]

INCIDENTS = f"{ROOT}/incidents"
THINGS = [
    "/incidents",
    "/counts",
    "/chains",
    "/agreements",
    "/statements",
    "/figures",
    "/bulletins",
    "/monitoring",
    "/parties",
    "/sources",
    "/fits",
    "/incidents.geojson",
]


def report(client: TestClient, number: int, **parts: object) -> None:
    body = copy.deepcopy(NAYRAB) | {"external_id": {"scheme": "test", "value": str(number)}} | parts
    assert client.post(INCIDENTS, json=body).status_code == 201


@pytest.fixture
def many(nayrab: TestClient) -> TestClient:
    """Thirteen more incidents, several of them at the same moment."""
    report_many(nayrab)
    return nayrab


@pytest.fixture(scope="module")
def settled_many(settled_server: tuple[Truceline, TestClient]) -> TestClient:
    """The same, shared by the tests that store nothing."""
    report_many(settled_server[1])
    return settled_server[1]


def report_many(client: TestClient) -> None:
    for number in range(13):
        report(
            client,
            number,
            occurred={"from": f"2020-02-{number // 4 + 1:02}"},
            act=["air_strike", "shelling"][number % 2],
        )


@pytest.mark.parametrize("limit", [1, 4, 5, 15, 500])
def test_the_pages_hold_each_incident_once_and_as_many_as_the_count_says(settled_many: TestClient, limit: int) -> None:
    pages = walk(settled_many, f"{INCIDENTS}?limit={limit}")

    ids = [item["id"] for page in pages for item in page["items"]]
    assert len(ids) == len(set(ids)) == 15
    assert {page["count"] for page in pages} == {15}
    assert len(pages) == -(-15 // limit)


def test_pages_keep_the_lens_of_the_first_whatever_is_recorded_meanwhile(many: TestClient) -> None:
    first = many.get(f"{INCIDENTS}?limit=4&party=turkey&known_at=2021-01-01").json()
    report(many, 99, occurred={"from": "2020-02-03"})

    rest = walk(many, first["next"])

    lenses = [page["lens"] | {"permanent": True} for page in (first, *rest)]
    assert lenses == [lenses[0]] * len(lenses)
    assert sum(len(page["items"]) for page in [first, *rest]) == first["count"] == 15
    assert many.get(f"{INCIDENTS}?party=turkey").json()["count"] == 16


@pytest.mark.parametrize("path", THINGS)
def test_every_answer_says_through_which_lens_it_looked(nayrab: TestClient, truceline: Truceline, path: str) -> None:
    answer = nayrab.get(f"{ROOT}{path}?as_of=2020-02-20&known_at=2020-03-01&tz=Asia/Damascus&policy=assessment-1")

    body = answer.json()
    assert body["lens"] == {
        "as_of": "2020-02-20T21:59:59.999999Z",
        "known_at": "2020-03-01T21:59:59.999999Z",
        "position": truceline.ledger.position,
        "tz": "Asia/Damascus",
        "policy": "assessment-1",
        "permanent": False,
    }
    assert body["position"] == truceline.ledger.position


@pytest.mark.parametrize("path", THINGS)
def test_a_permanent_address_answers_the_same_bytes_whatever_is_recorded_since(many: TestClient, path: str) -> None:
    lens = f"known_at=2026-01-01&policy=assessment-1&position={many.get(f'{ROOT}/counts').json()['position']}"
    before = many.get(f"{ROOT}{path}?{lens}").content
    report(many, 50)
    many.post(f"{INCIDENTS}/{STRIKE}/retraction", json={"reason": "r"})
    many.post(f"{ROOT}/parties", json={"slug": "sna", "name": "SNA", "kind": "armed_group"})

    assert many.get(f"{ROOT}{path}?{lens}").content == before


@pytest.mark.parametrize("group_by", ["party", "act", "month", "party,act", "nature,day"])
@pytest.mark.parametrize(
    "filters", ["", "&party=turkey", "&act=shelling", "&as_of=2020-02-02", "&nature=violation&occurred_from=2020-02-02"]
)
def test_each_group_s_address_lists_as_many_incidents_as_the_group_says(
    settled_many: TestClient, group_by: str, filters: str
) -> None:
    groups = settled_many.get(f"{ROOT}/counts?group_by={group_by}{filters}").json()["groups"]

    assert groups
    for group in groups:
        listed = walk(settled_many, group["incidents"]["href"])
        assert sum(len(page["items"]) for page in listed) == group["incidents"]["count"]


def test_an_address_in_an_answer_carries_the_resolved_lens(many: TestClient, truceline: Truceline) -> None:
    [group, *_] = many.get(f"{ROOT}/counts?as_of=2020-02-20&act=shelling").json()["groups"]

    query = parse_qs(urlsplit(group["incidents"]["href"]).query)

    assert query["position"] == [str(truceline.ledger.position)]
    assert query["as_of"] == ["2020-02-20T23:59:59.999999Z"]
    assert query["act"] == ["shelling"]
    assert query["policy"] == ["assessment-1"]


def test_what_the_lens_does_not_show_is_missing_and_said_to_be_recorded(nayrab: TestClient) -> None:
    unseen = nayrab.get(f"{INCIDENTS}/{STRIKE}?known_at=2020-02-19")
    unknown = nayrab.get(f"{INCIDENTS}/{ANSWERING_FIRE.hex[::-1]}")

    assert (unseen.status_code, unknown.status_code) == (404, 404)
    assert "not visible under this lens" in unseen.json()["detail"]
    assert "known_at=2020-02-19" in unseen.json()["detail"]
    assert "there is no incident" in unknown.json()["detail"]


def test_an_incident_s_page_tells_what_the_contract_promises(nayrab: TestClient) -> None:
    body = nayrab.get(f"{INCIDENTS}/{STRIKE}").json()

    assert {"id", "nature", "standing", "attribution", "perpetrators", "occurred", "place", "act", "targets"} <= set(
        body
    )
    assert {"assessed", "claims", "conflicts", "breaches", "answers", "answered_by", "lens", "position"} <= set(body)
    killed = [row for row in body["assessed"]["casualties"] if row["outcome"] == "killed"]
    assert [(row["party"], row["low"], row["high"], row["best"], row["open"]) for row in killed] == [
        ("turkey", 2, 2, 2, False)
    ]
    assert [one["incident"] for one in body["answered_by"]] == [str(ANSWERING_FIRE)]


def test_the_history_tells_every_version_on_all_clocks(nayrab: TestClient) -> None:
    nayrab.post(f"{INCIDENTS}/{STRIKE}/verification", json={"reason": "seen"})

    versions = nayrab.get(f"{INCIDENTS}/{STRIKE}/history").json()["versions"]

    assert {"known_from", "known_to", "position_from", "position_to", "recorded_at"} <= set(versions[0])
    assert "incident.verified" in {one["made_by"] for one in versions}


def test_what_a_reader_has_already_is_not_sent_again(nayrab: TestClient) -> None:
    etag = nayrab.get(f"{INCIDENTS}/{STRIKE}").headers["ETag"]

    same = nayrab.get(f"{INCIDENTS}/{STRIKE}", headers={"If-None-Match": f'"0.0", {etag}'})
    nayrab.post(f"{INCIDENTS}/{STRIKE}/verification", json={})
    changed = nayrab.get(f"{INCIDENTS}/{STRIKE}", headers={"If-None-Match": etag})

    assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", etag)
    assert (changed.status_code, changed.headers["ETag"] == etag) == (200, False)


def test_the_map_is_geojson_with_a_point_for_each_incident(settled_many: TestClient) -> None:
    answer = settled_many.get(f"{ROOT}/incidents.geojson?act=air_strike")

    collection = answer.json()
    assert answer.headers["Content-Type"] == "application/geo+json"
    assert collection["type"] == "FeatureCollection"
    assert len(collection["features"]) == settled_many.get(f"{INCIDENTS}?act=air_strike").json()["count"] == 8
    assert {str(one["geometry"]["coordinates"]) for one in collection["features"]} == {"[36.7173, 35.8718]"}
    assert settled_many.get(f"{ROOT}/incidents.geojson?act=bombing").status_code == 422


def test_a_reader_may_wait_for_a_position_and_is_told_when_it_does_not_come(
    nayrab: TestClient, truceline: Truceline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.http.reading.READ_WAIT_SECONDS", 0.01)
    position = truceline.ledger.position

    shown = nayrab.get(f"{INCIDENTS}?min_position={position}")
    not_yet = nayrab.get(f"{INCIDENTS}?min_position={position + 1}")

    assert shown.status_code == 200
    assert (not_yet.status_code, not_yet.json()["type"], not_yet.json()["field"]) == (
        503,
        "/problems/not-shown-yet",
        "min_position",
    )
    assert not_yet.headers["Retry-After"] == "1"


@pytest.fixture
def restarted(
    told_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Truceline, TestClient]]:
    """A server whose projections are to be made anew, and which has not begun to."""
    monkeypatch.setattr("api.http.reading.READ_WAIT_SECONDS", 0.01)
    monkeypatch.setattr(Follower, "start", lambda _: None)
    with serving_nayrab(told_once, f"sqlite:///{tmp_path / 'ledger.db'}", wait=False) as server:
        yield server


@pytest.mark.parametrize("path", THINGS)
def test_a_server_that_catches_up_answers_for_no_earlier_position_than_was_there(
    restarted: tuple[Truceline, TestClient], path: str
) -> None:
    truceline, client = restarted
    early = client.get(f"{ROOT}{path}")
    by_time = client.get(f"{ROOT}{path}?position=2999-01-01")
    empty = client.get(f"{ROOT}{path}?position=0")

    truceline.follower.catch_up()

    assert (early.status_code, early.json()["type"], early.json()["field"]) == (503, "/problems/not-shown-yet", None)
    assert (by_time.status_code, by_time.json()["field"]) == (503, "position")
    assert (empty.status_code, empty.json()["position"]) == (200, 0)
    assert client.get(f"{ROOT}{path}").json()["position"] == truceline.ledger.position


def test_changes_since_a_position_that_is_not_shown_yet_are_not_told_backwards(
    restarted: tuple[Truceline, TestClient],
) -> None:
    truceline, client = restarted
    truceline.ready_from = 0
    last = truceline.ledger.position
    early = client.get(f"{ROOT}/changes?position_from={last}")

    truceline.follower.catch_up()

    assert (early.status_code, early.json()["field"]) == (503, "position_from")
    assert client.get(f"{ROOT}/changes?position_from={last}").json()["incidents"] == []


def test_what_one_server_writes_another_on_the_same_ledger_shows_to_who_asks_for_its_position(
    postgres_url: str,
) -> None:
    settings = Settings(database=postgres_url, bootstrap_key=BOOTSTRAP)
    with serving(settings) as (_, writer), serving(settings) as (_, reader):
        for slug in ("turkey", "russia", "iran"):
            written = writer.post(f"{ROOT}/parties", json={"slug": slug, "name": slug, "kind": "state"})
            position = written.headers["Truceline-Position"]

            assert reader.get(f"{ROOT}/parties/{slug}?min_position={position}").status_code == 200
            assert reader.get(f"{ROOT}/parties/{slug}?position={position}").status_code == 200


def test_every_kind_of_thing_is_shown_at_the_location_that_its_write_answered(client: TestClient) -> None:
    tell(client, until="/monitoring")
    for path in ("/parties", "/sources", "/agreements", "/statements", "/figures", "/bulletins", "/monitoring"):
        [item, *_] = client.get(ROOT + path).json()["items"]
        key = item["slug"] if path in {"/parties", "/sources", "/agreements"} else item["id"]
        answer = client.get(f"{ROOT}{path}/{key}")
        assert (answer.status_code, "ETag" in answer.headers) == (200, True), path


def test_the_strike_and_its_answer_make_a_chain(nayrab: TestClient) -> None:
    [chain] = nayrab.get(f"{ROOT}/chains").json()["items"]

    assert nayrab.get(f"{ROOT}/chains/{chain['id']}").json()["steps"] == chain["steps"]
    assert nayrab.get(f"{INCIDENTS}/{ANSWERING_FIRE}/chain").json()["id"] == chain["id"]
    assert {step["id"] for step in chain["steps"]} == {str(STRIKE), str(ANSWERING_FIRE)}


def walk(client: TestClient, address: str) -> list[Body]:
    pages: list[Body] = []
    following: str | None = address
    while following is not None:
        page = client.get(following)
        assert page.status_code == 200, page.text
        pages.append(page.json())
        following = pages[-1]["next"]
    return pages
