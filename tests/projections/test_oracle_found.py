"""What the second opinion found, each as small as it gets."""

from typing import Any
from uuid import UUID

import pytest

from domain.incident.incident import Incident
from domain.judgement import Mend
from domain.monitoring import AccessDenialReport, CoverageReport, Monitoring
from projections import chains, changes, counts, incidents, monitoring, statements
from projections.selection import Selection
from projections.store import Store
from tests.domain.arrange import lost, made, words
from tests.projections.arrange import Book, a_book, followed, lens
from tests.projections.oracle.changing import EVERY


def test_a_watch_does_not_tell_of_a_denial_that_had_not_happened_yet() -> None:
    book = a_book()
    place = {"name": "Idlib"}
    said = words("sohr", published="2020-02-05", monitor="sohr", place=place)
    period = {"from": "2020-02-01", "to": "2020-02-28"}
    watch = book.clerk().open(Monitoring.declare, made(CoverageReport, **said, period=period)).id
    denied = words("sohr", published="2020-02-05", place=place, at={"from": "2020-02-20"})
    book.change(watch, Monitoring.deny_access, made(AccessDenialReport, **denied), kind=Monitoring)
    store = followed(book.ledger)
    found = [monitoring.one(store, lens(store, as_of=day), watch) for day in ("2020-02-19", "2020-02-20")]
    assert [one and len(one["denials"]) for one in found] == [0, 1]
    assert [one["denials"] for one in monitoring.page(store, lens(store, as_of="2020-02-19"))] == [[]]


def test_a_statement_waits_with_what_it_answers_until_the_lens_shows_it() -> None:
    book = a_book()
    late = book.report(occurred={"from": "2020-02-04"}, claim=words("sohr", published="2020-02-15"))
    statement = book.state(answers=[{"incident": str(late), "asserted_by": "afp"}])
    store = followed(book.ledger)
    for known_at, answers in (("2020-02-14", []), ("2020-02-15", [str(late)])):
        looking = lens(store, known_at=known_at)
        one, listed = statements.one(store, looking, statement), statements.page(store, looking)
        assert [each["incident"] for each in (one or {})["answers"]] == answers
        assert [each["incident"] for each in listed[0]["answers"]] == answers


def test_an_answer_waits_while_the_lens_does_not_show_the_incident_that_speaks_for_it() -> None:
    book = a_book()
    trigger, speaker = a_merged_answer(book, speaker_on="2020-02-18")
    store = followed(book.ledger)
    found = [incidents.one(store, lens(store, as_of=day), trigger) for day in ("2020-02-17", "2020-02-18")]
    assert [[one["incident"] for one in (page or {})["answered_by"]] for page in found] == [[], [str(speaker)]]


def test_chains_can_be_told_though_the_incident_that_speaks_for_an_answer_is_retracted() -> None:
    book = a_book()
    trigger, speaker = a_merged_answer(book, speaker_on="2020-02-05")
    store = followed(book.ledger)
    assert [one["id"] for one in chains.page(store, lens(store))] == [str(trigger)]
    book.change(speaker, Incident.retract, made(Mend, reason="never happened"))
    followed(book.ledger, store)
    assert chains.page(store, lens(store)) == []


def a_merged_answer(book: Book, speaker_on: str) -> tuple[UUID, UUID]:
    """Arrange an incident, an answer to it, and the incident that the answer was merged into."""
    trigger = book.report(occurred={"from": "2020-02-01"})
    answers = [{"incident": str(trigger), "asserted_by": "afp"}]
    answer = book.report(occurred={"from": "2020-02-05"}, answers=answers)
    speaker = book.report(occurred={"from": speaker_on})
    book.merge(answer, speaker)
    return trigger, speaker


@pytest.mark.parametrize(("standing", "number"), [(EVERY, 1), ("alleged, retracted", 1), ("retracted", 0)])
def test_the_list_behind_a_number_holds_nothing_that_counts_nowhere_though_it_is_asked_for(
    standing: str, number: int
) -> None:
    book = a_book()
    book.report()
    book.change(book.report(), Incident.retract, made(Mend, reason="twice"))
    store = followed(book.ledger)
    asked = Selection(standing=standing)
    whole = counts.whole(store, lens(store), asked)
    for group in (*counts.grouped(store, lens(store), asked, ["party"]), whole):
        assert group["count"] == listed(store, asked.words() | group["where"]) == number


def listed(store: Store, where: dict[str, Any]) -> int:
    return incidents.page(store, lens(store), Selection(**where), limit=9, after=None).count


def test_changed_claims_come_by_the_clock_though_one_of_its_ticks_is_written_out() -> None:
    book = a_book()
    incident = book.report()
    said = {
        at: book.say(incident, source, published=at, casualties=[lost(1)])
        for source, at in (("sohr", "2020-02-25T12:00:00.000001Z"), ("afp", "2020-02-25T12:00:00Z"))
    }
    store = followed(book.ledger)
    before, after = lens(store, known_at="2020-02-21"), lens(store)
    (changed,) = changes.between(store, before, after, Selection())["incidents"]
    told = [one["about"] for one in changed["differences"] if one["about"].startswith("claim: ")]
    assert told == [f"claim: {said[at]}" for at in sorted(said, reverse=True)]
