"""Merging and splitting: claims are carried between incidents, each at the moment it was known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self
from uuid import UUID, uuid4

from domain import errors
from domain.claim import Claim
from domain.incident import events as e
from domain.incident.answering import AnsweringIncident
from domain.incident.reports import SplitReport
from domain.incident.said import HeldClaim
from domain.incident.state import IncidentState
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
        """Let `other` speak for this happening: its claims go there with their history, and it counts nowhere."""
        self.check_open()
        if other.id == self.id:
            raise errors.MergedIntoItself("an incident cannot be merged into itself", field="into")
        other.check_open(field="into")
        other.carry(self.state, self.state.claims, origin=self.id, reason=reason)
        self.record(e.MergedInto, into=other.id, reason=reason, known_at=self.first_known())

    def undo_merge(self, other: Self, reason: str | None) -> None:
        """It was another happening after all: its claims come back. Later merges are undone first."""
        if self.state.merged_into is None:
            raise errors.NotMerged(f"incident {self.id} is not merged", field="undo")
        other.check_unmerged()
        other.give_back(origin=self.id, reason=reason)
        self.record(e.MergeUndone, reason=reason, known_at=self.first_known())

    def split(self, report: SplitReport, registry: Registry) -> Self:
        """Open another incident with some of the claims of this one."""
        self.check_open()
        moved = [self._movable(claim_id) for claim_id in dict.fromkeys(report.claims)]
        staying = {held.claim.id for held in self.state.standing_claims()} - set(report.claims)
        if not staying:
            raise errors.NothingLeftToSplit("a split leaves at least one standing claim behind", field="claims")
        parts = {name: getattr(report, name) for name in Frame.model_fields}
        check_parties(registry, report.targets or (), field="targets")
        frame = self.framed().model_copy(update={name: part for name, part in parts.items() if part is not None})
        known_at = min(held.known_at for held in moved)
        new = type(self).opened(self.entry, uuid4(), frame, known_at, digest="", reason=report.reason)
        new.record(e.SplitFrom, origin=self.id, reason=report.reason, known_at=known_at)
        new.carry(self.state, [held.claim.id for held in moved], origin=self.id, reason=report.reason)
        for held in moved:
            self.record(e.ClaimWithdrawn, claim_id=held.claim.id, reason=report.reason, known_at=held.known_at)
        return new

    def _movable(self, claim_id: UUID) -> HeldClaim:
        held = self.held_claim(claim_id, field="claims")
        if claim_id in self.state.withdrawn:
            raise errors.AlreadyWithdrawn(f"claim {claim_id} is withdrawn: it cannot be moved", field="claims")
        if held.claim.carried_from not in {None, self.state.split_from}:
            raise errors.CameByMerge(
                f"claim {claim_id} came by the merge of {held.claim.carried_from}: undo that merge", field="claims"
            )
        return held

    def carry(self, state: IncidentState, claims: Iterable[UUID], *, origin: UUID, reason: str | None) -> None:
        """Take over claims from another incident, and what became of each, all known since it was known there."""
        carried = {claim_id: state.claims[claim_id] for claim_id in claims if _ever_stood(state, claim_id)}
        for claim_id, held in carried.items():
            claim: Claim = held.claim.model_copy(update={"carried_from": origin})
            self.record(e.ClaimAdded, claim=claim, known_at=held.known_at, reason=reason)
            for grade in state.grades.get(claim_id, []):
                said = {name: getattr(grade, name) for name in ("credibility", "reliability", "reason", "known_at")}
                self.record(e.ClaimRegraded, claim_id=claim_id, **said)
            if withdrawn := state.withdrawn.get(claim_id):
                self.record(e.ClaimWithdrawn, claim_id=claim_id, reason=withdrawn.reason, known_at=withdrawn.known_at)
        for claim_id in carried:
            for by in state.superseded_by.get(claim_id, []):
                if by in carried:
                    self.record(e.ClaimSuperseded, claim_id=claim_id, by=by, known_at=carried[by].known_at)

    def give_back(self, *, origin: UUID, reason: str | None) -> None:
        """Withdraw every claim that came from another incident, as if it had never been here."""
        for claim_id, held in self.state.claims.items():
            if held.claim.carried_from == origin and _ever_stood(self.state, claim_id):
                self.record(e.ClaimWithdrawn, claim_id=claim_id, known_at=held.known_at, reason=reason)


def _ever_stood(state: IncidentState, claim_id: UUID) -> bool:
    """Whether there is a moment of knowledge at which the claim stands."""
    withdrawn = state.withdrawn.get(claim_id)
    return withdrawn is None or withdrawn.known_at > state.claims[claim_id].known_at
