"""How soon a redrawn zone shows in every judgement is measured, and judging one by one says the same."""

from pathlib import Path

from bench.judging import measure


def test_it_measures_a_redrawn_zone_while_others_read_beside_judging_one_by_one(tmp_path: Path) -> None:
    lines = {line.what.split(" (")[0]: line for line in measure(400, tmp_path)}
    assert all(line.milliseconds > 0 for line in lines.values())
    assert lines["a zone redrawn, to the list of what changed"].number
    assert lines["the slowest of the reads meanwhile"].number
    plain = lines["the same, one by one in plain Python"]
    assert plain.number
    assert plain.number > 400
    assert plain.times_as_fast
