"""What one source asserts or denies about an incident. Claims conflict; all are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Self
from uuid import UUID

from pydantic import Field, model_validator

from domain.act import Act
from domain.model import Name, Slug, Value
from domain.moment import Moment
from domain.place import Place
from domain.quantity import Count, Quantity
from domain.registry import check_parties
from domain.sourced import Attested, Sourced
from domain.word import Word

if TYPE_CHECKING:
    from domain.registry import Registry

Slugs = Annotated[tuple[Slug, ...], Field(max_length=50)]


class Stance(Word):
    """Whether the source says that it happened so, or denies it."""

    ASSERTS = "asserts"
    DENIES = "denies"


class Category(Word):
    """Whose lives: fighters, civilians, or not said."""

    COMBATANT = "combatant"
    CIVILIAN = "civilian"
    UNSTATED = "unstated"


class Outcome(Word):
    """What became of people. "Neutralised" is not "killed"."""

    KILLED = "killed"
    WOUNDED = "wounded"
    CAPTURED = "captured"
    MISSING = "missing"
    DISPLACED = "displaced"
    NEUTRALISED = "neutralised"


class Damage(Word):
    """What became of equipment."""

    DESTROYED = "destroyed"
    DAMAGED = "damaged"
    CAPTURED = "captured"


class Casualties(Value):
    """People of one party (null: not said), in one category, with one outcome."""

    party: Slug | None = None
    category: Category = Category.UNSTATED
    outcome: Outcome
    quantity: Quantity

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes rows of different claims comparable."""
        return (self.party or "", self.category, self.outcome)


class EquipmentLoss(Value):
    """Equipment of one party, of one type, with what became of it."""

    party: Slug | None = None
    type: Name
    outcome: Damage = Damage.DESTROYED
    quantity: Quantity

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes rows of different claims comparable."""
        return (self.party or "", self.type, self.outcome)


class Total(Value):
    """A toll as a data set published it: kept verbatim, even where `best` lies outside the range."""

    low: Count | None = None
    best: Count | None = None
    high: Count | None = None


class _Assertion(Value):
    """What a claim says of the incident, beside who says it."""

    stance: Stance = Stance.ASSERTS
    casualties: Annotated[tuple[Casualties, ...], Field(max_length=100)] = ()
    equipment: Annotated[tuple[EquipmentLoss, ...], Field(max_length=100)] = ()
    total: Total | None = None
    occurred: Moment | None = None
    place: Place | None = None
    act: Act | None = None
    targets: Slugs | None = None

    @model_validator(mode="after")
    def _each_row_once(self) -> Self:
        for name, rows in (("casualties", self.casualties), ("equipment", self.equipment)):
            if len(rows) > 1 and len({row.key for row in rows}) < len(rows):
                message = f"{name} gives the same party, kind and outcome twice: which number holds?"
                raise ValueError(message)
        return self


_ASSERTED = tuple(_Assertion.model_fields)


class ClaimReport(Sourced, _Assertion):
    """Input: one source's claim. It names one perpetrator, or several possible ones, or none."""

    perpetrator: Slug | None = None
    possible_perpetrators: Annotated[tuple[Slug, ...], Field(min_length=2, max_length=20)] | None = None

    @model_validator(mode="after")
    def _one_way_of_naming(self) -> Self:
        if self.perpetrator is not None and self.possible_perpetrators is not None:
            message = "a claim names one perpetrator, or several possible_perpetrators, not both"
            raise ValueError(message)
        if self.possible_perpetrators and len(set(self.possible_perpetrators)) < len(self.possible_perpetrators):
            message = "possible_perpetrators names a party twice"
            raise ValueError(message)
        return self

    def claim(self, claim_id: UUID, registry: Registry) -> Claim:
        """The claim as stored. Raises Unknown for a party or source that is not registered."""
        named = self.possible_perpetrators or ((self.perpetrator,) if self.perpetrator else ())
        check_parties(registry, named, field="perpetrator")
        check_parties(registry, self.targets or (), field="targets")
        check_parties(registry, (row.party for row in self.casualties), field="casualties")
        check_parties(registry, (row.party for row in self.equipment), field="equipment")
        given = self.__dict__
        said: dict[str, Any] = {name: given[name] for name in _ASSERTED}
        said |= {"id": claim_id, "perpetrators": tuple(sorted(named)), "carried_from": None}
        # What is stored is what this report has been checked for, and what the registry answers.
        return Claim.of_checked(said | self.attestation(registry))


class Claim(Attested, _Assertion):
    """Stored: a claim. `perpetrators` holds the one it names, or the several it leaves open, or none."""

    id: UUID
    perpetrators: Slugs = ()
    carried_from: UUID | None = None
