"""Which links join: no circle, and an order of times that is possible for all steps of a chain together."""

from datetime import timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.chains.chain import Chain, Link, Step
from domain.chains.joining import CIRCLE, NO_ORDER, TOO_EARLY, assembled
from tests.domain.arrange import at

HOUR = timedelta(hours=1)


def step(number: int, hour: int, *, wide: int = 0, lasting: int = 0) -> Step:
    """Something that began at an hour of a long day, or within some hours from then, and went on for some more."""
    began = at("2020-02-03") + hour * HOUR
    begun = began + wide * HOUR
    return Step(UUID(int=number), began, begun, begun + lasting * HOUR)


def said(answer: int, trigger: int, status: str = "asserted", by: str = "sohr") -> Link:
    return Link(UUID(int=answer), UUID(int=trigger), "asserted", status, by)


def inferred(answer: int, trigger: int, probability: float, next_best: float = 0.0) -> Link:
    return Link(UUID(int=answer), UUID(int=trigger), "inferred", "inferred", None, probability, next_best)


def pairs(chain: Chain) -> list[tuple[int, int]]:
    return [(link.answer.int, link.trigger.int) for link in chain.links]


def left_out(chain: Chain) -> list[tuple[int, int, str]]:
    return [(link.answer.int, link.trigger.int, reason) for link, reason in chain.left_out]


def test_an_answer_that_was_over_before_its_trigger_does_not_join_and_the_chain_says_so() -> None:
    (chain,) = assembled([step(1, 1), step(2, 5), step(3, 9)], [said(3, 2), said(1, 2)])
    assert pairs(chain) == [(3, 2)]
    assert left_out(chain) == [(1, 2, TOO_EARLY)]


def test_what_went_on_when_its_trigger_began_may_answer_it_and_comes_after_it() -> None:
    (chain,) = assembled([step(1, 0, lasting=8), step(2, 5)], [said(1, 2)])
    assert [one.id.int for one in chain.steps] == [2, 1]


def test_of_two_that_answer_each_other_the_one_that_answers_the_earlier_joins() -> None:
    (chain,) = assembled([step(1, 0, wide=24), step(2, 1, wide=24)], [said(1, 2), said(2, 1)])
    assert pairs(chain) == [(2, 1)]
    assert left_out(chain) == [(1, 2, CIRCLE)]


def test_a_circle_of_three_is_opened() -> None:
    steps = [step(number, 0, wide=24) for number in (1, 2, 3)]
    (chain,) = assembled(steps, [said(2, 1), said(3, 2), said(1, 3)])
    assert pairs(chain) == [(2, 1), (3, 2)]
    assert left_out(chain) == [(1, 3, CIRCLE)]


def test_what_two_ways_lead_to_is_looked_at_once_where_there_is_no_circle() -> None:
    steps = [step(number, 0, wide=24) for number in (1, 2, 3, 4, 5)]
    said_of_four = [said(2, 1), said(3, 1), said(4, 2), said(4, 3)]
    (chain,) = assembled(steps, [*said_of_four, said(1, 5)])
    assert sorted(pairs(chain)) == [(1, 5), (2, 1), (3, 1), (4, 2), (4, 3)]
    assert left_out(chain) == []


def test_links_that_each_are_possible_and_together_are_not_do_not_all_join() -> None:
    """3 is of hour 10, 2 of any hour, 1 of hour 4: 2 cannot come after 3 and before 1."""
    (chain,) = assembled([step(1, 4), step(2, 0, wide=24), step(3, 10)], [said(1, 2), said(2, 3)])
    assert pairs(chain) == [(1, 2)]
    assert left_out(chain) == [(2, 3, NO_ORDER)]


def test_what_is_said_comes_before_what_is_inferred_and_the_likelier_before_the_less_likely() -> None:
    steps = [step(number, 0, wide=24) for number in (1, 2, 3)]
    (chain,) = assembled(steps, [inferred(2, 1, 0.9), inferred(2, 3, 0.6), inferred(3, 1, 0.8), said(1, 2)])
    assert pairs(chain) == [(1, 2), (3, 1)]
    assert left_out(chain) == [(2, 1, CIRCLE), (2, 3, CIRCLE)]


def test_what_is_inferred_of_an_asserted_pair_stands_beside_what_each_says() -> None:
    (chain,) = assembled(
        [step(1, 1), step(2, 2)], [inferred(2, 1, 0.7, 0.2), said(2, 1, by="afp"), said(2, 1, "disputed", by="sohr")]
    )
    assert [(link.basis, link.asserted_by, link.probability, link.next_best) for link in chain.links] == [
        ("asserted", "afp", 0.7, 0.2),
        ("asserted", "sohr", 0.7, 0.2),
    ]


def test_a_rejected_answer_joins_nothing_and_an_inferred_link_to_the_same_may() -> None:
    steps = [step(1, 1), step(2, 2)]
    assert assembled(steps, [said(2, 1, "rejected")]) == []
    (chain,) = assembled(steps, [said(2, 1, "rejected"), inferred(2, 1, 0.6)])
    assert [link.basis for link in chain.links] == ["inferred"]


def test_a_link_that_joins_nothing_stands_in_the_chains_of_both_its_ends() -> None:
    found = assembled([step(n, n) for n in (1, 2, 3, 4)], [said(2, 1), said(4, 3), said(1, 4)])
    assert [pairs(one) for one in found] == [[(2, 1)], [(4, 3)]]
    assert [left_out(one) for one in found] == [[(1, 4, TOO_EARLY)], [(1, 4, TOO_EARLY)]]


def test_ten_thousand_steps_of_one_chain_are_put_in_order() -> None:
    steps = [step(number, number % 7, wide=9) for number in range(10_000)]
    links = [said(later, earlier) for earlier, later in pairwise(range(0, 10_000, 7))]
    (chain,) = assembled(steps, links)
    assert len(chain.steps) == 1429


few = st.integers(1, 8)
times = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 8), st.integers(0, 3)), min_size=8, max_size=8)
links_said = st.lists(
    st.tuples(few, few, st.sampled_from(["asserted", "disputed", "confirmed", "rejected"])), max_size=9
)
links_inferred = st.lists(st.tuples(few, few, st.integers(1, 100)), max_size=9)


@st.composite
def theatres(draw: st.DrawFn) -> tuple[list[Step], list[Link]]:
    steps = [
        step(number, hour, wide=wide, lasting=lasting)
        for number, (hour, wide, lasting) in enumerate(draw(times), start=1)
    ]
    asserted = [said(answer, trigger, status) for answer, trigger, status in draw(links_said) if answer != trigger]
    likely = {(answer, trigger): many for answer, trigger, many in draw(links_inferred) if answer != trigger}
    return steps, [*asserted, *(inferred(*pair, many / 100) for pair, many in likely.items())]


def possible(steps: list[Step], links: set[tuple[UUID, UUID]]) -> bool:
    """Whether some moments for all steps leave no answer before its trigger, and nothing an answer to itself."""
    order, left = [*steps], {*links}
    moment = {one.id: one.began_from for one in steps}
    while order:
        ready = next((one for one in order if not any(answer == one.id for answer, _ in left)), None)
        if ready is None or moment[ready.id] > (ready.over_by or ready.began_by):
            return False
        order.remove(ready)
        for answer, trigger in [*left]:
            if trigger == ready.id:
                moment[answer] = max(moment[answer], moment[ready.id])
                left.discard((answer, trigger))
    return True


@given(theatres())
def test_what_joins_is_possible_and_what_does_not_join_would_not_be(theatre: tuple[list[Step], list[Link]]) -> None:
    steps, links = theatre
    found = assembled(steps, links)
    kept = {link.pair for chain in found for link in chain.links}
    assert possible(steps, kept)
    for pair in {link.pair for link in links if link.status != "rejected"} - kept:
        assert not possible(steps, kept | {pair})
    told = {link.pair for chain in found for link, _ in chain.left_out}
    assert not told & kept


@given(theatres())
def test_steps_are_in_an_order_that_respects_every_link_and_time(theatre: tuple[list[Step], list[Link]]) -> None:
    for chain in assembled(*theatre):
        place = {one.id: number for number, one in enumerate(chain.steps)}
        assert all(place[link.trigger] < place[link.answer] for link in chain.links)
        moment = chain.steps[0].began_from
        for one in chain.steps:
            moment = max(moment, one.began_from)
            assert moment <= one.until or not any(link.answer == one.id for link in chain.links)


@given(theatres())
def test_no_rejected_link_joins_and_every_other_is_told_once_on_one_basis(
    theatre: tuple[list[Step], list[Link]],
) -> None:
    found = assembled(*theatre)
    rejected = {id(link) for link in theatre[1] if link.status == "rejected"}
    assert not any(id(link) in rejected or link.status == "rejected" for chain in found for link in chain.links)
    for chain in found:
        bases: dict[tuple[UUID, UUID], set[str]] = {}
        for link in chain.links:
            bases.setdefault(link.pair, set()).add(link.basis)
        assert all(len(one) == 1 for one in bases.values())


@given(theatres(), st.data())
def test_the_order_in_which_steps_and_links_are_given_changes_nothing(
    theatre: tuple[list[Step], list[Link]], data: st.DataObject
) -> None:
    steps, links = theatre
    found = assembled(steps, links)
    shuffled = assembled(data.draw(st.permutations(steps)), data.draw(st.permutations(links)))
    assert shuffled == found
