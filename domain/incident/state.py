"""What an incident's facts add up to, under any lens. Facts are kept apart here; judging them is `assessment`'s."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from domain.answering import AnswerDenied, AnswerDoubted, AnswersSaid, AnswerUpheld, SaidToAnswer
from domain.external import ExternalId
from domain.incident import events as e
from domain.incident.said import HeldClaim, Note, Undoable, note_of
from domain.incident.values import Breach, Frame, Nature, Override, Standing
from domain.model import Fact, UnknownEvent

if TYPE_CHECKING:
    from datetime import datetime


class IncidentState(AnswersSaid):
    """Folds totally: a reference to something unseen is kept, and waits."""

    def __init__(self) -> None:
        super().__init__()
        self.frame: Frame | None = None
        self.external_id: ExternalId | None = None
        self.digest = ""
        self.claims: dict[UUID, HeldClaim] = {}
        self.superseded_by: dict[UUID, list[UUID]] = {}
        self.withdrawn: dict[UUID, Note] = {}
        self.grades: dict[UUID, list[e.ClaimRegraded]] = {}
        self.allegations: dict[tuple[str, str], list[Breach]] = {}
        self.breach_findings: dict[tuple[str, str], tuple[bool, Note]] = {}
        self.finding: tuple[Standing, Note] | None = None
        self.split_from: UUID | None = None
        # Which facts were folded, as bits by version: two states that differ at all differ here.
        self.folded = 0
        self.reframed_at: dict[str, datetime] = {}
        self._overrides: Undoable[tuple[Override, Note]] = Undoable()
        self._retractions: Undoable[Note] = Undoable()
        self._merges: Undoable[UUID] = Undoable()

    def exists(self) -> bool:
        """An incident is there once any of its claims is visible."""
        return self.frame is not None and bool(self.claims)

    def evolve(self, event: Fact) -> None:  # noqa: C901, PLR0912 - one case a fact, and no other logic
        """Fold one fact."""
        version = event.originator_version
        self.folded |= 1 << version
        match event:
            case e.ClaimAdded():
                self._keep(HeldClaim(event.claim, event.known_at, version))
            case e.Reported():
                self.frame, self.external_id, self.digest = event.frame, event.external_id, event.digest
            case e.ClaimSuperseded():
                self.superseded_by.setdefault(event.claim_id, []).append(event.by)
            case e.ClaimWithdrawn():
                self._withdraw(event.claim_id, note_of(event))
            case e.ClaimRegraded():
                self.grades.setdefault(event.claim_id, []).append(event)
            case SaidToAnswer() | AnswerDoubted() | AnswerUpheld() | AnswerDenied():
                self.fold_answer(event)
            case e.BreachAlleged():
                self.allegations.setdefault(event.breach.key, []).append(event.breach)
            case e.BreachConfirmed():
                self.breach_findings[event.breach.key] = (True, note_of(event))
            case e.BreachRejected():
                self.breach_findings[event.breach.key] = (False, note_of(event))
            case e.Assessed():
                self._overrides.say(version, (event.override, note_of(event)))
            case e.AssessmentLifted():
                self._overrides.undo(version)
            case e.Verified():
                self.finding = (Standing.VERIFIED, note_of(event))
            case e.Disputed():
                self.finding = (Standing.DISPUTED, note_of(event))
            case e.Relocated():
                self._reframe(event.known_at, place=event.place)
            case e.Redated():
                self._reframe(event.known_at, occurred=event.occurred)
            case e.Reclassified():
                self._reframe(event.known_at, nature=event.nature, act=event.act, targets=event.targets)
            case e.Retracted():
                self._retractions.say(version, note_of(event))
            case e.Reinstated():
                self._retractions.undo(version)
            case e.MergedInto():
                self._merges.say(version, event.into)
            case e.MergeUndone():
                self._merges.undo(version)
            case e.SplitFrom():
                self.split_from = event.origin
            case _:
                raise UnknownEvent(event)

    def _keep(self, held: HeldClaim) -> None:
        """A claim that was carried away and comes back stands again, by the later of the two facts."""
        claim_id = held.claim.id
        before = self.claims.setdefault(claim_id, held)
        if before.version < held.version:
            self.claims[claim_id] = held
        withdrawn = self.withdrawn.get(claim_id) if self.withdrawn else None
        if withdrawn is not None and withdrawn.version < held.version:
            del self.withdrawn[claim_id]

    def _withdraw(self, claim_id: UUID, note: Note) -> None:
        """A claim is withdrawn by the latest of the facts that say so, unless it came back after it."""
        held, before = self.claims.get(claim_id), self.withdrawn.get(claim_id)
        if (held is None or held.version < note.version) and (before is None or before.version < note.version):
            self.withdrawn[claim_id] = note

    def _reframe(self, known_at: datetime, **parts: object) -> None:
        given = {name: part for name, part in parts.items() if part is not None}
        if self.frame is not None:
            self.frame = self.frame.model_copy(update=given)
        for name in given:
            self.reframed_at[name] = max(known_at, self.reframed_at.get(name, known_at))

    @property
    def override(self) -> tuple[Override, Note] | None:
        """What an analyst holds against the policy, if anything."""
        return self._overrides.holds

    @property
    def retracted(self) -> Note | None:
        """Why the report was taken back, if it was."""
        return self._retractions.holds

    @property
    def merged_into(self) -> UUID | None:
        """The incident that speaks for this one, if any."""
        return self._merges.holds

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

    def breach_stands(self, key: tuple[str, str]) -> bool:
        """Whether a breach is confirmed, or alleged and not rejected."""
        return self.breach_findings.get(key, (key in self.allegations, None))[0]

    def breach_status(self, key: tuple[str, str]) -> str:
        """How a breach stands by what is said: confirmed or rejected by an analyst, else alleged."""
        finding = self.breach_findings.get(key)
        return "alleged" if finding is None else "confirmed" if finding[0] else "rejected"

    def superseder(self, claim_id: UUID) -> UUID | None:
        """The visible, standing claim that supersedes this one."""
        return next((by for by in reversed(self.superseded_by.get(claim_id, [])) if self.stands(by)), None)

    def stands(self, claim_id: UUID) -> bool:
        """Whether a claim is visible and not withdrawn."""
        return claim_id in self.claims and claim_id not in self.withdrawn

    def standing_claims(self) -> list[HeldClaim]:
        """Every claim that is neither superseded nor withdrawn, with its grade as it stands, in known order."""
        if not self.withdrawn and not self.superseded_by:
            return self.all_claims()
        return [
            held
            for held in self.all_claims()
            if held.claim.id not in self.withdrawn and self.superseder(held.claim.id) is None
        ]

    def all_claims(self) -> list[HeldClaim]:
        """Every visible claim with its grade as it stands, in known order."""
        held = [self._graded(one) for one in self.claims.values()] if self.grades else [*self.claims.values()]
        if len(held) > 1:
            held.sort(key=_known_then_recorded)
        return held

    def _graded(self, held: HeldClaim) -> HeldClaim:
        given: dict[str, object] = {}
        for grade in self.grades.get(held.claim.id, []):
            both = {"credibility": grade.credibility, "reliability": grade.reliability}
            given |= {name: value for name, value in both.items() if value is not None}
        return held._replace(claim=held.claim.model_copy(update=given)) if given else held


def _known_then_recorded(held: HeldClaim) -> tuple[datetime, int]:
    return held.known_at, held.version
