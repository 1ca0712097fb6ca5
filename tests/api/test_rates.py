"""Rates over HTTP: numbers with the addresses of what is behind them, and watches that can be taken back."""

from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from tests.api.story import ROOT

WEEK = {"from": "2020-02-17", "to": "2020-02-23"}
WHERE = {"name": "Idlib governorate", "precision": "governorate", "adm1": "Idlib"}
SAID = {"source": "turkey-mod", "published_at": "2020-02-24", "text": "Made up for a test.", "unconfirmed": True}


def rates(client: TestClient, **words: str) -> dict[str, Any]:
    answer = client.get(f"{ROOT}/monitoring/rates", params=WEEK | {"tz": "Asia/Damascus"} | words)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def a_watch(client: TestClient) -> str:
    report = {"monitor": "turkey-mod", "period": WEEK | {"zone": "Asia/Damascus"}, "place": WHERE, **SAID}
    answer = client.post(f"{ROOT}/monitoring", json=report)
    assert answer.status_code == 201, answer.text
    location: str = answer.headers["Location"]
    return location


def kept_out(client: TestClient, watch: str) -> str:
    report = {"at": {"from": "2020-02-18", "zone": "Asia/Damascus"}, "place": WHERE, **SAID}
    answer = client.post(f"{watch}/denials", json=report)
    assert answer.status_code == 201, answer.text
    denial: str = answer.json()["made"]["denial"]
    return denial


def test_a_rate_links_to_exactly_the_incidents_and_watches_behind_it(nayrab: TestClient) -> None:
    watch = a_watch(nayrab)
    told = rates(nayrab)
    (week,) = told["items"]
    assert week["incidents"]["count"] > 0
    for name in ("incidents", "going_on"):
        assert nayrab.get(week[name]["href"]).json()["count"] == week[name]["count"]
    assert week["rate"]["watched_days"] == 7
    (shown,) = told["watches"]
    assert shown["href"].startswith(watch)
    assert nayrab.get(shown["href"]).json()["withdrawn"] is None


def test_a_watch_and_a_denial_are_withdrawn_once_and_rates_follow(nayrab: TestClient) -> None:
    watch = a_watch(nayrab)
    denial = kept_out(nayrab, watch)
    days = [rates(nayrab)["whole"]["watched"]["days"]]
    mend = {"reason": "Typed into the wrong week.", "cause": "entry_error"}
    for path in (f"{watch}/denials/{denial}/withdrawal", f"{watch}/withdrawal"):
        assert nayrab.post(path, json=mend).status_code == 201
        days.append(rates(nayrab)["whole"]["watched"]["days"])
        again = nayrab.post(path, json=mend)
        assert (again.status_code, again.json()["type"]) == (409, "/problems/already-withdrawn")
    assert days == [6, 7, 0]
    shown = nayrab.get(watch).json()
    assert shown["withdrawn"] == shown["denials"][0]["withdrawn"] == mend["reason"]


def test_a_denial_that_is_not_there_cannot_be_withdrawn(nayrab: TestClient) -> None:
    path = f"{a_watch(nayrab)}/denials/{uuid4()}/withdrawal"
    assert nayrab.post(path, json={"reason": "never there"}).status_code == 404


def test_at_a_permanent_address_later_facts_change_nothing(nayrab: TestClient) -> None:
    watch = a_watch(nayrab)
    cited = nayrab.get(f"{ROOT}/monitoring/rates", params=WEEK).links["cite-as"]["url"]
    before = nayrab.get(cited)
    assert "immutable" in before.headers["Cache-Control"]
    kept_out(nayrab, watch)
    assert nayrab.get(cited).content == before.content
    assert nayrab.get(f"{ROOT}/monitoring/rates", params=WEEK).json()["whole"]["denied"]["days"] > 0


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"to": "2020-02-23"}, "from"),
        ({"from": "2020-02-17"}, "to"),
        (WEEK | {"from": "17.2.2020"}, "from"),
        (WEEK | {"to": "2020-02-16"}, "to"),
        (WEEK | {"to": "2023-02-16", "by": "day"}, "to"),
        (WEEK | {"by": "year"}, "by"),
        (WEEK | {"monitor": "nobody"}, "monitor"),
        (WEEK | {"governorate": "unknown"}, "governorate"),
        (WEEK | {"party": "turkey"}, "party"),
    ],
)
def test_words_that_mean_nothing_are_refused_by_name(settled: TestClient, words: dict[str, str], field: str) -> None:
    answer = settled.get(f"{ROOT}/monitoring/rates", params=words)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_the_same_watch_again_is_refused_with_the_one_that_there_is_and_names_no_slug(nayrab: TestClient) -> None:
    """It was told that its name was taken, in a field that a watch does not have."""
    watch = a_watch(nayrab)
    report = {"monitor": "turkey-mod", "period": WEEK | {"zone": "Asia/Damascus"}, "place": WHERE, **SAID}
    told = nayrab.post(f"{ROOT}/monitoring", json=report).json()
    assert (told["status"], told["type"], told["field"]) == (409, "/problems/already-registered", None)
    assert told["detail"] == f"the very same is recorded already, as monitoring {watch.rpartition('/')[2]}"
