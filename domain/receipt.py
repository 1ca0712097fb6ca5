"""Receipts: the first answer to a write, kept beside it, so that asking again changes nothing."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from pydantic import Field

from domain.model import Aggregate, Entry, Fact, Opening, UnknownEvent, Value, derived_id


class Recorded(Value):
    """What a write answers: the thing, its version, its place in the log, and the ids that the write gave out."""

    kind: str
    id: UUID
    version: int
    position: int
    made: dict[str, str] = Field(default_factory=dict)


class ReceiptState:
    """A receipt as its one fact tells it."""

    def __init__(self) -> None:
        self.fingerprint: str | None = None
        self.kind = ""
        self.thing = UUID(int=0)
        self.thing_version = 0
        self.made: dict[str, str] = {}

    def exists(self) -> bool:
        """Whether it was given."""
        return self.fingerprint is not None

    def evolve(self, event: Fact) -> None:
        """Fold the one fact."""
        match event:
            case ReceiptGiven():
                self.fingerprint, self.kind, self.made = event.fingerprint, event.kind, event.made
                self.thing, self.thing_version = event.thing, event.thing_version
            case _:
                raise UnknownEvent(event)


class Receipt(Aggregate):
    """What was answered to the caller's key."""

    KIND = "receipt"
    STATE = ReceiptState
    state: ReceiptState

    @staticmethod
    def stream(caller: str, key: str) -> UUID:
        """The stream of a caller's key: two callers may use the same words."""
        return derived_id("receipt", caller, key)

    @classmethod
    def give(  # noqa: PLR0917 - whose receipt, and for what
        cls, entry: Entry, key: str, fingerprint: str, thing: Aggregate, version: int, made: dict[str, Any]
    ) -> Receipt:
        """Keep the answer to a write: the thing at the version that the write brought it to."""
        return cls.open(
            entry,
            ReceiptGiven,
            cls.stream(entry.by, key),
            known_at=entry.at,
            fingerprint=fingerprint,
            kind=thing.KIND,
            thing=thing.id,
            thing_version=version,
            made=made,
        )


class ReceiptGiven(Opening):
    """A write was answered. `fingerprint` is that of the request, as hex."""

    TOPIC = "receipt.given"
    OPENS: ClassVar[type[Aggregate]] = Receipt
    fingerprint: str
    kind: str
    thing: UUID
    thing_version: int
    made: dict[str, str]
