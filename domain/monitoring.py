"""Monitoring: where a monitor was looking, and where it was kept out - so that silence is not read as calm."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from domain import errors
from domain.judgement import Mend
from domain.model import Aggregate, Entry, Fact, Opening, Slug, Text, UnknownEvent, Value, derived_id
from domain.moment import Moment
from domain.place import Place
from domain.registry import check_parties
from domain.sourced import Attested, Sourced

if TYPE_CHECKING:
    from datetime import datetime

    from domain.registry import Registry


class _Coverage(Value):
    monitor: Slug
    period: Moment
    place: Place
    note: Text | None = None


class CoverageReport(Sourced, _Coverage):
    """Input: a monitor (a source) watched an area over a period."""


class Coverage(Attested, _Coverage):
    """Stored: a monitor watched an area over a period."""


class _Denial(Value):
    denied_by: Slug | None = None
    at: Moment
    place: Place
    note: Text | None = None


class AccessDenialReport(Sourced, _Denial):
    """Input: a monitor was kept out, by whom if known."""


class AccessDenial(Attested, _Denial):
    """Stored: a monitor was kept out."""

    id: UUID


class MonitoringState:
    """What one monitor covered."""

    def __init__(self) -> None:
        self.coverage: Coverage | None = None
        self.withdrawn: str | None = None
        self.denials: list[AccessDenial] = []
        self.denials_known_at: dict[UUID, datetime] = {}
        self.denials_withdrawn: dict[UUID, str | None] = {}

    def exists(self) -> bool:
        """Whether the coverage was declared."""
        return self.coverage is not None

    def evolve(self, event: Fact) -> None:
        """Fold one fact."""
        match event:
            case CoverageDeclared():
                self.coverage = event.coverage
            case CoverageWithdrawn():
                self.withdrawn = event.reason
            case AccessDenied():
                self.denials.append(event.denial)
                self.denials_known_at[event.denial.id] = event.known_at
            case DenialWithdrawn():
                self.denials_withdrawn[event.denial_id] = event.reason
            case _:
                raise UnknownEvent(event)


class Monitoring(Aggregate):
    """One monitor's watch over one area and period."""

    KIND = "monitoring"
    STATE = MonitoringState
    state: MonitoringState

    @classmethod
    def declare(cls, entry: Entry, report: CoverageReport, registry: Registry) -> Monitoring:
        """Open a watch. Raises Unknown for a monitor or source that is not registered."""
        registry.source(report.monitor, field="monitor")
        said = {name: getattr(report, name) for name in _Coverage.model_fields}
        coverage = Coverage(**said, **report.attestation(registry))
        stream = derived_id(cls.KIND, coverage.model_dump_json())
        return cls.open(entry, CoverageDeclared, stream, known_at=report.known_at(entry), coverage=coverage)

    def deny_access(self, report: AccessDenialReport, registry: Registry) -> UUID:
        """Keep that the monitor was kept out."""
        check_parties(registry, (report.denied_by,), field="denied_by")
        said = {name: getattr(report, name) for name in _Denial.model_fields}
        denial = AccessDenial(
            id=derived_id(str(self.id), str(self.next_version)), **said, **report.attestation(registry)
        )
        self.record(AccessDenied, denial=denial, known_at=report.known_at(self.entry))
        return denial.id

    def withdraw(self, mend: Mend) -> None:
        """The monitor did not watch, or no longer says so; where it was kept out stands. Raises AlreadyWithdrawn."""
        if self.state.withdrawn is not None:
            raise errors.AlreadyWithdrawn(f"watch {self.id} is already withdrawn")
        self.record(CoverageWithdrawn, reason=mend.reason, known_at=mend.mended_at(self.entry, self.opened_known_at))

    def withdraw_denial(self, denial_id: UUID, mend: Mend) -> None:
        """The monitor was not kept out, or nobody says so any longer. Raises Missing, or AlreadyWithdrawn."""
        known_at = self.state.denials_known_at.get(denial_id)
        if known_at is None:
            raise errors.Missing(f"watch {self.id} has no denial of access {denial_id}")
        if denial_id in self.state.denials_withdrawn:
            raise errors.AlreadyWithdrawn(f"denial of access {denial_id} is already withdrawn")
        mended = mend.mended_at(self.entry, known_at)
        self.record(DenialWithdrawn, denial_id=denial_id, reason=mend.reason, known_at=mended)


class CoverageDeclared(Opening):
    """A monitor declares what it watched."""

    TOPIC = "monitoring.coverage_declared"
    OPENS: ClassVar[type[Aggregate]] = Monitoring
    coverage: Coverage


class AccessDenied(Fact):
    """A monitor was kept out."""

    TOPIC = "monitoring.access_denied"
    denial: AccessDenial


class CoverageWithdrawn(Fact):
    """A monitor's watch was entered in error, or no longer stands."""

    TOPIC = "monitoring.coverage_withdrawn"


class DenialWithdrawn(Fact):
    """A denial of access was entered in error, or no longer stands."""

    TOPIC = "monitoring.denial_withdrawn"
    denial_id: UUID
