"""Statements: demands, ultimatums with deadlines, warnings, condemnations, calls and rounds of talks."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain import errors
from domain.claim import Slugs
from domain.external import digest_of, stream_of
from domain.incident.reports import AnswerReport
from domain.incident.values import Answer, ExternalId
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


class StatementState:
    """A statement as its facts tell it."""

    def __init__(self) -> None:
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
            case Withdrawn():
                self.withdrawn = event.reason
            case _:
                raise UnknownEvent(event)


class Statement(Aggregate):
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
            cls._answer(stream, number, answer, report, registry)
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

    @staticmethod
    def _answer(stream: UUID, number: int, answer: AnswerReport, report: StatementReport, registry: Registry) -> Answer:
        kind, trigger = ("incident", answer.incident) if answer.incident else ("statement", answer.statement)
        if trigger is None:  # pragma: no cover - the report names exactly one
            raise AssertionError
        if trigger == stream:
            raise errors.AnswersItself("a statement cannot answer itself", field="answers")
        if report.made.over_by < registry.began_from(kind, trigger, field="answers"):
            raise errors.AnswersTheFuture(f"the {kind} {trigger} certainly happened later", field="answers")
        source = registry.source(answer.asserted_by, field="asserted_by")
        return Answer(
            id=derived_id(str(stream), "answer", str(number)),
            incident=answer.incident,
            statement=answer.statement,
            asserted_by=answer.asserted_by,
            text=answer.text,
            aligned_with=source.aligned_with,
            reliability=source.reliability,
        )

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
