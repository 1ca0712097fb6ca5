"""Every judgement that is read, through any lens, is what the raw facts come to, text by text and tick by tick."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projections.store import Store
from tests.projections.arrange import refolded
from tests.projections.histories import Turn, agreed
from tests.projections.looks import filters, lenses
from tests.projections.oracle import pile
from tests.projections.questions import Asked
from tests.projections.reads import assert_reads_agree
from tests.projections.world import world_of

OF_BREACHES = ("agreement", "provision", "breach", "violator", "violation")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(agreed, st.data())
def test_every_judgement_under_any_lens_is_what_the_raw_facts_come_to(
    tables: Store, history: list[Turn], data: st.DataObject
) -> None:
    world = world_of(history)
    refolded(world.book.ledger, tables)
    facts = pile(world.book.ledger)
    for _ in range(3):
        words, other = data.draw(lenses(facts)), data.draw(lenses(facts))
        asked = Asked(words, other, data.draw(filters(facts, words["tz"], OF_BREACHES)))
        assert_reads_agree(world.book.ledger, tables, asked)
