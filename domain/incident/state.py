"""What an incident's facts add up to, under any lens. Facts are kept apart here; judging them is `assessment`'s."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from domain.incident import events as e
from domain.incident.values import Answer, Breach, ExternalId, Frame, Nature, Override, Standing
from domain.model import Fact, UnknownEvent

if TYPE_CHECKING:
    from datetime import datetime

    from domain.claim import Claim


@dataclass(frozen=True)
class HeldClaim:
    """A claim with its place on the clocks: when it was known, and its version in the stream."""

    claim: Claim
    known_at: datetime
    version: int


@dataclass(frozen=True)
class Note:
    """An act with its reason and when it was known."""

    reason: str | None
    known_at: datetime


@dataclass(frozen=True)
class Dispute:
    """Who disputes an answer, and why."""

    source: str | None
    note: Note


class IncidentState:
    """Folds totally: a reference to something unseen is kept, and waits."""

    def __init__(self) -> None:
        self.frame: Frame | None = None
        self.external_id: ExternalId | None = None
        self.digest = ""
        self.claims: dict[UUID, HeldClaim] = {}
        self.superseded_by: dict[UUID, UUID] = {}
        self.withdrawn: dict[UUID, Note] = {}
        self.grades: dict[UUID, e.ClaimRegraded] = {}
        self.answers: dict[UUID, Answer] = {}
        self.answer_disputes: dict[UUID, list[Dispute]] = {}
        self.answer_findings: dict[UUID, tuple[bool, Note]] = {}
        self.allegations: dict[tuple[str, str], list[Breach]] = {}
        self.breach_findings: dict[tuple[str, str], tuple[bool, Note]] = {}
        self.override: tuple[Override, Note] | None = None
        self.finding: tuple[Standing, Note] | None = None
        self.retracted: Note | None = None
        self.merged_into: UUID | None = None
        self.split_from: UUID | None = None

    def exists(self) -> bool:
        """An incident is there once any of its claims is visible."""
        return self.frame is not None and bool(self.claims)

    def evolve(self, event: Fact) -> None:  # noqa: C901, PLR0912, PLR0915 - one case a fact, and no other logic
        """Fold one fact."""
        note = Note(event.reason, event.known_at)
        match event:
            case e.Reported():
                self.frame, self.external_id, self.digest = event.frame, event.external_id, event.digest
            case e.ClaimAdded():
                self.claims[event.claim.id] = HeldClaim(event.claim, event.known_at, event.originator_version)
                self.withdrawn.pop(event.claim.id, None)
            case e.ClaimSuperseded():
                self.superseded_by[event.claim_id] = event.by
            case e.ClaimWithdrawn():
                self.withdrawn[event.claim_id] = note
            case e.ClaimRegraded():
                self.grades[event.claim_id] = event
            case e.AnswerAsserted():
                self.answers[event.answer.id] = event.answer
            case e.AnswerDisputed():
                self.answer_disputes.setdefault(event.answer_id, []).append(Dispute(event.source, note))
            case e.AnswerConfirmed():
                self.answer_findings[event.answer_id] = (True, note)
            case e.AnswerRejected():
                self.answer_findings[event.answer_id] = (False, note)
            case e.BreachAlleged():
                self.allegations.setdefault(event.breach.key, []).append(event.breach)
            case e.BreachConfirmed():
                self.breach_findings[event.breach.key] = (True, note)
            case e.BreachRejected():
                self.breach_findings[event.breach.key] = (False, note)
            case e.Assessed():
                self.override = (event.override, note)
            case e.AssessmentLifted():
                self.override = None
            case e.Verified():
                self.finding = (Standing.VERIFIED, note)
            case e.Disputed():
                self.finding = (Standing.DISPUTED, note)
            case e.Relocated():
                self._reframe(place=event.place)
            case e.Redated():
                self._reframe(occurred=event.occurred)
            case e.Reclassified():
                self._reframe(nature=event.nature, act=event.act, targets=event.targets)
            case e.Retracted():
                self.retracted = note
            case e.Reinstated():
                self.retracted = None
            case e.MergedInto():
                self.merged_into = event.into
            case e.MergeUndone():
                self.merged_into = None
            case e.SplitFrom():
                self.split_from = event.origin
            case _:
                raise UnknownEvent(event)

    def _reframe(self, **parts: object) -> None:
        if self.frame is not None:
            self.frame = self.frame.model_copy(update={name: part for name, part in parts.items() if part is not None})

    @property
    def nature(self) -> Nature:
        """As reported; a bare incident turns by what stands about it: a breach, else an answer."""
        if self.frame is None or self.frame.nature is not Nature.INCIDENT:
            return Nature.INCIDENT if self.frame is None else self.frame.nature
        if any(self.breach_stands(key) for key in self.allegations.keys() | self.breach_findings.keys()):
            return Nature.VIOLATION
        if any(self.answer_stands(answer) for answer in self.answers):
            return Nature.RETALIATION
        return Nature.INCIDENT

    def answer_stands(self, answer_id: UUID) -> bool:
        """Whether an asserted answer has not been rejected."""
        return answer_id in self.answers and self.answer_findings.get(answer_id, (True, None))[0]

    def breach_stands(self, key: tuple[str, str]) -> bool:
        """Whether a breach is confirmed, or alleged and not rejected."""
        return self.breach_findings.get(key, (key in self.allegations, None))[0]

    def superseder(self, claim_id: UUID) -> UUID | None:
        """The visible, standing claim that supersedes this one."""
        by = self.superseded_by.get(claim_id)
        return by if by in self.claims and by not in self.withdrawn else None

    def standing_claims(self) -> list[HeldClaim]:
        """Every claim that is neither superseded nor withdrawn, with its grade as it stands, in known order."""
        held = (
            self._graded(held)
            for claim_id, held in self.claims.items()
            if claim_id not in self.withdrawn and self.superseder(claim_id) is None
        )
        return sorted(held, key=lambda one: (one.known_at, one.version))

    def all_claims(self) -> list[HeldClaim]:
        """Every visible claim with its grade as it stands, in known order."""
        return sorted(map(self._graded, self.claims.values()), key=lambda one: (one.known_at, one.version))

    def _graded(self, held: HeldClaim) -> HeldClaim:
        grade = self.grades.get(held.claim.id)
        if grade is None:
            return held
        given = {"credibility": grade.credibility, "reliability": grade.reliability}
        return HeldClaim(
            held.claim.model_copy(update={k: v for k, v in given.items() if v is not None}),
            held.known_at,
            held.version,
        )
