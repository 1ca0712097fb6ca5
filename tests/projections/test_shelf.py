"""The shelf shows what the table shows, however it was filled."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from domain.incident.incident import Incident
from domain.incident.reports import Correction
from domain.judgement import Mend
from domain.lens import Lens
from projections import incidents, shelf
from projections.counts import grouped, whole
from projections.differing import Part, differing
from projections.held import Cut, key_of
from projections.memory import Memory
from projections.reader import Reader
from projections.selection import Selection
from projections.shelf import Shelf
from projections.store import Store
from tests.domain.arrange import lost, made
from tests.projections.arrange import Book, a_book, followed, lens, step_by_step
from tests.projections.test_index import Unindexed

FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"nature": "violation", "perpetrator": "syria-government"},
    {"party": "turkey"},
    {"party": "turkey;russia,syria-government"},
    {"target": "turkey,russia", "act": "air_strike"},
    {"possible_perpetrator": "russia"},
    {"standing": "retracted"},
    {"standing": "alleged,retracted"},
    {"attribution": "attributed"},
    {"attribution": "unattributed,contested"},
    {"month": "2020-02"},
    {"month": "unknown"},
    {"day": "2020-02-05"},
    {"day": "unknown"},
    {"year": "2020"},
    {"year": "unknown"},
    {"governorate": "Idlib"},
    {"governorate": "unknown"},
)
LENSES: tuple[dict[str, str], ...] = (
    {},
    {"as_of": "2020-02-06"},
    {"known_at": "2020-02-21"},
    {"as_of": "2020-02-08", "known_at": "2020-02-23"},
)


@pytest.fixture(scope="module")
def told() -> Iterator[Book]:
    """Incidents of many kinds, told out of order, some of which are mended."""
    book = a_book()
    for day in (9, 1, 5, 5):
        one = book.report(occurred={"from": f"2020-02-{day:02}"}, claim=said(day))
        book.say(one, "afp", published="2020-02-22", perpetrator="russia" if day == 9 else "syria-government")
    book.report(occurred={"from": "2020-01-27", "precision": "week"}, nature="incident", act="shelling")
    vague = book.report(occurred={"from": "2020-02-01", "precision": "month"}, place={"name": "x", "adm1": "Idlib"})
    year = book.report(occurred={"from": "2020-01-01", "precision": "year"}, claim=said(1, perpetrator=None))
    book.change(vague, Incident.retract, made(Mend, reason="never happened"))
    book.change(year, Incident.correct, made(Correction, occurred={"from": "2020-02-04"}, reason="it was that day"))
    yield book
    book.ledger.close()


def said(number: int, **parts: Any) -> dict[str, Any]:
    return {
        "source": "sohr",
        "published_at": "2020-02-20",
        "perpetrator": "syria-government",
        "casualties": [lost(number)],
    } | parts


def walked(store: Reader, looking: Lens, filters: dict[str, str]) -> list[Any]:
    """Ask for the list page by page, and for the counts."""
    selection = Selection(**filters)
    pages: list[Any] = [grouped(store, looking, selection, ["party"]), whole(store, looking, selection)]
    after = None
    while True:
        page = incidents.page(store, looking, selection, limit=2, after=after)
        pages.append((page.count, [item["id"] for item in page.items]))
        if page.after is None:
            return pages
        after = page.after


def assert_same(store: Store) -> None:
    for position in range(0, store.position + 1, 13):
        for words in LENSES:
            for filters in FILTERS:
                looking = lens(store, position=str(position), **words)
                assert walked(store, looking, filters) == walked(Unindexed(store), looking, filters), (looking, filters)


def test_a_shelf_that_was_filled_at_once_shows_what_the_table_shows(told: Book, store: Store) -> None:
    followed(told.ledger, store)
    assert store.memory.shelf.position == store.position
    assert_same(store)


def test_a_shelf_that_was_filled_row_by_row_shows_what_the_table_shows(
    told: Book, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "_TAIL", 3)
    step_by_step(told.ledger, store)
    assert_same(store)


def test_a_shelf_that_is_taken_up_from_disk_shows_what_the_table_shows(told: Book, tmp_path: Path) -> None:
    followed(told.ledger, Store(tmp_path / "projections.duckdb")).close()
    again = followed(told.ledger, Store(tmp_path / "projections.duckdb"))
    assert_same(again)
    again.close()


def test_a_shelf_that_stands_behind_the_tables_leaves_the_answer_to_them(told: Book, store: Store) -> None:
    followed(told.ledger, store)
    expected = walked(store, lens(store), {})
    store.memory = Memory()
    assert store.memory.first(lens(store), [], limit=1) is None
    assert walked(store, lens(store), {}) == expected


@pytest.mark.parametrize(
    "filters", [{}, {"perpetrator": "russia"}, {"standing": "retracted"}, {"month": "2020-02"}], ids=repr
)
def test_what_two_lenses_show_differently_is_what_the_table_tells(
    told: Book, store: Store, filters: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "_TAIL", 3)
    step_by_step(told.ledger, store)
    last = store.position
    lenses = [
        lens(store, position=str(position), **words) for position in (0, 19, last - 2, last) for words in LENSES[1:]
    ]
    # Without limits too: nothing else shows a retraction, or what became contested on the last day.
    lenses.append(lens(store))
    most = 0
    for before in lenses:
        for after in lenses:
            walks = [told_apart(one, before, after, Selection(**filters)) for one in (store, Unindexed(store))]
            assert walks[0] == walks[1], (before, after)
            most = max(most, walks[0][0].count)
    assert most > 0


def told_apart(store: Reader, before: Lens, after: Lens, selection: Selection) -> list[Part]:
    """Ask page by page."""
    parts, cursor = [], None
    while True:
        parts.append(differing(store, before, after, selection, limit=2, cursor=cursor))
        cursor = parts[-1].after
        if cursor is None:
            return parts


def test_keys_sort_as_moments_and_ids_do_and_come_back_whole() -> None:
    first = "00000000000000000000000000000000"
    last = "ff000000000000000000000000000000"
    moments = (-(10**15), -1, 0, 1, 10**15)
    rows = [(moment, stream) for moment in moments for stream in (first, last)]
    keys = np.array([key_of(*row) for row in rows], dtype="S24")
    assert (np.argsort(keys, kind="stable") == np.arange(len(rows))).all()
    held = Shelf()
    words = ["violation", "alleged", "attributed", "shelling", "", "", "", "", None, "day", "2020-02-05", "[]", "", "6"]
    opened = [(number, stream, 0, 9, 0, 9, began, began, *words) for number, (began, stream) in enumerate(rows)]
    held.extend(1, opened, [])
    found = held.find(Cut(5, 5, 10**16), [], limit=20)
    assert [(began, stream.hex) for stream, began, _ in found.first] == rows
