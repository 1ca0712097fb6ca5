"""How each of the ten points of September 2018 was kept, as of six days, read by hand from the record.

Evidence: of point 6 three sources speak on 8 October 2018, of point 5 SOHR on the 15th, of point 7 Ankara on 8 March
2019; points 2 and 9 rule acts out, which the incidents of `violations_by_hand` breach. Of the others nobody says
anything, so that they are not assessed.
"""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.seeds.violations_by_hand import OPPOSITION, RUSSIA, SYRIA, TURKEY, by

ADDRESS = "/api/v1/agreements/sochi-2018/compliance"
TODAY = "9999-12-31"
"""Everything that the record holds; asked for without `as_of`."""

FIRST_OF_OCTOBER = {6: "disputed"}
BEFORE_ANY_BREACH = {5: "broken", 6: "disputed"}
FROM_2019_ON = {2: "broken", 5: "broken", 6: "disputed", 7: "partly", 9: "broken"}
WORDS = {
    "2018-10-09": FIRST_OF_OCTOBER,
    "2018-10-16": BEFORE_ANY_BREACH,
    "2019-04-30": FROM_2019_ON,
    "2019-08-31": FROM_2019_ON,
    "2020-02-20": FROM_2019_ON,
    TODAY: FROM_2019_ON,
}
"""By day, the points of which the record says anything; all others are not assessed."""

SINCE = {
    2: "2018-11-23T22:00:00Z",  # Jarjanaz, 24 November in Damascus: the first that is certain
    5: "2018-10-15T20:59:59.999999Z",  # the end of 15 October there
    6: "2018-10-08T20:59:59.999999Z",
    7: "2019-03-08T21:59:59.999999Z",  # winter time
    9: "2018-11-23T22:00:00Z",
}
OVERDUE = {
    "2018-10-09": [],
    "2018-10-16": ["5", "6"],
    "2019-04-30": ["5", "6", "8"],
    "2019-08-31": ["5", "6", "8"],
    "2020-02-20": ["5", "6", "8"],
    TODAY: ["5", "6", "8"],
}
"""Due on 10 and 15 October and at the year's end, and not held met by all who judged them."""

JUDGED = {
    5: [("sohr", "unmet", "jihadist-groups")],
    6: [("anadolu", "met", "opposition"), ("nfl", "met", "opposition"), ("sohr", "partly", "opposition")],
    7: [("turkey-mod", "partly", None)],
}

HOWS = ("attributed", "contested", "uncertain")
BOUND = {2: {SYRIA, RUSSIA}, 9: {SYRIA, RUSSIA, TURKEY, OPPOSITION}}


def compliance(record: TestClient, day: str) -> dict[str, Any]:
    answer = record.get(ADDRESS, params={} if day == TODAY else {"as_of": day})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def points(told: dict[str, Any]) -> dict[int, dict[str, Any]]:
    return {int(one["article"]): one for one in told["provisions"]}


@pytest.mark.parametrize("day", WORDS)
def test_each_of_the_ten_points_answers_a_word_since_when_and_what_is_overdue(record: TestClient, day: str) -> None:
    told = compliance(record, day)
    found = points(told)
    expected = WORDS[day]
    assert list(found) == list(range(1, 11))
    assert {number: one["status"] for number, one in found.items() if one["status"] != "not_assessed"} == expected
    assert {number: one["since"] for number, one in found.items() if one["since"]} == {
        number: SINCE[number] for number in expected
    }
    assert told["overdue"] == OVERDUE[day]
    assert told["words"]["not_assessed"] == 10 - len(expected)


@pytest.mark.parametrize("day", WORDS)
def test_behind_each_word_are_the_judgements_and_the_incidents_of_the_record(record: TestClient, day: str) -> None:
    happened = by(day)
    for number, point in points(compliance(record, day)).items():
        judged = [(one["source"], one["finding"], one["party"]) for one in point["judgements"]]
        assert sorted(judged) == (JUDGED.get(number, []) if number in WORDS[day] else [])
        listed = record.get(f"{point['violations']['href']}&limit=500").json()["items"]
        behind = {one["external_id"]["value"] for one in listed}
        assert behind == {one.name for one in happened if str(number) in one.points}
        assert point["violations"]["count"] == len(behind)


@pytest.mark.parametrize("day", WORDS)
def test_by_whom_a_point_was_broken_is_by_party(record: TestClient, day: str) -> None:
    for number, point in points(compliance(record, day)).items():
        by_party = {one["party"]: {how: one[how] for how in HOWS} for one in point["violations"]["by_party"]}
        assert by_party == of_parties(number, day)


def of_parties(number: int, day: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for one in (one for one in by(day) if str(number) in one.points):
        # Zallaqiyat lies at the border: only point 9 is alleged there, of point 2 it stays uncertain.
        how = "uncertain" if (number, one.name[:10]) == (2, "2018-11-08") else one.how
        for party in BOUND[number].intersection(one.parties):
            found.setdefault(party, dict.fromkeys(HOWS, 0))[how] += 1
    return found


def test_what_nobody_judged_says_so_and_is_not_called_kept(record: TestClient) -> None:
    told = compliance(record, TODAY)
    for number in (1, 3, 4, 8, 10):
        assert points(told)[number]["reason"] == "Nobody judged it, and no incident on record breaches it."
    assert told["words"] == {"kept": 0, "partly": 1, "broken": 3, "disputed": 1, "not_assessed": 5}


def test_the_rivals_of_point_6_are_named_in_words(record: TestClient) -> None:
    point = points(compliance(record, "2018-10-09"))[6]
    assert point["reason"] == (
        "anadolu holds it met by opposition; nfl holds it met by opposition; sohr holds it partly by opposition."
    )
    assert point["history"] == [{"at": SINCE[6], "status": "disputed"}]
    assert not point["overdue"]


def test_before_anybody_knew_of_a_judgement_it_is_not_there(record: TestClient) -> None:
    """SOHR's word on point 5 is of 15 October and was published on the 16th."""
    before, after = (
        points(record.get(ADDRESS, params={"as_of": "2018-10-16", "known_at": known}).json())[5]
        for known in ("2018-10-15", "2018-10-16")
    )
    assert (before["status"], after["status"]) == ("not_assessed", "broken")
    assert before["overdue"]


def test_its_life_is_told_on_every_sources_word(record: TestClient) -> None:
    """Known to the day in Moscow: uncertain through 17 September 2018, in force from its end."""
    assert compliance(record, TODAY)["phases"] == [
        {"from": "2018-09-16T21:00:00Z", "force": "uncertain"},
        {"from": "2018-09-17T20:59:59.999999Z", "force": "in_force"},
    ]
