"""A fit is adopted with a reason, and withdrawn once; its facts fold in whatever order they are seen."""

from itertools import permutations

import pytest
from pydantic import ValidationError

from domain.errors import AlreadyWithdrawn
from domain.inference.adoption import AdoptionState, FitWithdrawalReport, Proposal
from tests.domain.arrange import entry, facts_of, made
from tests.domain.fitting.arrange import a_fit, an_adoption


def test_a_fit_is_withdrawn_once_and_stood_until_then() -> None:
    adoption = an_adoption("February is entered")
    adoption.entry = entry("2021-03-01")
    adoption.withdraw(made(FitWithdrawalReport, reason="two strikes were missing"))
    assert (adoption.state.reason, adoption.state.withdrawn) == ("February is entered", "two strikes were missing")
    assert adoption.state.fit == a_fit()
    assert facts_of(adoption)[1].known_at.isoformat() == "2021-03-01T00:00:00+00:00"
    with pytest.raises(AlreadyWithdrawn):
        adoption.withdraw(made(FitWithdrawalReport, reason="again"))


def test_the_same_numbers_adopted_twice_are_two_adoptions() -> None:
    assert an_adoption().id != an_adoption().id


@pytest.mark.parametrize("reason", ["", "  ", None])
def test_without_a_reason_nothing_is_adopted_or_withdrawn(reason: str | None) -> None:
    with pytest.raises(ValidationError):
        made(Proposal, fit=a_fit(), reason=reason)
    with pytest.raises(ValidationError):
        made(FitWithdrawalReport, reason=reason)


@pytest.mark.parametrize("order", [*permutations(range(2))])
def test_its_facts_fold_in_any_order_to_the_same(order: tuple[int, ...]) -> None:
    adoption = an_adoption()
    adoption.withdraw(made(FitWithdrawalReport, reason="r"))
    state = AdoptionState()
    for place in order:
        state.evolve(facts_of(adoption)[place])
    assert state.exists()
    assert (state.fit, state.withdrawn) == (a_fit(), "r")


def test_a_withdrawal_alone_makes_no_fit() -> None:
    adoption = an_adoption()
    adoption.withdraw(made(FitWithdrawalReport, reason="r"))
    state = AdoptionState()
    state.evolve(facts_of(adoption)[1])
    assert not state.exists()
