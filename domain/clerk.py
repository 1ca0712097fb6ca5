"""The clerk: carries one write from its report to the log, once, however often it is asked."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID, uuid4

from domain import errors
from domain.agreement.agreement import Agreement
from domain.catalogue import KINDS
from domain.external import is_digest_of, stream_of
from domain.grade import Grade
from domain.ledger import LostRace, found
from domain.model import Aggregate, Entry
from domain.party import Party
from domain.receipt import Receipt, Recorded
from domain.source import Source

if TYPE_CHECKING:
    from domain.ledger import Ledger

ATTEMPTS = 12
"""How often a write is decided anew when others write to the same stream at the same time."""

A = TypeVar("A", bound=Aggregate)


class AlreadyRecorded(Exception):
    """The same write came before; here is what it was answered."""

    def __init__(self, recorded: Recorded) -> None:
        super().__init__(str(recorded.id))
        self.recorded = recorded


class Contended(errors.Refused):
    """Too many others wrote to the same thing at the same time."""

    title = "The thing is being written to by others"


@dataclass(frozen=True)
class Decision:
    """What one decision wants stored: the thing answered for comes first, others after it."""

    thing: Aggregate
    made: dict[str, Any] = field(default_factory=dict)
    before: tuple[Aggregate, ...] = ()


class Clerk:
    """Records for one caller, in one request.

    `key` is the caller's Idempotency-Key and `fingerprint` that of the request's content;
    `if_match` is the version that the caller last saw.
    """

    def __init__(
        self,
        ledger: Ledger,
        by: str,
        *,
        key: str | None = None,
        fingerprint: str = "",
        if_match: int | None = None,
        at: datetime | None = None,
        correlation: UUID | None = None,
    ) -> None:
        self.ledger = ledger
        self.key = key
        self.fingerprint = fingerprint
        self.if_match = if_match
        self.entry = Entry(at=at or datetime.now(UTC), by=by, correlation=correlation or uuid4())

    def check_receipt(self) -> None:
        """Raises AlreadyRecorded for a retry, and DifferentContent where the key came with another request."""
        if self.key is None:
            return
        receipt = self.ledger.get(Receipt, Receipt.stream(self.entry.by, self.key))
        if receipt is None:
            return
        if receipt.state.fingerprint != self.fingerprint:
            raise errors.DifferentContent(
                "this Idempotency-Key came before with another request", field="Idempotency-Key"
            )
        state = receipt.state
        raise AlreadyRecorded(self._recorded(state.kind, state.thing, state.thing_version, state.made))

    def open(self, make: Callable[[Entry, Any, Clerk], Aggregate], report: Any) -> Recorded:  # noqa: ANN401
        """Open a thing from its report; the same external id with the same content answers as before."""

        def decide() -> Decision:
            self._check_external(make, report)
            thing = make(self.entry, report, self)
            if getattr(report, "external_id", None) is None:
                self._check_new(thing, getattr(report, "slug", None))
            return Decision(thing, thing.given_out())

        return self._write(decide)

    def change(
        self, kind: type[A], stream: UUID, command: Callable[..., Any], *arguments: Any, name: str = ""
    ) -> Recorded:
        """Carry out a command on a thing. The command's result, where it is an id, is answered under `name`."""

        def decide() -> Decision:
            thing = self.fetch(kind, stream)
            result = command(thing, *arguments)
            if isinstance(result, Aggregate):
                return Decision(result, {"split_from": str(thing.id)}, before=(thing,))
            return Decision(thing, {} if result is None else {name: str(result)})

        return self._write(decide)

    def change_both(
        self, kind: type[A], stream: UUID, other: Callable[[A], UUID], command: Callable[[A, A], None]
    ) -> Recorded:
        """Carry out a command on two things of one kind, in one transaction: the other's facts come first."""

        def decide() -> Decision:
            thing = self.fetch(kind, stream)
            second = thing if other(thing) == stream else self.fetch(kind, other(thing), check_version=False)
            command(thing, second)
            return Decision(thing, before=() if second is thing else (second,))

        return self._write(decide)

    def fetch(self, kind: type[A], stream: UUID, *, check_version: bool = True) -> A:
        """A thing to write to. Raises Missing, and Stale where the caller saw an older version."""
        thing = found(self.ledger.get(kind, stream), kind.KIND, stream)
        if check_version and self.if_match is not None and thing.version != self.if_match:
            raise errors.Stale(
                f"{kind.KIND} {stream} is at version {thing.version}, not {self.if_match}", field="If-Match"
            )
        thing.entry = self.entry
        return thing

    def _write(self, decide: Callable[[], Decision]) -> Recorded:
        for attempt in range(ATTEMPTS):
            self.check_receipt()
            decision = decide()
            thing = decision.thing
            things = [*decision.before, thing]
            if self.key is not None:
                things.append(
                    Receipt.give(self.entry, self.key, self.fingerprint, thing, int(thing.version), decision.made)
                )
            version = int(thing.version)
            try:
                self.ledger.append(*things)
            except LostRace:
                time.sleep(random.uniform(0, 0.002 * 2 ** min(attempt, 6)))  # noqa: S311 - spreads the others out
                continue
            return self._recorded(thing.KIND, thing.id, version, decision.made)
        raise Contended("too many others are writing to this; try again")

    def _recorded(self, kind: str, thing: UUID, version: int, made: dict[str, str]) -> Recorded:
        position = self.ledger.log.position_of(thing, version)
        return Recorded(kind=kind, id=thing, version=version, position=position or 0, made=made)

    def _check_external(self, make: Callable[..., Aggregate], report: Any) -> None:  # noqa: ANN401
        """The same report under its external id was answered before, whatever became of the rest of the ledger.

        Raises AlreadyRecorded with that answer, and DifferentContent for another report under the same id.
        """
        external_id = getattr(report, "external_id", None)
        kind = getattr(make, "__self__", None)
        if external_id is None or kind is None:
            return
        held = self.ledger.get(kind, stream_of(kind.KIND, external_id))
        if held is None:
            return
        if not is_digest_of(held.state.digest, report):
            raise errors.DifferentContent(f"{held.KIND} {held.id} came before with other content", field="external_id")
        first = self.ledger.facts_of(held.id)
        written = (first[0].correlation_id, first[0].timestamp)
        version = len([fact for fact in first if (fact.correlation_id, fact.timestamp) == written])
        recorded = self._recorded(held.KIND, held.id, version, held.given_out())
        if self.key is not None:
            with suppress(LostRace):
                self.ledger.append(Receipt.give(self.entry, self.key, self.fingerprint, held, version, recorded.made))
        raise AlreadyRecorded(recorded)

    def _check_new(self, thing: Aggregate, slug: str | None) -> None:
        """Raises AlreadyRegistered where the name that a thing gives itself is taken, or all that it says was said."""
        if self.ledger.get(type(thing), thing.id) is None:
            return
        if slug is not None:
            raise errors.AlreadyRegistered(f"there is already one of this name ({thing.KIND})", field="slug")
        raise errors.AlreadyRegistered(f"the very same is recorded already, as {thing.KIND} {thing.id}")

    # What commands may ask of the rest of the ledger (domain.registry.Registry)

    def party(self, slug: str, *, field: str) -> str:
        """The slug itself, of a registered party."""
        self._known(Party, Party.stream(slug), slug, field)
        return slug

    def source(self, slug: str, *, field: str) -> Grade:
        """The alignment and grade of a registered source, as they stand."""
        state = self._known(Source, Source.stream(slug), slug, field).state
        return Grade(state.aligned_with, state.reliability)

    def agreement(self, slug: str, *, field: str) -> str:
        """The slug itself, of an agreement in the ledger."""
        self._known(Agreement, Agreement.stream(slug), slug, field)
        return slug

    def provision(self, agreement: str, article: str, *, field: str) -> str:
        """The article itself, of an agreement that has it."""
        if article not in self._known(Agreement, Agreement.stream(agreement), agreement, field).state.provisions:
            raise errors.Unknown(f"{agreement} has no provision {article}", field=field)
        return article

    def began_from(self, kind: str, stream: UUID, *, field: str) -> datetime:
        """The earliest moment at which an incident or statement can have begun (UTC)."""
        state = self._known(KINDS[kind], stream, stream, field).state
        moment = state.frame.occurred if kind == "incident" else state.body.made
        began: datetime = moment.began_from
        return began

    def exists(self, kind: str, stream: UUID, *, field: str) -> UUID:
        """The id itself, of a thing of that kind that is in the ledger."""
        self._known(KINDS[kind], stream, stream, field)
        return stream

    def _known(self, kind: type[A], stream: UUID, name: object, field: str) -> A:
        thing = self.ledger.get(kind, stream)
        if thing is None:
            raise errors.Unknown(f"no {kind.KIND} {name} is registered", field=field, kind=kind.KIND)
        return thing
