"""The benchmark runs, on a ledger that looks like a real one, and compares with a baseline in the same run."""

from pathlib import Path

from bench.ledgers import incidents, ledger_of
from bench.replay import as_json, measure
from domain.ledger import Ledger
from projections.proving.audit import audit


def test_it_measures_every_read_beside_its_baseline(tmp_path: Path) -> None:
    lines = as_json(measure(300, tmp_path, lambda _: None))
    assert [line["what"].split()[0] for line in lines] == [
        *("rebuild", "the", "the"),
        *("count", "count"),
        *("a", "one", "what"),
    ]
    assert all(line["milliseconds"] > 0 for line in lines)
    assert [line["times_as_fast"] is not None for line in lines] == [
        *(True, True, False),
        *(True, True),
        *(False, False, False),
    ]


def test_a_made_up_ledger_is_sound_and_the_same_each_time(tmp_path: Path) -> None:
    ledger = Ledger.at(f"sqlite:///{ledger_of(300, tmp_path)}", create=False)
    assert audit(ledger).findings == []
    ledger.close()
    first, second = ([len(one.pending_events) for one in incidents(300)] for _ in range(2))
    assert first == second
    assert {2, 3} <= set(first)
