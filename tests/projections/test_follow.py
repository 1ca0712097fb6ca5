"""The follower keeps the tables in step with the log, on either database, and survives what happens to it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from domain.ledger import Ledger
from projections import follow
from projections.follow import Follower
from projections.index import CountIndex
from projections.store import Store
from projections.table import Table
from tests.postgres import Cluster, fresh_database
from tests.projections.arrange import Book, a_book, counts, followed

SOON = 20
"""Seconds within which anything that is going to happen has happened."""


@contextmanager
def following(ledger: Ledger, store: Store) -> Iterator[Follower]:
    follower = Follower(ledger, store)
    follower.start()
    try:
        yield follower
    finally:
        follower.stop()


@pytest.fixture
def unpolled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody look by himself: whoever moves was woken."""
    monkeypatch.setattr(follow, "POLL_SECONDS", 600)


def test_catching_up_folds_all_that_was_recorded_and_says_how_far_it_came(
    book: Book, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow, "BATCH", 10)
    book.report()
    seen: list[int] = []
    assert Follower(book.ledger, store).catch_up(seen.append) == book.ledger.position == store.position
    assert seen == [*range(10, book.ledger.position, 10), book.ledger.position]


@pytest.mark.usefixtures("unpolled")
def test_an_append_in_this_process_wakes_the_follower(store: Store, sqlite_url: str) -> None:
    book = a_book(sqlite_url)
    with following(book.ledger, store) as follower:
        assert follower.wait_for(book.ledger.position, SOON)
        book.report()
        assert follower.wait_for(book.ledger.position, SOON)
        assert counts(store)["syria-government"]["violations"]["attributed"] == 1


@pytest.mark.usefixtures("unpolled")
def test_another_process_append_wakes_the_follower_on_postgresql(store: Store, postgres_url: str) -> None:
    elsewhere = a_book(postgres_url)
    here = Ledger.at(postgres_url)
    with following(here, store) as follower:
        assert follower.wait_for(elsewhere.ledger.position, SOON)
        elsewhere.report()
        assert follower.wait_for(elsewhere.ledger.position, SOON)
        follower._stopping.set()
        elsewhere.report()  # or the listener would sit out its time
    here.close()
    elsewhere.ledger.close()


def test_another_process_append_is_found_by_looking_on_sqlite(store: Store, sqlite_url: str) -> None:
    here = Ledger.at(sqlite_url)
    elsewhere = a_book(sqlite_url)
    with following(here, store) as follower:
        elsewhere.report()
        assert follower.wait_for(elsewhere.ledger.position, SOON)


def test_waiting_for_what_is_not_recorded_ends_with_the_time_given(book: Book, store: Store) -> None:
    follower = Follower(book.ledger, store)
    follower.catch_up()
    assert follower.wait_for(book.ledger.position, 0)
    assert not follower.wait_for(book.ledger.position + 1, 0.01)


def test_it_survives_a_restart_of_postgresql(store: Store, postgres_cluster: Cluster) -> None:
    with fresh_database(postgres_cluster) as url:
        book = a_book(url)
        with following(book.ledger, store) as follower:
            assert follower.wait_for(book.ledger.position, SOON)
            postgres_cluster.stop("immediate")
            postgres_cluster.start()
            elsewhere = Book(Ledger.at(url))
            elsewhere.report()
            assert follower.wait_for(elsewhere.ledger.position, SOON)
            assert counts(store)["turkey"]["suffered"]["killed"]["low"] == 2
        book.ledger.close()
        elsewhere.ledger.close()


def test_tables_that_are_ahead_of_nothing_are_followed_from_where_they_stand(
    book: Book, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed(book.ledger, store)
    stood = store.position
    book.report()
    pulled: list[int] = []
    plain = Ledger.undecoded_after

    def remembered(ledger: Ledger, position: int, limit: int) -> object:
        if limit > 1:
            pulled.append(position)
        return plain(ledger, position, limit)

    monkeypatch.setattr(Ledger, "undecoded_after", remembered)
    followed(book.ledger, store)
    assert pulled == [stood, book.ledger.position]


def test_tables_of_another_ledger_are_made_anew(book: Book, store: Store) -> None:
    other = a_book()
    other.report()
    followed(other.ledger, store)
    followed(book.ledger, store)
    assert store.position == book.ledger.position
    assert counts(store) == {}


def test_tables_are_made_anew_where_the_log_went_another_way_since(store: Store, sqlite_url: str) -> None:
    """A log restored from a copy has the same beginning, and may have grown past the tables since."""
    book = a_book(sqlite_url)
    restored = copy_of(book, 1000)
    book.report()
    followed(book.ledger, store)
    restored.state()
    restored.state()
    assert restored.ledger.position >= store.position
    followed(restored.ledger, store)
    assert counts(store) == {}


def test_tables_of_a_longer_log_are_made_anew(store: Store, sqlite_url: str) -> None:
    book = a_book(sqlite_url)
    shorter = copy_of(book, 5)
    book.report()
    followed(book.ledger, store)
    followed(shorter.ledger, store)
    assert (store.position, counts(store)) == (5, {})


def test_a_batch_that_fails_half_way_leaves_no_half_applied_position(
    book: Book, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed(book.ledger, store)
    stood = store.position
    book.report()
    book.state()
    follower = Follower(book.ledger, store)
    with monkeypatch.context() as patch:
        patch.setattr(Table, "insert", failing_for("statement_versions"))
        with pytest.raises(ZeroDivisionError):
            follower.catch_up()
    assert (store.position, store.rows("SELECT * FROM incident_versions"), counts(store)) == (stood, [], {})
    assert follower.catch_up() == book.ledger.position
    assert counts(store)["turkey"]["count"] == 1


def test_a_failure_is_told_while_it_lasts_and_tried_again(
    store: Store, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = a_book(sqlite_url)
    with monkeypatch.context() as patch:
        patch.setattr(Table, "insert", failing_for("party_versions"))
        patch.setattr(follow, "POLL_SECONDS", 0.01)
        with following(book.ledger, store) as follower:
            assert not follower.wait_for(1, 0.2)
            assert follower.failure == "ZeroDivisionError: party_versions"
            patch.undo()
            assert follower.wait_for(book.ledger.position, SOON)
    assert follower.failure is None


def test_nothing_is_applied_twice_where_what_comes_after_the_commit_fails(
    book: Book, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower = Follower(book.ledger, store)
    book.report()
    with monkeypatch.context() as patch:
        patch.setattr(CountIndex, "_move", failing_for("the index"))
        follower.catch_up()
    assert store.memory.position == store.position
    book.report()
    follower.catch_up()
    assert store.rows("SELECT count(*), count(DISTINCT position) FROM facts") == [(store.position, store.position)]
    assert counts(store) == counts(followed(book.ledger, Store()))


def copy_of(book: Book, most: int) -> Book:
    """A book whose ledger holds the first so many facts of another's."""
    copy = Book(Ledger.at("sqlite://"))
    copy.ledger.log.insert_events(list(book.ledger.stored_after(0, most)))
    return copy


def failing_for(name: str) -> object:
    """Answer a method that fails where its object, if it is a table, has this name."""
    plain = Table.insert

    def method(self: object, *arguments: object) -> None:
        if getattr(self, "name", name) == name:
            raise ZeroDivisionError(name)
        plain(self, *arguments)  # type: ignore[arg-type]

    return method
