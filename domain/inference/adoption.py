"""Adoptions: a fit is a judgement that the record keeps, so that what is inferred from it can be inferred again."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from uuid import uuid4

from domain.errors import AlreadyWithdrawn
from domain.inference.adopted import AdoptedFit
from domain.model import Aggregate, Entry, Fact, Opening, Text, UnknownEvent, Value

if TYPE_CHECKING:
    from domain.registry import Registry


class Proposal(Value):
    """A fit that the ledger made, and why it is adopted."""

    fit: AdoptedFit
    reason: Text


class FitWithdrawalReport(Value):
    """Input: why a fit no longer holds."""

    reason: Text


class AdoptionState:
    """An adopted fit as its facts tell it."""

    def __init__(self) -> None:
        self.fit: AdoptedFit | None = None
        self.reason: str | None = None
        self.withdrawn: str | None = None

    def exists(self) -> bool:
        """Whether it was adopted."""
        return self.fit is not None

    def evolve(self, event: Fact) -> None:
        """Fold one fact."""
        match event:
            case FitAdopted():
                self.fit, self.reason = event.fit, event.reason
            case FitWithdrawn():
                self.withdrawn = event.reason
            case _:
                raise UnknownEvent(event)


class Adoption(Aggregate):
    """A fit that is inferred from, from its position in the log until another is adopted or it is withdrawn."""

    KIND = "fit"
    STATE = AdoptionState
    state: AdoptionState

    @classmethod
    def adopt(cls, entry: Entry, proposal: Proposal, registry: Registry) -> Adoption:  # noqa: ARG003 - a clerk's call
        """Open its stream. The same numbers may be adopted again: that is another adoption."""
        return cls.open(entry, FitAdopted, uuid4(), known_at=entry.at, fit=proposal.fit, reason=proposal.reason)

    def withdraw(self, report: FitWithdrawalReport) -> None:
        """Let it no longer hold: the one adopted before it does again. Raises AlreadyWithdrawn."""
        if self.state.withdrawn is not None:
            raise AlreadyWithdrawn(f"fit {self.id} is already withdrawn")
        self.record(FitWithdrawn, reason=report.reason)


class FitAdopted(Opening):
    """What is inferred is inferred from this fit from now on."""

    TOPIC = "fit.adopted"
    OPENS: ClassVar[type[Aggregate]] = Adoption
    fit: AdoptedFit


class FitWithdrawn(Fact):
    """Nothing is inferred from this fit any longer."""

    TOPIC = "fit.withdrawn"
