"""Agreements and statements in time: what is in force, overdue or taken back, and at which moment that is judged."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from domain.agreement.agreement import Agreement
from domain.agreement.values import ObligationReport
from domain.judgement import Mend
from domain.statement import Statement
from projections import agreements, statements
from projections.store import Store
from tests.domain.arrange import made, words
from tests.projections.arrange import a_book, followed, lens


def test_between_rival_dates_it_is_uncertain_whether_an_agreement_is_in_force() -> None:
    book = a_book()
    book.become("entered_into_force", "2018-10-10", "turkey-mod", published="2018-10-12")
    book.become("entered_into_force", "2018-10-15", "russia-mod", published="2018-10-20")
    store = followed(book.ledger)
    assert [
        force(store, as_of=day) for day in ("2018-10-09", "2018-10-10", "2018-10-14", "2018-10-15", "2019-01-01")
    ] == ["not_in_force", "uncertain", "uncertain", "in_force", "in_force"]
    assert force(store, as_of="2018-10-11", known_at="2018-10-13") == "in_force"


def test_who_joined_and_what_was_repealed_later_is_not_shown_as_of_an_earlier_day() -> None:
    book = a_book()
    book.become("acceded", "2019-06-01", party="iran")
    book.become("provision_repealed", "2019-07-01", article="2")
    store = followed(book.ledger)
    early, late = (seen(store, as_of=day) for day in ("2019-05-31", "2019-07-01"))
    assert (early["parties"], late["parties"]) == (["russia", "turkey"], ["iran", "russia", "turkey"])
    assert [one["repealed"] for one in early["provisions"]] == [False, False]
    assert [one["repealed"] for one in late["provisions"]] == [False, True]
    assert (len(early["changes"]), len(late["changes"])) == (0, 2)


@pytest.mark.parametrize(("as_of", "passed"), [("2020-02-29", []), ("2020-03-01", ["3"]), (None, ["3"])])
def test_a_deadline_has_passed_by_as_of_or_by_the_recording_of_the_position(
    as_of: str | None, passed: list[str]
) -> None:
    book = a_book()
    statement = book.state(deadline={"from": "2020-02-29"})
    book.adopt("3", kind="obliges", deadline={"from": "2020-02-29"})
    store = followed(book.ledger)
    found = statements.one(store, lens(store, as_of=as_of), statement)
    assert found is not None
    assert found["deadline_passed"] is bool(passed)
    assert [one["article"] for one in seen(store, as_of=as_of)["provisions"] if one["overdue"]] == passed


def test_a_deadline_after_the_recording_is_open_however_late_one_asks() -> None:
    book = a_book()
    statement = book.state(deadline={"from": "2020-04-30"})
    recorded = book.ledger.position
    book.now = datetime(2020, 5, 2, tzinfo=UTC)
    book.report()
    store = followed(book.ledger)
    passed = [
        statements.page(store, lens(store, as_of="2099-01-01", position=position))[0]["deadline_passed"]
        for position in (str(recorded), None)
    ]
    assert passed == [False, True]
    assert statement == UUID(statements.page(store, lens(store))[0]["id"])


def test_a_promise_is_no_longer_overdue_once_every_source_says_that_it_was_kept() -> None:
    book = a_book()
    stream = Agreement.stream("sochi-2018")
    book.adopt("3", kind="obliges", deadline={"from": "2018-10-10"})
    findings = (("turkey-mod", "met", "2018-10-12"), ("russia-mod", "unmet", "2018-11-01"))
    for source, finding, on in findings:
        judged = words(source, article="3", finding=finding, at={"from": on})
        book.change(stream, Agreement.assess_obligation, made(ObligationReport, **judged), kind=Agreement)
    store = followed(book.ledger)
    days = ("2018-10-10", "2018-10-11", "2018-10-12", "2018-11-01")
    shown = [seen(store, as_of=day)["provisions"][-1] for day in days]
    assert [(one["overdue"], one["assessed"]) for one in shown] == [
        (False, False),
        (True, False),
        (False, True),
        (True, True),
    ]


def test_a_statement_taken_back_says_so_from_then_on() -> None:
    book = a_book()
    statement = book.state()
    mend = made(Mend, reason="never said")
    book.change(statement, Statement.withdraw, mend, kind=Statement)
    store = followed(book.ledger)
    found = [statements.one(store, lens(store, known_at=known), statement) for known in ("2020-03-31", None)]
    assert [one and one["withdrawn"] for one in found] == [None, "never said"]


def seen(store: Store, as_of: str | None = None, known_at: str | None = None) -> dict[str, Any]:
    found = agreements.one(store, lens(store, as_of, known_at), "sochi-2018")
    assert found is not None
    return found


def force(store: Store, **words: str) -> str:
    return str(seen(store, **words)["in_force"])
