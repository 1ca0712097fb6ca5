"""How many answers acts had is what the raw facts that a lens shows come to, and nothing else has any influence."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.periods import By
from projections import looking
from projections.escalation import AskedEscalation, escalation
from projections.store import Store
from tests.projections.arrange import refolded
from tests.projections.escalating import front_of, fronts
from tests.projections.histories import Turn
from tests.projections.looks import lenses
from tests.projections.oracle import escalating, staging
from tests.projections.oracle.inferring import fit_of
from tests.projections.oracle.picture import Picture, cut_by
from tests.projections.oracle.pile import Raw, pile

EVERY = {"first": "2020-01-27", "last": "2020-03-01"}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(fronts, st.data(), st.sampled_from(By))
def test_under_any_lens_ratios_are_those_of_the_facts_that_it_shows(
    tables: Store, history: list[Turn], data: st.DataObject, by: By
) -> None:
    ledger = front_of(history).book.ledger
    refolded(ledger, tables)
    facts = pile(ledger)
    for _ in range(3):
        words = data.draw(lenses(facts))
        lens, picture = looking.resolve(tables, **words), Picture(facts, cut_by(facts, words))
        told = escalation(tables, lens, AskedEscalation(period=by, **EVERY))

        expected = escalating.came_to(picture, by, lens.tz)
        shown = {(pair["by"], pair["against"], one["from"]): one for pair in told["pairs"] for one in pair["items"]}
        assert {key for key, one in shown.items() if one["acts"]} == expected.keys()
        for key, one in expected.items():
            assert_same(shown[key], one)
        assert sum(pair["unplaced"] for pair in told["pairs"]) == escalating.unplaced(picture, by, lens.tz)
        assert {reason: many for reason, many in told["left_out"].items() if many} == staging.left_out(picture)
        assert (told["not_inferred"] is None) == bool(fit_of(picture) and staging.acts(picture))


def assert_same(shown: Raw, expected: escalating.Came) -> None:
    assert shown["acts"] == expected.acts
    assert abs(shown["recordable"] - expected.heard) <= 0.001
    assert (shown["ratio"] is None) == (expected.ratio is None)
    if expected.ratio is not None:
        for found, one in zip(shown["ratio"].values(), expected.ratio, strict=True):
            assert abs(found - one) <= 0.01 + 0.02 * one
