"""Every read, through any lens, says what the raw facts say."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projections.store import Store
from tests.projections.arrange import refolded
from tests.projections.histories import Turn, worlds
from tests.projections.looks import filters, lenses
from tests.projections.oracle import pile
from tests.projections.questions import Asked
from tests.projections.reads import assert_reads_agree
from tests.projections.world import world_of


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds, st.data())
def test_every_read_under_any_lens_says_what_the_raw_facts_say(
    tables: Store, history: list[Turn], data: st.DataObject
) -> None:
    ledger = world_of(history).book.ledger
    refolded(ledger, tables)
    facts = pile(ledger)
    for _ in range(3):
        words, other = data.draw(lenses(facts)), data.draw(lenses(facts))
        asked = Asked(words, other, data.draw(filters(facts, words["tz"])))
        assert_reads_agree(ledger, tables, asked)
