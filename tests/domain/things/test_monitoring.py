"""Watches and denials of access are taken back by facts, in whatever order these become known."""

from itertools import permutations
from uuid import uuid4

import pytest

from domain import errors
from domain.judgement import Mend
from domain.monitoring import Monitoring, MonitoringState
from tests.domain.arrange import REGISTER, entry, facts_of, made
from tests.domain.things.arrange import kept_out, watch


def recorded(monitoring: Monitoring, when: str) -> Monitoring:
    monitoring.entry = entry(when)
    return monitoring


def test_a_watch_is_withdrawn_once_and_stood_until_then() -> None:
    monitoring = recorded(watch(), "2020-03-06")
    monitoring.withdraw(made(Mend, reason="the post was never manned"))
    assert monitoring.state.withdrawn == "the post was never manned"
    assert facts_of(monitoring)[-1].known_at.isoformat() == "2020-03-06T00:00:00+00:00"
    with pytest.raises(errors.AlreadyWithdrawn):
        monitoring.withdraw(made(Mend, reason="again"))


def test_a_watch_entered_in_error_never_stood() -> None:
    monitoring = watch()
    monitoring.withdraw(made(Mend, reason="another valley", cause="entry_error"))
    assert facts_of(monitoring)[1].known_at == facts_of(monitoring)[0].known_at


def test_a_denial_entered_in_error_never_stood_and_others_of_the_watch_do() -> None:
    monitoring = watch()
    monitoring.deny_access(kept_out(), REGISTER)
    wrong = monitoring.deny_access(kept_out(published_at="2020-02-12"), REGISTER)
    monitoring.withdraw_denial(wrong, made(Mend, reason="typed twice", cause="entry_error"))
    assert monitoring.state.denials_withdrawn == {wrong: "typed twice"}
    assert facts_of(monitoring)[-1].known_at.isoformat() == "2020-02-12T23:59:59.999999+00:00"
    assert len(monitoring.state.denials) == 2


def test_a_denial_is_withdrawn_once_and_only_from_its_own_watch() -> None:
    monitoring = watch()
    denial = monitoring.deny_access(kept_out(), REGISTER)
    monitoring.withdraw_denial(denial, made(Mend, reason="it was let in"))
    with pytest.raises(errors.AlreadyWithdrawn):
        monitoring.withdraw_denial(denial, made(Mend, reason="again"))
    with pytest.raises(errors.Missing):
        monitoring.withdraw_denial(uuid4(), made(Mend, reason="never there"))


def test_a_monitor_may_be_kept_out_of_a_watch_that_was_withdrawn_since_that_is_another_fact() -> None:
    monitoring = watch()
    monitoring.withdraw(made(Mend, reason="it never came"))
    assert monitoring.deny_access(kept_out(), REGISTER) in monitoring.state.denials_known_at


@pytest.mark.parametrize("order", [*permutations(range(4))])
def test_the_facts_of_a_watch_fold_in_any_order_to_the_same(order: tuple[int, ...]) -> None:
    monitoring = watch()
    denial = monitoring.deny_access(kept_out(), REGISTER)
    monitoring.withdraw_denial(denial, made(Mend, reason="it was let in"))
    monitoring.withdraw(made(Mend, reason="it never came"))
    state = MonitoringState()
    for place in order:
        state.evolve(facts_of(monitoring)[place])
    assert state.exists()
    assert (state.withdrawn, state.denials_withdrawn) == ("it never came", {denial: "it was let in"})
    assert [one.id for one in state.denials] == [denial]
