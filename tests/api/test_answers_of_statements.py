"""What a statement is said to answer, over HTTP: asserted by reporters, disputed and judged by analysts."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.access import Role
from api.examples import statements as examples
from api.examples.incidents import STRIKE
from api.examples.statements import ULTIMATUM, WARNING
from api.wiring import Truceline
from tests.api.conftest import as_role
from tests.api.story import ROOT

PATH = f"{ROOT}/statements/{WARNING}"
ANSWER: dict[str, Any] = examples.ANSWERS["demand-again"]["value"] or {}
NOBODY = "00000000-0000-0000-0000-000000000007"


@pytest.fixture
def said(nayrab: TestClient) -> TestClient:
    """A client of a ledger that has the ultimatum and the last warning after it."""
    for example in examples.STATEMENTS.values():
        assert nayrab.post(f"{ROOT}/statements", json=example["value"]).status_code == 201
    return nayrab


def asserted(client: TestClient) -> str:
    answer = client.post(f"{PATH}/answers", json=ANSWER)
    assert answer.status_code == 201, answer.text
    return f"{PATH}/answers/{answer.json()['made']['answer']}"


def shown(client: TestClient) -> Any:  # noqa: ANN401 - any JSON
    return client.get(PATH).json()["answers"]


def test_an_assertion_answers_where_it_is_and_the_id_that_it_gave_out(said: TestClient) -> None:
    answer = said.post(f"{PATH}/answers", json=ANSWER)
    assert answer.headers["Location"] == answer.json()["location"] == PATH
    assert answer.headers["ETag"] == said.get(PATH).headers["ETag"]
    assert answer.headers["ETag"].startswith('"2.')
    (held,) = shown(said)
    assert held["id"] == answer.json()["made"]["answer"]
    assert (held["statement"], held["incident"], held["asserted_by"]) == (str(ULTIMATUM), None, "own-reading")
    assert (held["status"], held["disputes"], held["finding"]) == ("asserted", [], None)


def test_an_answer_is_disputed_confirmed_and_rejected_with_reasons_and_leaves_its_chain(said: TestClient) -> None:
    answer = asserted(said)
    assert [link["status"] for link in said.get(f"{PATH}/chain").json()["links"]] == ["asserted"]
    dispute = {"source": "russia-mod", "published_at": "2020-02-20", "reason": "Another demand."}
    assert said.post(f"{answer}/dispute", json=dispute).status_code == 201
    (disputed,) = shown(said)
    assert (disputed["status"], disputed["disputes"][0]["source"]) == ("disputed", "russia-mod")
    assert disputed["disputes"][0]["known_at"] == "2020-02-20T23:59:59.999999Z"
    assert [link["status"] for link in said.get(f"{PATH}/chain").json()["links"]] == ["disputed"]
    assert said.post(f"{answer}/confirmation", json={"reason": "The same words."}).status_code == 201
    assert (shown(said)[0]["status"], shown(said)[0]["finding"]["reason"]) == ("confirmed", "The same words.")
    assert said.post(f"{answer}/rejection", json={}).status_code == 201
    assert shown(said)[0]["status"] == "rejected"
    assert said.get(f"{PATH}/chain").status_code == 404


@pytest.mark.parametrize(
    ("ending", "needed"),
    [
        ("", Role.REPORTER),
        ("/dispute", Role.ANALYST),
        ("/confirmation", Role.ANALYST),
        ("/rejection", Role.ANALYST),
    ],
)
def test_reporters_assert_and_analysts_judge(said: TestClient, truceline: Truceline, ending: str, needed: Role) -> None:
    path, body = (asserted(said) + ending, {"reason": "r"}) if ending else (f"{PATH}/answers", ANSWER)
    position, roles = truceline.ledger.position, list(Role)
    as_role(truceline, said, roles[roles.index(needed) - 1])
    lower = said.post(path, json=body)
    assert (lower.status_code, lower.json()["type"]) == (403, "/problems/role-needed")
    assert truceline.ledger.position == position
    as_role(truceline, said, needed)
    assert said.post(path, json=body).status_code == 201


def test_a_retry_with_the_same_key_answers_its_first_result_and_stores_nothing(
    said: TestClient, truceline: Truceline
) -> None:
    headers = {"Idempotency-Key": "answers-1", "If-Match": said.get(PATH).headers["ETag"]}
    first = said.post(f"{PATH}/answers", json=ANSWER, headers=headers)
    position = truceline.ledger.position
    again = said.post(f"{PATH}/answers", json=ANSWER, headers=headers)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (again.status_code, again.json()) == (201, first.json())
    assert truceline.ledger.position == position
    stale = said.post(f"{PATH}/answers", json=ANSWER, headers={"If-Match": headers["If-Match"]})
    assert (stale.status_code, stale.json()["type"]) == (412, "/problems/stale")


REFUSED: list[tuple[str, dict[str, Any], int, str, str | None]] = [
    (f"/statements/{NOBODY}/answers", ANSWER, 404, "missing", None),
    (f"/statements/{WARNING}/answers/{NOBODY}/dispute", {}, 404, "missing", None),
    (f"/statements/{WARNING}/answers/{NOBODY}/confirmation", {}, 404, "missing", None),
    (f"/statements/{WARNING}/answers/{NOBODY}/rejection", {}, 404, "missing", None),
    (f"/statements/{WARNING}/answers", ANSWER | {"statement": str(WARNING)}, 409, "answers-itself", "answers"),
    (
        f"/statements/{WARNING}/answers",
        {"incident": str(STRIKE), "asserted_by": "ap"},
        409,
        "answers-the-future",
        "answers",
    ),
    (f"/statements/{WARNING}/answers", ANSWER | {"statement": NOBODY}, 422, "unknown", "answers"),
    (f"/statements/{WARNING}/answers", ANSWER | {"asserted_by": "nobody"}, 422, "unknown", "asserted_by"),
    (f"/statements/{WARNING}/answers", ANSWER | {"published_at": "2999-01-01"}, 422, "unacceptable", "published_at"),
    (f"/statements/{WARNING}/answers", {"asserted_by": "ap"}, 422, "invalid-input", "body"),
]


@pytest.mark.parametrize(("path", "body", "status", "kind", "field"), REFUSED)
def test_what_a_rule_refuses_is_not_stored(  # noqa: PLR0917 - a table's columns
    said: TestClient,
    truceline: Truceline,
    path: str,
    body: dict[str, Any],
    status: int,
    kind: str,
    field: str | None,
) -> None:
    position = truceline.ledger.position
    answer = said.post(ROOT + path, json=body)
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{kind}"), answer.text
    assert field is None or answer.json()["field"] == field
    assert truceline.ledger.position == position


def test_a_withdrawn_statement_takes_no_judgement_of_its_answers(said: TestClient, truceline: Truceline) -> None:
    answer = asserted(said)
    said.post(f"{PATH}/withdrawal", json={"reason": "Never said."})
    position = truceline.ledger.position
    for ending in ("dispute", "confirmation", "rejection"):
        refused = said.post(f"{answer}/{ending}", json={})
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/already-withdrawn")
        assert refused.json()["field"] == "statement"
    assert truceline.ledger.position == position
