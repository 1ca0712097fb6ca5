"""The index of counts adds up what a plain reading of the same rows adds up, also while it is written."""

import json
import sys
import threading
from collections import Counter
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.lens import Lens
from projections import cube, index
from projections.clock import ALWAYS, EPOCH, FOREVER, MICROSECOND
from projections.counts import grouped
from projections.index import CountIndex
from projections.memory import Memory
from projections.selection import Selection
from projections.store import Store
from projections.tallies import Tallies
from tests.projections.arrange import a_book, counts, followed, lens, step_by_step

Row = tuple[int, int, int, int, int, int, str]
"""Number, known from and to, position from and to, began by, and the tally."""

moments = st.integers(0, 12)
entries = st.lists(
    st.tuples(
        st.sampled_from(["", "turkey", "russia"]), st.sampled_from(["incidents", "killed.low"]), st.integers(1, 9)
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda entry: entry[:2],
)


@st.composite
def tables(draw: st.DrawFn) -> list[Row]:
    """Draw versions in the order of their positions, each holding for a while on either clock."""
    drawn = draw(st.lists(st.tuples(moments, moments, moments, moments, moments, entries), max_size=40))
    rows = []
    for number, (known, longer, opened, held, began, entry) in enumerate(
        sorted(drawn, key=lambda row: row[2]), start=1
    ):
        known_from = ALWAYS if known == 0 else known
        known_to = FOREVER if longer > 6 else known + 1 + longer
        position_to = FOREVER if held > 6 else opened + 1 + held
        rows.append((number, known_from, known_to, opened, position_to, began, json.dumps(entry)))
    return rows


@settings(max_examples=60, deadline=None)
@given(
    tables(),
    st.sampled_from(["loaded", "extended", "extended while cubes are made"]),
    st.lists(st.tuples(moments, moments, st.integers(0, 20)), min_size=3, max_size=6),
)
def test_it_adds_up_what_the_rows_say_under_any_lens(
    rows: list[Row], how: str, lenses: list[tuple[int, int, int]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "_FRESH", 6)
        patch.setattr(cube, "LEAST_BLOCK", 2)
        indexed = loaded(rows) if how == "loaded" else extended(rows, waiting=how == "extended")
        for known, began, position in [*lenses, (12, 12, 30)]:
            looking = Lens(known_at=EPOCH + known * MICROSECOND, as_of=EPOCH + began * MICROSECOND, position=position)
            assert plain(indexed.sums(looking)) == by_hand(rows, known, began, position)
        assert plain(indexed.sums(Lens())) == by_hand(rows, FOREVER - 1, FOREVER - 1, 30)


def test_it_does_not_answer_for_a_position_that_it_does_not_show() -> None:
    assert extended([]).sums(Lens(position=31)) is None


def test_it_stays_where_it_stood_once_taking_something_in_has_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    row = (1, ALWAYS, FOREVER, 1, FOREVER, 0, '[["", "incidents", 1]]')
    indexed = CountIndex(Tallies(json.loads))
    indexed.extend(1, [row], [])
    monkeypatch.setattr(Tallies, "code", lambda *_: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        indexed.extend(2, [(2, *row[1:])], [])
    monkeypatch.undo()
    indexed.extend(3, [(3, *row[1:])], [])
    assert indexed.sums(Lens(position=1)) == {"": {"incidents": 1}}
    assert indexed.sums(Lens(position=3)) is None


def test_rows_are_taken_in_and_counted_while_a_cube_is_made_and_after(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cube of a million rows takes seconds to make: no write waits for it, and none of them is lost to it."""
    making, may_end = threading.Event(), threading.Event()

    def slowly(*given: Any) -> cube.Cube:
        making.set()
        assert may_end.wait(30)
        return cube.Cube(*given)

    monkeypatch.setattr(index, "_FRESH", 3)
    rows: list[Row] = [
        (number, ALWAYS, FOREVER, number, FOREVER, 0, json.dumps([["", "incidents", number]])) for number in range(1, 9)
    ]
    indexed = CountIndex(Tallies(json.loads))
    monkeypatch.setattr(index, "Cube", slowly)
    for row in rows[:5]:
        indexed.extend(row[3], [row], [])
    assert making.wait(30)
    indexed.extend(6, [rows[5]], [(2, 6)])
    assert indexed.sums(Lens()) == {"": {"incidents": 1 + 3 + 4 + 5 + 6}}
    may_end.set()
    indexed.settle()
    assert len(indexed._front.cube.known) == 4
    assert indexed.sums(Lens()) == {"": {"incidents": 1 + 3 + 4 + 5 + 6}}
    indexed.extend(7, [rows[6]], [(3, 7)])
    assert indexed.sums(Lens()) == {"": {"incidents": 1 + 4 + 5 + 6 + 7}}
    assert indexed.sums(Lens(position=5)) == {"": {"incidents": 1 + 2 + 3 + 4 + 5}}


def test_where_a_cube_cannot_be_made_counts_go_on_without_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    indexed = CountIndex(Tallies(json.loads))
    monkeypatch.setattr(index, "_FRESH", 1)
    monkeypatch.setattr(index, "Cube", lambda *_: 1 // 0)
    for number in range(1, 5):
        indexed.extend(number, [(number, ALWAYS, FOREVER, number, FOREVER, 0, '[["", "incidents", 1]]')], [])
        indexed.settle()
    assert indexed.sums(Lens()) == {"": {"incidents": 4}}
    assert "the cube of counts is not made anew" in caplog.text


def test_a_tally_that_a_reader_froze_too_early_is_read_again() -> None:
    tallies = Tallies(json.loads)
    tallies.code('[["", "incidents", 1]]')
    early = tallies.arrays()
    code = tallies.code('[["turkey", "incidents", 2]]')
    tallies._frozen = early
    added = tallies.added(np.array([code]), np.array([1]))
    assert tallies.sums(added) == {"": {"incidents": 0}, "turkey": {"incidents": 2}}


def test_counts_from_the_index_equal_those_from_the_table_at_every_position() -> None:
    book = a_book()
    incidents = [book.report(occurred={"from": f"2020-02-{day:02}"}) for day in (1, 5, 9)]
    for incident in incidents:
        book.say(incident, perpetrator="russia", published="2020-02-22")
    store = Store()
    step_by_step(book.ledger, store)
    for position in range(book.ledger.position + 1):
        for words in ({}, {"as_of": "2020-02-05"}, {"known_at": "2020-02-21"}):
            looking = lens(store, position=str(position), **words)
            from_table = grouped(Unindexed(store), looking, Selection(), ["party"])
            assert grouped(store, looking, Selection(), ["party"]) == from_table


def test_readers_meet_no_half_written_counts_while_the_log_is_followed() -> None:
    """Every number read belongs to the position that it was read at, whatever the writer does meanwhile."""
    book = a_book()
    for number in range(30):
        book.now += timedelta(seconds=1)
        book.report(place={"name": f"place {number}"}, claim=saying(number))
    expected = followed(book.ledger)
    store = Store()
    troubles: list[object] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                ((position, facts),) = store.rows(
                    "SELECT max(p.position), (SELECT count(*) FROM facts) FROM progress p"
                )
                found = counts(store, position=str(position))
                if position != facts or found != counts(expected, position=str(position)):
                    troubles.append((position, facts, found))
        except Exception as trouble:  # noqa: BLE001 - told to the test's own thread
            troubles.append(trouble)

    readers = [threading.Thread(target=read) for _ in range(3)]
    switching = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        for reader in readers:
            reader.start()
        step_by_step(book.ledger, store)
    finally:
        done.set()
        for reader in readers:
            reader.join()
        sys.setswitchinterval(switching)
    assert troubles == []


class Unindexed:
    """The same tables, without their index."""

    def __init__(self, store: Store) -> None:
        self.rows, self.position, self.progress = store.rows, store.position, store.progress
        self.facts_of, self.stored, self.arrays = store.facts_of, store.stored, store.arrays
        self.memory, self.parked_at, self.last_rows = Memory(), store.parked_at, store.last_rows


def saying(number: int) -> dict[str, Any]:
    killed = {"party": "turkey", "outcome": "killed", "quantity": {"exact": number}}
    return {"source": "afp", "published_at": "2020-02-20", "perpetrator": "russia", "casualties": [killed]}


def extended(rows: list[Row], *, waiting: bool = True) -> CountIndex:
    """Take the rows in position by position, as the follower does: opened for good, and closed when their end comes."""
    indexed = CountIndex(Tallies(json.loads))
    for position in range(31):
        opened = [(*row[:4], FOREVER, *row[5:]) for row in rows if row[3] == position]
        closed = [(row[0], position) for row in rows if row[4] == position]
        indexed.extend(position, opened, closed)
        if waiting:
            indexed.settle()
    return indexed


def loaded(rows: list[Row]) -> CountIndex:
    indexed = CountIndex(Tallies(json.loads))
    tallies = sorted({row[6] for row in rows})
    fields = [(*row[:6], tallies.index(row[6])) for row in rows]
    indexed.load(30, np.array(fields, dtype=np.int64).reshape(-1, 7).T.copy(), tallies)
    return indexed


def by_hand(rows: list[Row], known: int, began: int, position: int) -> dict[tuple[str, str], int]:
    sums: Counter[tuple[str, str]] = Counter()
    for _, known_from, known_to, opened, closed, begun, tally in rows:
        if known_from <= known < known_to and opened <= position < closed and begun <= began:
            for party, number, amount in json.loads(tally):
                sums[party, number] += amount
    return dict(sums)


def plain(sums: dict[str, dict[str, int]] | None) -> dict[tuple[str, str], int]:
    assert sums is not None
    return {
        (party, number): amount for party, of_party in sums.items() for number, amount in of_party.items() if amount
    }
