"""What the record of Idlib answers over HTTP: the strike of 20 February, the toll of 3 February, the truces."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.model import derived_id

ROOT = "/api/v1"


def incident(record: TestClient, name: str, **lens: str) -> dict[str, Any]:
    stream = derived_id("incident", "truceline-idlib", name)
    answer = record.get(f"{ROOT}/incidents/{stream}", params=lens)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def people(found: dict[str, Any], outcome: str) -> tuple[int, int | None]:
    (toll,) = [one for one in found["assessed"]["tolls"] if (one["of"], one["outcome"]) == ("all", outcome)]
    return toll["low"], toll["high"]


def equipment(found: dict[str, Any], claim_of: str) -> dict[str, int]:
    (claim,) = [one for one in found["claims"] if one["source"] == claim_of]
    return {loss["type"]: loss["quantity"]["exact"] for loss in claim["equipment"]}


def test_the_strike_of_20_february_is_contested_and_says_by_whom(record: TestClient) -> None:
    strike = incident(record, "2020-02-20-nayrab-strike")
    assert (strike["attribution"], strike["perpetrators"]) == ("contested", ["russia", "syria-government"])
    named = {one["source"]: one["perpetrator"] or one["possible_perpetrators"] for one in strike["claims"]}
    assert named["turkey-presidency"] == "syria-government"
    assert named["ap"] == ["russia", "syria-government"]
    assert "perpetrator" in [one["about"] for one in strike["conflicts"]]
    assert (people(strike, "killed"), people(strike, "wounded")) == ((2, 2), (5, 5))
    assert strike["assessed"]["policy"] == "assessment-1"


def test_neutralised_is_kept_apart_from_killed_and_each_rendering_with_its_own_equipment(record: TestClient) -> None:
    answer = incident(record, "2020-02-20-turkish-retaliation")
    assert (answer["nature"], answer["attribution"], answer["perpetrators"]) == ("retaliation", "admitted", ["turkey"])
    assert (people(answer, "killed"), people(answer, "neutralised")) == ((50, None), (50, None))
    ministry = {"tank": 5, "armoured personnel carrier": 2, "howitzer": 1}
    assert equipment(answer, "turkey-mod") == ministry
    assert equipment(answer, "breaking-news-turkey") == ministry | {"armed pickup": 2}
    assert "tank" not in equipment(answer, "sputnik")
    strike = incident(record, "2020-02-20-nayrab-strike")
    assert [one["asserted_by"] for one in strike["answered_by"]] == ["turkey-mod"]


@pytest.mark.parametrize(
    ("known_at", "toll"),
    [("2020-02-03T07:00Z", 4), ("2020-02-03T13:00Z", 6), ("2020-02-03T19:00Z", 8)],
    ids=["four", "six", "eight"],
)
def test_the_ministrys_toll_of_3_february_is_what_was_published_by_then(
    record: TestClient, known_at: str, toll: int
) -> None:
    found = incident(record, "2020-02-03-saraqib-shelling", known_at=known_at)
    (standing,) = [one for one in found["claims"] if one["source"] == "turkey-mod" and one["superseded_by"] is None]
    killed = [row["quantity"]["exact"] for row in standing["casualties"] if row["outcome"] == "killed"]
    assert sum(killed) == toll
    assert standing["basis"] == "inferred"
    assert standing["basis_reason"]


def test_the_range_of_3_february_is_over_all_sources(record: TestClient) -> None:
    assert people(incident(record, "2020-02-03-saraqib-shelling"), "killed") == (6, None)


@pytest.mark.parametrize(
    ("day", "force"),
    [("2020-01-08", "not_in_force"), ("2020-01-10", "uncertain"), ("2020-01-13", "in_force")],
    ids=["before", "between", "after"],
)
def test_between_its_rival_starts_the_january_truce_is_uncertain(record: TestClient, day: str, force: str) -> None:
    answer = record.get(f"{ROOT}/agreements", params={"as_of": day}).json()
    held = {one["slug"]: one["in_force"] for one in answer["items"]}
    assert held.get("truce-2020-01", "not_in_force") == force


def test_the_ten_points_of_sochi_stand_with_their_deadlines(record: TestClient) -> None:
    sochi = record.get(f"{ROOT}/agreements/sochi-2018", params={"as_of": "2019-01-31"}).json()
    assert [one["article"] for one in sochi["provisions"]] == [str(number) for number in range(1, 11)]
    assert [one["article"] for one in sochi["provisions"] if one["deadline"]] == ["5", "6", "8"]
    assert [one["unconfirmed"] for one in sochi["provisions"]][-1] is True


def test_the_figures_of_20_february_are_there_with_source_and_wording(record: TestClient) -> None:
    items = record.get(f"{ROOT}/figures").json()["items"]
    displaced = [one for one in items if one["quantity"].get("about") == 900_000]
    assert [(one["source"], one["via"], one["quantity"]["wording"]) for one in displaced] == [
        ("un-ocha", "press-2020-02-20", "900,000")
    ]
    (children,) = [one for one in items if one["part_of"] == displaced[0]["id"]]
    assert children["quantity"]["more_than"] == 500_000


def test_what_only_a_headline_says_is_laid_at_nobodys_door(record: TestClient) -> None:
    strikes = incident(record, "2020-02-03-rebel-held-area-air-strikes")
    assert (strikes["attribution"], strikes["perpetrators"]) == ("unattributed", [])
    assert strikes["assessed"]["override"]["reason"].startswith("Only a headline")
    assert strikes["possible_perpetrators"] == ["turkey"]
