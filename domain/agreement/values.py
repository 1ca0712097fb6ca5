"""The values of an agreement: its header, provisions, zones, changes and judged obligations.

Each comes in as a report that names its source, and is stored with that source's grade at the time.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StrictBool, StringConstraints, model_validator

from domain.act import Act
from domain.claim import Slugs
from domain.geometry.shapes import Area, Corridor
from domain.model import Name, Slug, Text, Value
from domain.moment import Moment
from domain.quantity import Quantity
from domain.sourced import Attested, Sourced

Article = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z.()-]{0,19}$")]
"""The number of a provision, as its text counts: "5", "2.1"."""


class Form(StrEnum):
    """Whether there is a signed text, or only an announcement."""

    SIGNED = "signed"
    ANNOUNCED = "announced"


class ProvisionKind(StrEnum):
    """What a provision does."""

    FORBIDS = "forbids"
    OBLIGES = "obliges"


class ChangeKind(StrEnum):
    """What can become of an agreement."""

    ENTERED_INTO_FORCE = "entered_into_force"
    ACCEDED = "acceded"
    AMENDED = "amended"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    SUPERSEDED = "superseded"
    ENDED = "ended"
    PROVISION_REPEALED = "provision_repealed"


class ObligationFinding(StrEnum):
    """How a promise was kept, by one source's word."""

    MET = "met"
    PARTLY = "partly"
    UNMET = "unmet"
    DISPUTED = "disputed"


def _check_together(quantity: Quantity | None, unit: str | None) -> None:
    if (quantity is None) != (unit is None):
        message = f"{'quantity' if unit is None else 'unit'}: a quantity and its unit go together"
        raise ValueError(message)


class _Header(Value):
    slug: Slug
    title: Name
    form: Form = Form.SIGNED
    made: Moment
    parties: Annotated[Slugs, Field(min_length=1)]
    guarantors: Slugs = ()
    reference: Name | None = None
    amends: Slug | None = None
    note: Text | None = None


class AgreementReport(Sourced, _Header):
    """Input: an agreement, signed or only announced."""


class Header(Attested, _Header):
    """Stored: an agreement's frame."""


class _Provision(Value):
    article: Article
    text: Text
    kind: ProvisionKind
    acts: tuple[Act, ...] = ()
    binds: Slugs = ()
    zone: Slug | None = None
    since: Moment | None = None
    until: Moment | None = None
    deadline: Moment | None = None
    quantity: Quantity | None = None
    unit: Name | None = None
    answer_allowed: StrictBool | None = None
    answer_within_hours: Annotated[int, Field(strict=True, ge=1, le=8784)] | None = None
    answer_to_attacker_only: StrictBool | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.since is not None and self.until is not None and self.until.over_by < self.since.began_from:
            message = "until: it holds until before it holds since"
            raise ValueError(message)
        _check_together(self.quantity, self.unit)
        for name in ("answer_within_hours", "answer_to_attacker_only"):
            if self.answer_allowed is not True and getattr(self, name) is not None:
                message = f"{name}: conditions on an answer go with answer_allowed: true"
                raise ValueError(message)
        return self


class ProvisionReport(Sourced, _Provision):
    """Input: one numbered article: what it forbids or obliges, whom, where, since when, until when and by when.

    `text` is the article's own. `binds` empty binds every party of the agreement, and those that acceded.
    `quantity` and `unit` are what it promises ("about 100", "heavy weapons"). `answer_allowed` is null where the text
    is silent on answering an attack; where it allows one, it may do so only within so many hours, or only against
    who attacked.
    """

    text: Text
    acts: Annotated[tuple[Act, ...], Field(max_length=len(Act))] = ()


class Provision(Attested, _Provision):
    """Stored: one numbered article."""

    text: Text


class _Zone(Value):
    slug: Slug
    name: Name
    geometry: Area | None = None
    corridor: Corridor | None = None
    schematic: StrictBool
    since: Moment | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _one_shape(self) -> Self:
        if (self.geometry is None) == (self.corridor is None):
            message = f"{'' if self.geometry is None else 'geometry: '}a zone has a geometry or a corridor"
            raise ValueError(message)
        return self


class ZoneReport(Sourced, _Zone):
    """Input: an area that provisions speak of. `schematic` says that it is drawn roughly.

    Drawn again under the same slug it takes the place of what was drawn before: for all time, or `since` a moment.
    """


class Zone(Attested, _Zone):
    """Stored: an area that provisions speak of."""


class _Change(Value):
    change: ChangeKind
    at: Moment
    party: Slug | None = None
    by: Slug | None = None
    article: Article | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _says_what(self) -> Self:
        needs = {
            ChangeKind.ACCEDED: "party",
            ChangeKind.AMENDED: "by",
            ChangeKind.SUPERSEDED: "by",
            ChangeKind.PROVISION_REPEALED: "article",
        }
        needed = needs.get(self.change)
        for name in ("party", "by", "article"):
            if (name == needed) != (getattr(self, name) is not None):
                needs_it = f"change: a change {self.change} needs {name}"
                raise ValueError(needs_it if name == needed else f"{name}: {self.change} has no {name}")
        return self


class ChangeReport(Sourced, _Change):
    """Input: what became of an agreement, by one source's word; rival dates stand side by side."""


class Change(Attested, _Change):
    """Stored: what became of an agreement."""

    id: UUID


class _Obligation(Value):
    article: Article
    finding: ObligationFinding
    at: Moment
    party: Slug | None = None
    quantity: Quantity | None = None
    unit: Name | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _counts_something(self) -> Self:
        _check_together(self.quantity, self.unit)
        return self


class ObligationReport(Sourced, _Obligation):
    """Input: how one source judges that a promise was kept, as of when, and how much of it (`quantity`, `unit`)."""


class Obligation(Attested, _Obligation):
    """Stored: how one source judges that a promise was kept."""

    id: UUID
