import pytest
from fastapi.testclient import TestClient

from api.examples.incidents import CLAIMS, STRIKE
from api.wiring import Truceline
from tests.api.story import ROOT

CHANGES = f"{ROOT}/changes"


def test_between_two_moments_of_knowledge_the_incidents_that_became_known_were_added(nayrab: TestClient) -> None:
    answer = nayrab.get(f"{CHANGES}?known_from=2020-02-20T14:59:59Z&known_to=2020-02-20T15:00:00Z").json()

    assert [(one["id"], one["change"]) for one in answer["incidents"]] == [(str(STRIKE), "added")]
    assert {one["party"] for one in answer["counts"]} == {"syria-government", "turkey"}
    assert (answer["before"]["known_at"], answer["after"]["known_at"]) == (
        "2020-02-20T14:59:59Z",
        "2020-02-20T15:00:00Z",
    )
    assert answer["before"]["position"] == answer["after"]["position"] == answer["position"]


def test_between_two_positions_what_was_recorded_since_differs(nayrab: TestClient, truceline: Truceline) -> None:
    before = truceline.ledger.position
    nayrab.post(f"{ROOT}/incidents/{STRIKE}/claims", json=CLAIMS["ap"]["value"])
    between = truceline.ledger.position
    nayrab.post(f"{ROOT}/incidents/{STRIKE}/retraction", json={"reason": "r"})

    since_then = nayrab.get(f"{CHANGES}?position_from={before}").json()
    meanwhile = nayrab.get(f"{CHANGES}?position_from={before}&position_to={between}").json()

    assert [one["change"] for one in since_then["incidents"]] == ["retracted"]
    [changed] = meanwhile["incidents"]
    attribution = next(one for one in changed["differences"] if one["about"] == "attribution")
    assert (attribution["old"], attribution["new"]) == ("attributed", "contested")
    assert (meanwhile["before"]["position"], meanwhile["after"]["position"]) == (before, between)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "known_from"),
        ("known_to=2020-02-20", "known_from"),
        ("known_from=lately", "known_from"),
        ("known_at=2020", "known_at"),
        ("position_from=1&position_to=99999", "position_to"),
    ],
)
def test_changes_need_a_moment_or_a_position_to_begin_from(nayrab: TestClient, query: str, field: str) -> None:
    answer = nayrab.get(f"{CHANGES}?{query}")

    assert (answer.status_code, answer.json()["field"]) == (422, field)
