"""A long log is folded by several processes; the tables are those that following it fact by fact makes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.incident.incident import Incident
from domain.judgement import Mend
from projections import follow, incidents, loading
from projections.follow import Follower
from projections.proving.digest import differing, digests
from projections.selection import Selection
from projections.store import Store
from tests.domain.arrange import lost, made
from tests.projections.arrange import Book, counts, followed, lens, step_by_step
from tests.projections.test_parking import slip_in


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow, "BATCH", 4)
    monkeypatch.setattr(follow, "MANY", 8)
    monkeypatch.setattr(loading, "PART", 7)
    monkeypatch.setattr(loading, "AT_ONCE", 2)


@pytest.fixture
def step_wise() -> Iterator[Store]:
    """Tables that are filled fact by fact."""
    store = Store()
    yield store
    store.close()


def tell(book: Book) -> None:
    """Incidents that are added to, mended and merged long after they were opened."""
    first, second, third = book.report(), book.report(), book.report()
    for published in ("2020-02-25", "2020-02-22", "2020-02-23T10:00Z", "2020-02-23T10:00Z"):
        book.say(first, "sohr", published=published, casualties=[lost(9)])
        book.say(second, "afp", published=published)
    book.merge(second, first)
    book.change(third, Incident.retract, made(Mend, reason="twice", cause="entry_error"))
    book.merge(second, first, undo=True)
    book.change(third, Incident.reinstate, made(Mend, reason="not twice", cause="entry_error"))


def test_a_long_log_becomes_the_same_tables_as_when_it_is_followed_fact_by_fact(
    book: Book, store: Store, step_wise: Store
) -> None:
    tell(book)
    moved: list[int] = []
    Follower(book.ledger, store).catch_up(moved.append)
    step_by_step(book.ledger, step_wise)
    assert moved[:2] == [14, 28]
    assert differing(store, step_wise) == {}
    assert digests(store) == digests(step_wise)
    assert counts(store) == counts(step_wise)
    assert store.progress == step_wise.progress


def test_what_was_loaded_is_followed_on_fact_by_fact(book: Book, store: Store, step_wise: Store) -> None:
    tell(book)
    followed(book.ledger, store)
    incident = book.report()
    book.say(incident, "afp", published="2020-02-21")
    followed(book.ledger, store)
    step_by_step(book.ledger, step_wise)
    assert differing(store, step_wise) == {}
    assert counts(store) == counts(step_wise)


def test_a_stream_that_one_part_parks_stays_parked_in_the_parts_after_it(
    book: Book, store: Store, step_wise: Store
) -> None:
    bad = book.report()
    slip_in(book.ledger, bad, 3, "incident.forgotten", b"{}")
    for version in (4, 5):
        tell(book)
        slip_in(book.ledger, bad, version, "incident.forgotten", b"{}")
    followed(book.ledger, store)
    step_by_step(book.ledger, step_wise)
    assert store.parked() == step_wise.parked()
    assert len(store.parked()) == 1
    assert differing(store, step_wise) == {}


def test_a_load_that_is_stopped_goes_on_from_where_it_stood(book: Book, store: Store, step_wise: Store) -> None:
    tell(book)

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Follower(book.ledger, store).catch_up(interrupt)
    assert store.position == 14
    followed(book.ledger, store)
    step_by_step(book.ledger, step_wise)
    assert differing(store, step_wise) == {}
    assert counts(store) == counts(step_wise)


def test_what_is_in_memory_is_made_anew_where_a_load_broke_off_short_of_the_end(
    book: Book, store: Store, step_wise: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(book)

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Follower(book.ledger, store).catch_up(interrupt)
    assert store.memory.position < store.position
    # What is left is little: it is followed, and not loaded.
    monkeypatch.setattr(follow, "MANY", 1_000)
    followed(book.ledger, store)
    step_by_step(book.ledger, step_wise)
    assert store.memory.position == store.position
    assert counts(store) == counts(step_wise)
    pages = [incidents.page(one, lens(one), Selection(), limit=50, after=None) for one in (store, step_wise)]
    assert pages[0] == pages[1]


def test_the_processes_that_fold_do_not_begin_the_program_that_wants_them_again(book: Book, tmp_path: Path) -> None:
    tell(book)
    begun, program = tmp_path / "begun", tmp_path / "program.py"
    program.write_text(_PROGRAM)
    told = subprocess.run(
        [sys.executable, program, book.ledger.address.url, begun],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert int(told.stdout) == book.ledger.position
    assert begun.read_text() == "begun\n"


_PROGRAM = """
import sys
from pathlib import Path
from domain.ledger import Ledger
from projections import follow
from projections.store import Store

with Path(sys.argv[2]).open("a") as begun:
    begun.write("begun\\n")

if __name__ == "__main__":
    follow.BATCH, follow.MANY = 4, 8
    print(follow.Follower(Ledger.at(sys.argv[1], create=False), Store()).catch_up())
"""
