"""What an agreement's facts add up to, and whether it is in force at a moment."""

from __future__ import annotations

from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

from domain.agreement import events as e
from domain.agreement.values import Change, ChangeKind, Header, Obligation, Provision, Zone
from domain.model import Fact, UnknownEvent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


class Force(StrEnum):
    """Whether an agreement holds at a moment; between rival dates that is uncertain."""

    IN_FORCE = "in_force"
    UNCERTAIN = "uncertain"
    NOT_IN_FORCE = "not_in_force"


_STARTS = {ChangeKind.ENTERED_INTO_FORCE, ChangeKind.RESUMED}
_STOPS = {ChangeKind.SUSPENDED, ChangeKind.SUPERSEDED, ChangeKind.ENDED}


class AgreementState:
    """Rivals coexist: nothing that a source said displaces what another said."""

    def __init__(self) -> None:
        self.header: Header | None = None
        self.provisions: dict[str, list[Provision]] = {}
        self.zones: dict[str, list[Zone]] = {}
        self.changes: list[Change] = []
        self.obligations: list[Obligation] = []

    def exists(self) -> bool:
        """Whether it was signed or announced."""
        return self.header is not None

    def evolve(self, event: Fact) -> None:
        """Fold one fact."""
        match event:
            case e.Made():
                self.header = event.header
            case e.ProvisionAdopted():
                self.provisions.setdefault(event.provision.article, []).append(event.provision)
            case e.ZoneDrawn():
                self.zones.setdefault(event.zone.slug, []).append(event.zone)
            case e.Changed():
                self.changes.append(event.change)
            case e.ObligationAssessed():
                self.obligations.append(event.obligation)
            case _:
                raise UnknownEvent(event)

    def life(self) -> list[Change]:
        """Every change, by when it took effect."""
        return sorted(self.changes, key=lambda change: (change.at.began_from, change.change, str(change.id)))

    def parties(self) -> list[str]:
        """The parties, and those that acceded."""
        acceded = {change.party for change in self.changes if change.party}
        return sorted({*(self.header.parties if self.header else ()), *acceded})

    def repealed(self, article: str) -> bool:
        """Whether any source says that the article no longer holds."""
        return any(change.article == article for change in self.changes)

    def force_at(self, moment: datetime) -> Force:
        """Whether it holds at a moment (UTC)."""
        return force_at(self.life(), moment)

    def entered_by(self, moment: datetime) -> bool:
        """Whether any source has it in force at some time before the moment (UTC)."""
        return any(
            change.change is ChangeKind.ENTERED_INTO_FORCE and change.at.began_from <= moment for change in self.changes
        )

    def suspended_at(self, moment: datetime) -> bool:
        """Whether the latest change before the moment (UTC) that matters to its force suspended it."""
        before = [
            change for change in self.life() if change.change in _STARTS | _STOPS and change.at.began_from <= moment
        ]
        return bool(before) and before[-1].change is ChangeKind.SUSPENDED


def force_at(life: Iterable[Change], moment: datetime) -> Force:
    """Whether an agreement of this life, in order, holds at a moment (UTC).

    Changes of one effect in a row are rivals about one date: between them it is uncertain.
    """
    status = Force.NOT_IN_FORCE
    effective = [change for change in life if change.change in _STARTS | _STOPS]
    for starts, rivals in groupby(effective, key=lambda change: change.change in _STARTS):
        moments = [change.at for change in rivals]
        after = Force.IN_FORCE if starts else Force.NOT_IN_FORCE
        if moment < min(one.began_from for one in moments):
            break
        settled = moment >= max(one.began_by for one in moments)
        status = after if settled or status is after else Force.UNCERTAIN
    return status
