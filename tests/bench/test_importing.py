"""An import is measured whole, beside the plain library storing events that say the same."""

from pathlib import Path

import pytest

from bench import importing
from bench.ged import ged_rows, write_ged
from bench.importing import STATUS, Memory, as_json, measure


def test_it_measures_an_import_beside_the_library(tmp_path: Path) -> None:
    lines = as_json(measure(150, tmp_path))
    assert [line["what"] for line in lines] == [
        "import",
        "the library creates and saves equal events",
        "the same file again",
        "projections caught up",
    ]
    assert {line["incidents"] for line in lines} == {150}
    assert all(line["per_second"] for line in lines)


def test_a_made_up_file_is_the_same_each_time_and_a_part_of_a_longer_one(tmp_path: Path) -> None:
    assert write_ged(tmp_path / "a.csv", 30).read_bytes() == write_ged(tmp_path / "b.csv", 30).read_bytes()
    assert list(ged_rows(30))[20:] == list(ged_rows(10, first=20))


@pytest.mark.skipif(not STATUS.exists(), reason="only Linux says what a process holds (/proc): run it there")
def test_memory_is_looked_at_once_for_so_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "EVERY", 10)
    memory = Memory()
    for rows in (4, 12, 19, 20):
        memory.note(rows)
    assert [*memory.held] == [10, 20]
    # A Python with all that this one has loaded holds more than 10 MB, and no machine of ours has a terabyte.
    assert all(10 < held < 1_000_000 for held in memory.held.values())
