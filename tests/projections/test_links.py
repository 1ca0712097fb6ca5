"""Answers of and to merged reports: the incident that they went into speaks for them."""

from uuid import UUID

from projections import chains, incidents
from projections.selection import Selection
from tests.projections.arrange import Book, a_book, followed, lens


def answered(book: Book, trigger: UUID) -> UUID:
    return book.report(answers=[{"incident": str(trigger), "asserted_by": "turkey-mod"}])


def members(book: Book, incident: UUID) -> set[str]:
    store = followed(book.ledger)
    chain = chains.of(store, lens(store), incident)
    return {step["id"] for step in chain["steps"]} if chain else set()


def test_what_answered_a_merged_report_answers_the_incident_that_it_went_into() -> None:
    book = a_book()
    kept, duplicate = book.report(), book.report()
    reply = answered(book, duplicate)
    book.merge(duplicate, kept)
    store = followed(book.ledger)
    one = incidents.one(store, lens(store), kept)
    assert one is not None
    assert [answer["incident"] for answer in one["answered_by"]] == [str(reply)]
    assert members(book, kept) == {str(kept), str(reply)}


def test_what_a_merged_report_answered_is_answered_by_the_incident_that_it_went_into() -> None:
    book = a_book()
    trigger = book.report()
    kept, duplicate = book.report(), answered(book, trigger)
    book.merge(duplicate, kept)
    assert members(book, trigger) == {str(trigger), str(kept)}


def test_a_report_merged_into_what_it_answered_makes_no_chain() -> None:
    book = a_book()
    trigger = book.report()
    book.merge(answered(book, trigger), trigger)
    assert members(book, trigger) == set()


def test_possible_perpetrators_can_be_listed() -> None:
    book = a_book()
    said = {"source": "afp", "published_at": "2020-02-20", "possible_perpetrators": ["russia", "syria-government"]}
    unclear = book.report(claim=said)
    store = followed(book.ledger)
    found = incidents.page(store, lens(store), Selection(possible_perpetrator="russia"), limit=9, after=None)
    assert [one["id"] for one in found.items] == [str(unclear)]
