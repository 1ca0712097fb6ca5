"""How soon links are told in a ledger is measured, beside reckoning them from everything."""

from pathlib import Path

import pytest

from bench.chain_ledger import Spread, as_json, measure, table, times_as_fast
from bench.theatre_ledgers import Crowded
from domain.incident.events import Reported
from domain.ledger import Ledger


@pytest.mark.parametrize("made", [Spread(400), Crowded(400, 6)], ids=["spread", "theatre"])
def test_it_measures_links_that_were_asked_for_just_after_a_post_beside_those_from_everything(
    made: Spread | Crowded, tmp_path: Path
) -> None:
    waits = measure(made, tmp_path, posts=3)
    assert [one.times for one in waits if "HTTP" not in one.what] == [1, 3, 3, 3, 3, 3, 1, 1]
    assert waits[-1].times == 3
    assert all(0 < one.median <= one.p99 for one in waits)
    assert times_as_fast(waits) > 0
    assert table(waits, 400).row_count == len(as_json(waits)) == len(waits)


def test_the_acts_that_are_reported_later_are_not_in_the_ledger_of_a_theatre(tmp_path: Path) -> None:
    made = Crowded(400, 6)
    later = {made.report(number).external_id for number in range(6)}
    ledger = Ledger.at(f"sqlite:///{made.ledger(tmp_path)}", create=False)
    there = {fact.external_id for _, fact in ledger.facts_after(0, 10_000) if isinstance(fact, Reported)}
    assert len(later) == 6
    assert len(there) > 300
    assert not later & there
