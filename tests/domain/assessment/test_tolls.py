from typing import Any

from domain.assessment import reckon
from domain.toll import Toll
from tests.domain.arrange import an_incident, claim, lost


def tolls(*claims: list[dict[str, Any]]) -> tuple[Toll, ...]:
    first, *others = (claim(source, casualties=rows) for source, rows in zip(("sohr", "afp"), claims, strict=False))
    return reckon(an_incident(*others, first=first).state).tolls


def of(category: str, quantity: int | dict[str, Any], outcome: str = "killed") -> dict[str, Any]:
    return lost(quantity, outcome) | {"category": category}


def test_the_rows_of_one_claim_are_added_up() -> None:
    assert tolls([of("combatant", 7), of("civilian", 1)]) == (Toll("turkey", "killed", 8, 8),)


def test_the_same_people_sorted_otherwise_are_not_counted_twice() -> None:
    assert tolls([of("combatant", 33)], [of("unstated", 36)]) == (Toll("turkey", "killed", 33, 36),)


def test_people_of_two_kinds_told_by_two_sources_may_be_others() -> None:
    assert tolls([of("combatant", 10)], [of("civilian", 5)]) == (Toll("turkey", "killed", 5, 15),)


def test_a_low_is_never_more_than_any_claim_holds() -> None:
    said = tolls([of("combatant", 9, "wounded")], [of("unstated", {"several": True}, "wounded")])
    assert said == (Toll("turkey", "wounded", 2, None),)


def test_an_unknown_number_opens_the_toll_and_bounds_nothing() -> None:
    assert tolls([of("combatant", 4)], [of("combatant", {"unknown": True})]) == (Toll("turkey", "killed", 4, None),)


def test_each_outcome_has_a_toll_of_its_own() -> None:
    said = tolls([of("combatant", {"at_least": 50}), of("combatant", {"at_least": 50}, "neutralised")])
    assert said == (Toll("turkey", "killed", 50, None), Toll("turkey", "neutralised", 50, None))
