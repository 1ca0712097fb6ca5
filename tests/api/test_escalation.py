"""Escalation over HTTP: a ratio for each period, with the addresses of what is behind it, at a permanent address."""

from datetime import date, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.story import ROOT, a_new_incident

ESCALATION = f"{ROOT}/escalation"
FIRST = date(2019, 12, 2)
"""A Monday."""


def report(client: TestClient, day: date, by: str, against: str) -> None:
    said = a_new_incident()
    said |= {"occurred": {"from": str(day)}, "targets": [against], "answers": []}
    said["claim"] |= {"perpetrator": by, "published_at": str(day + timedelta(days=1))}
    said["claim"].pop("possible_perpetrators", None)
    said.pop("external_id", None)
    answer = client.post(f"{ROOT}/incidents", json=said)
    assert answer.status_code == 201, answer.text


@pytest.fixture
def winter(nayrab: TestClient) -> TestClient:
    """Eight strikes, a week apart; after the last of them four the other way, and one more a week later."""
    for week in range(9):
        report(nayrab, FIRST + timedelta(weeks=week), "syria-government", "turkey")
    for _ in range(4):
        report(nayrab, FIRST + timedelta(weeks=8, days=1), "turkey", "syria-government")
    answer = nayrab.post(f"{ROOT}/fits", json={"reason": "for a test"})
    assert answer.status_code == 201, answer.text
    return nayrab


def told(client: TestClient, **words: str) -> dict[str, Any]:
    answer = client.get(ESCALATION, params=words)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_an_alert_leads_to_what_was_answered_and_to_the_chains_of_its_time(winter: TestClient) -> None:
    found = told(winter)
    (alert,) = found["alerts"]
    assert (alert["by"], alert["against"], alert["from"]) == ("syria-government", "turkey", "2020-01-27")
    (incident,) = alert["incidents"]
    shown = winter.get(incident["href"]).json()
    assert (shown["id"], shown["occurred"]["from"]) == (incident["id"], "2020-01-27")
    (pair,) = [one for one in found["pairs"] if one["by"] == "syria-government"]
    (week,) = [one for one in pair["items"] if one["alert"]]
    chains = winter.get(week["chains"]).json()
    steps = {step["id"] for chain in chains["items"] for step in chain["steps"]}
    assert incident["id"] in steps
    assert winter.get(f"{ROOT}/fits/{found['fit']['id']}").json()["in_force"] is True


def test_at_its_permanent_address_an_answer_stays_the_same(winter: TestClient) -> None:
    cited = winter.get(ESCALATION, params={"side": "turkey", "period": "day"}).links["cite-as"]["url"]
    before = winter.get(cited)
    assert "immutable" in before.headers["Cache-Control"]
    assert before.json()["lens"]["permanent"] is True
    report(winter, FIRST + timedelta(weeks=9), "turkey", "syria-government")
    assert winter.get(cited).content == before.content
    later = told(winter, side="turkey", period="day")
    assert later["pairs"] != before.json()["pairs"]


def test_without_a_fit_it_says_so(settled: TestClient) -> None:
    found = told(settled)
    assert (found["fit"], found["not_inferred"], found["pairs"]) == (None, "no fit is adopted", [])


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"period": "year"}, "period"),
        ({"side": "nobody"}, "side"),
        ({"from": "17.2.2020"}, "from"),
        ({"to": "soon"}, "to"),
        ({"from": "2020-02-17", "to": "2020-02-16"}, "to"),
        ({"from": "2010-02-17", "to": "2020-02-16", "period": "day"}, "to"),
        ({"party": "turkey"}, "party"),
        ({"as_of": "never"}, "as_of"),
    ],
)
def test_words_that_mean_nothing_are_refused_by_name(settled: TestClient, words: dict[str, str], field: str) -> None:
    answer = settled.get(ESCALATION, params=words)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
