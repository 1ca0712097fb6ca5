"""Why a thing is in no chain: what counts no more says what became of it, not that nothing was ever said of it."""

from typing import Any

from fastapi.testclient import TestClient

from api.examples.incidents import STRIKE
from tests.api.story import ROOT, a_new_incident

INCIDENTS, STATEMENTS = f"{ROOT}/incidents", f"{ROOT}/statements"


def posted(client: TestClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def an_answer(client: TestClient) -> dict[str, Any]:
    """Another incident, of which it is said that it answers the strike."""
    other = posted(client, INCIDENTS, a_new_incident())
    said = {"incident": str(STRIKE), "asserted_by": "turkey-mod", "published_at": "2020-02-21"}
    posted(client, f"{INCIDENTS}/{other['id']}/answers", said)
    assert client.get(f"{INCIDENTS}/{other['id']}/chain").status_code == 200
    return other


def why(client: TestClient, path: str) -> str:
    answer = client.get(f"{path}/chain")
    assert answer.status_code == 404, answer.text
    detail: str = answer.json()["detail"]
    return detail.partition(" is part of no chain: ")[2]


def test_a_retracted_incident_says_that_it_was_retracted(nayrab: TestClient) -> None:
    path = f"{INCIDENTS}/{an_answer(nayrab)['id']}"
    posted(nayrab, f"{path}/retraction", {"reason": "Entered twice.", "cause": "entry_error"})
    assert why(nayrab, path) == "it was retracted"
    assert nayrab.get(f"{path}/chain.mmd").json()["detail"].endswith("it was retracted")


def test_an_incident_whose_every_claim_was_withdrawn_says_so(nayrab: TestClient) -> None:
    other = an_answer(nayrab)
    path = f"{INCIDENTS}/{other['id']}"
    withdrawal = {"reason": "Entered twice.", "cause": "entry_error"}
    posted(nayrab, f"{path}/claims/{other['made']['claim']}/withdrawal", withdrawal)
    assert why(nayrab, path) == "its every claim was withdrawn"


def test_a_merged_incident_names_the_one_that_is_in_chains_in_its_place(nayrab: TestClient) -> None:
    merged = an_answer(nayrab)["id"]
    path = f"{INCIDENTS}/{merged}"
    into = posted(nayrab, INCIDENTS, a_new_incident())["id"]
    posted(nayrab, f"{path}/merge", {"reason": "The same.", "into": into})
    assert why(nayrab, path) == f"it was merged into incident {into}, which takes its place in chains"
    chain = nayrab.get(f"{INCIDENTS}/{into}/chain").json()
    assert (into, str(STRIKE)) in {(link["answer"], link["trigger"]) for link in chain["links"]}
    assert merged not in {step["id"] for step in chain["steps"]}


def test_a_withdrawn_statement_says_that_it_was_withdrawn(nayrab: TestClient) -> None:
    made = {"kind": "ultimatum", "by": "turkey", "addressed_to": ["syria-government"], "made": {"from": "2020-02-21"}}
    said = {"source": "turkey-mod", "published_at": "2020-02-21", "text": "Made up."}
    answer = {"incident": str(STRIKE), "asserted_by": "turkey-mod", "published_at": "2020-02-21"}
    path = f"{STATEMENTS}/{posted(nayrab, STATEMENTS, made | said | {'answers': [answer]})['id']}"
    assert nayrab.get(f"{path}/chain").status_code == 200
    posted(nayrab, f"{path}/withdrawal", {"reason": "Entered twice.", "cause": "entry_error"})
    assert why(nayrab, path) == "it was withdrawn"
