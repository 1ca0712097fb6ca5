"""What was parked is taken up once it can be folded, and nothing tells afterwards that it ever waited."""

import json
from contextlib import closing
from typing import NamedTuple
from uuid import UUID

import pytest

from domain import catalogue
from domain.log import mapper
from projections import incidents, parking
from projections.follow import Follower
from projections.parking import Replayed, replay_parked
from projections.proving.audit import audit
from projections.proving.digest import differing, digests
from projections.proving.proof import prove
from projections.store import Store
from tests.domain.arrange import lost
from tests.projections.arrange import Book, counts, followed, lens
from tests.projections.test_parking import a_fold_that_chokes_on_two_claims, slip_in, stamp

LATER = "incident.stood_behind"
"""A name that a later release knows."""

SOON = 20
"""Seconds within which anything that is going to happen has happened."""


class Parked(NamedTuple):
    """A stream that waits, from which position, and the follower whose tables it is missing in."""

    stream: str
    position: int
    follower: Follower


@pytest.fixture
def parked(book: Book, store: Store, monkeypatch: pytest.MonkeyPatch) -> Parked:
    """A stream of which a verification was stored under a name that nobody knows yet; others came before and after."""
    bad, good = book.report(), book.report()
    position = slip_in(book.ledger, bad, 3, LATER, verification(book))
    with monkeypatch.context() as later:
        learn(later)
        book.say(bad, published="2020-02-06", casualties=[lost(30)])
    book.say(good, "sohr", casualties=[lost(9)])
    book.report()
    return Parked(str(bad), position, Follower(book.ledger, store))


def test_once_its_name_is_known_a_parked_stream_is_taken_up_as_if_it_had_never_waited(
    book: Book, parked: Parked, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    parked.follower.catch_up()
    assert [one["id"] for one in store.parked()] == [parked.stream]
    learn(monkeypatch)
    assert replay_parked(parked.follower) == Replayed([parked.stream], [])
    assert_as_made_anew(book, store)
    book.say(UUID(parked.stream), "afp")
    book.report()
    parked.follower.catch_up()
    assert_as_made_anew(book, store)
    assert audit(book.ledger, store).findings == []


def test_a_stream_waits_on_where_it_still_cannot_be_folded(book: Book, parked: Parked, store: Store) -> None:
    parked.follower.catch_up()
    with store.writing() as connection:
        connection.execute("UPDATE parked SET error = 'an older reason'")
    replayed = replay_parked(parked.follower)
    error = f"MapperDeserialisationError: no fact is called {LATER!r}"
    waiting = [{"id": parked.stream, "position": parked.position, "error": error}]
    assert replayed == Replayed([], waiting)
    assert store.parked() == waiting
    assert_as_made_anew(book, store)


def test_a_stream_with_two_bad_facts_goes_on_to_the_second(
    book: Book, parked: Parked, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = slip_in(book.ledger, UUID(parked.stream), 5, "incident.forgotten", b"{}")
    parked.follower.catch_up()
    learn(monkeypatch)
    replayed = replay_parked(parked.follower)
    assert (replayed.taken_up, [one["position"] for one in replayed.waiting]) == ([], [second])
    assert store.parked_at == {UUID(parked.stream).hex: second}
    assert_as_made_anew(book, store)


def test_only_what_the_tables_show_is_taken_up_and_the_rest_follows(
    book: Book, parked: Parked, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    parked.follower.catch_up(until=parked.position)
    learn(monkeypatch)
    assert replay_parked(parked.follower).taken_up == [parked.stream]
    assert store.position == parked.position
    parked.follower.catch_up()
    assert_as_made_anew(book, store)


def test_a_stream_that_a_fold_choked_on_is_taken_up_once_it_no_longer_does(book: Book, store: Store) -> None:
    incident = book.report()
    with a_fold_that_chokes_on_two_claims():
        book.say(incident)
        book.report()
        follower = Follower(book.ledger, store)
        follower.catch_up()
        assert len(replay_parked(follower).waiting) == 1
    assert replay_parked(follower) == Replayed([str(incident)], [])
    assert_as_made_anew(book, store)


def test_whoever_reads_meanwhile_reads_the_old_or_the_new(
    book: Book, parked: Parked, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    parked.follower.catch_up()
    before, complete, seen = counts(store), store.complete, []

    def look_then_complete() -> None:
        seen.append((counts(store), incidents.one(store, lens(store), UUID(parked.stream)), store.parked()))
        complete()

    monkeypatch.setattr(store, "complete", look_then_complete)
    learn(monkeypatch)
    replay_parked(parked.follower)
    fresh = followed(book.ledger, Store())
    assert seen == [(counts(fresh), incidents.one(fresh, lens(fresh), UUID(parked.stream)), [])]
    assert before != seen[0][0]


def test_a_replay_that_fails_leaves_everything_as_it_was(
    parked: Parked, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    parked.follower.catch_up()
    before, held, waiting = counts(store), digests(store), store.parked()

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    learn(monkeypatch)
    monkeypatch.setattr(parking, "_renumber", fail)
    with pytest.raises(KeyboardInterrupt):
        replay_parked(parked.follower)
    assert (counts(store), digests(store), store.parked()) == (before, held, waiting)
    monkeypatch.undo()
    learn(monkeypatch)
    assert replay_parked(parked.follower).taken_up == [parked.stream]


def test_a_replay_while_the_follower_runs_loses_nothing(
    book: Book, parked: Parked, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    parked.follower.start()
    try:
        assert parked.follower.wait_for(book.ledger.position, SOON)
        book.report()
        learn(monkeypatch)
        assert replay_parked(parked.follower).taken_up == [parked.stream]
        book.say(UUID(parked.stream), "afp")
        assert parked.follower.wait_for(book.ledger.position, SOON)
    finally:
        parked.follower.stop()
    assert_as_made_anew(book, store)


def test_the_audit_tells_what_waits_in_the_tables_and_need_not(
    book: Book, parked: Parked, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    parked.follower.catch_up()
    learn(monkeypatch)
    waits = f"stream {parked.stream} is parked at position {parked.position} in the projections only"
    findings = audit(book.ledger, store).findings
    assert any(one.startswith(waits) for one in findings)
    assert any(one.startswith("table incident_versions differs") for one in findings)


def assert_as_made_anew(book: Book, store: Store) -> None:
    """Whether tables and memory say, at every position, what those made from the whole log say."""
    with closing(followed(book.ledger, Store())) as fresh:
        assert differing(store, fresh) == {}
        assert store.parked() == fresh.parked()
        for position in range(fresh.position + 1):
            assert counts(store, position=str(position)) == counts(fresh, position=str(position))
        numbered = "SELECT row, id, position_from, known_from FROM incident_versions ORDER BY row"
        assert store.rows(numbered) == fresh.rows(numbered)
    assert prove(book.ledger, store).findings == []


def learn(monkeypatch: pytest.MonkeyPatch, name: str = LATER, like: str = "incident.verified") -> None:
    """Know a fact of a later release from now on."""
    monkeypatch.setitem(catalogue.FACTS, name, catalogue.FACTS[like])
    monkeypatch.setitem(mapper._READ, name, mapper._READ[like])
    monkeypatch.setitem(mapper._CURRENT, name, mapper._CURRENT[like])


def verification(book: Book) -> bytes:
    return json.dumps({"v": 1} | stamp(book)).encode()
