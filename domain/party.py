"""Parties: states, armed groups and coalitions, and who stood with whom from when to when."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.errors import AffiliationUnknown, Unacceptable
from domain.model import Aggregate, Entry, Fact, Name, Opening, Slug, Text, UnknownEvent, Value, derived_id

if TYPE_CHECKING:
    from domain.registry import Registry

Aliases = Annotated[tuple[Name, ...], Field(max_length=50)]


class PartyKind(StrEnum):
    """What a party is."""

    STATE = "state"
    ARMED_GROUP = "armed_group"
    COALITION = "coalition"
    ORGANISATION = "organisation"


class Relation(StrEnum):
    """How one party stands to another."""

    ALLY = "ally"
    PROXY = "proxy"
    MEMBER = "member"


class PartyReport(Value):
    """Input: a party to register."""

    slug: Slug
    name: Name
    kind: PartyKind
    aliases: Aliases = ()


class RenamingReport(Value):
    """Input: a party's new name; the old one stays as an alias."""

    name: Name
    aliases: Aliases = ()
    reason: Text


class AffiliationReport(Value):
    """Input: a party stands with another from a day to a day (None: not ended)."""

    counterpart: Slug = Field(alias="with")
    relation: Relation
    start: date = Field(alias="from")
    end: date | None = Field(default=None, alias="to")
    source: Slug
    text: Text | None = None


class AffiliationEndReport(Value):
    """Input: the last day of an affiliation, and why we hold it ended."""

    end: date = Field(alias="to")
    reason: Text


class Affiliation(Value):
    """Stored: who stands with whom, how, from which day to which (inclusive)."""

    id: UUID
    counterpart: Slug
    relation: Relation
    start: date
    end: date | None = None
    source: Slug
    text: Text | None = None


class PartyState:
    """A party as its facts tell it."""

    def __init__(self) -> None:
        self.slug: str | None = None
        self.name = ""
        self.kind: PartyKind | None = None
        self.aliases: tuple[str, ...] = ()
        self.affiliations: dict[UUID, Affiliation] = {}
        self.endings: dict[UUID, date] = {}

    def exists(self) -> bool:
        """Whether it is registered."""
        return self.slug is not None

    def evolve(self, event: Fact) -> None:
        """Fold one fact."""
        match event:
            case Registered():
                self.slug, self.name, self.kind, self.aliases = (
                    event.slug,
                    event.name,
                    event.kind,
                    event.aliases,
                )
            case Renamed():
                known = (*self.aliases, self.name, *event.aliases)
                self.aliases = tuple(dict.fromkeys(alias for alias in known if alias and alias != event.name))
                self.name = event.name
            case AffiliationDeclared():
                self.affiliations[event.affiliation.id] = event.affiliation
            case AffiliationEnded():
                self.endings[event.affiliation_id] = event.end
            case _:
                raise UnknownEvent(event)

    def standing_affiliations(self) -> list[Affiliation]:
        """Every affiliation with the end that was recorded for it, by first day and id."""
        ended = (
            held.model_copy(update={"end": self.endings.get(held.id, held.end)}) for held in self.affiliations.values()
        )
        return sorted(ended, key=lambda held: (held.start, str(held.id)))


class Party(Aggregate):
    """A party to the conflict or to its agreements."""

    KIND = "party"
    STATE = PartyState
    state: PartyState

    @staticmethod
    def stream(slug: str) -> UUID:
        """The stream of the party of this slug."""
        return derived_id("party", slug)

    @classmethod
    def register(cls, entry: Entry, report: PartyReport) -> Party:
        """Open a party's stream."""
        return cls.open(entry, Registered, cls.stream(report.slug), known_at=entry.at, **dict(report))

    def rename(self, report: RenamingReport) -> None:
        """Give it a new name; the old one becomes an alias."""
        self.record(Renamed, name=report.name, aliases=report.aliases, reason=report.reason)

    def affiliate(self, report: AffiliationReport, registry: Registry) -> UUID:
        """Declare whom it stands with. Raises Unknown, and Unacceptable for itself or an end before the start."""
        registry.party(report.counterpart, field="with")
        registry.source(report.source, field="source")
        if report.counterpart == self.state.slug:
            raise Unacceptable("a party is not affiliated with itself", field="with")
        if report.end is not None and report.end < report.start:
            raise Unacceptable("the affiliation ends before it begins", field="to")
        affiliation = Affiliation(id=derived_id(str(self.id), "affiliation", str(self.next_version)), **dict(report))
        self.record(AffiliationDeclared, affiliation=affiliation)
        return affiliation.id

    def end_affiliation(self, affiliation_id: UUID, report: AffiliationEndReport) -> None:
        """Record its last day. Raises AffiliationUnknown, and Unacceptable for an end before the start."""
        held = self.state.affiliations.get(affiliation_id)
        if held is None:
            raise AffiliationUnknown(f"{self.state.slug} has no affiliation {affiliation_id}")
        if report.end < held.start:
            raise Unacceptable("the affiliation ends before it begins", field="to")
        self.record(AffiliationEnded, affiliation_id=affiliation_id, end=report.end, reason=report.reason)


class Registered(Opening):
    """A party enters the record."""

    TOPIC = "party.registered"
    OPENS: ClassVar[type[Aggregate]] = Party
    slug: Slug
    name: Name
    kind: PartyKind
    aliases: Aliases = ()


class Renamed(Fact):
    """A party goes by another name."""

    TOPIC = "party.renamed"
    name: Name
    aliases: Aliases = ()


class AffiliationDeclared(Fact):
    """A party stands with another."""

    TOPIC = "party.affiliation_declared"
    affiliation: Affiliation


class AffiliationEnded(Fact):
    """A party no longer stands with another."""

    TOPIC = "party.affiliation_ended"
    affiliation_id: UUID
    end: date
