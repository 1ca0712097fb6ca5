"""What an agreement's facts add up to, and whether it is in force at a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.agreement import events as e
from domain.agreement.life import STARTS, STOPS, Force, force_at, in_time
from domain.agreement.values import Change, ChangeKind, Header, Obligation, Provision, Zone
from domain.model import Fact, UnknownEvent

if TYPE_CHECKING:
    from datetime import datetime


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
        return in_time(self.changes)

    def force_at(self, moment: datetime) -> Force:
        """Whether it holds at a moment (UTC)."""
        return force_at(self.life(), moment)

    def entered_by(self, moment: datetime) -> bool:
        """Whether any source has it in force at some time before the moment (UTC)."""
        return any(
            change.change is ChangeKind.ENTERED_INTO_FORCE and change.at.began_from <= moment for change in self.changes
        )

    def suspended_at(self, moment: datetime, source: str) -> bool:
        """Whether it was suspended at a moment (UTC) and this source has not said that it began again since."""
        before = [
            change
            for change in self.life()
            if change.at.began_from <= moment
            and (change.change in STOPS or (change.change in STARTS and change.source == source))
        ]
        return bool(before) and before[-1].change is ChangeKind.SUSPENDED
