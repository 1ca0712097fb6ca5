"""Judging made-up histories: as an oracle does it, the same each time, and surer where more is known."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domain.compliance import oracle
from tests.domain.compliance.arrange import MAYBE, YES
from tests.domain.compliance.oracle import PARTIES, RADII, Happened, World
from tests.domain.compliance.worlds import SLUGS, clauses, happened, recorded, said, told, worlds

quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
many = st.lists(happened(), min_size=1, max_size=8)
coarser_first = sorted(RADII, key=lambda precision: -RADII[precision])


def judged(world: World, acts: list[Happened], *orders: Any) -> list[list[int]]:
    """What each agreement comes to, whose parts are recorded in these orders."""
    texts = [recorded(pact, *parts) for pact, *parts in zip(world.pacts, SLUGS, *orders, strict=True)]
    found = clauses(world, texts)
    return [said(found, number, acts) for number in (0, 1)]


def surer(before: list[list[int]], after: list[list[int]]) -> bool:
    """Whether what was certain stayed as it was."""
    pairs = [pair for one in zip(before, after, strict=True) for pair in zip(*one, strict=True)]
    return all(was in {MAYBE, now} for was, now in pairs)


@quick
@given(worlds, many)
def test_what_is_judged_is_what_the_rules_say_moment_by_moment(world: World, acts: list[Happened]) -> None:
    assert judged(world, acts) == [[oracle.judged(world, number, one) for one in acts] for number in (0, 1)]


@quick
@given(worlds, many, st.data())
def test_each_is_judged_alone_as_among_others_and_again_as_before(
    world: World, acts: list[Happened], data: st.DataObject
) -> None:
    together = judged(world, acts)
    mixed = data.draw(st.permutations(range(len(acts))))
    assert judged(world, acts) == together
    assert judged(world, [acts[number] for number in mixed]) == [[of[number] for number in mixed] for of in together]
    alone = [judged(world, [one]) for one in acts]
    assert [[one[number][0] for one in alone] for number in (0, 1)] == together


@quick
@given(worlds, many, st.data())
def test_the_order_in_which_an_agreement_was_recorded_changes_no_judgement(
    world: World, acts: list[Happened], data: st.DataObject
) -> None:
    """A source gives its texts in their order: it gives no text anew since an earlier moment."""
    orders = []
    for pact in world.pacts:
        mixed = data.draw(st.permutations(range(len(told(pact)))))
        of_source: dict[str, list[int]] = {}
        for number, text in enumerate(pact.texts):
            of_source.setdefault(text.source, []).append(number)
        orders.append(
            [of_source[pact.texts[number].source].pop(0) if number < len(pact.texts) else number for number in mixed]
        )
    assert judged(world, acts, orders) == judged(world, acts)


@quick
@given(worlds, happened(), st.data())
def test_a_place_that_is_known_more_exactly_turns_nothing_round(
    world: World, one: Happened, data: st.DataObject
) -> None:
    first = data.draw(st.sampled_from(["country", *coarser_first]))
    less, more = (one._replace(spot=(*one.spot[:2], precision)) for precision in (first, *coarser_first[-1:]))
    assert surer(judged(world, [less]), judged(world, [more]))


@quick
@given(worlds, happened(), st.sampled_from(PARTIES))
def test_a_settled_author_turns_nothing_round_and_an_open_one_makes_nothing_certain(
    world: World, one: Happened, party: str
) -> None:
    among = one.parties if len(one.parties) > 1 else (party,)
    open_one = one._replace(settled=False, parties=one.parties if len(one.parties) > 1 else ())
    before = judged(world, [open_one])
    assert all(YES not in of_agreement for of_agreement in before)
    for culprit in among:
        assert surer(before, judged(world, [one._replace(settled=True, parties=(culprit,))]))


@quick
@given(worlds, happened())
def test_a_time_that_is_known_more_exactly_turns_nothing_round(world: World, one: Happened) -> None:
    days = one._replace(at=one.at._replace(kind="day"), days=4)
    noon = [one._replace(at=one.at._replace(kind="noon", number=one.at.number + later), days=0) for later in range(5)]
    before = judged(world, [days] * 5)
    assert timedelta(0) < days.stretch()[1] - noon[-1].stretch()[1] < timedelta(days=1)
    assert surer(before, judged(world, noon))
