from typing import Any

from domain.assessment.policy import reckon
from domain.assessment.toll import Toll
from domain.incident.reports import AssessmentReport
from tests.domain.arrange import REGISTER, an_incident, claim, lost, made


def tolls(*claims: list[dict[str, Any]]) -> tuple[tuple[str, int, int | None], ...]:
    return tuple((toll.outcome, toll.low, toll.high) for toll in all_tolls(*claims) if toll.what == "suffered")


def all_tolls(*claims: list[dict[str, Any]]) -> tuple[Toll, ...]:
    first, *others = (claim(source, casualties=rows) for source, rows in zip(("sohr", "afp"), claims, strict=False))
    return reckon(an_incident(*others, first=first).state).tolls


def of(category: str, quantity: int | dict[str, Any], outcome: str = "killed") -> dict[str, Any]:
    return lost(quantity, outcome) | {"category": category}


def test_the_rows_of_one_claim_are_added_up() -> None:
    assert tolls([of("combatant", 7), of("civilian", 1)]) == (("killed", 8, 8),)


def test_the_same_people_sorted_otherwise_are_not_counted_twice() -> None:
    assert tolls([of("combatant", 33)], [of("unstated", 36)]) == (("killed", 33, 36),)


def test_people_of_two_kinds_told_by_two_sources_may_be_others() -> None:
    assert tolls([of("combatant", 10)], [of("civilian", 5)]) == (("killed", 5, 15),)


def test_a_low_is_never_more_than_any_claim_holds() -> None:
    said = tolls([of("combatant", 9, "wounded")], [of("unstated", {"several": True}, "wounded")])
    assert said == (("wounded", 2, None),)


def test_an_unknown_number_opens_the_toll_and_bounds_nothing() -> None:
    assert tolls([of("combatant", 4)], [of("combatant", {"unknown": True})]) == (("killed", 4, None),)


def test_each_outcome_has_a_toll_of_its_own() -> None:
    said = tolls([of("combatant", {"at_least": 50}), of("combatant", {"at_least": 50}, "neutralised")])
    assert said == (("killed", 50, None), ("neutralised", 50, None))


def test_dead_of_no_named_party_are_the_same_dead_and_not_more() -> None:
    nobody = of("unstated", 8) | {"party": None}
    assert all_tolls([of("combatant", 8)], [nobody])[0] == Toll("casualties", "", "killed", 8, 8)


def test_soldiers_of_no_named_party_are_the_same_soldiers_and_civilians_are_others() -> None:
    soldiers, civilians = (of(category, 8) | {"party": None} for category in ("combatant", "civilian"))
    assert all_tolls([of("combatant", 8)], [soldiers])[0] == Toll("casualties", "", "killed", 8, 8)
    assert all_tolls([of("combatant", 8)], [civilians])[0] == Toll("casualties", "", "killed", 8, 16)


def test_what_a_perpetrator_inflicted_leaves_out_its_own_losses() -> None:
    own = of("combatant", 1) | {"party": "syria-government"}
    rows = [of("combatant", 23), own]
    incident = an_incident(first=claim("sohr", casualties=rows, perpetrator="syria-government"))
    inflicted = [toll for toll in reckon(incident.state).tolls if toll.what == "inflicted"]
    assert inflicted == [Toll("inflicted", "syria-government", "killed", 23, 23)]


def test_what_an_analyst_judged_takes_the_place_of_every_row_about_it() -> None:
    incident = an_incident(
        claim("afp", casualties=[of("unstated", 8)]), first=claim("sohr", casualties=[of("combatant", 8)])
    )
    judged = {"party": "turkey", "category": "combatant", "outcome": "killed", "low": 7, "high": 7}
    incident.assess(made(AssessmentReport, reason="buried", casualties=[judged]), REGISTER)
    assert Toll("suffered", "turkey", "killed", 7, 7) in reckon(incident.state).tolls
