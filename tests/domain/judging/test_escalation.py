from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.chains.chain import Chain, Link, Step, chains, delay
from tests.domain.arrange import at

HOUR = timedelta(hours=1)


def name(number: int) -> UUID:
    return UUID(int=number)


def step(number: int, hour: int, *, wide: int = 0) -> Step:
    """Something that began at an hour of a long day, or within some hours from then."""
    began = at("2020-02-03") + hour * HOUR
    return Step(name(number), began, began + wide * HOUR)


def link(answer: int, trigger: int, status: str = "asserted", by: str | None = "sohr") -> Link:
    return Link(name(answer), name(trigger), "asserted", status, by)


def numbers(chain: Chain) -> list[int]:
    return [one.id.int for one in chain.steps]


def test_a_chain_runs_from_what_began_it_to_its_last_answer() -> None:
    (chain,) = chains([step(3, 9), step(1, 1), step(2, 5)], [link(3, 2), link(2, 1)])
    assert numbers(chain) == [1, 2, 3]
    assert chain.id == name(1)
    assert [(one.answer.int, one.trigger.int) for one in chain.links] == [(2, 1), (3, 2)]


def test_what_nothing_links_is_in_no_chain() -> None:
    assert chains([step(1, 1), step(2, 2)], []) == []


def test_chains_apart_come_in_the_order_of_their_first_steps() -> None:
    found = chains([step(n, n) for n in (1, 2, 3, 4)], [link(4, 2), link(3, 1)])
    assert [numbers(one) for one in found] == [[1, 3], [2, 4]]


def test_a_link_joins_two_chains_into_one() -> None:
    found = chains([step(n, n) for n in (1, 2, 3, 4)], [link(2, 1), link(4, 3), link(4, 1)])
    assert [numbers(one) for one in found] == [[1, 2, 3, 4]]


def test_a_rejected_link_joins_nothing_and_a_disputed_one_does() -> None:
    steps = [step(1, 1), step(2, 2)]
    assert chains(steps, [link(2, 1, "rejected")]) == []
    assert [numbers(one) for one in chains(steps, [link(2, 1, "disputed")])] == [[1, 2]]


def test_a_link_to_what_is_not_there_waits() -> None:
    assert chains([step(1, 1)], [link(1, 9), link(9, 1)]) == []


def test_on_one_day_what_is_answered_comes_before_its_answer() -> None:
    (chain,) = chains([step(1, 0, wide=24), step(2, 0, wide=24), step(3, 1)], [link(1, 2), link(3, 1)])
    assert numbers(chain) == [2, 1, 3]


def test_mutual_answers_stay_in_the_order_of_time() -> None:
    (chain,) = chains([step(1, 2), step(2, 1)], [link(1, 2), link(2, 1)])
    assert numbers(chain) == [2, 1]


def test_mutual_answers_of_one_time_stay_in_order_too() -> None:
    (chain,) = chains([step(2, 1, wide=9), step(1, 0, wide=9)], [link(1, 2), link(2, 1)])
    assert numbers(chain) == [1, 2]


def test_the_peak_of_a_chain_is_the_weight_of_its_heaviest_step() -> None:
    light, heavy = replace(step(1, 1), weight=-3.5), replace(step(2, 2), weight=-9.5)
    (chain,) = chains([light, heavy], [link(2, 1)])
    assert chain.peak == -9.5


def test_mutual_answers_stay_before_what_certainly_came_later() -> None:
    steps = [step(1, 0), step(2, 2, wide=1), step(3, 2, wide=1), step(4, 5)]
    (chain,) = chains(steps, [link(2, 1), link(2, 3), link(3, 2), link(4, 1)])
    assert numbers(chain) == [1, 2, 3, 4]


def test_an_answer_without_its_exact_hour_waits_for_what_it_answers_and_no_longer() -> None:
    (chain,) = chains([step(1, 0, wide=24), step(2, 1), step(3, 2), step(4, 3)], [link(1, 3), link(2, 3), link(4, 3)])
    assert numbers(chain) == [3, 1, 2, 4]


def test_links_of_one_pair_come_in_the_order_of_who_says_so() -> None:
    (chain,) = chains([step(1, 1), step(2, 2)], [link(2, 1, by="sohr"), link(2, 1, by=None), link(2, 1, by="afp")])
    assert [one.asserted_by for one in chain.links] == [None, "afp", "sohr"]


@pytest.mark.parametrize(
    ("trigger", "answer", "hours"),
    [
        (step(1, 1), step(2, 4), (3, 3)),
        (step(1, 1, wide=2), step(2, 4), (1, 3)),
        (step(1, 1), step(2, 4, wide=5), (3, 8)),
        (step(1, 1, wide=6), step(2, 4, wide=2), (0, 5)),
        (step(1, 4), step(2, 1), (0, 0)),
    ],
)
def test_an_answer_took_as_long_as_both_times_allow_and_never_less_than_no_time(
    trigger: Step, answer: Step, hours: tuple[int, int]
) -> None:
    took = delay(trigger, answer)
    assert (took.least, took.most) == (hours[0] * HOUR, hours[1] * HOUR)


few = st.integers(1, 9)


@given(hours=st.lists(few, min_size=9, max_size=9), pairs=st.lists(st.tuples(few, few), max_size=12), data=st.data())
def test_chains_part_the_linked_steps_whatever_the_order_in_which_they_are_given(
    hours: list[int], pairs: list[tuple[int, int]], data: st.DataObject
) -> None:
    steps = [step(number, hour) for number, hour in enumerate(hours, start=1)]
    links = [link(answer, trigger) for answer, trigger in pairs if answer != trigger]
    found = chains(steps, links)
    placed = [number for chain in found for number in numbers(chain)]
    assert sorted(placed) == sorted({end.int for one in links for end in (one.answer, one.trigger)})
    for one in links:
        assert any({one.answer, one.trigger} <= {step.id for step in chain.steps} for chain in found)
    shuffled = chains(data.draw(st.permutations(steps)), data.draw(st.permutations(links)))
    assert [(numbers(one), list(map(str, one.links))) for one in shuffled] == [
        (numbers(one), list(map(str, one.links))) for one in found
    ]
