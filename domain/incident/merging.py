"""Merging and splitting: claims are carried between incidents, each at the moment it was known."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self
from uuid import UUID, uuid4

from domain import errors
from domain.claim import Claim
from domain.incident import events as e
from domain.incident.answering import AnsweringIncident
from domain.incident.reports import SplitReport
from domain.incident.state import HeldClaim
from domain.incident.values import Frame
from domain.model import Entry
from domain.registry import Registry, check_parties


class MergingIncident(AnsweringIncident):
    """The commands that make one incident of two, or two of one."""

    @classmethod
    def opened(cls, entry: Entry, stream: UUID, frame: Frame, known_at: datetime, **payload: Any) -> Self:
        """Begin an incident's stream with its frame."""
        return cls.open(entry, e.OPENINGS[frame.nature], stream, known_at=known_at, frame=frame, **payload)

    def merge_into(self, other: Self, reason: str | None) -> None:
        """Let `other` speak for this happening: its standing claims go there, and it counts nowhere."""
        self.check_open()
        if other.id == self.id:
            raise errors.MergedIntoItself("an incident cannot be merged into itself", field="into")
        other.check_open()
        for held in self.state.standing_claims():
            other.carry(held, origin=self.id, reason=reason)
        self.record(e.MergedInto, into=other.id, reason=reason, known_at=self.first_known())

    def undo_merge(self, other: Self, reason: str | None) -> None:
        """It was another happening after all: its claims come back."""
        if self.state.merged_into is None:
            raise errors.NotMerged(f"incident {self.id} is not merged")
        other.give_back(origin=self.id, reason=reason)
        self.record(e.MergeUndone, reason=reason, known_at=self.first_known())

    def split(self, report: SplitReport, registry: Registry) -> Self:
        """Open another incident with some of the claims of this one."""
        self.check_open()
        moved = [self.held_claim(claim_id, field="claims") for claim_id in dict.fromkeys(report.claims)]
        staying = {held.claim.id for held in self.state.standing_claims()} - set(report.claims)
        if not staying:
            raise errors.NothingLeftToSplit("a split leaves at least one standing claim behind", field="claims")
        parts = {name: getattr(report, name) for name in Frame.model_fields}
        check_parties(registry, report.targets or (), field="targets")
        frame = self.framed().model_copy(update={name: part for name, part in parts.items() if part is not None})
        known_at = min(held.known_at for held in moved)
        new = type(self).opened(self.entry, uuid4(), frame, known_at, digest="", reason=report.reason)
        new.record(e.SplitFrom, origin=self.id, reason=report.reason, known_at=known_at)
        for held in moved:
            new.carry(held, origin=self.id, reason=report.reason)
            self.record(e.ClaimWithdrawn, claim_id=held.claim.id, reason=report.reason, known_at=held.known_at)
        return new

    def carry(self, held: HeldClaim, *, origin: UUID, reason: str | None) -> None:
        """Take over a claim from another incident, known since it was known there."""
        claim: Claim = held.claim.model_copy(update={"carried_from": origin})
        self.record(e.ClaimAdded, claim=claim, known_at=held.known_at, reason=reason)

    def give_back(self, *, origin: UUID, reason: str | None) -> None:
        """Withdraw every claim that came from another incident."""
        for held in self.state.all_claims():
            if held.claim.carried_from == origin and held.claim.id not in self.state.withdrawn:
                self.record(e.ClaimWithdrawn, claim_id=held.claim.id, known_at=held.known_at, reason=reason)
