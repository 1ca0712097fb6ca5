"""Exports over HTTP: the same lens rules as every read, streamed, with the licences of what is in them."""

import asyncio
import csv
import io
import json
import tempfile
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.requests import ClientDisconnect
from starlette.types import Message

from api.examples.incidents import STRIKE
from api.exchange.exports.flat_chains import COLUMNS
from api.exchange.exports.heading import Heading
from api.exchange.exports.parquet_file import parquet_of
from api.exports import MOST_LINKS, Pieces
from tests.api.permanent import citation
from tests.api.story import ROOT, a_new_incident

FULL = "known_at=2021-01-01&policy=assessment-1&position=21"
EVERY = [
    "/incidents.geojson",
    "/exports/incidents.csv",
    "/exports/incidents.geojson",
    "/exports/incidents.ndjson",
    "/exports/incidents.parquet",
    "/exports/counts.csv",
    "/exports/counts.ndjson",
    "/exports/counts.parquet",
    "/exports/counts.xlsx",
    "/exports/chains.csv",
    "/exports/chains.ndjson",
    "/exports/chains.parquet",
    "/exports/chains.graphml",
    "/exports/chains.mmd",
    "/exports/events.ndjson",
]
LICENSED = {
    "slug": "open-set",
    "name": "Open set",
    "kind": "dataset",
    "licence": "CC-BY-4.0",
    "attribution": "The makers of the set (2020)",
}


@pytest.fixture
def licensed(nayrab: TestClient) -> TestClient:
    """The record of Nayrab, with one more incident by a source that asks to be named."""
    assert nayrab.post(f"{ROOT}/sources", json=LICENSED).status_code == 201
    report = a_new_incident() | {"act": "sniper_fire"}
    report["claim"] |= {"source": "open-set", "via": None}
    posted = nayrab.post(f"{ROOT}/incidents", json=report)
    assert posted.status_code == 201, posted.text
    return nayrab


@pytest.mark.parametrize("path", EVERY)
def test_an_export_at_a_permanent_address_is_the_same_bytes_for_ever(nayrab: TestClient, path: str) -> None:
    address = citation(nayrab.get(f"{ROOT}{path}"))
    first = nayrab.get(address)
    nayrab.post(f"{ROOT}/incidents/{STRIKE}/retraction", json={"reason": "made up"})
    again = nayrab.get(address)

    assert first.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert first.content
    assert (again.content, again.headers["ETag"]) == (first.content, first.headers["ETag"])


@pytest.mark.parametrize("path", EVERY)
def test_an_export_that_a_reader_has_is_not_sent_again(settled: TestClient, path: str) -> None:
    tag = settled.get(f"{ROOT}{path}").headers["ETag"]
    again = settled.get(f"{ROOT}{path}", headers={"If-None-Match": tag})
    head = settled.head(f"{ROOT}{path}")
    assert (again.status_code, again.content, again.headers["Cache-Control"]) == (304, b"", "no-cache")
    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", tag)


def test_who_leaves_half_way_leaves_no_files_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    there: list[int] = []

    def folders() -> list[Path]:
        return list(tmp_path.iterdir())

    async def leave(message: Message) -> None:
        if message["type"] == "http.response.body":
            there.append(len(folders()))
            raise OSError

    async def wait() -> Message:
        raise AssertionError("nothing more is asked of the reader")

    leaving = Pieces(parquet_of(COLUMNS, [], Heading("chains", {"position": 0}, {})), "application/vnd.apache.parquet")
    with pytest.raises(ClientDisconnect):
        asyncio.run(leaving({"type": "http", "asgi": {"spec_version": "2.4"}}, wait, leave))
    assert there == [1]
    assert folders() == []


def test_a_line_is_what_the_page_of_the_incident_answers(settled: TestClient) -> None:
    lines = settled.get(f"{ROOT}/exports/incidents.ndjson?{FULL}").text.splitlines()
    told = [json.loads(line) for line in lines]
    assert len(told) == settled.get(f"{ROOT}/incidents?{FULL}").json()["count"] == 2
    for one in told:
        assert one.pop("credits") == []
        assert one == settled.get(f"{ROOT}/incidents/{one['id']}?{FULL}").json()


def test_filters_and_lens_are_those_of_the_list(settled: TestClient) -> None:
    words = "act=air_strike&as_of=2020-02-21"
    listed = settled.get(f"{ROOT}/incidents?{words}").json()
    rows = list(csv.DictReader(io.StringIO(settled.get(f"{ROOT}/exports/incidents.csv?{words}").text)))
    assert [row["id"] for row in rows] == [one["id"] for one in listed["items"]] == [str(STRIKE)]


def test_the_lens_of_a_row_gives_the_same_incident_again(settled: TestClient) -> None:
    (row,) = csv.DictReader(io.StringIO(settled.get(f"{ROOT}/exports/incidents.csv?act=air_strike").text))
    again = settled.get(f"{ROOT}/incidents/{row['id']}?{row['lens']}").json()
    assert again["lens"]["permanent"]
    assert (again["act"], again["place"]["name"]) == (row["act"], row["place"])


@pytest.mark.parametrize("path", [one for one in EVERY if "chains" not in one])
def test_licences_are_linked(licensed: TestClient, path: str) -> None:
    link = licensed.get(f"{ROOT}{path}").headers["Link"]
    assert link.endswith(', <https://spdx.org/licenses/CC-BY-4.0.html>; rel="license"')


@pytest.mark.parametrize("path", [one for one in EVERY if "chains" not in one and "events" not in one])
def test_who_is_not_in_it_is_not_named(licensed: TestClient, path: str) -> None:
    answer = licensed.get(f"{ROOT}{path}?act=air_strike")
    assert answer.status_code == 200
    assert "license" not in answer.headers["Link"]


@pytest.mark.parametrize("ending", ["csv", "ndjson", "parquet", "graphml", "mmd"])
@pytest.mark.parametrize("source", ["turkey-mod", "ap"])
def test_chains_name_those_whose_words_are_in_them_and_nobody_else(
    licensed: TestClient, ending: str, source: str
) -> None:
    address = f"{ROOT}/exports/chains.{ending}"
    assert "license" not in licensed.get(address).headers["Link"]
    terms = {"licence": "CC0-1.0", "reason": "made up"}
    assert licensed.post(f"{ROOT}/sources/{source}/licence", json=terms).status_code == 201
    linked = "<https://spdx.org/licenses/CC0-1.0.html>" in licensed.get(address).headers["Link"]
    # The strike and the answer to it are claimed by the first; the second is registered only.
    assert linked is (source == "turkey-mod")


def test_a_statement_in_a_chain_is_credited(licensed: TestClient) -> None:
    terms = {"licence": "CC0-1.0", "reason": "made up"}
    assert licensed.post(f"{ROOT}/sources/russia-mod/licence", json=terms).status_code == 201
    said = {
        "kind": "condemnation",
        "by": "russia",
        "made": {"from": "2020-02-21"},
        "text": "Made up.",
        "source": "russia-mod",
        "published_at": "2020-02-21",
        "answers": [{"incident": str(STRIKE), "asserted_by": "russia-mod"}],
    }
    posted = licensed.post(f"{ROOT}/statements", json=said)
    assert posted.status_code == 201, posted.text
    lines = licensed.get(f"{ROOT}/exports/chains.ndjson").text.splitlines()
    assert [[one["source"] for one in json.loads(line)["credits"]] for line in lines] == [["russia-mod"]]


def test_events_name_who_is_registered_by_their_position(licensed: TestClient) -> None:
    position = licensed.get(f"{ROOT}/sources").json()["position"]
    assert "license" in licensed.get(f"{ROOT}/exports/events.ndjson?position={position}").headers["Link"]
    assert "license" not in licensed.get(f"{ROOT}/exports/events.ndjson?position=3").headers["Link"]


def test_each_line_names_whom_it_takes_from(licensed: TestClient) -> None:
    lines = [json.loads(line) for line in licensed.get(f"{ROOT}/exports/incidents.ndjson").text.splitlines()]
    named = {line["act"]: [one["attribution"] for one in line["credits"]] for line in lines}
    assert named == {"air_strike": [], "shelling": [], "sniper_fire": ["The makers of the set (2020)"]}


def test_the_map_says_whom_it_takes_from(licensed: TestClient) -> None:
    collection = licensed.get(f"{ROOT}/incidents.geojson").json()
    assert [(one["source"], one["licence"]) for one in collection["credits"]] == [("open-set", "CC-BY-4.0")]
    assert collection["count"] == len(collection["features"]) == 3


def test_a_licence_that_a_source_states_later_goes_along_from_then_on(nayrab: TestClient) -> None:
    address = citation(nayrab.get(f"{ROOT}/exports/incidents.geojson"))
    before = nayrab.get(address)
    terms = {"licence": "CC-BY-SA-4.0", "attribution": "As it asks", "reason": "stated since"}
    assert nayrab.post(f"{ROOT}/sources/turkey-mod/licence", json=terms).status_code == 201
    assert nayrab.get(f"{ROOT}/sources/turkey-mod").json()["licence"] == "CC-BY-SA-4.0"

    now = nayrab.get(f"{ROOT}/exports/incidents.geojson")
    assert [(one["source"], one["attribution"]) for one in now.json()["credits"]] == [("turkey-mod", "As it asks")]
    assert "<https://spdx.org/licenses/CC-BY-SA-4.0.html>" in now.headers["Link"]
    then = nayrab.get(address)
    assert (then.json()["credits"], then.content) == ([], before.content)


def test_a_row_names_its_licences(licensed: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(licensed.get(f"{ROOT}/exports/incidents.csv").text)))
    assert {row["act"]: row["licences"] for row in rows} == {
        "air_strike": "",
        "shelling": "",
        "sniper_fire": "CC-BY-4.0",
    }


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/exports/weather.csv", "what"),
        ("/exports/incidents.xlsx", "ending"),
        ("/exports/counts.geojson", "ending"),
        ("/exports/incidents.csv?party=nobody", "party"),
        ("/exports/incidents.parquet?act=bombing", "act"),
        ("/exports/counts.csv?group_by=weather", "group_by"),
        ("/exports/chains.csv?act=shelling", "act"),
        ("/exports/events.ndjson?as_of=2020-02-20", "as_of"),
        ("/exports/events.ndjson?known_at=2020-02-20", "known_at"),
        ("/exports/incidents.csv?as=somebody", "as"),
        ("/exports/incidents.csv?group_by=act", "group_by"),
    ],
)
def test_what_cannot_be_taken_out_is_refused_before_anything_is_sent(
    settled: TestClient, path: str, field: str
) -> None:
    refused = settled.get(ROOT + path)
    assert (refused.status_code, refused.json()["field"]) == (422, field)


def test_a_place_whose_name_is_a_formula_is_disarmed_and_its_coordinates_stay_numbers(nayrab: TestClient) -> None:
    place = {"name": "=HYPERLINK(1)", "lat": -4.5, "lon": -70.25}
    nayrab.post(f"{ROOT}/incidents", json=a_new_incident() | {"place": place, "act": "overflight"})
    (row,) = csv.DictReader(io.StringIO(nayrab.get(f"{ROOT}/exports/incidents.csv?act=overflight").text))
    assert (row["place"], row["lat"], row["lon"]) == ("'=HYPERLINK(1)", "-4.5", "-70.25")


def test_a_retracted_incident_goes_out_only_where_it_is_asked_for(nayrab: TestClient) -> None:
    nayrab.post(f"{ROOT}/incidents/{STRIKE}/retraction", json={"reason": "made up"})
    counted = csv.DictReader(io.StringIO(nayrab.get(f"{ROOT}/exports/incidents.csv").text))
    assert [row["act"] for row in counted] == ["shelling"]
    (row,) = csv.DictReader(io.StringIO(nayrab.get(f"{ROOT}/exports/incidents.csv?standing=retracted").text))
    assert (row["id"], row["standing"]) == (str(STRIKE), "retracted")


@pytest.mark.parametrize(
    ("licence", "link"),
    [
        ("CC-BY-4.0", "https://spdx.org/licenses/CC-BY-4.0.html"),
        ("https://example.org/terms?of=use#now", "https://example.org/terms?of=use#now"),
        ("https://example.org/лица", "https://example.org/%D0%BB%D0%B8%D1%86%D0%B0"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("https://example.org/\r\nX-Forged: 1", None),
        ('https://example.org/>; rel="stylesheet", <https://example.com/', None),
        ("by agreement with the editors", None),
    ],
)
def test_whatever_a_source_calls_its_licence_every_export_goes_out(
    nayrab: TestClient, licence: str, link: str | None
) -> None:
    terms = {"licence": licence, "reason": "as it says"}
    assert nayrab.post(f"{ROOT}/sources/turkey-mod/licence", json=terms).status_code == 201
    exported = nayrab.get(f"{ROOT}/exports/chains.ndjson")
    assert exported.status_code == 200
    assert [one["licence"] for one in json.loads(exported.text.splitlines()[0])["credits"]] == [licence]
    links = [] if link is None else [f'<{link}>; rel="license"']
    assert exported.headers["Link"].split(", ")[1:] == links
    assert "X-Forged" not in exported.headers


def test_of_many_licences_the_header_links_to_the_list_of_sources(nayrab: TestClient) -> None:
    for number in range(MOST_LINKS + 1):
        licence = f"https://example.org/{number}/{'x' * 200}"
        source = LICENSED | {"slug": f"set-{number}", "licence": licence}
        assert nayrab.post(f"{ROOT}/sources", json=source).status_code == 201
        report = a_new_incident()
        report["claim"] |= {"source": source["slug"], "via": None}
        assert nayrab.post(f"{ROOT}/incidents", json=report).status_code == 201
    exported = nayrab.get(f"{ROOT}/exports/incidents.geojson")
    _, link = exported.headers["Link"].split(", ")
    address, rel = link.split("; ")
    listed = nayrab.get(address.strip("<>")).json()["items"]
    assert rel == 'rel="license"'
    assert len([one for one in listed if one["licence"]]) == MOST_LINKS + 1
    assert len(exported.json()["credits"]) == MOST_LINKS + 1
