from typing import Any
from uuid import uuid4

import pytest

from domain import errors
from domain.incident.incident import Incident
from domain.incident.reports import AnswerDisputeReport, AnswerReport
from domain.incident.values import Nature
from domain.judgement import Judgement, Mend
from domain.statement import Statement, StatementReport
from tests.domain.arrange import (
    REGISTER,
    Register,
    an_incident,
    at,
    claim,
    entry,
    facts_of,
    made,
    on,
    state_of,
    words,
)

STRIKE = an_incident()


def knowing(*things: Incident | Statement) -> Register:
    return Register().knows(*things)


def a_reply(on_day: str = "2020-02-21", **parts: Any) -> Incident:
    """Record a strike by Turkey, of no nature yet."""
    return an_incident(
        first=claim(perpetrator="turkey"), **{"nature": "incident", "occurred": {"from": on_day}} | parts
    )


def an_answer(to: Incident = STRIKE, **parts: Any) -> AnswerReport:
    return made(AnswerReport, incident=to.id, asserted_by="turkey-mod", **parts)


def an_ultimatum() -> Statement:
    said = words(
        "turkey-presidency", kind="ultimatum", by="turkey", made={"from": "2020-02-05"}, published="2020-02-05"
    )
    return Statement.issue(entry(), made(StatementReport, **said), REGISTER)


def test_an_answer_keeps_who_asserts_it_with_their_side_and_grade() -> None:
    reply = a_reply()
    answer_id = reply.assert_answer(an_answer(text="for Nayrab"), knowing(STRIKE))
    held = state_of(reply).answers[answer_id]
    assert (held.trigger, held.asserted_by, held.aligned_with, held.reliability, held.text) == (
        STRIKE.id,
        "turkey-mod",
        "turkey",
        "C",
        "for Nayrab",
    )


def test_an_answer_may_be_to_a_statement() -> None:
    ultimatum = an_ultimatum()
    reply = a_reply()
    report = made(AnswerReport, statement=ultimatum.id, asserted_by="turkey-mod")
    answer_id = reply.assert_answer(report, knowing(ultimatum))
    assert state_of(reply).answers[answer_id].trigger == ultimatum.id


def test_an_answer_reported_with_the_incident_is_known_with_its_claim() -> None:
    answer = {"incident": str(STRIKE.id), "asserted_by": "turkey-mod"}
    reply = a_reply(answers=[answer], register=knowing(STRIKE))
    assert facts_of(reply)[-1].known_at == at("2020-02-20T15:00Z")


def test_an_answer_is_known_when_it_was_published_and_else_when_recorded() -> None:
    reply = on(a_reply(), "2020-03-01")
    reply.assert_answer(an_answer(published_at="2020-02-22T10:00Z"), knowing(STRIKE))
    reply.assert_answer(an_answer(), knowing(STRIKE))
    assert [fact.known_at for fact in facts_of(reply)[-2:]] == [at("2020-02-22T10:00Z"), at("2020-03-01")]


def test_an_answer_published_after_its_recording_is_refused() -> None:
    with pytest.raises(errors.Unacceptable) as refused:
        on(a_reply(), "2020-03-01").assert_answer(an_answer(published_at="2020-03-02"), knowing(STRIKE))
    assert refused.value.field == "published_at"


def test_an_incident_does_not_answer_what_certainly_happened_later() -> None:
    with pytest.raises(errors.AnswersTheFuture) as refused:
        a_reply("2020-02-18").assert_answer(an_answer(), knowing(STRIKE))
    assert refused.value.field == "answers"


def test_what_may_have_happened_later_may_be_answered() -> None:
    same_week = a_reply(occurred={"from": "2020-02-17", "precision": "week"})
    same_week.assert_answer(an_answer(), knowing(STRIKE))
    assert state_of(same_week).nature is Nature.RETALIATION


def test_a_fight_that_went_on_may_answer_what_happened_during_it() -> None:
    offensive = a_reply(occurred={"from": "2020-02-01", "to": "2020-03-05"})
    offensive.assert_answer(an_answer(), knowing(STRIKE))
    assert state_of(offensive).nature is Nature.RETALIATION


def test_an_incident_does_not_answer_itself() -> None:
    reply = a_reply()
    with pytest.raises(errors.AnswersItself):
        reply.assert_answer(an_answer(reply), knowing(reply))


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"incident": uuid4()}, "answers"),
        ({"statement": uuid4()}, "answers"),
        ({"asserted_by": "nobody"}, "asserted_by"),
    ],
)
def test_an_answer_names_what_is_there(parts: dict[str, object], field: str) -> None:
    given = {"asserted_by": "turkey-mod"} | ({} if "statement" in parts else {"incident": STRIKE.id}) | parts
    with pytest.raises(errors.Unknown) as refused:
        a_reply().assert_answer(made(AnswerReport, **given), knowing(STRIKE))
    assert refused.value.field == field


def test_an_answer_names_one_incident_or_one_statement() -> None:
    for parts in ({}, {"incident": STRIKE.id, "statement": STRIKE.id}):
        with pytest.raises(ValueError, match="one incident or one statement"):
            made(AnswerReport, asserted_by="turkey-mod", **parts)


def test_an_incident_that_someone_calls_an_answer_turns_to_retaliation() -> None:
    reply = a_reply()
    reply.assert_answer(an_answer(published_at="2020-02-25T00:00Z"), knowing(STRIKE))
    assert state_of(reply, "2020-02-24").nature is Nature.INCIDENT
    assert state_of(reply, "2020-02-25").nature is Nature.RETALIATION


def test_a_disputed_answer_still_stands_and_says_who_disputes_it() -> None:
    reply = a_reply()
    answer_id = reply.assert_answer(an_answer(), knowing(STRIKE))
    dispute = made(AnswerDisputeReport, source="russia-mod", reason="unprovoked", published_at="2020-02-23T08:00Z")
    reply.dispute_answer(answer_id, dispute, REGISTER)
    reply.dispute_answer(answer_id, made(AnswerDisputeReport, reason="no link found"), REGISTER)
    state = state_of(reply)
    assert [(one.source, one.note.reason) for one in state.answer_disputes[answer_id]] == [
        ("russia-mod", "unprovoked"),
        (None, "no link found"),
    ]
    assert state.answer_disputes[answer_id][0].note.known_at == at("2020-02-23T08:00Z")
    assert state.answer_stands(answer_id)


def test_a_rejected_answer_no_longer_stands_until_it_is_confirmed() -> None:
    reply = a_reply()
    answer_id = reply.assert_answer(an_answer(published_at="2020-02-22"), knowing(STRIKE))
    on(reply, "2020-04-01").reject_answer(answer_id, made(Judgement, reason="no link"))
    on(reply, "2020-05-01").confirm_answer(answer_id, made(Judgement))
    natures = [state_of(reply, moment).nature for moment in ("2020-03-31", "2020-04-01", "2020-05-01")]
    assert natures == [Nature.RETALIATION, Nature.INCIDENT, Nature.RETALIATION]


def test_an_answer_is_asserted_then_disputed_then_as_the_analyst_finds() -> None:
    reply = a_reply()
    answer_id = reply.assert_answer(an_answer(), knowing(STRIKE))
    statuses = [state_of(reply).answer_status(answer_id)]
    reply.dispute_answer(answer_id, made(AnswerDisputeReport), REGISTER)
    statuses.append(state_of(reply).answer_status(answer_id))
    reply.confirm_answer(answer_id, made(Judgement))
    statuses.append(state_of(reply).answer_status(answer_id))
    reply.reject_answer(answer_id, made(Judgement))
    statuses.append(state_of(reply).answer_status(answer_id))
    assert statuses == ["asserted", "disputed", "confirmed", "rejected"]


def test_a_finding_on_an_answer_not_yet_seen_waits_for_it() -> None:
    reply = on(a_reply(), "2020-04-01")
    answer_id = reply.assert_answer(an_answer(), knowing(STRIKE))
    reply.confirm_answer(answer_id, made(Judgement, reason="his own words", known_at="2020-03-01T00:00Z"))
    state = state_of(reply, "2020-03-15")
    assert not state.answer_stands(answer_id)
    assert state.nature is Nature.INCIDENT


def test_an_answer_that_is_not_there_takes_no_judgement() -> None:
    reply = a_reply()
    for judge in (reply.confirm_answer, reply.reject_answer):
        with pytest.raises(errors.Missing):
            judge(uuid4(), made(Judgement))
    with pytest.raises(errors.Missing):
        reply.dispute_answer(uuid4(), made(AnswerDisputeReport), REGISTER)


def test_a_dispute_names_a_source_that_is_there() -> None:
    reply = a_reply()
    answer_id = reply.assert_answer(an_answer(), knowing(STRIKE))
    with pytest.raises(errors.Unknown):
        reply.dispute_answer(answer_id, made(AnswerDisputeReport, source="nobody"), REGISTER)


def test_a_retracted_incident_keeps_assertions_and_takes_no_judgement_of_them() -> None:
    reply = a_reply()
    reply.retract(made(Mend, reason="it did not happen"))
    answer_id = reply.assert_answer(an_answer(), knowing(STRIKE))
    with pytest.raises(errors.AlreadyRetracted):
        reply.confirm_answer(answer_id, made(Judgement))


def test_a_merged_incident_takes_no_answers() -> None:
    reply = a_reply()
    reply.merge_into(a_reply(), "the same")
    with pytest.raises(errors.AlreadyMerged):
        reply.assert_answer(an_answer(), knowing(STRIKE))
