"""What probably answers what, and the chains of it, are what the raw facts come to by the plain formula."""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.lens import Lens
from projections import chains, looking
from projections.chaining.theatre import Joining
from projections.inference import inferred
from projections.inference.stage import staged, why_not
from projections.store import Store
from tests.projections.arrange import refolded
from tests.projections.chained import assert_chained
from tests.projections.escalating import front_of, fronts
from tests.projections.histories import Turn
from tests.projections.looks import lenses
from tests.projections.oracle import chaining, inferring, staging
from tests.projections.oracle.picture import Picture, cut_by
from tests.projections.oracle.pile import Raw, pile

thresholds = st.sampled_from((0.5, 0.3, 0.75, 0.95))
TOLERANCE = 0.001
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


class Look(NamedTuple):
    """One lens, over the tables and over the pile."""

    store: Store
    lens: Lens
    picture: Picture


def looks(tables: Store, history: list[Turn], data: st.DataObject, number: int = 3) -> Iterator[Look]:
    """Look at a history through a few lenses."""
    ledger = front_of(history).book.ledger
    refolded(ledger, tables)
    facts = pile(ledger)
    for _ in range(number):
        words = data.draw(lenses(facts))
        yield Look(tables, looking.resolve(tables, **words), Picture(facts, cut_by(facts, words)))


def clear_looks(
    tables: Store, history: list[Turn], data: st.DataObject, probability: float
) -> Iterator[tuple[Store, Lens, Picture, dict[str, inferring.Odds]]]:
    """The same with the odds by the plain formula, where no rounding decides what reaches the probability."""
    for store, lens, picture in looks(tables, history, data):
        odds = inferring.odds(picture)
        if not inferring.is_close(odds, probability):
            yield store, lens, picture, odds


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(fronts, st.data())
def test_under_any_lens_those_acts_take_part_of_which_the_raw_facts_tell_all_that_it_takes(
    tables: Store, history: list[Turn], data: st.DataObject
) -> None:
    for store, lens, picture in looks(tables, history, data):
        stage, acts = staged(store, lens), staging.acts(picture)

        assert [str(one) for one in stage.ids] == [act.stream for act in acts]
        assert [stage.pairs[number] for number in stage.acts.pair] == [(act.by, act.against) for act in acts]
        assert [list(stage.areas[number]) for number in stage.acts.area] == [act.area for act in acts]
        assert stage.acts.mark.tolist() == [act.mark for act in acts]
        assert stage.acts.spread.tolist() == [act.spread for act in acts]
        assert {reason: count for reason, count in stage.left_out.items() if count} == staging.left_out(picture)
        for stream in picture.counting:
            assert why_not(store, lens, UUID(stream)) == staging.why_not(picture, stream)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(fronts, st.data())
def test_under_any_lens_each_candidate_has_its_share_of_all_that_may_have_brought_the_act_about(
    tables: Store, history: list[Turn], data: st.DataObject
) -> None:
    for store, lens, picture in looks(tables, history, data):
        told = inferred.told(store, lens, [UUID(stream) for stream in picture.counting])
        expected = inferring.odds(picture)

        assert {str(stream) for stream in told} == expected.keys()
        for stream, one in told.items():
            odds = expected[str(stream)]
            shown = {str(candidate.trigger): candidate.probability for candidate in one.candidates}
            assert shown.keys() <= odds.keys()
            apart = {trigger: (shown.get(trigger, 0.0), part) for trigger, part in odds.items()}
            assert {trigger: both for trigger, both in apart.items() if abs(both[0] - both[1]) > TOLERANCE} == {}
            assert abs(one.none - (1 - sum(odds.values()))) <= TOLERANCE


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(fronts, st.data(), thresholds)
def test_under_any_lens_an_act_is_joined_to_the_fewest_triggers_that_together_reach_the_chosen_probability(
    tables: Store, history: list[Turn], data: st.DataObject, probability: float
) -> None:
    for store, lens, picture, odds in clear_looks(tables, history, data, probability):
        expected = inferring.chosen(picture, odds, probability)
        every = inferred.all_links(store, lens, probability)

        assert_links(every, expected)
        for stream in picture.incidents:
            near = inferred.near(store, lens, [UUID(stream)], probability).links
            assert_links(near, {pair: part for pair, part in expected.items() if stream in pair})


def assert_links(found: list[inferred.Inferred], expected: inferring.Chosen) -> None:
    shown = {(str(one.answer), str(one.trigger)): one.probability for one in found}
    assert len(shown) == len(found)
    assert shown.keys() == expected.keys()
    assert all(abs(shown[pair] - part) <= TOLERANCE for pair, part in expected.items())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(fronts, st.data(), thresholds)
def test_under_any_lens_chains_are_made_of_what_is_said_and_of_what_is_likely(
    tables: Store, history: list[Turn], data: st.DataObject, probability: float
) -> None:
    for store, lens, picture, odds in clear_looks(tables, history, data, probability):
        found = chains.page(store, lens, Joining(probability))

        assert_chained(found, chaining.chains(picture, probability, odds))
        for chain in found:
            assert_in_order(chain)
            assert_nothing_unseen(chain, picture)
        for member in (*picture.incidents, *picture.statements):
            around = chains.of(store, lens, UUID(member), Joining(probability))
            assert around == next((chain for chain in found if member in members(chain)), None)


def members(chain: Raw) -> list[str]:
    return [step["id"] for step in chain["steps"]]


def assert_in_order(chain: Raw) -> None:
    """What is answered comes first: so there is no circle, and no answer before its trigger."""
    place = {member: number for number, member in enumerate(members(chain))}
    assert all(place[link["trigger"]] < place[link["answer"]] for link in chain["links"])


def assert_nothing_unseen(chain: Raw, picture: Picture) -> None:
    """Whatever a chain names, the lens shows: no incident, statement, claim or answer that it leaves out."""
    seen = {fact["stream"] for fact in picture.visible} & {*picture.incidents, *picture.statements}
    told = picture.visible
    claims = {fact["claim"]["id"] for fact in told if "claim" in fact}
    named = set(ID.findall(json.dumps(chain)))
    assert named <= seen | claims
