"""Judgements asked for by several while somebody writes, after a rebuild, of the past, and of what is parked."""

import json
import threading
from typing import Any
from uuid import UUID

import pytest

from domain.agreement.agreement import Agreement
from domain.lens import Lens
from projections import counts, incidents
from projections.follow import Follower
from projections.judging.verdict_cache import judgements, under
from projections.parking import replay_parked
from projections.selection import Selection
from projections.store import Store
from tests.projections.arrange import Book, followed, lens, refolded
from tests.projections.test_changes_judged import book, draw, strike
from tests.projections.test_parked_replay import learn
from tests.projections.test_parking import slip_in

__all__ = ["book"]

BREACHED = Selection(agreement="sochi-2018")


def listed(store: Store, through: Lens) -> int:
    return incidents.page(store, through, BREACHED, limit=1, after=None).count


def test_two_who_ask_while_a_third_writes_are_told_of_everything_up_to_their_position(book: Book) -> None:
    """Each strike is a breach: at every position there are as many as were reported up to it."""
    store = followed(book.ledger)
    reported = {store.position: 0}
    wrong: list[Any] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            position = max(one for one in list(reported) if one <= store.position)
            found = listed(store, lens(store, position=str(position)))
            (group,) = counts.grouped(store, lens(store, position=str(position)), Selection(), ["agreement"]) or [{}]
            if {found, group.get("count", 0)} != {reported[position]}:
                wrong.append((position, found, group.get("count"), reported[position]))

    asking = [threading.Thread(target=ask) for _ in range(2)]
    for one in asking:
        one.start()
    follower = Follower(book.ledger, store)
    try:
        for number in range(1, 61):
            strike(book, 36.5)
            reported[book.ledger.position] = number
            if number % 7 == 0:
                draw(book, 36.0 + number / 1000, 37.0)
                reported[book.ledger.position] = number
            follower.catch_up()
    finally:
        done.set()
        for one in asking:
            one.join()
    assert wrong == []
    assert listed(store, lens(store)) == 60


def test_a_position_in_the_past_is_judged_as_it_was_and_by_the_texts_of_then(book: Book) -> None:
    strike(book, 36.1)
    store = followed(book.ledger)
    then = store.position
    assert listed(store, lens(store)) == 1
    draw(book, 36.45, 37.0)
    strike(book, 36.2)
    store = followed(book.ledger, store)
    assert (listed(store, lens(store)), listed(store, lens(store, position=str(then)))) == (0, 1)


def test_tables_made_anew_are_judged_anew(book: Book) -> None:
    strike(book, 36.5)
    store = followed(book.ledger)
    held = judgements(store, lens(store))
    assert listed(store, lens(store)) == 1
    store.remember()
    assert judgements(store, lens(store)) is not held
    assert listed(store, lens(store)) == 1
    refolded(book.ledger, store)
    assert listed(store, lens(store)) == 1


def test_provisions_whose_texts_are_the_same_are_not_judged_again(book: Book) -> None:
    book.adopt("4", acts=["air_strike"], binds=["syria-government"])
    strike(book, 36.5)
    store = followed(book.ledger)
    before = under(store, lens(store))
    draw(book, 36.45, 37.0)
    store = followed(book.ledger, store)
    after = under(store, lens(store))
    assert after["sochi-2018", "4"] is before["sochi-2018", "4"]
    assert after["sochi-2018", "3"] is not before["sochi-2018", "3"]


@pytest.mark.parametrize("many", [1, 3])
def test_a_ledger_that_is_judged_in_parts_is_judged_alike(
    book: Book, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    incidents_of: list[UUID] = [strike(book, 36.5) for _ in range(5)]
    monkeypatch.setattr("projections.judging.verdict_cache._AT_ONCE", many)
    store = followed(book.ledger)
    assert listed(store, lens(store)) == len(incidents_of)
    draw(book, 36.45, 37.0)
    store = followed(book.ledger, store)
    assert listed(store, lens(store)) == len(incidents_of)


def test_by_a_text_that_waits_nothing_is_judged_until_it_is_taken_up(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The agreement is parked at its redrawing: until that can be read, its zone is what was drawn before."""
    sochi = Agreement.stream("sochi-2018")
    drawn = [one for one in book.ledger.stored_after(0, 1_000) if one.topic == "agreement.zone_drawn"]
    told = json.loads(drawn[0].state)
    told["zone"]["geometry"]["coordinates"] = [[[36.45, 35], [37, 35], [37, 36.5], [36.45, 36.5], [36.45, 35]]]
    version = len([*book.ledger.facts_of(sochi)]) + 1
    slip_in(book.ledger, sochi, version, "agreement.zone_redrawn", json.dumps(told).encode())
    strike(book, 36.1)
    store = Store()
    follower = Follower(book.ledger, store)
    follower.catch_up()
    assert len(store.parked()) == 1
    assert (listed(store, lens(store)), paged(store)) == (1, [["found"]])
    learn(monkeypatch, "agreement.zone_redrawn", "agreement.zone_drawn")
    replay_parked(follower)
    assert store.parked() == []
    assert (listed(store, lens(store)), paged(store)) == (0, [[]])


def paged(store: Store) -> list[list[str]]:
    """Answer how the breaches on each incident's page stand."""
    items = incidents.page(store, lens(store), Selection(), limit=9, after=None).items
    return [[breach["status"] for breach in one["breaches"]] for one in items]
