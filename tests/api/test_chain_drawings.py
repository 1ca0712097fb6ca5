"""Drawings over HTTP: the chain of each address, under its lens, with its licences, or refused in one problem."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.examples.incidents import ANSWERING_FIRE, STRIKE
from tests.api.story import ROOT, a_condemnation
from tests.exchange.graphml_rules import graph_in
from tests.exchange.mermaid_rules import chart_in

ADDRESSES = (
    "/chains",
    f"/chains/{STRIKE}",
    f"/incidents/{STRIKE}/chain",
    f"/incidents/{ANSWERING_FIRE}/chain",
    "/exports/chains",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_graph_holds_the_steps_and_links_of_the_chain(nayrab: TestClient, address: str) -> None:
    [chain] = nayrab.get(f"{ROOT}/chains").json()["items"]
    drawn = nayrab.get(f"{ROOT}{address}.graphml")
    assert (drawn.status_code, drawn.headers["Content-Type"]) == (200, "application/graphml+xml")
    graph = graph_in(drawn.content)
    assert [*graph.nodes] == [step["id"] for step in chain["steps"]] == [str(STRIKE), str(ANSWERING_FIRE)]
    assert [(one, other) for one, other, _ in graph.edges] == [(str(STRIKE), str(ANSWERING_FIRE))]
    assert graph.edges[0][2]["asserted_by"] == "turkey-mod"
    assert graph.about["not_inferred"] == "no fit is adopted"


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("ending", ["mmd", "mermaid"])
def test_a_chart_draws_the_same_under_either_ending(nayrab: TestClient, address: str, ending: str) -> None:
    drawn = nayrab.get(f"{ROOT}{address}.{ending}")
    assert drawn.headers["Content-Type"].partition(";")[0] == "application/vnd.mermaid"
    chart = chart_in(drawn.text)
    assert [label.split("\n")[0].partition(" ")[2] for label in chart.nodes.values()] == [
        "air strike at Nayrab",
        "shelling at Idlib governorate",
    ]
    assert [(one, arrow, other) for one, arrow, other, _ in chart.links] == [("s1", "-->", "s2")]


def test_a_statement_has_the_drawing_of_its_chain_too(nayrab: TestClient) -> None:
    recorded = nayrab.post(f"{ROOT}/statements", json=a_condemnation()).json()["id"]
    chart = chart_in(nayrab.get(f"{ROOT}/statements/{recorded}/chain.mmd").text)
    assert chart.round == {"s3"}
    assert len(chart.nodes) == 3


def test_a_drawing_looks_through_the_lens_and_the_filters_of_its_address(nayrab: TestClient) -> None:
    for words in ("as_of=2020-02-19", "known_at=2020-02-19", "from=2021-01-01", "min_weight=-10"):
        assert graph_in(nayrab.get(f"{ROOT}/chains.graphml?{words}").content).nodes == {}, words
    whole = graph_in(nayrab.get(f"{ROOT}/chains.graphml?party=turkey&basis=asserted").content)
    assert (len(whole.nodes), whole.about["basis"]) == (2, "asserted")


def test_a_drawing_at_a_permanent_address_stays_and_names_licences(nayrab: TestClient) -> None:
    terms = {"licence": "CC0-1.0", "reason": "made up"}
    assert nayrab.post(f"{ROOT}/sources/turkey-mod/licence", json=terms).status_code == 201
    drawn = nayrab.get(f"{ROOT}/chains/{STRIKE}.graphml")
    assert "<https://spdx.org/licenses/CC0-1.0.html>" in drawn.headers["Link"]
    cited = drawn.headers["Link"].partition(">")[0].removeprefix("<")
    again = nayrab.get(cited)
    assert again.content == drawn.content
    assert "immutable" in again.headers["Cache-Control"]
    assert nayrab.get(cited, headers={"If-None-Match": again.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("address", "status", "field"),
    [
        (f"/chains/{STRIKE}.svg", 422, "ending"),
        ("/chains.csv", 422, "ending"),
        ("/chains.graphml?probability=0", 422, "probability"),
        ("/chains.graphml?probability=2", 422, "probability"),
        ("/chains.mmd?probability=NaN", 422, "probability"),
        (f"/chains/{STRIKE}.mmd?basis=guessed", 422, "basis"),
        ("/exports/incidents.csv?basis=asserted", 422, "basis"),
        ("/exports/counts.csv?probability=0.7", 422, "probability"),
        ("/exports/incidents.graphml", 422, "ending"),
        (f"/chains/{ANSWERING_FIRE}.graphml", 404, None),
        (f"/incidents/{STRIKE}/chain.mmd?as_of=2019-01-01", 404, None),
    ],
)
def test_what_cannot_be_drawn_is_one_problem(settled: TestClient, address: str, status: int, field: str | None) -> None:
    refused = settled.get(f"{ROOT}{address}")
    assert (refused.status_code, refused.json()["field"]) == (status, field)
    assert refused.headers["Content-Type"] == "application/problem+json"


def test_the_document_of_the_api_names_the_endings_of_drawings(document: dict[str, Any]) -> None:
    paths = document["paths"]
    drawings = [path for path in paths if path.endswith(".{ending}") and "exports" not in path]
    assert len(drawings) == 4
    for path in drawings:
        [ending] = [one for one in paths[path]["get"]["parameters"] if one["name"] == "ending"]
        assert ending["schema"]["enum"] == ["graphml", "mmd", "mermaid"]
