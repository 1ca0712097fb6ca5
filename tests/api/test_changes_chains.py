"""What changed in escalation chains, over HTTP: asked for by itself, and told with reasons."""

from typing import Any

from fastapi.testclient import TestClient

from api.examples.incidents import ANSWER, ANSWERING_FIRE, STRIKE
from api.wiring import Truceline
from tests.api.story import ROOT

CHANGES = f"{ROOT}/changes"


def changed_since(client: TestClient, position: int, **asked: Any) -> dict[str, Any]:
    answer = client.get(CHANGES, params={"position_from": position, "chains": "true", **asked})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_what_a_retraction_does_to_a_chain_is_told_where_it_is_asked_for(
    nayrab: TestClient, truceline: Truceline
) -> None:
    before = truceline.ledger.position
    nayrab.post(f"{ROOT}/incidents/{STRIKE}/retraction", json={"reason": "r"})

    told = changed_since(nayrab, before)["chains"]

    assert (told["count"], told["untold"], told["fits"]) == (1, None, {"before": None, "after": None})
    [link] = told["links"]
    assert (link["answer"], link["trigger"]) == (str(ANSWERING_FIRE), str(STRIKE))
    assert (link["change"], link["why"], link["new"]) == ("went", ["the trigger was retracted"], None)
    assert (link["old"]["basis"], link["old"]["asserted_by"], link["old"]["probability"]) == (
        *("asserted", ["turkey-mod"]),
        None,
    )
    assert "says turkey-mod" in link["old"]["sentence"]
    assert told["chains"] == [{"before": [str(STRIKE)], "after": []}]
    assert [step["id"] for step in told["steps"]] == [str(STRIKE), str(ANSWERING_FIRE)]


def test_without_being_asked_for_the_address_stands_there_that_tells_it(
    nayrab: TestClient, truceline: Truceline
) -> None:
    before = truceline.ledger.position
    nayrab.post(f"{ROOT}/incidents/{STRIKE}/retraction", json={"reason": "r"})

    found = nayrab.get(CHANGES, params={"position_from": before}).json()["chains"]

    assert found.keys() == {"href"}
    assert nayrab.get(found["href"]).json()["chains"] == changed_since(nayrab, before)["chains"]


def test_an_analyst_who_adopts_a_fit_and_rejects_an_answer_sees_what_each_did(
    nayrab: TestClient, truceline: Truceline
) -> None:
    before = truceline.ledger.position
    fit = nayrab.post(f"{ROOT}/fits", json={"reason": "the first"}).json()
    adopted = changed_since(nayrab, before)["chains"]
    answer = f"{ROOT}/incidents/{ANSWERING_FIRE}/answers/{ANSWER}"
    nayrab.post(f"{answer}/rejection", json={"reason": "r"})
    rejected = changed_since(nayrab, fit["position"])["chains"]

    assert [(one["change"], one["why"]) for one in adopted["links"]] == [("changed", ["a fit was adopted"])]
    [link] = adopted["links"]
    assert link["old"]["probability"] is None
    assert 0 < link["new"]["probability"] < 1
    assert (adopted["fits"]["before"], adopted["fits"]["after"]["id"]) == (None, fit["id"])
    assert [(one["change"], one["why"]) for one in rejected["links"]] == [("went", ["an analyst rejected it"])]


def test_every_page_tells_the_chains_of_all_where_they_are_asked_for(nayrab: TestClient, truceline: Truceline) -> None:
    before = truceline.ledger.position
    for incident in (STRIKE, ANSWERING_FIRE):
        nayrab.post(f"{ROOT}/incidents/{incident}/retraction", json={"reason": "r"})

    first = changed_since(nayrab, before, limit=1)
    second = nayrab.get(first["next"]).json()

    assert (len(first["incidents"]), len(second["incidents"]), second["next"]) == (1, 1, None)
    assert second["chains"] == first["chains"]
    assert first["chains"]["links"][0]["why"] == ["the answer was retracted", "the trigger was retracted"]
