"""Suspected duplicates over HTTP: listed with score and reason, ended by an analyst's merge, and citable for ever."""

import copy
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.examples.incidents import STRIKE
from tests.api.permanent import citation
from tests.api.story import ROOT, a_new_incident, put

DUPLICATES = f"{ROOT}/duplicates"
FULL = "known_at=2021-01-01&policy=assessment-1&position"


@pytest.fixture
def again(nayrab: TestClient) -> str:
    """The strike of the examples once more, as AP has it; answers the id under which it was recorded."""
    return post(nayrab, as_ap_has_it())


def as_ap_has_it() -> dict[str, Any]:
    report = copy.deepcopy(a_new_incident())
    report["claim"] = {"source": "ap", "published_at": "2020-02-20", "casualties": report["claim"]["casualties"]}
    return report


def post(client: TestClient, report: dict[str, Any]) -> str:
    answer = client.post(f"{ROOT}/incidents", json=report)
    assert answer.status_code == 201, answer.text
    recorded: str = answer.json()["id"]
    return recorded


def test_a_pair_is_listed_with_its_score_its_reason_and_the_addresses_of_both(nayrab: TestClient, again: str) -> None:
    answer = nayrab.get(DUPLICATES).json()

    [pair] = answer["items"]
    assert (answer["count"], answer["next"], answer["scoring"]) == (1, None, "duplicates-1")
    assert pair["score"] == 0.85
    assert pair["reason"] == "Same day, at the same point, both against turkey, both air strike, 2 killed in each."
    assert {one["id"] for one in pair["incidents"]} == {str(STRIKE), again}
    for one in pair["incidents"]:
        shown = nayrab.get(one["href"]).json()
        assert (shown["id"], shown["position"]) == (one["id"], answer["position"])


def test_the_act_that_a_pair_offers_ends_the_suspicion_and_the_old_position_keeps_it(
    nayrab: TestClient, again: str
) -> None:
    before = nayrab.get(DUPLICATES).json()
    merge = before["items"][0]["merge"]
    assert {merge["href"].split("/")[-2], merge["body"]["into"]} == {str(STRIKE), again}

    merged = nayrab.request(merge["method"], merge["href"], json=merge["body"] | {"reason": "one strike"})

    assert merged.status_code == 201, merged.text
    assert nayrab.get(DUPLICATES).json()["items"] == []
    then = nayrab.get(f"{DUPLICATES}?position={before['position']}").json()
    assert [one["score"] for one in then["items"]] == [0.85]


def test_what_was_not_known_yet_is_not_suspected(nayrab: TestClient, again: str) -> None:
    # AP's report is dated to the day, so it is known from that day's end.
    assert nayrab.get(f"{DUPLICATES}?known_at=2020-02-20T18:00:00Z").json()["count"] == 0
    assert nayrab.get(f"{DUPLICATES}?known_at=2020-02-20").json()["count"] == 1
    assert again


def test_pages_follow_each_other_under_the_lens_of_the_first(nayrab: TestClient, again: str) -> None:
    for source in ("sohr", "afp"):
        report = as_ap_has_it()
        nayrab.post(f"{ROOT}/sources", json={"slug": source, "name": source, "kind": "other", "reliability": "B"})
        put(report, "claim.source", source)
        post(nayrab, report)
    address: str | None = f"{DUPLICATES}?limit=4&min_score=0.5"
    pages = []
    while address is not None:
        pages.append(nayrab.get(address).json())
        nayrab.post(f"{ROOT}/incidents/{again}/retraction", json={"reason": "of no effect on what follows"})
        address = pages[-1]["next"]

    keys = [(-one["score"], *(each["id"] for each in one["incidents"])) for page in pages for one in page["items"]]
    assert [len(page["items"]) for page in pages] == [4, 2]
    assert keys == sorted(set(keys))
    assert {page["count"] for page in pages} == {6}


def test_an_incident_or_a_filter_narrows_the_list(nayrab: TestClient, again: str) -> None:
    far = as_ap_has_it()
    put(far, "place", {"name": "Sarmin", "lat": 35.9033, "lon": 36.7267})
    put(far, "act", "shelling")
    other = post(nayrab, far)

    def pairs(words: str) -> list[set[str]]:
        items = nayrab.get(f"{DUPLICATES}?min_score=0.1&{words}").json()["items"]
        return [{one["id"] for one in item["incidents"]} for item in items]

    assert pairs("") == [{str(STRIKE), again}, {str(STRIKE), other}]
    assert pairs("scheme=ucdp-ged") == pairs("")
    assert pairs(f"incident={other}") == [{str(STRIKE), other}]
    assert pairs("act=shelling") == [{str(STRIKE), other}]
    assert pairs("act=sniper_fire") == []


@pytest.mark.parametrize(
    ("words", "status", "field"),
    [
        ("min_score=1.1", 422, "min_score"),
        ("min_score=nan", 422, "min_score"),
        ("scoring=duplicates-0", 422, "scoring"),
        ("limit=0", 422, "limit"),
        ("after=nowhere", 422, "after"),
        ("party=atlantis", 422, "party"),
        ("scheme=atlantis", 422, "scheme"),
        ("incident=eda3c4e2", 422, "incident"),
        ("incident=eda3c4e2-9b51-5a2b-8d58-851d4d7eb17a", 404, None),
    ],
)
def test_what_cannot_be_asked_is_refused(settled: TestClient, words: str, status: int, field: str | None) -> None:
    refused = settled.get(f"{DUPLICATES}?{words}")

    assert (refused.status_code, refused.json()["field"]) == (status, field)


@pytest.mark.parametrize(
    ("words", "permanent"), [(f"{FULL}=20&scoring=duplicates-1", True), (f"{FULL}=20", False), ("", False)]
)
def test_an_address_is_permanent_only_where_it_fixes_the_scoring_too(
    settled: TestClient, words: str, *, permanent: bool
) -> None:
    answer = settled.get(f"{DUPLICATES}?{words}")

    assert answer.json()["lens"]["permanent"] is permanent
    cited = settled.get(citation(answer))
    assert cited.json()["lens"]["permanent"] is True
    assert citation(cited) == citation(answer)
