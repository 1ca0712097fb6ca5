"""Chains of answers, from links alone: what joins, what waits, and in which order a chain is told."""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.chains.chain import Chain, Link, Step, chains, delay

DAY = timedelta(days=1)
START = datetime(2020, 2, 1, tzinfo=UTC)


def step(number: int, begins: int, lasts: int = 0) -> Step:
    """Name a step by a number; it begins within days counted from the start."""
    return Step(UUID(int=number), START + begins * DAY, START + (begins + lasts) * DAY)


def link(answer: int, trigger: int, status: str = "asserted", by: str = "turkey-mod") -> Link:
    return Link(UUID(int=answer), UUID(int=trigger), "asserted", status, by)


def numbers(chain: Chain) -> list[int]:
    return [one.id.int for one in chain.steps]


def test_what_answers_nothing_and_is_not_answered_is_in_no_chain() -> None:
    assert [numbers(one) for one in chains([step(1, 0), step(2, 1), step(3, 2)], [link(2, 1)])] == [[1, 2]]


def test_a_chain_bears_the_id_of_its_first_step_and_chains_come_in_order_of_time() -> None:
    found = chains([step(4, 0), step(3, 1), step(2, 2), step(1, 3)], [link(1, 2), link(3, 4)])
    assert [one.id.int for one in found] == [4, 2]


def test_chains_that_one_answer_joins_are_one() -> None:
    steps = [step(number, number) for number in range(1, 6)]
    links = [link(2, 1), link(4, 3), link(5, 2), link(5, 4)]
    assert [numbers(one) for one in chains(steps, links)] == [[1, 2, 3, 4, 5]]


def test_a_rejected_link_joins_nothing() -> None:
    steps = [step(1, 0), step(2, 1), step(3, 2)]
    assert chains(steps, [link(2, 1, "rejected")]) == []
    (found,) = chains(steps, [link(2, 1), link(3, 2, "rejected")])
    assert (numbers(found), found.links) == ([1, 2], (link(2, 1),))


def test_a_disputed_or_confirmed_link_joins() -> None:
    for status in ("disputed", "confirmed"):
        assert len(chains([step(1, 0), step(2, 1)], [link(2, 1, status)])) == 1


def test_a_link_to_what_is_not_there_waits() -> None:
    steps, links = [step(1, 0), step(2, 1)], [link(2, 1), link(2, 9), link(8, 1)]
    (found,) = chains(steps, links)
    assert (numbers(found), found.links) == ([1, 2], (link(2, 1),))


def test_on_one_day_what_is_answered_comes_before_its_answer() -> None:
    (found,) = chains([step(1, 0, 1), step(2, 0, 1), step(3, 0, 1)], [link(1, 2), link(2, 3)])
    assert numbers(found) == [3, 2, 1]


def test_answers_to_each_other_are_each_told_once() -> None:
    (found,) = chains([step(1, 0, 1), step(2, 0, 1)], [link(1, 2), link(2, 1)])
    assert numbers(found) == [1, 2]
    assert len(found.links) == 2


def test_answers_to_each_other_stay_before_what_certainly_came_later() -> None:
    made = [step(1, 0), step(2, 2, 1), step(3, 2, 1), step(4, 5)]
    (found,) = chains(made, [link(2, 1), link(2, 3), link(3, 2), link(4, 1)])
    assert numbers(found) == [1, 2, 3, 4]


def test_every_source_of_a_link_is_kept() -> None:
    links = [link(2, 1, by="turkey-mod"), link(2, 1, by="afp")]
    (found,) = chains([step(1, 0), step(2, 1)], links)
    assert [one.asserted_by for one in found.links] == ["afp", "turkey-mod"]


def test_a_delay_is_as_exact_as_both_ends_and_never_negative() -> None:
    assert delay(step(1, 0), step(2, 3)) == (3 * DAY, 3 * DAY)
    assert delay(step(1, 0, 1), step(2, 2, 2)) == (DAY, 4 * DAY)
    assert delay(step(1, 0, 2), step(2, 1, 2)) == (timedelta(0), 3 * DAY)
    assert delay(step(1, 5), step(2, 0)) == (timedelta(0), timedelta(0))


steps = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 2)), max_size=9).map(
    lambda days: [step(number, *day) for number, day in enumerate(days)]
)
links = st.lists(
    st.builds(
        link, st.integers(0, 11), st.integers(0, 11), st.sampled_from(["asserted", "rejected"]), st.sampled_from("ab")
    ),
    max_size=14,
).map(lambda drawn: [one for one in drawn if one.answer != one.trigger])


@given(steps, links)
def test_chains_are_the_parts_that_joining_links_connect(made: list[Step], drawn: list[Link]) -> None:
    there = {one.id for one in made}
    joins = [one for one in drawn if one.status != "rejected" and {one.answer, one.trigger} <= there]
    found = chains(made, drawn)
    assert sorted(str(one) for chain in found for one in chain.links) == sorted(map(str, joins))
    told = [one.id for chain in found for one in chain.steps]
    assert sorted(map(str, told)) == sorted({str(end) for one in joins for end in (one.answer, one.trigger)})
    for chain in found:
        assert {one.id for one in chain.steps} == reached_from(chain.steps[0].id, joins)


@given(steps, links, st.randoms(use_true_random=False))
def test_the_order_in_which_steps_and_links_come_changes_nothing(
    made: list[Step], drawn: list[Link], chance: random.Random
) -> None:
    mixed_steps, mixed_links = chance.sample(made, len(made)), chance.sample(drawn, len(drawn))
    assert chains(mixed_steps, mixed_links) == chains(made, drawn)


@given(steps, links)
def test_a_trigger_is_told_before_its_answers_and_what_certainly_began_earlier_before_what_began_later(
    made: list[Step], drawn: list[Link]
) -> None:
    by_id = {one.id: one for one in made}
    possible = [one for one in drawn if {one.answer, one.trigger} <= by_id.keys()]
    # Where a step answers only what stands before it in order of time, nothing answers itself by a detour.
    possible = [one for one in possible if by_id[one.trigger].order < by_id[one.answer].order]
    for chain in chains(made, possible):
        place = {one.id: number for number, one in enumerate(chain.steps)}
        assert all(place[one.trigger] < place[one.answer] for one in chain.links)
        for later in chain.steps:
            assert all(earlier.began_from <= later.began_by for earlier in chain.steps[: place[later.id]])


def reached_from(first: UUID, joins: list[Link]) -> set[UUID]:
    """Walk along links, either way, until nothing new is met."""
    met: set[UUID] = {first}
    while True:
        more = {end for one in joins if {one.answer, one.trigger} & met for end in (one.answer, one.trigger)}
        if more <= met:
            return met
        met |= more
