"""The tables can be proved against the log, thrown away and made anew; what is wrong is said in plain sentences."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from domain.ledger import Ledger
from projections import schema
from projections.fold import History
from projections.opening import StoreInUse, StoreUnreadable
from projections.progress import NOWHERE
from projections.proving import audit as audit_module
from projections.proving.audit import audit, frozen_at_its_end
from projections.proving.rebuild import RebuildUnproven, rebuild
from projections.store import Store
from tests.projections.arrange import Book, a_book, counts, followed
from tests.projections.test_replay_position import everything_in


@pytest.fixture
def book(database_url: str) -> Iterator[Book]:
    book = a_book(database_url)
    book.report()
    yield book
    book.ledger.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "projections.duckdb"


def test_nothing_is_wrong_with_a_sound_ledger_and_its_tables(book: Book) -> None:
    assert audit(book.ledger).findings == []
    assert audit(book.ledger, followed(book.ledger)).findings == []


@pytest.mark.parametrize(
    ("tampering", "table"),
    [
        ("UPDATE incident_versions SET standing = 'retracted'", "incident_versions"),
        ("UPDATE incident_versions SET tally = 'other.contested|'", "incident_versions"),
        ("DELETE FROM party_versions WHERE slug = 'iran'", "party_versions"),
        ("INSERT INTO source_versions SELECT * FROM source_versions LIMIT 1", "source_versions"),
        ("UPDATE facts SET recorded_at = recorded_at + 1 WHERE position = 3", "facts"),
    ],
)
def test_a_tampered_row_is_found(tampering: str, table: str) -> None:
    book = a_book()
    book.report()
    store = followed(book.ledger)
    with store.writing() as connection:
        connection.execute(tampering)
    assert audit(book.ledger, store).findings[0].startswith(f"table {table} differs from a replay of the log in ")


def test_a_large_ledger_is_replayed_into_a_file(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_module, "LARGE", 1)
    store = followed(book.ledger)
    assert audit(book.ledger, store).findings == []
    with store.writing() as connection:
        connection.execute("DELETE FROM party_versions WHERE slug = 'iran'")
    assert "table party_versions differs from a replay of the log in 1 rows" in audit(book.ledger, store).findings


def test_what_is_recorded_while_the_audit_runs_is_left_out_of_it(book: Book) -> None:
    still, position = frozen_at_its_end(book.ledger), book.ledger.position
    book.report()
    assert (still.position, [one.position for one in still.undecoded_after(position - 1, 10)]) == (position, [position])
    store = Store()
    assert (followed(still, store).position, audit(still, store).findings) == (position, [])
    store.close()


def test_tables_that_lag_behind_are_found(book: Book) -> None:
    store = followed(book.ledger)
    stood = store.position
    book.report()
    assert audit(book.ledger, store).findings == [f"the projections stand at position {stood}, the log at {stood + 2}"]


def test_a_hole_in_the_positions_and_in_the_versions_is_found(tmp_path: Path) -> None:
    path = tmp_path / "holed.db"
    book = a_book(f"sqlite:///{path}")
    incident = book.report()
    book.say(incident)
    last = book.ledger.position
    book.ledger.close()
    with sqlite3.connect(path) as connection:
        for trigger in ("update", "delete", "replace"):
            connection.execute(f"DROP TRIGGER stored_events_no_{trigger}")
        connection.execute("DELETE FROM stored_events WHERE rowid = ?", [last - 1])
    connection.close()
    ledger = Ledger.at(f"sqlite:///{path}")
    findings = audit(ledger).findings
    ledger.close()
    assert findings[0] == f"position {last} follows {last - 2}: positions {last - 1} to {last - 1} are missing"
    assert findings[1] == f"stream {incident} has version 3 where 2 is due"
    assert f"the log holds {last - 1} facts up to position {last}" in findings


def test_a_rebuild_swaps_in_tables_equal_to_the_live_ones(book: Book, path: Path) -> None:
    live = Store(path)
    followed(book.ledger, live)
    expected, numbers = everything_in(live), counts(live)
    with live.writing() as connection:
        connection.execute("DELETE FROM incident_versions")
    live.close()
    seen: list[int] = []
    rebuilt = rebuild(book.ledger, path, seen.append)
    assert (rebuilt.facts, rebuilt.position, seen[-1]) == (book.ledger.position,) * 3
    swapped = Store(path)
    assert (everything_in(swapped), counts(swapped)) == (expected, numbers)
    swapped.close()
    assert sorted(one.name for one in path.parent.glob("projections*")) == [path.name]


def test_a_rebuild_that_fails_leaves_the_old_tables(book: Book, path: Path) -> None:
    live = followed(book.ledger, Store(path))
    expected = everything_in(live)
    live.close()

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(book.ledger, path, interrupt)
    old = Store(path)
    assert everything_in(old) == expected
    old.close()
    assert rebuild(book.ledger, path).position == book.ledger.position


def test_a_rebuild_says_what_it_mended(book: Book, path: Path) -> None:
    live = followed(book.ledger, Store(path))
    with live.writing() as connection:
        connection.execute("DELETE FROM party_versions WHERE slug = 'iran'")
    live.close()
    assert rebuild(book.ledger, path).mended == {"party_versions": 1}
    assert rebuild(book.ledger, path).mended == {}


def test_a_rebuild_that_brute_force_disproves_leaves_the_old_tables(
    book: Book, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = followed(book.ledger, Store(path))
    expected = everything_in(live)
    live.close()
    monkeypatch.setattr(History, "_close", lambda *_: None)
    with pytest.raises(RebuildUnproven, match="is wrong about stream"):
        rebuild(book.ledger, path)
    assert sorted(one.name for one in path.parent.glob("projections*")) == [path.name]
    old = Store(path)
    assert everything_in(old) == expected
    old.close()


def test_tables_are_built_where_there_were_none(book: Book, path: Path) -> None:
    assert rebuild(book.ledger, path).seconds > 0
    built = Store(path)
    assert built.position == book.ledger.position
    built.close()


def test_tables_of_another_release_are_made_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = a_book()
    book.report()
    followed(book.ledger, Store(path)).close()
    monkeypatch.setattr(schema, "REVISION", -1)
    later = Store(path)
    assert (later.position, everything_in(later)["incident_versions"]) == (0, [])
    followed(book.ledger, later)
    assert audit(book.ledger, later).findings == []
    later.close()


def test_a_file_that_holds_other_tables_is_cleared(path: Path) -> None:
    connection = duckdb.connect(str(path))
    connection.execute("CREATE TABLE progress (position BIGINT, ledger VARCHAR, shape VARCHAR)")
    connection.close()
    store = Store(path)
    assert store.progress == NOWHERE
    store.close()


def test_a_file_that_holds_no_tables_at_all_is_refused_in_one_line(path: Path) -> None:
    path.write_text("not tables at all")
    with pytest.raises(StoreUnreadable, match="cannot be read") as refused:
        Store(path)
    assert len(str(refused.value).splitlines()) == 1


def test_tables_that_another_process_holds_are_refused_in_one_line(path: Path) -> None:
    hold = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(StoreInUse, match="in use") as refused:
            rebuild(a_book().ledger, path)
        other.communicate("done\n")
    assert len(str(refused.value).splitlines()) == 1


def test_opened_again_the_tables_count_as_they_did(path: Path) -> None:
    book = a_book()
    for _ in range(3):
        book.say(book.report(), perpetrator="russia")
    store = followed(book.ledger, Store(path))
    before = [counts(store, position=str(position)) for position in range(book.ledger.position + 1)]
    store.close()
    again = Store(path)
    assert [counts(again, position=str(position)) for position in range(book.ledger.position + 1)] == before
    book.report()
    followed(book.ledger, again)
    assert counts(again) == counts(followed(book.ledger, Store()))
    again.close()
