"""Sources: who claims, whose side they are on, and how reliable they have proved."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from domain.errors import NothingToCorrect
from domain.grade import Reliability
from domain.model import Aggregate, Entry, Fact, Name, Opening, Slug, Text, UnknownEvent, Value, derived_id
from domain.sourced import Url

if TYPE_CHECKING:
    from domain.registry import Registry


class SourceKind(StrEnum):
    """What a source is."""

    MINISTRY = "ministry"
    PRESIDENCY = "presidency"
    MILITARY = "military"
    STATE_MEDIA = "state_media"
    OUTLET = "outlet"
    MONITOR = "monitor"
    UN_AGENCY = "un_agency"
    DATASET = "dataset"
    RESCUE_SERVICE = "rescue_service"
    ARMED_GROUP = "armed_group"
    GUARANTORS = "guarantors"
    OFFICIAL = "official"
    OTHER = "other"


class SourceReport(Value):
    """Input: a source to register. `reliability` is the Admiralty letter, F where it cannot be judged.

    `licence` is what its words may be passed on under, as an SPDX identifier (CC-BY-4.0) or an address; `attribution`
    is how it asks to be named then. Exports carry both along.
    """

    slug: Slug
    name: Name
    kind: SourceKind
    aligned_with: Slug | None = None
    reliability: Reliability = Reliability.F
    url: Url | None = None
    licence: Name | None = None
    attribution: Text | None = None


class GradeReport(Value):
    """Input: a source's new grade, and its new side: left out, it stays as it is; null, it is on none.

    They hold for claims recorded from now on.
    """

    reliability: Reliability
    aligned_with: Slug | None = None
    reason: Text


class LicenceReport(Value):
    """Input: what a source's words may be passed on under from now on, and how it asks to be named then.

    Of either, what is left out stays as it is; null takes it away.
    """

    licence: Name | None = None
    attribution: Text | None = None
    reason: Text


class SourceState:
    """A source as its facts tell it."""

    def __init__(self) -> None:
        self.slug: str | None = None
        self.name = ""
        self.kind: SourceKind | None = None
        self.aligned_with: str | None = None
        self.reliability = Reliability.F
        self.url: str | None = None
        self.licence: str | None = None
        self.attribution: str | None = None

    def exists(self) -> bool:
        """Whether it is registered."""
        return self.slug is not None

    def evolve(self, event: Fact) -> None:
        """Fold one fact."""
        match event:
            case SourceRegistered():
                self.slug, self.name, self.kind, self.url = event.slug, event.name, event.kind, event.url
                self.aligned_with, self.reliability = event.aligned_with, event.reliability
                self.licence, self.attribution = event.licence, event.attribution
            case Regraded():
                self.aligned_with, self.reliability = event.aligned_with, event.reliability
            case Relicensed():
                self.licence, self.attribution = event.licence, event.attribution
            case _:
                raise UnknownEvent(event)


class Source(Aggregate):
    """Somebody who claims, or carries the claims of others."""

    KIND = "source"
    STATE = SourceState
    state: SourceState

    @staticmethod
    def stream(slug: str) -> UUID:
        """The stream of the source of this slug."""
        return derived_id("source", slug)

    @classmethod
    def register(cls, entry: Entry, report: SourceReport, registry: Registry) -> Source:
        """Open a source's stream. Raises Unknown for a party that is not registered."""
        if report.aligned_with is not None:
            registry.party(report.aligned_with, field="aligned_with")
        return cls.open(entry, SourceRegistered, cls.stream(report.slug), known_at=entry.at, **dict(report))

    def regrade(self, report: GradeReport, registry: Registry) -> None:
        """Grade it anew, for later claims only. Raises Unknown for a party that is not registered."""
        if report.aligned_with is not None:
            registry.party(report.aligned_with, field="aligned_with")
        side = report.aligned_with if "aligned_with" in report.model_fields_set else self.state.aligned_with
        self.record(Regraded, **dict(report) | {"aligned_with": side})

    def relicense(self, report: LicenceReport) -> None:
        """Say under what its words are passed on, or how it is named. Raises NothingToCorrect where neither is said."""
        names = ("licence", "attribution")
        if not report.model_fields_set.intersection(names):
            raise NothingToCorrect("say a licence, an attribution, or both", field="licence")
        held = {name: getattr(self.state, name) for name in names}
        self.record(Relicensed, **held | {name: getattr(report, name) for name in report.model_fields_set})


class SourceRegistered(Opening):
    """A source enters the record."""

    TOPIC = "source.registered"
    OPENS: ClassVar[type[Aggregate]] = Source
    slug: Slug
    name: Name
    kind: SourceKind
    aligned_with: Slug | None = None
    reliability: Reliability = Reliability.F
    url: Url | None = None
    licence: Name | None = None
    attribution: Text | None = None


class Regraded(Fact):
    """A source is judged anew."""

    TOPIC = "source.regraded"
    aligned_with: Slug | None = None
    reliability: Reliability


class Relicensed(Fact):
    """A source's words are passed on under another licence, or it asks to be named otherwise."""

    TOPIC = "source.relicensed"
    licence: Name | None = None
    attribution: Text | None = None
