"""Answering: what an incident or a statement is said to answer, asserted, disputed, confirmed and rejected."""

from __future__ import annotations

from abc import abstractmethod
from datetime import datetime
from typing import ClassVar, NamedTuple
from uuid import UUID

from domain import errors
from domain.incident.reports import AnswerDisputeReport, AnswerReport
from domain.incident.said import Dispute, Note, note_of
from domain.incident.values import Answer
from domain.judgement import Judgement
from domain.model import Aggregate, Fact, Slug
from domain.moment import Moment
from domain.registry import Registry
from domain.sourced import publication_known_at


class SaidToAnswer(Fact):
    """What all facts share by which someone says that a thing answers an earlier incident or statement."""

    answer: Answer


class AnswerDoubted(Fact):
    """What all facts share by which a source, or an analyst, disputes an answer."""

    answer_id: UUID
    source: Slug | None = None


class AnswerUpheld(Fact):
    """What all facts share by which an analyst holds that it was an answer."""

    answer_id: UUID


class AnswerDenied(Fact):
    """What all facts share by which an analyst holds that it was none."""

    answer_id: UUID


AnswerFact = SaidToAnswer | AnswerDoubted | AnswerUpheld | AnswerDenied


class AnswerFacts(NamedTuple):
    """The four facts under which one kind of thing stores what is said of its answers."""

    asserted: type[SaidToAnswer]
    disputed: type[AnswerDoubted]
    confirmed: type[AnswerUpheld]
    rejected: type[AnswerDenied]


class AnswersSaid:
    """What is said of a thing's answers. A dispute or a finding of an answer not yet seen is kept, and waits."""

    def __init__(self) -> None:
        self.answers: dict[UUID, Answer] = {}
        self.answer_disputes: dict[UUID, list[Dispute]] = {}
        self.answer_findings: dict[UUID, tuple[bool, Note]] = {}

    def fold_answer(self, event: AnswerFact) -> None:
        """Fold one fact about an answer."""
        match event:
            case SaidToAnswer():
                self.answers[event.answer.id] = event.answer
            case AnswerDoubted():
                disputes = self.answer_disputes.setdefault(event.answer_id, [])
                disputes.append(Dispute(event.source, note_of(event)))
            case _:
                self.answer_findings[event.answer_id] = (isinstance(event, AnswerUpheld), note_of(event))

    def answer_stands(self, answer_id: UUID) -> bool:
        """Whether an asserted answer has not been rejected."""
        return answer_id in self.answers and self.answer_findings.get(answer_id, (True, None))[0]

    def answer_status(self, answer_id: UUID) -> str:
        """How an answer stands: confirmed or rejected by an analyst, else disputed, else asserted."""
        finding = self.answer_findings.get(answer_id)
        if finding is not None:
            return "confirmed" if finding[0] else "rejected"
        return "disputed" if self.answer_disputes.get(answer_id) else "asserted"


def checked_answer(
    answer_id: UUID, report: AnswerReport, registry: Registry, *, of: tuple[str, UUID], over_by: datetime
) -> Answer:
    """What is stored of an answer of a thing (its kind and id) that was over by a moment (UTC).

    Raises Unknown, AnswersItself, and AnswersTheFuture where what it is to answer certainly happened later.
    """
    source = registry.source(report.asserted_by, field="asserted_by")
    _check_trigger(report, registry, of, over_by)
    return Answer(
        id=answer_id,
        incident=report.incident,
        statement=report.statement,
        asserted_by=report.asserted_by,
        text=report.text,
        aligned_with=source.aligned_with,
        reliability=source.reliability,
    )


def _check_trigger(report: AnswerReport, registry: Registry, of: tuple[str, UUID], over_by: datetime) -> None:
    kind, trigger = ("incident", report.incident) if report.incident else ("statement", report.statement)
    if trigger is None:  # pragma: no cover - the report names exactly one
        raise AssertionError
    if trigger == of[1]:
        article = "an" if of[0] == "incident" else "a"
        raise errors.AnswersItself(f"{article} {of[0]} cannot answer itself", field="answers")
    began = registry.began_from(kind, trigger, field="answers")
    if over_by < began:
        message = f"the {kind} {trigger} certainly happened later (from {began.isoformat()})"
        raise errors.AnswersTheFuture(message, field="answers")


class CanAnswer(Aggregate):
    """A thing that may answer others, with the commands on its answers."""

    ANSWER_FACTS: ClassVar[AnswerFacts]

    @abstractmethod
    def check_takes_answers(self) -> None:
        """Raises Refused where nothing more may be said of what it answers."""

    @abstractmethod
    def check_open(self) -> None:
        """Raises Refused where its answers take no judgement."""

    @abstractmethod
    def happened(self) -> Moment:
        """When it happened, or was said, as it stands."""

    @abstractmethod
    def next_answer_id(self) -> UUID:
        """The id of the answer that the next fact asserts."""

    def assert_answer(self, report: AnswerReport, registry: Registry, known_at: datetime | None = None) -> UUID:
        """Keep that someone says this answers an earlier incident or statement; answers the answer's id."""
        self.check_takes_answers()
        of = (self.KIND, self.id)
        answer = checked_answer(self.next_answer_id(), report, registry, of=of, over_by=self.happened().over_by)
        if report.published_at is not None:
            known_at = publication_known_at(report.published_at, self.entry)
        self.record(self.ANSWER_FACTS.asserted, answer=answer, known_at=known_at)
        return answer.id

    def dispute_answer(self, answer_id: UUID, report: AnswerDisputeReport, registry: Registry) -> None:
        """Keep that a source, or the analyst, disputes an answer."""
        self._check_answer(answer_id)
        if report.source is not None:
            registry.source(report.source, field="source")
        known_at = report.judged_at(self.entry)
        if report.published_at is not None:
            known_at = publication_known_at(report.published_at, self.entry)
        self.record(
            self.ANSWER_FACTS.disputed,
            answer_id=answer_id,
            source=report.source,
            reason=report.reason,
            known_at=known_at,
        )

    def confirm_answer(self, answer_id: UUID, judgement: Judgement) -> None:
        """Hold that it was an answer."""
        self._judge_answer(self.ANSWER_FACTS.confirmed, answer_id, judgement)

    def reject_answer(self, answer_id: UUID, judgement: Judgement) -> None:
        """Hold that it was none."""
        self._judge_answer(self.ANSWER_FACTS.rejected, answer_id, judgement)

    def _judge_answer(self, fact: type[Fact], answer_id: UUID, judgement: Judgement) -> None:
        self._check_answer(answer_id)
        known_at = judgement.judged_at(self.entry)
        self.record(fact, answer_id=answer_id, reason=judgement.reason, known_at=known_at)

    def _check_answer(self, answer_id: UUID) -> None:
        self.check_open()
        if answer_id not in self.state.answers:
            raise errors.Missing(f"{self.KIND} {self.id} has no answer {answer_id}")
