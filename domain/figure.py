"""Figures: published numbers about the situation - displaced, refugees hosted, a running toll."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from domain import errors
from domain.external import ExternalId, digest_of, stream_of
from domain.model import Aggregate, Entry, Fact, Name, Opening, Text, UnknownEvent, Value
from domain.moment import Moment
from domain.place import Place
from domain.quantity import Quantity
from domain.sourced import Attested, Sourced

if TYPE_CHECKING:
    from domain.registry import Registry


class _Figure(Value):
    measure: Name
    about: Text
    period: Moment | None = None
    place: Place | None = None
    quantity: Quantity
    part_of: UUID | None = None


class FigureReport(Sourced, _Figure):
    """Input: a number, what it measures, over which period; `part_of` names the figure that it is a share of."""

    external_id: ExternalId | None = None


class FigureBody(Attested, _Figure):
    """Stored: a number as published."""


class FigureRevision(Sourced):
    """Input: the number as its source gives it now."""

    quantity: Quantity


class RevisedBody(Attested):
    """Stored: the number as its source gave it later."""

    quantity: Quantity


class FigureState:
    """A figure as its facts tell it."""

    def __init__(self) -> None:
        self.body: FigureBody | None = None
        self.external_id: ExternalId | None = None
        self.digest = ""
        self.revisions: list[RevisedBody] = []

    def exists(self) -> bool:
        """Whether it was published."""
        return self.body is not None

    def evolve(self, event: Fact) -> None:
        """Fold one fact."""
        match event:
            case FigurePublished():
                self.body, self.external_id, self.digest = event.body, event.external_id, event.digest
            case FigureRevised():
                self.revisions.append(event.revision)
            case _:
                raise UnknownEvent(event)


class Figure(Aggregate):
    """A published number about the situation."""

    KIND = "figure"
    STATE = FigureState
    state: FigureState

    @classmethod
    def publish(cls, entry: Entry, report: FigureReport, registry: Registry) -> Figure:
        """Open a figure's stream. Raises Unknown for an unregistered source or an unknown figure."""
        if report.part_of is not None:
            registry.exists(cls.KIND, report.part_of, field="part_of")
        said = {name: getattr(report, name) for name in _Figure.model_fields}
        body = FigureBody(**said, **report.attestation(registry))
        return cls.open(
            entry,
            FigurePublished,
            stream_of(cls.KIND, report.external_id),
            known_at=report.known_at(entry),
            body=body,
            external_id=report.external_id,
            digest=digest_of(report),
        )

    def revise(self, report: FigureRevision, registry: Registry) -> None:
        """Keep the number as it was given later; the first one stays on record. Raises SupersedesTheFuture."""
        known_at = report.known_at(self.entry)
        if known_at < self.opened_known_at:
            raise errors.SupersedesTheFuture("the figure that it revises was published after it", field="published_at")
        revision = RevisedBody(quantity=report.quantity, **report.attestation(registry))
        self.record(FigureRevised, revision=revision, known_at=known_at)


class FigurePublished(Opening):
    """A number was published."""

    TOPIC = "figure.published"
    OPENS: ClassVar[type[Aggregate]] = Figure
    body: FigureBody
    external_id: ExternalId | None = None
    digest: str


class FigureRevised(Fact):
    """A number was published anew."""

    TOPIC = "figure.revised"
    revision: RevisedBody
