"""Statements: demands, ultimatums with deadlines, warnings, condemnations, calls and rounds of talks."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain import errors
from domain.answering import (
    AnswerDenied,
    AnswerDoubted,
    AnswerFacts,
    AnswersSaid,
    AnswerUpheld,
    CanAnswer,
    SaidToAnswer,
    checked_answer,
)
from domain.claim import Slugs
from domain.external import ExternalId, digest_of, stream_of
from domain.incident.reports import AnswerReport
from domain.incident.values import Answer
from domain.judgement import Mend
from domain.model import Aggregate, Entry, Fact, Name, Opening, Slug, UnknownEvent, Value, derived_id
from domain.moment import Moment
from domain.place import Place
from domain.registry import check_parties
from domain.sourced import Attested, Sourced

if TYPE_CHECKING:
    from domain.registry import Registry


class StatementKind(StrEnum):
    """What a statement does."""

    DEMAND = "demand"
    ULTIMATUM = "ultimatum"
    WARNING = "warning"
    CONDEMNATION = "condemnation"
    CALL = "call"
    TALKS = "talks"


class _Statement(Value):
    kind: StatementKind
    by: Slug | None = None
    speaker: Name | None = None
    addressed_to: Slugs = ()
    made: Moment
    deadline: Moment | None = None
    place: Place | None = None


class StatementReport(Sourced, _Statement):
    """Input: a statement, who made it to whom, and by when it wants an answer."""

    answers: Annotated[tuple[AnswerReport, ...], Field(max_length=20)] = ()
    external_id: ExternalId | None = None


class StatementBody(Attested, _Statement):
    """Stored: a statement with the answers that someone sees in it."""

    answers: tuple[Answer, ...] = ()


class StatementState(AnswersSaid):
    """A statement as its facts tell it. Folds totally: what is said of an answer not yet seen waits."""

    def __init__(self) -> None:
        super().__init__()
        self.body: StatementBody | None = None
        self.external_id: ExternalId | None = None
        self.digest = ""
        self.withdrawn: str | None = None

    def exists(self) -> bool:
        """Whether it was issued."""
        return self.body is not None

    def evolve(self, event: Fact) -> None:
        """Fold one fact."""
        match event:
            case Issued():
                self.body, self.external_id, self.digest = event.body, event.external_id, event.digest
                self.answers |= {answer.id: answer for answer in event.body.answers}
            case SaidToAnswer() | AnswerDoubted() | AnswerUpheld() | AnswerDenied():
                self.fold_answer(event)
            case Withdrawn():
                self.withdrawn = event.reason
            case _:
                raise UnknownEvent(event)


class Statement(CanAnswer):
    """Something said that others answer to."""

    KIND = "statement"
    STATE = StatementState
    state: StatementState

    @classmethod
    def issue(cls, entry: Entry, report: StatementReport, registry: Registry) -> Statement:
        """Open a statement's stream. Raises Unknown, and AnswersTheFuture."""
        check_parties(registry, (report.by,), field="by")
        check_parties(registry, report.addressed_to, field="addressed_to")
        stream = stream_of(cls.KIND, report.external_id)
        answers = tuple(
            checked_answer(
                derived_id(str(stream), "answer", str(number)),
                answer,
                registry,
                of=(cls.KIND, stream),
                over_by=report.made.over_by,
            )
            for number, answer in enumerate(report.answers, start=1)
        )
        said = {name: getattr(report, name) for name in _Statement.model_fields}
        body = StatementBody(answers=answers, **said, **report.attestation(registry))
        return cls.open(
            entry,
            Issued,
            stream,
            known_at=report.known_at(entry),
            body=body,
            external_id=report.external_id,
            digest=digest_of(report),
        )

    def check_takes_answers(self) -> None:
        """Raises nothing: what is said of a statement is kept, as it is of a retracted incident."""

    def check_open(self) -> None:
        """Raises AlreadyWithdrawn."""
        if self.state.withdrawn is not None:
            message = f"statement {self.id} is withdrawn: {self.state.withdrawn}"
            raise errors.AlreadyWithdrawn(message, field="statement")

    def happened(self) -> Moment:
        """When it was made."""
        if self.state.body is None:  # pragma: no cover - an opened statement has a body
            raise AssertionError
        return self.state.body.made

    def next_answer_id(self) -> UUID:
        """By the version of the fact that asserts it, under a word of its own.

        The answers with which a statement was issued are numbered from 1 on, as versions are.
        """
        return derived_id(str(self.id), "asserted answer", str(self.next_version))

    def withdraw(self, mend: Mend) -> None:
        """The statement no longer stands. Raises AlreadyWithdrawn."""
        if self.state.withdrawn is not None:
            raise errors.AlreadyWithdrawn(f"statement {self.id} is already withdrawn")
        self.record(Withdrawn, reason=mend.reason, known_at=mend.mended_at(self.entry, self.opened_known_at))


class Issued(Opening):
    """A statement was made."""

    TOPIC = "statement.issued"
    OPENS: ClassVar[type[Aggregate]] = Statement
    body: StatementBody
    external_id: ExternalId | None = None
    digest: str


class Withdrawn(Fact):
    """A statement was taken back, or was entered in error."""

    TOPIC = "statement.withdrawn"


class AnswerAsserted(SaidToAnswer):
    """Someone says that this statement answers an incident, or another statement."""

    TOPIC = "statement.answer_asserted"


class AnswerDisputed(AnswerDoubted):
    """A source, or an analyst, disputes that the statement was an answer."""

    TOPIC = "statement.answer_disputed"


class AnswerConfirmed(AnswerUpheld):
    """An analyst holds that the statement was an answer."""

    TOPIC = "statement.answer_confirmed"


class AnswerRejected(AnswerDenied):
    """An analyst holds that the statement was none."""

    TOPIC = "statement.answer_rejected"


Statement.ANSWER_FACTS = AnswerFacts(AnswerAsserted, AnswerDisputed, AnswerConfirmed, AnswerRejected)
