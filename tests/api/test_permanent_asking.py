"""Asking again, and asking for the head alone."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.examples.incidents import ANSWERING_FIRE, STRIKE
from tests.api.story import ROOT

FULL = "known_at=2021-01-01&policy=assessment-1&position=22"
READS = [
    f"/incidents?{FULL}",
    f"/incidents.geojson?{FULL}",
    f"/incidents/{STRIKE}?{FULL}",
    f"/incidents/{STRIKE}/history?{FULL}",
    f"/incidents/{ANSWERING_FIRE}/chain?{FULL}",
    f"/counts?{FULL}",
    "/changes?position_from=12&position_to=20&policy=assessment-1",
    f"/parties/turkey?{FULL}",
    "/incidents",
    "/incidents.geojson",
    f"/incidents/{STRIKE}",
    "/counts",
    "/changes?position_from=12",
    "/events",
]
KEPT = ("ETag", "Cache-Control", "Link")


@pytest.mark.parametrize("path", READS)
def test_what_a_reader_has_is_not_sent_again_and_the_headers_are_the_same(settled: TestClient, path: str) -> None:
    first = settled.get(ROOT + path)
    again = settled.get(ROOT + path, headers={"If-None-Match": f'"another", W/{first.headers["ETag"]}'})
    other = settled.get(ROOT + path, headers={"If-None-Match": '"another"'})

    assert (first.status_code, again.status_code, again.content, other.status_code) == (200, 304, b"", 200)
    assert first.headers["ETag"].startswith('"')
    assert [again.headers.get(name) for name in KEPT] == [first.headers.get(name) for name in KEPT]


@pytest.mark.parametrize("path", ["/counts", "/incidents.geojson", "/incidents?limit=1", "/changes?position_from=12"])
def test_once_more_is_recorded_the_tag_is_another(nayrab: TestClient, path: str) -> None:
    before = nayrab.get(ROOT + path).headers["ETag"]
    nayrab.post(f"{ROOT}/incidents/{STRIKE}/verification", json={})

    assert nayrab.get(ROOT + path, headers={"If-None-Match": before}).status_code == 200


def test_two_addresses_of_a_stream_have_two_tags(settled: TestClient) -> None:
    words = ["", f"?{FULL}", f"?{FULL}&act=air_strike", f"?{FULL}&as_of=2020-02-21", "?position=16"]

    tags = {settled.get(f"{ROOT}/incidents.geojson{one}").headers["ETag"] for one in words}

    assert len(tags) == len(words)


@pytest.mark.parametrize("path", [*READS, "/events/stream", "/nowhere", "/incidents?party=nobody"])
def test_head_answers_as_get_does_without_a_body(settled: TestClient, path: str) -> None:
    head = settled.head(ROOT + path)

    assert head.content == b""
    if path != "/events/stream":
        got = settled.get(ROOT + path)
        assert (head.status_code, dict(head.headers)) == (got.status_code, dict(got.headers))


@pytest.mark.parametrize("path", ["/", "/health", "/ready", "/metrics"])
def test_head_is_taken_at_the_root_too(settled: TestClient, path: str) -> None:
    assert (settled.head(path).status_code, settled.head(path).content) == (200, b"")


def test_what_takes_no_get_takes_no_head(settled: TestClient) -> None:
    assert settled.head(f"{ROOT}/rebuild").status_code == 405


def test_every_read_through_a_lens_is_described_with_its_headers(document: dict[str, Any]) -> None:
    paths = document["paths"]
    looking = [
        operation["get"]["responses"]
        for operation in paths.values()
        if any(one["name"] == "policy" for one in operation.get("get", {}).get("parameters", []))
    ]

    assert len(looking) > 15
    assert all(
        {"ETag", "Cache-Control", "Link"} <= one[status]["headers"].keys()
        for one in looking
        for status in ("200", "304")
    )
