"""What the parts of an agreement hold together, and what of them is refused."""

from typing import Any

import pytest

from domain.agreement.state import AgreementState
from domain.model import UnknownEvent
from tests.domain.arrange import an_incident, facts_of
from tests.domain.globe import box, polygon
from tests.domain.things.arrange import obligation, provision, sochi, zone

HEAVY_WEAPONS: dict[str, Any] = {"quantity": {"about": 100}, "unit": "heavy weapons"}


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"since": {"from": "2019-01-02"}, "until": {"from": "2019-01-01"}}, "it holds until before it holds since"),
        ({"quantity": {"about": 100}}, "a quantity and its unit go together"),
        ({"unit": "heavy weapons"}, "a quantity and its unit go together"),
        ({"answer_within_hours": 24}, "conditions on an answer go with answer_allowed: true"),
        ({"answer_allowed": False, "answer_to_attacker_only": True}, "conditions on an answer go with"),
        ({"answer_allowed": True, "answer_within_hours": 0}, "answer_within_hours"),
        ({"acts": ["trade"]}, "acts"),
    ],
)
def test_a_provision_that_does_not_hold_together_is_refused_with_the_reason(parts: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        provision(**parts)


def test_a_provision_may_hold_for_a_day_promise_a_number_and_allow_an_answer_on_conditions() -> None:
    day = {"from": "2019-01-01"}
    conditions: dict[str, Any] = {"answer_allowed": True, "answer_within_hours": 24, "answer_to_attacker_only": True}
    held = provision(since=day, until=day, **HEAVY_WEAPONS, **conditions)
    assert (held.unit, held.answer_within_hours, held.answer_to_attacker_only) == ("heavy weapons", 24, True)
    assert held.quantity is not None
    assert held.quantity.about == 100


def test_a_judged_promise_says_how_much_of_what_or_neither() -> None:
    assert obligation(**HEAVY_WEAPONS).unit == "heavy weapons"
    with pytest.raises(ValueError, match="a quantity and its unit go together"):
        obligation(unit="heavy weapons")


@pytest.mark.parametrize("parts", [{"corridor": None}, {"geometry": polygon(box(36, 35, 37, 36)).model_dump()}])
def test_a_zone_has_one_shape(parts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a zone has a geometry or a corridor"):
        zone(**parts)


def test_what_is_no_fact_of_an_agreement_is_not_folded_into_one() -> None:
    assert isinstance(sochi().state, AgreementState)
    with pytest.raises(UnknownEvent):
        AgreementState().evolve(facts_of(an_incident())[0])
