"""How soon links are told in a ledger is measured, beside reckoning them from everything."""

from pathlib import Path

from bench.chain_ledger import as_json, measure, table, times_as_fast


def test_it_measures_links_that_were_asked_for_just_after_a_post_beside_those_from_everything(tmp_path: Path) -> None:
    waits = measure(400, tmp_path, posts=3)
    assert [one.times for one in waits] == [1, 3, 3, 3, 3, 3, 1, 1]
    assert all(0 < one.median <= one.p99 for one in waits)
    assert times_as_fast(waits) > 0
    assert table(waits, 400).row_count == len(as_json(waits)) == len(waits)
