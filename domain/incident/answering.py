"""What an incident is said to answer, and to breach: asserted, disputed, confirmed, rejected."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.answering import CanAnswer
from domain.incident import events as e
from domain.incident.claimed import ClaimedIncident
from domain.incident.reports import (
    BreachAllegation,
    BreachFinding,
    BreachReport,
)
from domain.incident.values import Breach
from domain.moment import Moment
from domain.registry import Registry
from domain.sourced import publication_known_at

_FINDINGS: dict[BreachFinding, type[e.BreachAlleged | e.BreachConfirmed | e.BreachRejected]] = {
    BreachFinding.ALLEGED: e.BreachAlleged,
    BreachFinding.CONFIRMED: e.BreachConfirmed,
    BreachFinding.REJECTED: e.BreachRejected,
}


class AnsweringIncident(ClaimedIncident, CanAnswer):
    """The commands on an incident's answers and breaches."""

    ANSWER_FACTS = e.ANSWER_FACTS

    def check_takes_answers(self) -> None:
        """Raises AlreadyMerged."""
        self.check_unmerged()

    def happened(self) -> Moment:
        """When it happened, as its frame stands."""
        return self.framed().occurred

    def next_answer_id(self) -> UUID:
        """By the version of the fact that asserts it."""
        return self.next_id("answer")

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
