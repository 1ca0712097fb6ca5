from typing import Any

import pytest

from domain.assessment.conflict import conflicts_among
from domain.incident.incident import Incident
from domain.incident.reports import AssessmentReport, ClaimAddition
from tests.domain.arrange import REGISTER, an_incident, assessed, claim, claims_of, killed, lost, made, toll


def conflicts(incident: Incident) -> dict[str, tuple[str, ...]]:
    return {one.about: one.values for one in assessed(incident).conflicts}


def overridden(incident: Incident, **parts: Any) -> Incident:
    incident.assess(made(AssessmentReport, reason="flight data", **parts), REGISTER)
    return incident


def held(low: int, high: int | None = None, best: int | None = None, **parts: Any) -> dict[str, Any]:
    row = {"party": "turkey", "category": "combatant", "outcome": "killed", "low": low, "high": high, "best": best}
    return row | parts


def test_claims_that_agree_conflict_about_nothing() -> None:
    assert conflicts(an_incident(toll(2, perpetrator="syria-government"), first=toll(2, "afp"))) == {}


def test_claims_without_a_frame_conflict_about_what_they_say_themselves() -> None:
    held_claims = an_incident(toll(3, "sohr"), first=toll(2, "afp")).state.standing_claims()
    assert [one.about for one in conflicts_among(held_claims, None)] == ["casualties: turkey combatant killed"]


@pytest.mark.parametrize(
    ("other", "about", "values"),
    [
        (toll(3), "casualties: turkey combatant killed", ("exact 2", "exact 3")),
        (toll({"between": [30, 35]}), "casualties: turkey combatant killed", ("exact 2", "between 30 and 35")),
        (toll({"several": True}), "casualties: turkey combatant killed", ("exact 2", "several")),
        (toll({"at_least": 2}), "casualties: turkey combatant killed", ("exact 2", "at least 2")),
        (claim("sohr", perpetrator="russia"), "perpetrator", ("syria-government", "russia")),
        (claim("sohr", act="shelling"), "act", ("air_strike", "shelling")),
        (claim("sohr", place={"name": "Sarmin"}), "place", ("Nayrab", "Sarmin")),
        (claim("sohr", occurred={"from": "2020-02-19"}), "occurred", ("2020-02-20/day", "2020-02-19/day")),
        (claim("sohr", occurred={"from": "2020-02-20"}), "occurred", ("2020-02-20/day", "2020-02-20/day")),
        (claim("sohr", targets=["opposition", "turkey"]), "targets", ("turkey", "opposition, turkey")),
        (claim("sohr", targets=[]), "targets", ("turkey", "")),
    ],
)
def test_what_claims_say_differently_is_named_with_who_says_it(
    other: ClaimAddition, about: str, values: tuple[str, ...]
) -> None:
    incident = an_incident(other)
    assert conflicts(incident) == {about: values}
    assert assessed(incident).conflicts[0].claims == tuple(claims_of(incident))


def test_equipment_conflicts_too() -> None:
    def tanks(number: int, source: str) -> ClaimAddition:
        row = {"party": "turkey", "type": "tank", "outcome": "damaged", "quantity": {"exact": number}}
        return claim(source, equipment=[row])

    incident = an_incident(tanks(2, "sohr"), first=tanks(1, "turkey-mod"))
    assert conflicts(incident) == {"equipment: turkey tank damaged": ("exact 1", "exact 2")}


def test_a_claim_silent_about_a_number_does_not_conflict_with_it() -> None:
    assert conflicts(an_incident(claim("sohr"))) == {}


def test_what_was_superseded_conflicts_with_nothing() -> None:
    incident = an_incident(first=toll(4))
    incident.add_claim(toll(6, supersedes=claims_of(incident)[0]), REGISTER)
    assert conflicts(incident) == {}


def test_conflicts_come_in_a_fixed_order() -> None:
    other = claim("sohr", act="shelling", perpetrator="russia", casualties=[lost(3), lost(6, "wounded")])
    names = [one.about for one in assessed(an_incident(other)).conflicts]
    assert names == sorted(names)
    assert len(names) == 4


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"perpetrators": []}, ("unattributed", ())),
        ({"perpetrators": ["russia"]}, ("attributed", ("russia",))),
        ({"perpetrators": ["russia"], "attribution": "admitted"}, ("admitted", ("russia",))),
        ({"perpetrators": ["turkey", "russia", "turkey"]}, ("contested", ("russia", "turkey"))),
        ({"attribution": "admitted"}, ("admitted", ("syria-government",))),
        ({"attribution": "unattributed"}, ("unattributed", ())),
        ({"casualties": [held(1)]}, ("attributed", ("syria-government",))),
    ],
)
def test_an_override_takes_the_place_of_the_policys_attribution(
    parts: dict[str, Any], expected: tuple[str, tuple[str, ...]]
) -> None:
    judged = assessed(overridden(an_incident(), **parts))
    assert (judged.attribution, judged.perpetrators) == expected
    assert judged.overridden


def test_an_override_of_numbers_replaces_only_the_rows_that_it_gives() -> None:
    civilians = held(1, 4, category="civilian")
    incident = overridden(an_incident(), casualties=[held(2, 3, 2), civilians])
    rows = {(row.kind, row.outcome): (row.low, row.high, row.best) for row in assessed(incident).casualties}
    assert rows == {
        ("combatant", "killed"): (2, 3, 2),
        ("combatant", "wounded"): (5, 5, 5),
        ("civilian", "killed"): (1, 4, None),
    }


def test_an_overridden_number_keeps_the_claims_that_it_stands_against() -> None:
    incident = overridden(an_incident(toll(3)), casualties=[held(2, 3), held(1, category="civilian")])
    behind = {row.kind: row.claims for row in assessed(incident).casualties if row.outcome == "killed"}
    assert behind == {"combatant": tuple(claims_of(incident)), "civilian": ()}


def test_an_override_may_leave_a_number_open() -> None:
    assert killed(overridden(an_incident(), casualties=[held(2)])) == (2, None, None)


def test_an_incident_without_an_override_says_so() -> None:
    assert not assessed(an_incident()).overridden


@pytest.mark.parametrize(
    ("rows", "message"), [([held(5, 3)], "high is less than low"), ([held(1), held(2)], "twice: which number holds")]
)
def test_an_override_that_contradicts_itself_is_refused(rows: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        made(AssessmentReport, reason="r", casualties=rows)
