"""What statements are said to answer, under three clocks: on their pages, and in the chains that it makes."""

from typing import Any
from uuid import UUID

import pytest

from domain.incident.reports import AnswerDisputeReport, AnswerReport
from domain.judgement import Judgement, Mend
from domain.statement import Statement
from projections import chains, statements
from projections.store import Store
from tests.domain.arrange import made
from tests.projections.arrange import Book, a_book, lens, refolded
from tests.projections.mending import Front, mend, regrouped, told


def asserted(book: Book, statement: UUID, **parts: Any) -> UUID:
    said = made(AnswerReport, **{"asserted_by": "afp", "published_at": "2020-02-22"} | parts)
    recorded = book.change(statement, Statement.assert_answer, said, kind=Statement, name="answer")
    return UUID(recorded.made["answer"])


def judged(book: Book, statement: UUID, answer: UUID, **parts: Any) -> None:
    judgement = made(Judgement, **{"reason": "planned before"} | parts)
    book.change_part(statement, Statement.reject_answer, answer, judgement, kind=Statement)


def links(store: Store, **words: str) -> list[tuple[str, str]]:
    found = chains.page(store, lens(store, **words))
    return [(link["asserted_by"], link["status"]) for chain in found for link in chain["links"]]


@pytest.fixture
def book() -> Book:
    return a_book()


def a_strike_and_an_ultimatum(book: Book, **parts: Any) -> tuple[UUID, UUID]:
    strike = book.report(occurred={"from": "2020-02-03"})
    return strike, book.state(**parts)


def test_a_statement_joins_the_chain_from_when_its_answer_was_known_and_recorded(tables: Store, book: Book) -> None:
    strike, ultimatum = a_strike_and_an_ultimatum(book)
    before = book.ledger.position
    asserted(book, ultimatum, incident=strike)
    refolded(book.ledger, tables)
    assert links(tables) == [("afp", "asserted")]
    assert links(tables, known_at="2020-02-21") == []
    assert links(tables, known_at="2020-02-22") == [("afp", "asserted")]
    assert links(tables, position=str(before)) == []
    assert links(tables, as_of="2020-02-04") == []


def test_a_rejected_answer_of_a_statement_joins_nothing_from_when_that_was_known(tables: Store, book: Book) -> None:
    strike = book.report(occurred={"from": "2020-02-03"})
    ultimatum = book.state(answers=[{"incident": str(strike), "asserted_by": "afp"}])
    held = book.ledger.get(Statement, ultimatum)
    assert held is not None
    stood = book.ledger.position
    judged(book, ultimatum, next(iter(held.state.answers)), known_at="2020-03-10T00:00Z")
    refolded(book.ledger, tables)
    assert links(tables) == []
    assert links(tables, known_at="2020-03-09") == [("afp", "asserted")]
    assert links(tables, known_at="2020-03-10") == []
    assert links(tables, position=str(stood)) == [("afp", "asserted")]
    assert chains.of(tables, lens(tables), ultimatum) is None


def test_a_disputed_answer_of_a_statement_joins_and_says_that_it_is_disputed(tables: Store, book: Book) -> None:
    strike, ultimatum = a_strike_and_an_ultimatum(book)
    answer = asserted(book, ultimatum, incident=strike)
    dispute = made(AnswerDisputeReport, source="sohr", reason="unrelated", published_at="2020-02-24T12:00Z")
    book.change_part(ultimatum, Statement.dispute_answer, answer, dispute, kind=Statement)
    refolded(book.ledger, tables)
    assert links(tables, known_at="2020-02-23") == [("afp", "asserted")]
    assert links(tables) == [("afp", "disputed")]
    (shown,) = (statements.one(tables, lens(tables), ultimatum) or {})["answers"]
    assert shown["id"] == str(answer)
    assert (shown["status"], shown["finding"]) == ("disputed", None)
    assert shown["disputes"] == [{"source": "sohr", "reason": "unrelated", "known_at": "2020-02-24T12:00:00Z"}]
    (earlier,) = (statements.one(tables, lens(tables, known_at="2020-02-23"), ultimatum) or {})["answers"]
    assert (earlier["status"], earlier["disputes"]) == ("asserted", [])


def test_a_statements_page_shows_a_finding_with_its_reason_and_a_withdrawal_beside_it(
    tables: Store, book: Book
) -> None:
    strike, ultimatum = a_strike_and_an_ultimatum(book)
    answer = asserted(book, ultimatum, incident=strike)
    judged(book, ultimatum, answer, known_at="2020-03-10T00:00Z")
    book.change(ultimatum, Statement.withdraw, made(Mend, reason="never said"), kind=Statement)
    refolded(book.ledger, tables)
    page = statements.one(tables, lens(tables), ultimatum) or {}
    assert page["withdrawn"] == "never said"
    (shown,) = page["answers"]
    assert (shown["incident"], shown["asserted_by"], shown["status"]) == (str(strike), "afp", "rejected")
    assert shown["finding"] == {"reason": "planned before", "known_at": "2020-03-10T00:00:00Z"}
    assert statements.page(tables, lens(tables)) == [page]


def test_what_changed_in_chains_says_that_a_statements_answer_was_asserted_disputed_or_rejected(
    tables: Store,
) -> None:
    tables.empty()
    front = Front(tables)
    ultimatum = front.book.state(made={"from": "2020-02-05"})
    before = front.now
    answer = asserted(front.book, ultimatum, incident=front.reply)
    assert told(front.since(before)) == [("came", ultimatum, front.reply, ["afp asserted it"])]
    front.book.change_part(ultimatum, Statement.dispute_answer, answer, made(AnswerDisputeReport), kind=Statement)
    assert told(front.since(front.now - 1)) == [("changed", ultimatum, front.reply, ["it was disputed"])]
    judged(front.book, ultimatum, answer)
    changes = front.since(front.now - 1)
    assert told(changes) == [("went", ultimatum, front.reply, ["an analyst rejected it"])]
    assert regrouped(changes) == []
    front.book.change(ultimatum, Statement.withdraw, mend(), kind=Statement)
    assert told(front.since(front.now - 1)) == []
