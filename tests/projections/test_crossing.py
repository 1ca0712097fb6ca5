"""Which agreements a chain crosses: their phase at its first step and at its last, and what came between."""

from typing import Any
from uuid import UUID

import pytest

from projections import chains
from projections.store import Store
from tests.projections.arrange import Book, a_book, lens, refolded


def chained(book: Book, first: dict[str, Any], last: dict[str, Any]) -> UUID:
    """Report a strike, and what is said to answer it."""
    strike = book.report(occurred=first)
    book.report(occurred=last, answers=[{"incident": str(strike), "asserted_by": "turkey-mod"}])
    return strike


def crossed(book: Book, store: Store, **words: str) -> list[tuple[str, str, str, list[str]]]:
    refolded(book.ledger, store)
    (chain,) = chains.page(store, lens(store, **words))
    return [
        (one["agreement"], one["at_begin"], one["at_end"], [change["change"] for change in one["changes"]])
        for one in chain["agreements"]
    ]


def test_an_agreement_that_never_came_into_force_is_not_crossed(tables: Store) -> None:
    book = a_book()
    chained(book, {"from": "2020-02-20"}, {"from": "2020-02-22"})
    assert crossed(book, tables) == []


def test_what_held_at_the_first_step_and_was_suspended_before_the_last_is_told_with_the_change(tables: Store) -> None:
    book = a_book()
    book.become("entered_into_force", "2018-09-17")
    book.become("suspended", "2020-02-21")
    chained(book, {"from": "2020-02-20"}, {"from": "2020-02-22"})
    assert crossed(book, tables) == [("sochi-2018", "in_force", "suspended", ["suspended"])]


def test_a_step_of_the_day_on_which_it_changed_was_in_an_uncertain_phase(tables: Store) -> None:
    book = a_book()
    book.become("entered_into_force", "2018-09-17")
    book.become("suspended", "2020-02-20")
    chained(book, {"from": "2020-02-20"}, {"from": "2020-02-22"})
    assert crossed(book, tables) == [("sochi-2018", "uncertain", "suspended", ["suspended"])]


def test_what_had_ended_before_and_did_not_change_is_not_crossed(tables: Store) -> None:
    book = a_book()
    book.become("entered_into_force", "2018-09-17")
    book.become("ended", "2020-02-01")
    chained(book, {"from": "2020-02-20"}, {"from": "2020-02-22"})
    assert crossed(book, tables) == []


@pytest.mark.parametrize(("known_at", "changes"), [("2020-03-30", []), ("2020-03-31", ["suspended"])])
def test_a_change_is_told_from_when_it_was_known(tables: Store, known_at: str, changes: list[str]) -> None:
    book = a_book()
    book.become("entered_into_force", "2018-09-17", published="2018-09-18")
    book.become("suspended", "2020-02-21", published="2020-03-31")
    chained(book, {"from": "2020-02-20"}, {"from": "2020-02-22"})
    ((_, at_begin, _, told),) = crossed(book, tables, known_at=known_at)
    assert (at_begin, told) == ("in_force", changes)
