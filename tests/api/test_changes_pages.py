"""Changes over HTTP: in pages under two fixed lenses, in every kind that the document names."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.examples.incidents import STRIKE
from api.wiring import Truceline
from projections.differences import KINDS
from tests.api.story import ROOT, a_new_incident, put

CHANGES = f"{ROOT}/changes"


@pytest.fixture
def reports(nayrab: TestClient) -> list[str]:
    """Four more incidents, each known a day after it happened."""
    made = []
    for day in ("21", "22", "23", "24"):
        report = a_new_incident()
        put(report, "occurred.from", f"2020-02-{day}")
        put(report, "claim.published_at", f"2020-02-{int(day) + 1}")
        made.append(nayrab.post(f"{ROOT}/incidents", json=report).json()["id"])
    return made


def test_pages_follow_each_other_under_the_lenses_of_the_first(nayrab: TestClient, reports: list[str]) -> None:
    address: str | None = f"{CHANGES}?known_from=2020-02-21&known_to=2020-02-26&limit=3&act=air_strike"
    pages = []
    while address is not None:
        pages.append(nayrab.get(address).json())
        report = a_new_incident()
        put(report, "claim.published_at", "2020-02-25")
        nayrab.post(f"{ROOT}/incidents", json=report)  # what is recorded meanwhile belongs to no page of this list
        address = pages[-1]["next"]

    assert [[one["id"] for one in page["incidents"]] for page in pages] == [reports[:3], reports[3:]]
    assert {page["count"] for page in pages} == {4}
    assert {page["position"] for page in pages} == {pages[0]["position"]}
    assert pages[0]["counts"] == pages[1]["counts"] != []


def test_between_positions_the_earlier_lens_knows_what_the_later_one_knows(
    nayrab: TestClient, truceline: Truceline, reports: list[str]
) -> None:
    position = truceline.ledger.position
    nayrab.post(f"{ROOT}/incidents/{reports[0]}/retraction", json={"reason": "r"})

    answer = nayrab.get(f"{CHANGES}?position_from={position}&known_to=2020-02-22").json()

    assert answer["before"]["known_at"] == answer["after"]["known_at"] == "2020-02-22T23:59:59.999999Z"
    assert [(one["id"], one["change"]) for one in answer["incidents"]] == []


def test_a_verification_judges_anew_and_says_who_gave_which_reason(nayrab: TestClient, truceline: Truceline) -> None:
    position = truceline.ledger.position
    nayrab.post(f"{ROOT}/incidents/{STRIKE}/verification", json={"reason": "seen on film"})

    [changed] = nayrab.get(f"{CHANGES}?position_from={position}").json()["incidents"]

    assert changed["change"] == "re-judged"
    [fact] = changed["facts"]["new"]
    assert (fact["fact"], fact["reason"]) == ("incident.verified", "seen on film")
    assert fact["position"] > position


@pytest.mark.parametrize(("query", "field"), [("limit=0", "limit"), ("limit=501", "limit"), ("after=nowhere", "after")])
def test_a_page_that_cannot_be_is_refused(nayrab: TestClient, query: str, field: str) -> None:
    answer = nayrab.get(f"{CHANGES}?known_from=2020-02-01&{query}")

    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_the_document_explains_every_kind_of_change(document: dict[str, Any]) -> None:
    told = document["paths"][CHANGES]["get"]["description"]

    assert [kind for kind, meaning in KINDS.items() if f"- `{kind}`: {meaning}" not in told] == []
