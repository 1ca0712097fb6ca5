"""What every fact, value and aggregate of the ledger has in common."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha1
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Protocol, Self
from uuid import UUID

from eventsourcing.domain import BaseAggregate, CanMutateAggregate
from pydantic import BaseModel, ConfigDict, StringConstraints

if TYPE_CHECKING:
    from collections.abc import Iterable

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
"""A short stable name of a party, source, agreement or zone: lower-case words joined by hyphens."""

Name = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000, strip_whitespace=True)]

NAMESPACE = UUID("6f1e5c1a-4c0e-5a52-9d0c-7f3b8f0f2a11")
"""Root of every derived id. It never changes: streams are found again by it."""


def derived_id(*words: str) -> UUID:
    """The id that these words always give (UUID version 5)."""
    digest = sha1(NAMESPACE.bytes + "\n".join(words).encode(), usedforsecurity=False).digest()
    number = int.from_bytes(digest[:16])
    # The bits of version and variant, as RFC 9562 has them; the library's own function takes twice as long.
    return UUID(int=number & ~(0xF << 76) & ~(0x3 << 62) | 5 << 76 | 0x2 << 62)


class Value(BaseModel):
    """An immutable value; unknown fields are refused, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @classmethod
    def of_checked(cls, parts: dict[str, Any]) -> Self:
        """A value of all its parts, each of which another value has checked by the same rules: not checked again."""
        made = cls.__new__(cls)
        set_inside = object.__setattr__
        set_inside(made, "__dict__", {name: parts[name] for name in cls.__pydantic_fields__})
        set_inside(made, "__pydantic_fields_set__", set(parts))
        set_inside(made, "__pydantic_extra__", None)
        set_inside(made, "__pydantic_private__", None)
        return made


class Entry(Value):
    """Who records, when, and in which request: what every fact of one write shares.

    `at` is the recording time in UTC, `by` the id of the key (never its name).
    """

    at: datetime
    by: str
    correlation: UUID


class Fact(Value, CanMutateAggregate[UUID]):
    """A stored event: it happened to our record, and is never edited.

    `timestamp` is when it was recorded and `known_at` when anyone could know it, both UTC.
    """

    # A stored fact has its version beside its fields, so what is not a field is not refused here.
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    TOPIC: ClassVar[str]
    VERSION: ClassVar[int] = 1

    originator_id: UUID
    originator_version: int
    timestamp: datetime
    known_at: datetime
    recorded_by: str
    correlation_id: UUID
    reason: str | None = None

    def apply(self, aggregate: Any) -> None:  # noqa: ANN401 - the library's signature
        """Fold into the aggregate's state; `evolve` is the only place that says how."""
        aggregate.state.evolve(self)


class Opening(Fact):
    """The first fact of a stream; it carries the frame of the thing."""

    OPENS: ClassVar[type[Aggregate]]

    def mutate(self, aggregate: Any) -> Any:  # noqa: ANN401, ARG002 - the library's signature
        """Make the aggregate that this fact opens."""
        opened = self.OPENS.__new__(self.OPENS)
        opened.__base_init__(self.originator_id, self.originator_version, self.timestamp)
        opened.state = self.OPENS.STATE()
        opened.opened_known_at = self.known_at
        self.apply(opened)
        return opened


class UnknownEvent(TypeError):
    """A fact of a type that this state does not fold: a gap in the code, never in the record."""


class State(Protocol):
    """What a stream's facts add up to; `evolve` is total on any visible subset of them."""

    def evolve(self, event: Fact) -> None:
        """Fold one fact."""

    def exists(self) -> bool:
        """Whether the thing is there at all, by the facts folded so far."""


class Aggregate(BaseAggregate[UUID]):
    """A thing with a stream of its own. Commands decide here; `STATE.evolve` folds."""

    KIND: ClassVar[str]
    STATE: ClassVar[type[Any]]
    state: Any
    entry: Entry
    opened_known_at: datetime

    @classmethod
    def open(cls, entry: Entry, opening: type[Opening], stream: UUID, **payload: Any) -> Self:
        """Begin a stream with its opening fact."""
        event = opening(
            originator_id=stream,
            originator_version=cls.INITIAL_VERSION,
            timestamp=entry.at,
            recorded_by=entry.by,
            correlation_id=entry.correlation,
            **payload,
        )
        opened: Self = event.mutate(None)
        opened.entry = entry
        opened.pending_events.append(event)
        return opened

    def record(self, fact: type[Fact], *, known_at: datetime | None = None, **payload: Any) -> None:
        """Add a fact. Known when recorded, unless an earlier moment is given."""
        entry = self.entry
        event = fact(
            originator_id=self.id,
            originator_version=self.next_version,
            timestamp=entry.at,
            known_at=entry.at if known_at is None else min(known_at, entry.at),
            recorded_by=entry.by,
            correlation_id=entry.correlation,
            **payload,
        )
        event.mutate(self)
        self.pending_events.append(event)

    def given_out(self) -> dict[str, str]:
        """The ids that opening it gave out, beside its own."""
        return {}

    @property
    def next_version(self) -> int:
        """The version that the next fact will bear; ids inside a stream derive from it."""
        return int(self.version) + 1


def in_known_order(events: Iterable[Fact]) -> list[Fact]:
    """The opening first, then by (known_at, position). Within a stream, version order is position order."""
    return sorted(events, key=lambda e: (e.originator_version != 1, e.known_at, e.originator_version))


def utc(moment: datetime) -> datetime:
    """The same instant in UTC. Raises ValueError on a naive time."""
    if moment.tzinfo is None:
        message = "a time needs an offset (for example 2020-02-20T15:00:00Z)"
        raise ValueError(message)
    try:
        return moment.astimezone(UTC)
    except OverflowError as beyond:
        message = f"{moment.isoformat()} is outside the years that a calendar holds"
        raise ValueError(message) from beyond
