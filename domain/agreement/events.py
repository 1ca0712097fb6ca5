"""The facts of an agreement's stream."""

from __future__ import annotations

from domain.agreement.values import Change, Header, Obligation, Provision, Zone
from domain.model import Fact, Opening


class Made(Opening):
    """What the two openings share."""

    header: Header


class Signed(Made):
    """A text was signed."""

    TOPIC = "agreement.signed"


class Announced(Made):
    """A truce was announced, by one side or without a text."""

    TOPIC = "agreement.announced"


class ProvisionAdopted(Fact):
    """A numbered article holds."""

    TOPIC = "agreement.provision_adopted"
    provision: Provision


class ZoneDrawn(Fact):
    """An area is drawn, or drawn anew."""

    TOPIC = "agreement.zone_drawn"
    zone: Zone


class Changed(Fact):
    """What the changes of an agreement share: what, when, and by whose word."""

    change: Change


class ProvisionRepealed(Changed):
    """A numbered article no longer holds."""

    TOPIC = "agreement.provision_repealed"


class PartyAcceded(Changed):
    """Another party binds itself."""

    TOPIC = "agreement.party_acceded"


class EnteredIntoForce(Changed):
    """The agreement begins to hold."""

    TOPIC = "agreement.entered_into_force"


class Amended(Changed):
    """A protocol changes the agreement."""

    TOPIC = "agreement.amended"


class Suspended(Changed):
    """The agreement does not hold for now."""

    TOPIC = "agreement.suspended"


class Resumed(Changed):
    """A suspended agreement holds again."""

    TOPIC = "agreement.resumed"


class Superseded(Changed):
    """Another agreement takes its place."""

    TOPIC = "agreement.superseded"


class Ended(Changed):
    """The agreement no longer holds."""

    TOPIC = "agreement.ended"


class ObligationAssessed(Fact):
    """A source judges whether a promise was kept."""

    TOPIC = "agreement.obligation_assessed"
    obligation: Obligation
