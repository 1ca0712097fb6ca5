"""The time from a write's commit to its being readable is measured on either database."""

from pathlib import Path

import pytest

from bench.latency import measure


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_it_measures_writes_beside_the_library_s_way_to_wait(tmp_path: Path, database: str) -> None:
    ours, read, library = measure(100, tmp_path, 180, database)
    assert (ours.writes, read.writes, library.writes) == (180, 180, 9)
    assert ours.median < read.median
    for line in (ours, read, library):
        assert 0 < line.median <= line.p99 <= line.most
    assert library.median > 100
