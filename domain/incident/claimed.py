"""An incident's claims: kept beside their rivals, superseded, withdrawn, graded."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain import errors
from domain.claim import ClaimReport
from domain.incident import events as e
from domain.incident.reports import ClaimAddition, Grading
from domain.incident.said import HeldClaim
from domain.incident.state import IncidentState
from domain.incident.values import Frame
from domain.judgement import Mend
from domain.model import Aggregate, derived_id
from domain.registry import Registry


class ClaimedIncident(Aggregate):
    """What every command on an incident looks up and refuses, and the commands on its claims."""

    KIND = "incident"
    STATE = IncidentState
    state: IncidentState

    def add_claim(self, report: ClaimAddition, registry: Registry, known_at: datetime | None = None) -> UUID:
        """Keep another claim beside its rivals; a source may supersede its own.

        Known when it was published, unless it is said to have been known at another time (UTC): a data set that
        revises a row does so after the reports on which the row rests.
        """
        self.check_unmerged()
        known_at = report.known_at(self.entry) if known_at is None else known_at
        if report.supersedes is not None:
            self._check_supersedes(self.held_claim(report.supersedes, field="supersedes"), report, known_at)
        claim_id = self.keep_claim(report, registry, known_at)
        if report.supersedes is not None:
            self.record(e.ClaimSuperseded, claim_id=report.supersedes, by=claim_id, known_at=known_at)
        return claim_id

    def keep_claim(self, report: ClaimReport, registry: Registry, known_at: datetime) -> UUID:
        """Keep a claim as known at a moment; answers its id."""
        claim = report.claim(self.next_id("claim"), registry)
        self.record(e.ClaimAdded, claim=claim, known_at=known_at)
        return claim.id

    def _check_supersedes(self, held: HeldClaim, report: ClaimAddition, known_at: datetime) -> None:
        if held.claim.source != report.source:
            raise errors.OtherSource(
                f"{report.source} cannot supersede a claim of {held.claim.source}", field="supersedes"
            )
        if self.state.superseder(held.claim.id) is not None:
            raise errors.AlreadySuperseded(f"claim {held.claim.id} is already superseded", field="supersedes")
        if known_at < held.known_at:
            raise errors.SupersedesTheFuture("the claim it supersedes was published after it", field="supersedes")

    def withdraw_claim(self, claim_id: UUID, mend: Mend) -> None:
        """A claim no longer stands; where it was entered in error, it never did."""
        self.check_unmerged()
        held = self.held_claim(claim_id)
        if claim_id in self.state.withdrawn:
            raise errors.AlreadyWithdrawn(f"claim {claim_id} is already withdrawn")
        known_at = mend.mended_at(self.entry, held.known_at)
        self.record(e.ClaimWithdrawn, claim_id=claim_id, reason=mend.reason, known_at=known_at)

    def regrade_claim(self, claim_id: UUID, grading: Grading) -> None:
        """Grade a claim anew."""
        self.check_unmerged()
        self.held_claim(claim_id)
        if grading.credibility is None and grading.reliability is None:
            raise errors.NothingToCorrect("a grading gives a credibility, a reliability, or both", field="credibility")
        self.record(
            e.ClaimRegraded,
            claim_id=claim_id,
            credibility=grading.credibility,
            reliability=grading.reliability,
            reason=grading.reason,
            known_at=grading.judged_at(self.entry),
        )

    def next_id(self, what: str) -> UUID:
        """The id that the next fact gives to a part of this incident."""
        return derived_id(str(self.id), what, str(self.next_version))

    def framed(self) -> Frame:
        """The frame as it stands."""
        if self.state.frame is None:  # pragma: no cover - an opened incident has a frame
            raise AssertionError
        return self.state.frame

    def held_claim(self, claim_id: UUID, *, field: str | None = None) -> HeldClaim:
        """A claim of this incident. Raises Missing, or Unknown where an input field names it."""
        held = self.state.claims.get(claim_id)
        if held is not None:
            return held
        refusal = errors.Missing if field is None else errors.Unknown
        raise refusal(f"incident {self.id} has no claim {claim_id}", field=field)

    def check_unmerged(self, *, field: str = "incident") -> None:
        """Raises AlreadyMerged."""
        if self.state.merged_into is not None:
            message = f"incident {self.id} was merged into {self.state.merged_into}"
            raise errors.AlreadyMerged(message, field=field)

    def check_open(self, *, field: str = "incident") -> None:
        """Raises AlreadyMerged, or AlreadyRetracted, naming the part of the input that names this incident."""
        self.check_unmerged(field=field)
        if self.state.retracted is not None:
            message = f"incident {self.id} is retracted: {self.state.retracted.reason}"
            raise errors.AlreadyRetracted(message, field=field)

    def check_something_stands(self) -> None:
        """Raises AlreadyRetracted where there is no claim left to judge."""
        if not self.state.standing_claims():
            message = f"every claim of incident {self.id} is withdrawn: nothing is left of it"
            raise errors.AlreadyRetracted(message, field="incident")

    def first_known(self) -> datetime:
        """When the first of its claims was known (UTC)."""
        return min(held.known_at for held in self.state.claims.values())
