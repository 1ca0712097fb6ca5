"""What a statement is said to answer: asserted later, disputed, confirmed and rejected, as it is of an incident."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import errors
from domain.incident.reports import AnswerDisputeReport, AnswerReport
from domain.judgement import Judgement, Mend
from domain.model import in_known_order
from domain.statement import Statement, StatementState
from tests.domain.arrange import REGISTER, Register, an_incident, at, entry, facts_of, made, visible
from tests.domain.things.arrange import ultimatum

STRIKE = an_incident(occurred={"from": "2020-02-03"})
KNOWING = Register().knows(STRIKE)


def issued_with_answers(many: int = 1) -> Statement:
    return ultimatum(KNOWING, answers=[{"incident": str(STRIKE.id), "asserted_by": "sohr"}] * many)


def on(statement: Statement, when: str) -> Statement:
    statement.entry = entry(when)
    return statement


def said(**parts: Any) -> AnswerReport:
    return made(AnswerReport, **{"incident": STRIKE.id, "asserted_by": "turkey-mod"} | parts)


def state_of(statement: Statement, known_at: str | None = None) -> StatementState:
    state = StatementState()
    for fact in in_known_order(visible(facts_of(statement), known_at)):
        state.evolve(fact)
    return state


def the_answer(statement: Statement) -> UUID:
    (answer_id,) = statement.state.answers
    return answer_id


def test_an_answer_asserted_later_keeps_who_asserts_it_with_their_side_and_grade() -> None:
    statement = ultimatum()
    held = statement.state.answers[statement.assert_answer(said(text="after the strike"), KNOWING)]
    assert (held.trigger, held.asserted_by, held.aligned_with, held.reliability, held.text) == (
        STRIKE.id,
        "turkey-mod",
        "turkey",
        "C",
        "after the strike",
    )


def test_an_answer_asserted_later_is_another_than_those_with_which_the_statement_was_issued() -> None:
    statement = issued_with_answers(3)
    later = [statement.assert_answer(said(), KNOWING) for _ in range(2)]
    assert len({*statement.state.answers}) == 5
    assert {*later} < {*statement.state.answers}


def test_an_answer_is_known_when_it_was_published_and_else_when_recorded() -> None:
    statement = on(ultimatum(), "2020-03-01")
    statement.assert_answer(said(published_at="2020-02-22T10:00Z"), KNOWING)
    statement.assert_answer(said(), KNOWING)
    assert [fact.known_at for fact in facts_of(statement)[-2:]] == [at("2020-02-22T10:00Z"), at("2020-03-01")]
    assert [len(state_of(statement, day).answers) for day in ("2020-02-22", "2020-02-23", "2020-03-01")] == [0, 1, 2]


@pytest.mark.parametrize(
    ("parts", "refusal", "field"),
    [
        ({"incident": uuid4()}, errors.Unknown, "answers"),
        ({"asserted_by": "nobody"}, errors.Unknown, "asserted_by"),
        ({"published_at": "2099-01-01"}, errors.Unacceptable, "published_at"),
    ],
)
def test_an_answer_names_what_is_there_and_was_published_before(
    parts: dict[str, Any], refusal: type[errors.Refused], field: str
) -> None:
    statement = ultimatum()
    with pytest.raises(refusal) as refused:
        statement.assert_answer(said(**parts), KNOWING)
    assert refused.value.field == field
    assert len(facts_of(statement)) == 1


def test_a_statement_answers_neither_itself_nor_what_certainly_happened_later() -> None:
    statement, later = ultimatum(), an_incident(occurred={"from": "2020-02-06"})
    knowing = Register().knows(statement, later)
    with pytest.raises(errors.AnswersItself) as itself:
        statement.assert_answer(said(incident=None, statement=statement.id), knowing)
    with pytest.raises(errors.AnswersTheFuture) as future:
        statement.assert_answer(said(incident=later.id), knowing)
    assert (itself.value.field, future.value.field) == ("answers", "answers")


@pytest.mark.parametrize("is_issued_with_it", [True, False])
def test_an_answer_is_asserted_then_disputed_then_as_the_analyst_finds(*, is_issued_with_it: bool) -> None:
    statement = issued_with_answers() if is_issued_with_it else ultimatum()
    answer_id = the_answer(statement) if is_issued_with_it else statement.assert_answer(said(), KNOWING)
    statuses = [statement.state.answer_status(answer_id)]
    statement.dispute_answer(answer_id, made(AnswerDisputeReport), REGISTER)
    statuses.append(statement.state.answer_status(answer_id))
    statement.confirm_answer(answer_id, made(Judgement))
    statuses.append(statement.state.answer_status(answer_id))
    statement.reject_answer(answer_id, made(Judgement))
    statuses.append(statement.state.answer_status(answer_id))
    assert statuses == ["asserted", "disputed", "confirmed", "rejected"]
    assert not statement.state.answer_stands(answer_id)


def test_a_dispute_is_known_when_its_source_published_it_or_when_it_is_stated_and_says_who_and_why() -> None:
    statement = on(issued_with_answers(), "2020-04-01")
    answer_id = the_answer(statement)
    for words in (
        {"source": "russia-mod", "reason": "planned before", "published_at": "2020-02-23T08:00Z"},
        {"reason": "no link found", "known_at": "2020-03-01T00:00Z"},
        {},
    ):
        statement.dispute_answer(answer_id, made(AnswerDisputeReport, **words), REGISTER)
    disputes = state_of(statement).answer_disputes[answer_id]
    assert [(one.source, one.note.reason, one.note.known_at) for one in disputes] == [
        ("russia-mod", "planned before", at("2020-02-23T08:00Z")),
        (None, "no link found", at("2020-03-01")),
        (None, None, at("2020-04-01")),
    ]


def test_a_dispute_names_a_source_that_is_there() -> None:
    statement = issued_with_answers()
    with pytest.raises(errors.Unknown) as refused:
        statement.dispute_answer(the_answer(statement), made(AnswerDisputeReport, source="nobody"), REGISTER)
    assert refused.value.field == "source"


def test_a_finding_holds_from_when_it_was_known_and_the_latest_holds() -> None:
    statement = issued_with_answers()
    answer_id = the_answer(statement)
    on(statement, "2020-04-01").reject_answer(answer_id, made(Judgement, reason="no link"))
    on(statement, "2020-05-01").confirm_answer(answer_id, made(Judgement))
    days = ("2020-03-31", "2020-04-01", "2020-05-01")
    assert [state_of(statement, day).answer_status(answer_id) for day in days] == ["asserted", "rejected", "confirmed"]


def test_an_answer_that_is_not_there_takes_no_judgement() -> None:
    statement = issued_with_answers()
    for judge in (statement.confirm_answer, statement.reject_answer):
        with pytest.raises(errors.Missing, match=f"statement {statement.id} has no answer"):
            judge(uuid4(), made(Judgement))
    with pytest.raises(errors.Missing):
        statement.dispute_answer(uuid4(), made(AnswerDisputeReport), REGISTER)


def test_a_withdrawn_statement_keeps_assertions_and_takes_no_judgement_of_them() -> None:
    statement = ultimatum()
    statement.withdraw(made(Mend, reason="never said"))
    answer_id = statement.assert_answer(said(), KNOWING)
    for judge in (statement.confirm_answer, statement.reject_answer):
        with pytest.raises(errors.AlreadyWithdrawn) as refused:
            judge(answer_id, made(Judgement))
        assert refused.value.field == "statement"
    with pytest.raises(errors.AlreadyWithdrawn):
        statement.dispute_answer(answer_id, made(AnswerDisputeReport), REGISTER)
    assert statement.state.answer_status(answer_id) == "asserted"


ACTS = ("assert", "dispute", "confirm", "reject", "withdraw")


@given(acts=st.lists(st.sampled_from(ACTS), max_size=12), seen=st.data())
def test_folding_any_part_of_what_is_said_of_a_statement_raises_nothing(acts: list[str], seen: st.DataObject) -> None:
    statement = issued_with_answers()
    for day, act in enumerate(acts, start=1):
        live(on(statement, f"2020-04-{day:02}"), act, day)
    facts = facts_of(statement)
    part = seen.draw(st.lists(st.sampled_from(facts), unique_by=id))
    state = StatementState()
    for fact in part:
        state.evolve(fact)
    asserted = {fact.answer.id for fact in part if fact.TOPIC == "statement.answer_asserted"}
    opened = {*facts[0].body.answers} if facts[0] in part else set()
    assert state.exists() == (facts[0] in part)
    assert state.answers.keys() == asserted | {answer.id for answer in opened}
    judged = {fact.answer_id: fact.TOPIC for fact in part if fact.TOPIC.endswith(("_confirmed", "_rejected"))}
    for answer_id, topic in judged.items():
        assert state.answer_status(answer_id) == topic.removeprefix("statement.answer_")
        assert state.answer_stands(answer_id) == (answer_id in state.answers and topic.endswith("confirmed"))


def live(statement: Statement, act: str, number: int) -> None:
    answers = list(statement.state.answers)
    answer_id = answers[number % len(answers)]
    is_withdrawn = statement.state.withdrawn is not None
    if act == "assert":
        statement.assert_answer(said(), KNOWING)
    elif is_withdrawn:
        return
    elif act == "dispute":
        statement.dispute_answer(answer_id, made(AnswerDisputeReport), REGISTER)
    elif act == "withdraw":
        statement.withdraw(made(Mend, reason="r"))
    else:
        (statement.confirm_answer if act == "confirm" else statement.reject_answer)(answer_id, made(Judgement))
