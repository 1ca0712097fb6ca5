"""Bulletins: a monitor's or guarantor's own count for a period, by region. Never mixed with our counts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from domain.external import ExternalId, sorted_digest_of, stream_of
from domain.judgement import Mend
from domain.model import Aggregate, Entry, Fact, Name, Opening, Slug, Text, UnknownEvent, Value
from domain.moment import Moment
from domain.quantity import Count
from domain.registry import check_parties
from domain.sourced import Attested, Sourced

if TYPE_CHECKING:
    from domain.registry import Registry

Regions = Annotated[dict[Name, Count], Field(max_length=100)]


class Confirmation(Value):
    """How many of the cases another party confirms."""

    by: Slug
    count: Count


class _Bulletin(Value):
    body: Slug
    side: Slug
    period: Moment | None = None
    total: Count | None = None
    regions: Regions | None = None
    confirmed: tuple[Confirmation, ...] = ()
    note: Text | None = None


class BulletinReport(Sourced, _Bulletin):
    """Input: what one side of a body registered. Null is unknown, never 0; without a period it is undated."""

    external_id: ExternalId | None = None


class BulletinBody(Attested, _Bulletin):
    """Stored: what one side of a body registered."""


class BulletinCorrection(Mend):
    """Input: the numbers as they should have been."""

    total: Count | None = None
    regions: Regions | None = None


class BulletinState:
    """A bulletin as its facts tell it."""

    def __init__(self) -> None:
        self.body: BulletinBody | None = None
        self.external_id: ExternalId | None = None
        self.digest = ""
        self.corrected: str | None = None
        self.last_known_at: datetime | None = None

    def exists(self) -> bool:
        """Whether it was published."""
        return self.body is not None

    def evolve(self, event: Fact) -> None:
        """Fold one fact."""
        self.last_known_at = max(event.known_at, self.last_known_at or event.known_at)
        match event:
            case BulletinPublished():
                self.body, self.external_id, self.digest = event.body, event.external_id, event.digest
            case BulletinCorrected():
                self.corrected = event.reason
                if self.body is not None:
                    self.body = self.body.model_copy(update={"total": event.total, "regions": event.regions})
            case _:
                raise UnknownEvent(event)

    @property
    def unaccounted(self) -> int | None:
        """The total less the sum of its regions; None where either is unknown. Not 0: the sums do not add up."""
        if self.body is None or self.body.total is None or self.body.regions is None:
            return None
        return self.body.total - sum(self.body.regions.values())


class Bulletin(Aggregate):
    """One side's count for one period."""

    KIND = "bulletin"
    STATE = BulletinState
    state: BulletinState

    @classmethod
    def publish(cls, entry: Entry, report: BulletinReport, registry: Registry) -> Bulletin:
        """Open a bulletin's stream. Raises Unknown for an unregistered party or source."""
        check_parties(registry, (report.side, *(one.by for one in report.confirmed)), field="side")
        said = {name: getattr(report, name) for name in _Bulletin.model_fields}
        body = BulletinBody(**said, **report.attestation(registry))
        return cls.open(
            entry,
            BulletinPublished,
            stream_of(cls.KIND, report.external_id),
            known_at=report.known_at(entry),
            body=body,
            external_id=report.external_id,
            digest=sorted_digest_of(report),
        )

    def correct(self, correction: BulletinCorrection) -> None:
        """Mend its numbers: both are replaced, and what was mended before is mended again."""
        self.record(
            BulletinCorrected,
            total=correction.total,
            regions=correction.regions,
            reason=correction.reason,
            known_at=correction.mended_at(self.entry, self.state.last_known_at or self.opened_known_at),
        )


class BulletinPublished(Opening):
    """A count was published."""

    TOPIC = "bulletin.published"
    OPENS: ClassVar[type[Aggregate]] = Bulletin
    body: BulletinBody
    external_id: ExternalId | None = None
    digest: str


class BulletinCorrected(Fact):
    """A count was mended."""

    TOPIC = "bulletin.corrected"
    total: Count | None = None
    regions: Regions | None = None
