"""The strike at Nayrab and Turkey's answer: each judged by itself, and contested stays contested."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.settings import Settings
from domain.model import derived_id
from seeds.loader import load
from tests.api.conftest import BOOTSTRAP, serving

ROOT = "/api/v1"
STRIKE, ANSWER = (
    f"{ROOT}/incidents/{derived_id('incident', 'truceline-idlib', name)}"
    for name in ("2020-02-20-nayrab-strike", "2020-02-20-turkish-retaliation")
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TestClient]:
    """A client that may write, over the record of Idlib."""
    with serving(Settings(database=f"sqlite:///{tmp_path}/ledger.db", bootstrap_key=BOOTSTRAP)) as (truceline, client):
        load(truceline.ledger, "seeds")
        truceline.follower.wait_for(truceline.ledger.position, timeout=60)
        yield client


def breaches(client: TestClient, incident: str) -> dict[tuple[str, str], dict[str, Any]]:
    page = client.get(incident).json()
    return {(one["agreement"], one["provision"]): one for one in page["breaches"]}


def judge(client: TestClient, incident: str, finding: str, reason: str) -> None:
    said = {"agreement": "sochi-2018", "provision": "2", "finding": finding, "reason": reason}
    assert client.post(f"{incident}/breaches", json=said).status_code == 201


def violations(client: TestClient) -> dict[str, dict[str, int]]:
    told = client.get(f"{ROOT}/agreements/sochi-2018/compliance?as_of=2020-02-20").json()
    return {
        one["party"]: {how: one[how] for how in ("attributed", "contested", "uncertain")}
        for one in told["violations"]["by_party"]
    }


def test_the_strike_is_a_breach_only_as_far_as_it_is_settled_who_struck(record: TestClient) -> None:
    found = breaches(record, STRIKE)
    # Of 2017, "fighting" binds Syria and not Russia, "flights" both; and nobody had ended the truce of January.
    older = {("astana-2017", "fighting"), ("astana-2017", "flights"), ("truce-2020-01", "1")}
    assert set(found) == {("sochi-2018", "2"), ("sochi-2018", "9")} | older
    assert {(one["status"], *one["judged"]["doubts"]) for one in found.values()} == {("uncertain", "attribution")}
    assert found["sochi-2018", "2"]["judged"]["by"] == ["russia", "syria-government"]
    assert found["astana-2017", "fighting"]["judged"]["by"] == ["syria-government"]
    # The record reads the strike as an answer to the attack on the ground, and the text knows of no answers.
    assert found["sochi-2018", "2"]["judged"]["reason"] == (
        "article 2 of sochi-2018 rules out this act (air strike) in idlib-de-escalation-area; "
        "who did it is contested: russia or syria-government, each of whom is bound; "
        "the text is silent on answering an attack."
    )


def test_turkeys_answer_is_judged_by_what_binds_turkey_and_says_that_the_text_is_silent(record: TestClient) -> None:
    found = breaches(record, ANSWER)
    # Point 2 does not bind Turkey, nor does the ban on fighting of 2017; and shelling is no flight.
    assert set(found) == {("sochi-2018", "9"), ("truce-2020-01", "1")}
    judged = found["sochi-2018", "9"]["judged"]
    assert (judged["finding"], judged["by"], judged["doubts"]) == ("uncertain", ["turkey"], ["place"])
    assert judged["reason"] == (
        "article 9 of sochi-2018 rules out this act (shelling) in idlib-de-escalation-area; "
        "the place is known to about 75 km (governorate), so it may lie in or out; "
        "the text is silent on answering an attack."
    )


def test_an_analysts_word_on_the_strike_stands_beside_the_derived_one_and_leaves_the_answer_alone(
    desk: TestClient,
) -> None:
    answer, derived = breaches(desk, ANSWER), breaches(desk, STRIKE)["sochi-2018", "2"]["judged"]

    judge(desk, STRIKE, "confirmed", "Made up: it hit troops inside the area, whoever flew.")
    confirmed = breaches(desk, STRIKE)["sochi-2018", "2"]
    assert (confirmed["status"], confirmed["judged"]) == ("confirmed", derived)
    assert breaches(desk, ANSWER) == answer

    judge(desk, STRIKE, "rejected", "Made up: the point binds neither of them.")
    rejected = breaches(desk, STRIKE)["sochi-2018", "2"]
    assert (rejected["status"], rejected["judged"]) == ("rejected", derived)
    assert breaches(desk, STRIKE)["sochi-2018", "9"]["status"] == "uncertain"


def test_confirming_the_breach_settles_nobody_as_its_author(desk: TestClient) -> None:
    before = violations(desk)
    judge(desk, STRIKE, "confirmed", "Made up: it hit troops inside the area, whoever flew.")
    assert violations(desk) == before
    settled = {"perpetrators": ["syria-government"], "reason": "Made up: the wreckage was found."}
    assert desk.post(f"{STRIKE}/assessment", json=settled).status_code == 201
    after = violations(desk)
    assert after["syria-government"] == before["syria-government"] | {
        "attributed": before["syria-government"]["attributed"] + 1,
        "contested": before["syria-government"]["contested"] - 1,
    }
    assert after["russia"]["contested"] == before["russia"]["contested"] - 1


def test_an_answer_known_to_its_village_is_found_a_breach_though_it_answers_one(desk: TestClient) -> None:
    place = {"name": "Nayrab", "lat": 35.87177, "lon": 36.717282, "precision": "near", "adm1": "Idlib"}
    correction = {"place": place, "reason": "Made up: the targets were at Nayrab."}
    assert desk.post(f"{ANSWER}/correction", json=correction).status_code == 201
    breach = breaches(desk, ANSWER)["sochi-2018", "9"]
    assert (breach["status"], breach["judged"]["by"], breach["judged"]["doubts"]) == ("found", ["turkey"], [])
    assert breach["judged"]["reason"].endswith("the text is silent on answering an attack.")
    assert breaches(desk, STRIKE)["sochi-2018", "9"]["status"] == "uncertain"
