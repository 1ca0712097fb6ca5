"""The licences of what is in an export: linked in its header, and named with each thing that they hold for."""

import json

import pytest
from fastapi.testclient import TestClient

from api.routes.exports import MOST_LINKS
from tests.api.exported import EXPORTS, lines_of, rows_of
from tests.api.permanent import citation
from tests.api.story import ROOT, a_condemnation, a_new_incident

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


@pytest.mark.parametrize("path", [one for one in EXPORTS if "chains" not in one])
def test_licences_are_linked(licensed: TestClient, path: str) -> None:
    link = licensed.get(f"{ROOT}{path}").headers["Link"]
    assert link.endswith(', <https://spdx.org/licenses/CC-BY-4.0.html>; rel="license"')


@pytest.mark.parametrize("path", [one for one in EXPORTS if "chains" not in one and "events" not in one])
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
    posted = licensed.post(f"{ROOT}/statements", json=a_condemnation())
    assert posted.status_code == 201, posted.text
    lines = lines_of(licensed, "chains.ndjson")
    assert [[one["source"] for one in line["credits"]] for line in lines] == [["russia-mod"]]


def test_events_name_who_is_registered_by_their_position(licensed: TestClient) -> None:
    position = licensed.get(f"{ROOT}/sources").json()["position"]
    assert "license" in licensed.get(f"{ROOT}/exports/events.ndjson?position={position}").headers["Link"]
    assert "license" not in licensed.get(f"{ROOT}/exports/events.ndjson?position=3").headers["Link"]


def test_each_line_names_whom_it_takes_from(licensed: TestClient) -> None:
    lines = lines_of(licensed, "incidents.ndjson")
    named = {line["act"]: [one["attribution"] for one in line["credits"]] for line in lines}
    assert named == {"air_strike": [], "shelling": [], "sniper_fire": ["The makers of the set (2020)"]}


def test_the_map_says_whom_it_takes_from(licensed: TestClient) -> None:
    collection = licensed.get(f"{ROOT}/incidents.geojson").json()
    assert [(one["source"], one["licence"]) for one in collection["credits"]] == [("open-set", "CC-BY-4.0")]
    assert collection["count"] == len(collection["features"]) == 3


def test_a_row_names_its_licences(licensed: TestClient) -> None:
    rows = rows_of(licensed, "incidents.csv")
    assert {row["act"]: row["licences"] for row in rows} == {
        "air_strike": "",
        "shelling": "",
        "sniper_fire": "CC-BY-4.0",
    }


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
