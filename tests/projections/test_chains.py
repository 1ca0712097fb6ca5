"""Chains under a lens: what is in them is what a brute-force walk along the raw answers finds, and no more."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.incident.incident import Incident
from domain.incident.reports import AnswerReport, Correction
from domain.judgement import Judgement, Mend
from domain.ledger import Ledger
from domain.lens import Lens
from domain.statement import Statement
from projections import chains, incidents
from projections.store import Store
from seeds.loader import load
from tests.domain.arrange import lost, made
from tests.projections import oracle
from tests.projections.arrange import Book, a_book, lens, refolded
from tests.projections.histories import Turn, turns
from tests.projections.story import told
from tests.projections.test_counts_against_oracle import LENSES, moments

Links = set[tuple[str, str, str]]


@settings(max_examples=35, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(turns | turns.filter(lambda turn: turn.what in {"answer", "find", "statement"}), max_size=30), st.data()
)
def test_chains_join_exactly_the_answers_that_the_lens_shows(
    tables: Store, history: list[Turn], data: st.DataObject
) -> None:
    ledger = told(history).book.ledger
    refolded(ledger, tables)
    for _ in range(4):
        position = data.draw(st.integers(0, ledger.position) | st.just(ledger.position))
        looking = Lens(as_of=data.draw(moments), known_at=data.draw(moments), position=position)
        assert_chains_are_those_of(ledger, tables, looking)


def test_the_chains_of_idlib_join_exactly_the_answers_that_each_lens_shows(tables: Store) -> None:
    ledger = Ledger.at("sqlite://")
    load(ledger, "key-1")
    refolded(ledger, tables)
    sizes = {assert_chains_are_those_of(ledger, tables, lens(tables, **words)) for words in LENSES}
    assert len(sizes) > 3


def test_an_answer_and_its_trigger_are_a_chain_with_delay_tolls_and_ratio(tables: Store) -> None:
    book = a_book()
    strike = book.report(occurred={"from": "2020-02-20T10:00:00Z"})
    said = {"source": "turkey-mod", "published_at": "2020-02-20", "text": "50 neutralised", "perpetrator": "turkey"}
    row = lost({"at_least": 50}, "neutralised", party="syria-government")
    answer = book.report(
        nature="retaliation",
        occurred={"from": "2020-02-20T13:00:00Z"},
        act="shelling",
        targets=["syria-government"],
        claim=said | {"casualties": [row]},
        answers=[{"incident": str(strike), "asserted_by": "turkey-mod"}],
    )
    (found,) = shown(book, tables)
    assert [one["id"] for one in found["steps"]] == [str(strike), str(answer)]
    assert (found["id"], found["peak"]) == (str(strike), -9.5)
    assert found["began"]["from"] == "2020-02-20T10:00:00Z"
    assert found["last"]["from"] == "2020-02-20T13:00:00Z"
    (link,) = found["links"]
    assert (link["seconds_least"], link["seconds_most"], link["toll_ratio"]) == (10800, 10800, 25.0)
    assert (link["basis"], link["status"], link["asserted_by"]) == ("asserted", "asserted", "turkey-mod")
    reply = found["steps"][1]
    assert (reply["text"], reply["by"], reply["against"]) == ("50 neutralised", ["turkey"], ["syria-government"])
    assert reply["tolls"][0]["open"] is True
    looking = lens(tables)
    assert chains.one(tables, looking, strike) == chains.of(tables, looking, answer) == found
    assert chains.one(tables, looking, answer) is None
    assert chains.of(tables, looking, uuid4()) is None


def test_a_statement_is_a_step_until_it_is_taken_back(tables: Store) -> None:
    book = a_book()
    ultimatum = book.state(deadline={"from": "2020-02-29"}, addressed_to=["syria-government"], text="Withdraw!")
    strike = book.report()
    answers(book, strike, statement=ultimatum)
    (found,) = shown(book, tables)
    first = found["steps"][0]
    assert (first["kind"], first["what"], first["by"], first["text"]) == (
        "statement",
        "ultimatum",
        ["turkey"],
        "Withdraw!",
    )
    assert first["deadline"]["from"] == "2020-02-29"
    assert found["links"][0]["toll_ratio"] is None
    book.change(ultimatum, Statement.withdraw, made(Mend, reason="never said"), kind=Statement)
    assert shown(book, tables) == []


def test_a_retracted_or_merged_incident_is_no_step(tables: Store) -> None:
    book = a_book()
    strike, answer, copy = book.report(), book.report(), book.report()
    answers(book, answer, incident=strike)
    answers(book, copy, incident=strike)
    book.merge(copy, answer)
    assert [len(one["steps"]) for one in shown(book, tables)] == [2]
    book.change(strike, Incident.retract, made(Mend, reason="never happened"))
    assert shown(book, tables) == []


def test_a_rejected_answer_joins_nothing_from_when_its_rejection_was_known(tables: Store) -> None:
    book = a_book()
    strike, answer = book.report(), book.report()
    claimed = answers(book, answer, incident=strike)
    book.change_part(answer, Incident.reject_answer, claimed, made(Judgement, reason="planned before"))
    assert shown(book, tables) == []
    assert len(shown(book, tables, known_at="2020-03-31")) == 1
    assert incidents.answered_by(tables, lens(tables), strike)[0]["status"] == "rejected"


def test_an_answer_dated_anew_to_before_its_trigger_is_none_from_then_on(tables: Store) -> None:
    book = a_book()
    strike, answer = book.report(), book.report(occurred={"from": "2020-02-21"})
    answers(book, answer, incident=strike)
    stood = book.ledger.position
    book.change(answer, Incident.correct, made(Correction, reason="misread", occurred={"from": "2020-02-01"}))
    assert shown(book, tables) == []
    assert len(shown(book, tables, position=str(stood))) == 1


def test_what_happened_at_the_very_moment_of_its_trigger_may_answer_it(tables: Store) -> None:
    book = a_book()
    strike, answer = (book.report(occurred={"from": "2020-02-20T10:00:00Z"}) for _ in range(2))
    answers(book, answer, incident=strike)
    assert len(shown(book, tables)) == 1


def test_a_step_does_not_speak_in_the_words_of_a_withdrawn_claim(tables: Store) -> None:
    book = a_book()
    strike = book.report(claim={"source": "afp", "published_at": "2020-02-20", "text": "Wrong."})
    answers(book, book.report(), incident=strike)
    book.say(strike, "sohr", text="Right.")
    held = book.ledger.get(Incident, strike)
    assert held is not None
    wrong = next(iter(held.state.claims))
    book.change_part(strike, Incident.withdraw_claim, wrong, made(Mend, reason="typed in error", cause="entry_error"))
    assert shown(book, tables)[0]["steps"][0]["text"] == "Right."


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [([], [lost(4)], None), ([lost(3)], [], None), ([lost(3)], [lost(4)], 1.33), ([lost(0)], [lost(4)], None)],
)
def test_the_ratio_of_tolls_is_none_where_one_is_not_counted_or_nought(
    tables: Store, first: list[Any], second: list[Any], ratio: float | None
) -> None:
    book = a_book()
    strike, answer = (
        book.report(claim={"source": "afp", "published_at": "2020-02-20", "casualties": rows})
        for rows in (first, second)
    )
    answers(book, answer, incident=strike)
    assert shown(book, tables)[0]["links"][0]["toll_ratio"] == ratio


def answers(book: Book, answer: UUID, **trigger: UUID) -> UUID:
    said = made(AnswerReport, asserted_by="afp", published_at="2020-02-22", **trigger)
    return UUID(book.change(answer, Incident.assert_answer, said, name="answer").made["answer"])


def shown(book: Book, store: Store, **words: str) -> list[dict[str, Any]]:
    refolded(book.ledger, store)
    return chains.page(store, lens(store, **words))


def assert_chains_are_those_of(ledger: Ledger, store: Store, looking: Lens) -> int:
    """Compare with the raw answers; answers how many links there are."""
    found = chains.page(store, looking)
    expected = raw_links(oracle.pile(ledger), looking)
    links = [(one["answer"], one["trigger"], one["asserted_by"]) for chain in found for one in chain["links"]]
    assert set(links) == expected
    ends = {end for answer, trigger, _ in expected for end in (answer, trigger)}
    told_of = [one["id"] for chain in found for one in chain["steps"]]
    assert len(told_of) == len(set(told_of))
    assert set(told_of) == ends
    return len(links)


def raw_links(facts: list[oracle.Raw], looking: Lens) -> Links:
    """Every answer that is asserted, not rejected, and of which the lens shows both ends, in their right order."""
    visible = oracle.in_view(facts, looking.known_at, looking.position)
    standing = oracle.incidents(facts, looking.as_of, looking.known_at, looking.position)
    began = {
        stream: one["frame"]["occurred"]
        for stream, one in standing.items()
        if one["standing"] not in {"retracted", "merged"}
    }
    links = []
    withdrawn = {fact["stream"] for fact in visible if fact["name"] == "statement.withdrawn"}
    for fact in visible:
        if fact["name"] == "statement.issued" and fact["stream"] not in withdrawn and said_by(fact, looking):
            began[fact["stream"]] = fact["body"]["made"]
            said = [answer for answer in fact["body"]["answers"] if not rejected(visible, answer["id"])]
            links += [(fact["stream"], answer) for answer in said]
        elif fact["name"].endswith(".answer_asserted") and not rejected(visible, fact["answer"]["id"]):
            links.append((fact["stream"], fact["answer"]))
    return {
        (stream, trigger, answer["asserted_by"])
        for stream, answer in links
        if {stream, trigger := answer.get("incident") or answer["statement"]} <= began.keys()
        and datetime.fromisoformat(began[stream]["until"]) >= datetime.fromisoformat(began[trigger]["earliest"])
    }


def said_by(fact: oracle.Raw, looking: Lens) -> bool:
    known = looking.known_at is None or oracle.clock(fact["known_at"]) <= looking.known_at
    return known and (looking.as_of is None or oracle.latest_beginning(fact["body"]["made"]) <= looking.as_of)


def rejected(visible: list[oracle.Raw], answer: str) -> bool:
    findings = oracle.named(visible, "answer_confirmed", "answer_rejected")
    of_this = [fact["name"] for fact in findings if fact["answer_id"] == answer]
    return bool(of_this) and of_this[-1].endswith("rejected")
