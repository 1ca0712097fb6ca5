"""Chains over HTTP: filtered, in pages, with the fit they rest on, at an address that gives the same for ever."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.adopting import adopt
from api.settings import Settings
from seeds.loader import load
from tests.api.conftest import BOOTSTRAP, serving
from tests.api.story import ROOT

CHAINS = f"{ROOT}/chains"


@pytest.fixture(scope="module")
def idlib(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server of the Idlib record with a fit to it."""
    path: Path = tmp_path_factory.mktemp("chains") / "ledger.db"
    with serving(Settings(database=f"sqlite:///{path}", bootstrap_key=BOOTSTRAP)) as (truceline, client):
        load(truceline.ledger)
        truceline.follower.wait_for(truceline.ledger.position, 60)
        adopt(truceline.ledger, truceline.store, by="key-1", reason="made up")
        truceline.follower.wait_for(truceline.ledger.position, 60)
        yield client


def asked(client: TestClient, **words: str) -> dict[str, Any]:
    answer = client.get(CHAINS, params=words)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def ids(told: dict[str, Any]) -> list[str]:
    return [chain["id"] for chain in told["items"]]


def steps(chain: dict[str, Any], *names: str) -> set[str]:
    return {party for step in chain["steps"] for name in names for party in step[name]}


def test_every_answer_names_the_fit_and_the_probability_from_which_on_links_join(idlib: TestClient) -> None:
    told = asked(idlib, probability="0.3")
    assert told["fit"]["version"] == "excitation-1"
    assert told["fit"]["left_out"]["attacker_unknown"] > 0
    assert (told["probability"], told["basis"], told["not_inferred"]) == (0.3, "all", None)
    one = idlib.get(f"{CHAINS}/{told['items'][0]['id']}", params={"probability": 0.3}).json()
    assert (one["fit"], one["probability"]) == (told["fit"], 0.3)
    assert one["links"] == told["items"][0]["links"]


def test_with_the_basis_asserted_nothing_inferred_is_shown(idlib: TestClient) -> None:
    told = asked(idlib, basis="asserted")
    assert (told["probability"], told["not_inferred"]) == (None, "only what is asserted is asked for")
    assert {link["basis"] for chain in told["items"] for link in chain["links"]} == {"asserted"}
    assert all(link["probability"] is None for chain in told["items"] for link in chain["links"])
    assert "inferred" in {link["basis"] for chain in asked(idlib)["items"] for link in chain["links"]}


def test_without_a_fit_the_answer_says_so_and_only_what_is_said_joins(nayrab: TestClient) -> None:
    told = asked(nayrab)
    assert (told["fit"], told["not_inferred"]) == (None, "no fit is adopted")
    assert [link["basis"] for chain in told["items"] for link in chain["links"]] == ["asserted"]


def test_a_party_s_chains_are_those_in_which_it_acts_or_is_acted_against(idlib: TestClient) -> None:
    every, some = asked(idlib, limit="500"), asked(idlib, party="iran", limit="500")
    assert ids(some) == [
        chain["id"] for chain in every["items"] if "iran" in steps(chain, "by", "possibly_by", "against")
    ]
    both = asked(idlib, party="russia;turkey", limit="500")
    assert ids(both) == [
        chain["id"] for chain in every["items"] if {"russia", "turkey"} <= steps(chain, "by", "possibly_by", "against")
    ]
    assert 0 < both["count"] < every["count"]


def test_a_period_s_chains_are_those_of_which_a_step_may_be_of_it(idlib: TestClient) -> None:
    every = asked(idlib, limit="500")
    some = asked(idlib, **{"from": "2020-02-20", "to": "2020-02-20", "tz": "UTC", "limit": "500"})
    first, last = "2020-02-20T00:00:00", "2020-02-20T23:59:59.999999"
    assert ids(some) == [
        chain["id"]
        for chain in every["items"]
        if any(
            step["occurred"]["earliest"].rstrip("Z") <= last and step["occurred"]["until"].rstrip("Z") >= first
            for step in chain["steps"]
        )
    ]
    assert 0 < some["count"] < every["count"]
    assert asked(idlib, **{"from": "2020-02-20T10:00:00Z"})["count"] < every["count"]
    assert asked(idlib, to="2015-01-01")["count"] == 0


def test_the_least_weight_and_being_open_part_the_chains(idlib: TestClient) -> None:
    every = asked(idlib, limit="500")
    heavy = asked(idlib, min_weight="-9.5", limit="500")
    assert ids(heavy) == [chain["id"] for chain in every["items"] if chain["peak"] <= -9.5]
    assert asked(idlib, min_weight="-3.5")["count"] == every["count"]
    then = {"as_of": "2020-02-24", "limit": "500"}
    is_open, closed = (asked(idlib, open=word, **then) for word in ("true", "false"))
    assert {chain["open"]["is_open"] for chain in is_open["items"]} == {True}
    assert {chain["open"]["is_open"] for chain in closed["items"]} == {False}
    assert is_open["count"] + closed["count"] == asked(idlib, **then)["count"]


def test_pages_hold_each_chain_once_in_the_order_of_the_whole(idlib: TestClient) -> None:
    every, words = asked(idlib, probability="0.2", limit="500"), {"probability": "0.2", "limit": "2"}
    page, found = asked(idlib, **words), []
    while True:
        found += ids(page)
        assert page["count"] == every["count"]
        if page["next"] is None:
            break
        page = idlib.get(page["next"]).json()
    assert found == ids(every)
    assert len(found) > 2


def test_every_filter_is_in_the_address_to_cite_which_answers_the_same_bytes(idlib: TestClient) -> None:
    words = {"party": "turkey", "from": "2020-02-01", "open": "false", "min_weight": "-9", "probability": "0.4"}
    answer = idlib.get(CHAINS, params=words | {"known_at": "2021-01-01", "policy": "assessment-1"})
    cited = answer.links["cite-as"]["url"]
    assert all(f"{name}={word}" in cited for name, word in words.items())
    again = idlib.get(cited)
    assert again.json()["items"] == answer.json()["items"] != []
    assert "immutable" in again.headers["Cache-Control"]


def test_an_incident_and_a_statement_each_have_the_chain_that_they_are_steps_of(idlib: TestClient) -> None:
    chain = next(one for one in asked(idlib)["items"] if {step["kind"] for step in one["steps"]} > {"statement"})
    for step in chain["steps"]:
        told = idlib.get(f"{ROOT}/{step['kind']}s/{step['id']}/chain").json()
        assert {name: told[name] for name in chain} == chain
    later = chain["steps"][-1]["id"]
    missing = idlib.get(f"{CHAINS}/{later}")
    assert (missing.status_code, missing.json()["detail"]) == (
        404,
        f"there is no chain {later} under this lens; it is a step of the chain {chain['id']}",
    )


def test_an_incident_that_takes_no_part_in_the_inference_is_told_why(idlib: TestClient) -> None:
    chained = {step["id"] for chain in asked(idlib, limit="500")["items"] for step in chain["steps"]}
    alone = [
        one["id"]
        for one in idlib.get(f"{ROOT}/incidents", params={"limit": 500, "attribution": "unattributed"}).json()["items"]
        if one["id"] not in chained and not one["possible_perpetrators"]
    ]
    told = idlib.get(f"{ROOT}/incidents/{alone[0]}/chain")
    assert told.status_code == 404
    assert told.json()["detail"] == (
        f"incident {alone[0]} is part of no chain: nothing is said to answer it;"
        " nor is anything inferred of it, since who did it is unknown"
    )


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"party": "nobody"}, "party"),
        ({"party": ""}, "party"),
        ({"from": "20.2.2020"}, "from"),
        ({"to": "yesterday"}, "to"),
        ({"from": "2020-02-20", "to": "2020-02-19"}, "to"),
        ({"min_weight": "heavy"}, "min_weight"),
        ({"min_weight": "nan"}, "min_weight"),
        ({"open": "perhaps"}, "open"),
        ({"probability": "0"}, "probability"),
        ({"probability": "1.01"}, "probability"),
        ({"probability": "nan"}, "probability"),
        ({"basis": "rumour"}, "basis"),
        ({"limit": "0"}, "limit"),
        ({"after": "here"}, "after"),
        ({"act": "shelling"}, "act"),
    ],
)
def test_words_that_mean_nothing_are_refused_by_name(settled: TestClient, words: dict[str, str], field: str) -> None:
    answer = settled.get(CHAINS, params=words)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
