"""Whether an answer may still come, by a deadline or by how soon answers come, and in which words."""

from datetime import timedelta
from uuid import UUID

import pytest

from domain.chains.chain import Chain, Step
from domain.chains.openness import NO_FIT, openness, patience
from tests.domain.arrange import at

DAYS_8 = patience(8, 1.0)


def chain(*days: str, deadline: str | None = None) -> Chain:
    """A chain of steps at the beginning of these days; the first leaves a deadline."""
    end = None if deadline is None else at(deadline)
    steps = [Step(UUID(int=n), at(day), at(day), deadline=None if n else end) for n, day in enumerate(days)]
    return Chain(tuple(steps), ())


@pytest.mark.parametrize(("judged", "is_open"), [("2020-02-18", True), ("2020-02-19", False), ("2020-02-01", True)])
def test_a_chain_is_open_for_as_long_as_an_answer_may_come_to_its_last_step(judged: str, is_open: bool) -> None:  # noqa: FBT001
    found = openness(chain("2020-02-03", "2020-02-10"), at(judged), DAYS_8)
    assert (found.is_open, found.until) == (is_open, at("2020-02-18"))


def test_what_began_last_counts_even_where_it_is_not_the_last_in_order() -> None:
    assert openness(chain("2020-02-10", "2020-02-03"), at("2020-02-15"), DAYS_8).until == at("2020-02-18")


@pytest.mark.parametrize(("judged", "is_open"), [("2020-02-29", True), ("2020-03-01", False)])
def test_a_deadline_keeps_a_chain_open_until_it_has_passed(judged: str, is_open: bool) -> None:  # noqa: FBT001
    found = openness(chain("2020-02-05", "2020-02-10", deadline="2020-02-29"), at(judged), DAYS_8)
    assert (found.is_open, found.until) == (is_open, at("2020-02-29"))


def test_the_reason_is_told_in_words() -> None:
    asked = chain("2020-02-05", "2020-02-10", deadline="2020-02-29")
    assert openness(asked, at("2020-02-20"), DAYS_8).reason == "the deadline of 2020-02-29 has not passed"
    assert openness(asked, at("2020-03-01"), DAYS_8).reason == (
        "the deadline of 2020-02-29 has passed, and no answer came to its last step, of 2020-02-10, by 2020-02-18"
        " (8 times the mean delay of 1.0 days)"
    )
    assert openness(chain("2020-02-10"), at("2020-02-20"), NO_FIT).reason == (
        "its last step was by 2020-02-10, and an answer may come until 2020-02-24"
        " (14 days, as no fit says how soon answers come)"
    )


def test_eight_mean_delays_are_as_long_as_they_say() -> None:
    assert patience(8, 1.25).time == timedelta(days=10)
