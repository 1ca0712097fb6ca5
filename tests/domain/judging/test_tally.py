from typing import Any

import pytest

from domain.assessment.policy import reckon
from domain.assessment.tally import Addend, added_up, addends, killed_in, nothing, numbers, tally, told
from domain.incident.incident import Incident
from domain.incident.reports import AssessmentReport, ClaimAddition
from domain.incident.values import Nature
from tests.domain.arrange import REGISTER, an_incident, claim, lost, made

SYRIA = "syria-government"


def tallied(incident: Incident) -> tuple[Addend, ...]:
    return tally(incident.state.nature, reckon(incident.state))


def counted(*incidents: Incident) -> dict[str, dict[str, Any]]:
    return numbers(added_up((tallied(one), 1) for one in incidents))


def a_strike(*rows: dict[str, Any], named: str | None = SYRIA, **parts: Any) -> Incident:
    accused = {"perpetrator": named} if named else {}
    return an_incident(first=claim("sohr", casualties=list(rows), **accused), **parts)


def contested() -> Incident:
    return an_incident(said("sohr", "russia"), first=said("turkey-mod", SYRIA, casualties=[lost(2)]))


def said(source: str, named: str, **parts: Any) -> ClaimAddition:
    return claim(source, perpetrator=named, **parts)


def test_an_attributed_violation_counts_for_who_did_it_and_for_who_suffered() -> None:
    count = counted(a_strike(lost(2), lost(5, "wounded")))
    assert count[SYRIA] == {
        "violations": {"attributed": 1, "contested": 0},
        "retaliations": {"attributed": 0, "contested": 0},
        "other": {"attributed": 0, "contested": 0},
        "inflicted": {
            "killed": {"low": 2, "high": 2, "open": False},
            "wounded": {"low": 5, "high": 5, "open": False},
        },
        "suffered": {},
        "incidents": 1,
    }
    assert count["turkey"]["suffered"]["killed"] == {"low": 2, "high": 2, "open": False}
    assert count["turkey"]["violations"] == {"attributed": 0, "contested": 0}
    assert count["turkey"]["incidents"] == 1


def test_the_whole_counts_each_incident_once_whoever_is_named() -> None:
    whole = counted(a_strike(lost(2)), contested(), a_strike(lost(1), named=None))[""]
    assert whole["violations"] == {"attributed": 1, "contested": 1, "unattributed": 1}
    assert whole["casualties"]["killed"] == {"low": 5, "high": 5, "open": False}
    assert whole["incidents"] == 3


def test_a_contested_incident_counts_under_each_party_named_and_is_inflicted_by_none() -> None:
    count = counted(contested())
    for party in (SYRIA, "russia"):
        assert count[party]["violations"] == {"attributed": 0, "contested": 1}
        assert count[party]["inflicted"] == {}


def test_an_admission_attributes() -> None:
    count = counted(an_incident(first=said("russia-mod", "russia")))
    assert count["russia"]["violations"] == {"attributed": 1, "contested": 0}


@pytest.mark.parametrize(
    ("nature", "name"),
    [(Nature.VIOLATION, "violations"), (Nature.RETALIATION, "retaliations"), (Nature.INCIDENT, "other")],
)
def test_each_nature_is_counted_apart(nature: Nature, name: str) -> None:
    count = counted(a_strike(lost(1), nature=nature))[SYRIA]
    assert {one: count[one]["attributed"] for one in ("violations", "retaliations", "other")} == {
        "violations": 0,
        "retaliations": 0,
        "other": 0,
    } | {name: 1}


def test_what_a_party_lost_in_its_own_act_it_did_not_inflict() -> None:
    count = counted(a_strike(lost(2), lost(7, party=SYRIA), lost(1, party=None)))
    assert count[SYRIA]["inflicted"]["killed"]["low"] == 3
    assert count[SYRIA]["suffered"]["killed"]["low"] == 7


def test_sums_add_up_categories_and_stay_open_where_a_part_is_open() -> None:
    closed, open_one = a_strike(lost(2), lost(1, category="civilian")), a_strike(lost({"at_least": 50}))
    assert counted(closed)["turkey"]["suffered"]["killed"] == {"low": 3, "high": 3, "open": False}
    assert counted(closed, open_one)["turkey"]["suffered"]["killed"] == {"low": 53, "high": None, "open": True}


def test_what_a_number_adds_can_be_taken_away_again() -> None:
    one, other = a_strike(lost(2)), a_strike(lost({"at_least": 50}), lost(1, "missing"))
    entries = tallied(other)
    assert numbers(added_up([(tallied(one), 1), (entries, 1), (entries, -1)])) == counted(one)


def test_a_party_behind_no_number_is_not_there() -> None:
    assert counted() == {}
    entries = tallied(a_strike(lost(2)))
    assert numbers(added_up([(entries, 1), (entries, -1)])) == {}


def test_the_same_incident_adds_the_same_in_the_same_order() -> None:
    incident = a_strike(lost(5, "wounded"), lost(2))
    assert tallied(incident) == tallied(incident) == tuple(sorted(tallied(incident)))


def test_an_overridden_number_is_the_one_that_counts() -> None:
    incident = a_strike(lost(2))
    row = {"party": "turkey", "category": "combatant", "outcome": "killed", "low": 4, "high": 6}
    incident.assess(made(AssessmentReport, reason="seen", casualties=[row], perpetrators=["russia"]), REGISTER)
    count = counted(incident)
    assert count["turkey"]["suffered"]["killed"] == {"low": 4, "high": 6, "open": False}
    assert count["russia"]["violations"]["attributed"] == 1
    assert SYRIA not in count


def test_where_there_is_nothing_to_count_every_number_is_there_and_zero() -> None:
    none = {"attributed": 0, "contested": 0, "unattributed": 0}
    whole = {"violations": none, "retaliations": none, "other": none, "casualties": {}, "incidents": 0}
    assert nothing() == whole


def line_of(incident: Incident) -> str:
    judged = reckon(incident.state)
    return told(incident.state.nature, judged.attribution, judged.perpetrators, judged.tolls).line


@pytest.mark.parametrize(
    ("rows", "killed"),
    [
        ([], 0),
        ([lost(5, "wounded")], 0),
        ([lost(2), lost(5, "wounded")], 2),
        ([lost(2), lost({"between": [30, 35]}, party="hts")], 32),
        ([lost({"at_least": 12})], 12),
        ([lost({"at_most": 12})], 0),
        ([lost(140)], 140),
    ],
    ids=str,
)
def test_who_was_killed_in_all_is_read_from_the_line_as_it_is_added_up(rows: list[Any], killed: int) -> None:
    line = line_of(a_strike(*rows))
    assert killed_in(line) == killed
    of_all = {number: amount for party, number, amount in addends(line) if not party}
    assert of_all.get("casualties.killed.low", 0) == killed
