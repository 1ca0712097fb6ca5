"""What an incident is said to answer, and to breach: asserted, disputed, confirmed, rejected."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain import errors
from domain.incident import events as e
from domain.incident.claimed import ClaimedIncident
from domain.incident.reports import (
    AnswerDisputeReport,
    AnswerReport,
    BreachAllegation,
    BreachFinding,
    BreachReport,
)
from domain.incident.values import Answer, Breach
from domain.judgement import Judgement
from domain.registry import Registry
from domain.sourced import publication_known_at

_FINDINGS: dict[BreachFinding, type[e.BreachAlleged | e.BreachConfirmed | e.BreachRejected]] = {
    BreachFinding.ALLEGED: e.BreachAlleged,
    BreachFinding.CONFIRMED: e.BreachConfirmed,
    BreachFinding.REJECTED: e.BreachRejected,
}


class AnsweringIncident(ClaimedIncident):
    """The commands on an incident's answers and breaches."""

    def assert_answer(self, report: AnswerReport, registry: Registry, known_at: datetime | None = None) -> UUID:
        """Keep that someone says this answers an earlier incident or statement."""
        self.check_unmerged()
        source = registry.source(report.asserted_by, field="asserted_by")
        self._check_trigger(report, registry)
        answer = Answer(
            id=self.next_id("answer"),
            incident=report.incident,
            statement=report.statement,
            asserted_by=report.asserted_by,
            text=report.text,
            aligned_with=source.aligned_with,
            reliability=source.reliability,
        )
        if report.published_at is not None:
            known_at = publication_known_at(report.published_at, self.entry)
        self.record(e.AnswerAsserted, answer=answer, known_at=known_at)
        return answer.id

    def _check_trigger(self, report: AnswerReport, registry: Registry) -> None:
        kind, trigger = ("incident", report.incident) if report.incident else ("statement", report.statement)
        if trigger is None:  # pragma: no cover - the report names exactly one
            raise AssertionError
        if trigger == self.id:
            raise errors.AnswersItself("an incident cannot answer itself", field="answers")
        began = registry.began_from(kind, trigger, field="answers")
        if self.framed().occurred.over_by < began:
            raise errors.AnswersTheFuture(
                f"the {kind} {trigger} certainly happened later (from {began.isoformat()})", field="answers"
            )

    def dispute_answer(self, answer_id: UUID, report: AnswerDisputeReport, registry: Registry) -> None:
        """Keep that a source, or the analyst, disputes an answer."""
        self._answer(answer_id)
        if report.source is not None:
            registry.source(report.source, field="source")
        known_at = report.judged_at(self.entry)
        if report.published_at is not None:
            known_at = publication_known_at(report.published_at, self.entry)
        self.record(
            e.AnswerDisputed,
            answer_id=answer_id,
            source=report.source,
            reason=report.reason,
            known_at=known_at,
        )

    def confirm_answer(self, answer_id: UUID, judgement: Judgement) -> None:
        """Hold that it was an answer."""
        self._answer(answer_id)
        self.record(
            e.AnswerConfirmed,
            answer_id=answer_id,
            reason=judgement.reason,
            known_at=judgement.judged_at(self.entry),
        )

    def reject_answer(self, answer_id: UUID, judgement: Judgement) -> None:
        """Hold that it was none."""
        self._answer(answer_id)
        self.record(
            e.AnswerRejected,
            answer_id=answer_id,
            reason=judgement.reason,
            known_at=judgement.judged_at(self.entry),
        )

    def allege(self, report: BreachAllegation, registry: Registry, known_at: datetime | None = None) -> None:
        """Keep that someone alleges the breach of a provision."""
        breach = self._breach(report, registry)
        self.record(e.BreachAlleged, breach=breach, known_at=known_at)

    def judge_breach(self, report: BreachReport, registry: Registry) -> None:
        """Allege, confirm or reject the breach of a provision."""
        self.check_open()
        known_at = report.judged_at(self.entry)
        if report.published_at is not None:
            known_at = publication_known_at(report.published_at, self.entry)
        fact = _FINDINGS[report.finding]
        self.record(fact, breach=self._breach(report, registry), reason=report.reason, known_at=known_at)

    def _breach(self, report: BreachAllegation, registry: Registry) -> Breach:
        registry.agreement(report.agreement, field="agreement")
        registry.provision(report.agreement, report.provision, field="provision")
        if report.alleged_by is not None:
            registry.source(report.alleged_by, field="alleged_by")
        return Breach(
            agreement=report.agreement,
            provision=report.provision,
            alleged_by=report.alleged_by,
            text=report.text,
        )

    def _answer(self, answer_id: UUID) -> None:
        self.check_open()
        if answer_id not in self.state.answers:
            raise errors.Missing(f"incident {self.id} has no answer {answer_id}")
