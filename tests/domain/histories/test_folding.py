from hypothesis import given, settings
from hypothesis import strategies as st

from domain.assessment.policy import assess
from domain.incident.state import IncidentState
from domain.incident.values import Standing
from domain.model import in_known_order
from tests.domain.arrange import facts_of
from tests.domain.histories.lives import Life, Step, judged, looked_at, moments, standing, steps

UNCOUNTED = {Standing.MERGED, Standing.RETRACTED}
CLAIMS_ONLY = ("add", "supersede", "withdraw", "regrade")


@settings(deadline=None)
@given(steps=steps(most=25), seen=st.data())
def test_folding_any_part_of_any_life_raises_nothing(steps: list[Step], seen: st.DataObject) -> None:
    for incident in Life().live(steps).everything:
        facts = facts_of(incident)
        part = seen.draw(st.lists(st.sampled_from(facts), unique_by=id)) if facts else []
        for order in (in_known_order(part), part):
            state = IncidentState()
            for fact in order:
                state.evolve(fact)
            judgement = assess(state)
            assert {held.claim.id for held in state.standing_claims()} <= state.claims.keys()
            assert set(judgement.claims) <= state.claims.keys()
            assert all(row.high is None or row.low <= row.high or judgement.overridden for row in judgement.casualties)


@settings(deadline=None)
@given(steps=steps("retract", "judge", "assess", "withdraw", "add", "merge", "undo", "split", least=8, most=30))
def test_with_everything_known_the_state_is_the_one_that_commands_decided_on(steps: list[Step]) -> None:
    """What was recorded last has its way, though an earlier moment was stated for it: no write is without effect."""
    for incident in Life().live(steps).everything:
        seen, decided = looked_at(incident), incident.state
        assert (seen.retracted is None) == (decided.retracted is None)
        assert seen.merged_into == decided.merged_into
        assert seen.withdrawn.keys() == decided.withdrawn.keys()
        assert (seen.override is None) == (decided.override is None)
        assert {held.claim.id for held in seen.standing_claims()} == {
            held.claim.id for held in decided.standing_claims()
        }


@settings(deadline=None)
@given(before=steps(*CLAIMS_ONLY))
def test_after_a_merge_one_speaks_for_both_at_every_moment_of_knowledge(before: list[Step]) -> None:
    life = Life().live(before)
    asked = moments(*life.everything)
    expected = {moment: standing(life.main, moment) | standing(life.other, moment) for moment in asked}
    life.live([Step("merge", 0, 0, 0)])
    assert {moment: standing(life.other, moment) for moment in asked} == expected
    assert all(judged(life.main, moment).standing in UNCOUNTED for moment in asked)


@settings(deadline=None)
@given(before=steps(*CLAIMS_ONLY), rounds=st.integers(1, 3))
def test_a_merge_undone_leaves_both_as_they_were_at_every_moment_of_knowledge(before: list[Step], rounds: int) -> None:
    life = Life().live(before)
    asked = moments(*life.everything)
    expected = {moment: (standing(life.main, moment), standing(life.other, moment)) for moment in asked}
    life.live([Step("merge", 0, 0, 0), Step("undo", 0, 0, 0)] * rounds)
    assert {moment: (standing(life.main, moment), standing(life.other, moment)) for moment in asked} == expected
    assert life.main.state.merged_into is None


@settings(deadline=None)
@given(before=steps("add", "supersede", "regrade"), at_hand=st.integers(0, 11))
def test_a_split_moves_claims_and_loses_none(before: list[Step], at_hand: int) -> None:
    life = Life().live(before)
    recorded = standing_ids(life)
    life.live([Step("split", 0, at_hand, 0)])
    for moment in moments(*life.everything):
        told = [claim for one in life.everything for claim, *_ in standing(one, moment)]
        assert len(told) == len(set(told))
    assert standing_ids(life) >= recorded


@settings(deadline=None)
@given(steps=steps(*CLAIMS_ONLY, "merge", "undo", "split", "retract", "judge", least=8, most=30))
def test_no_claim_counts_twice_at_any_moment_of_knowledge(steps: list[Step]) -> None:
    life = Life().live(steps)
    for moment in moments(*life.everything):
        counting = [one for one in life.everything if judged(one, moment).standing not in UNCOUNTED]
        told = [claim for one in counting for claim, *_ in standing(one, moment)]
        assert len(told) == len(set(told))


def standing_ids(life: Life) -> set[object]:
    return {claim for one in life.everything for claim, *_ in standing(one, moments(one)[-1])}
