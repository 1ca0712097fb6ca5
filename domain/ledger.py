"""The ledger: the one door through which facts enter the log, and are read from it again."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import IntegrityError, PersistenceError
from eventsourcing.utils import Environment

from domain import errors
from domain.log.address import Address, NoLedger, address_of, check_is_ledger, without_password
from domain.log.mapper import FactMapper, encoded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eventsourcing.persistence import InfrastructureFactory, Mapper, Notification, Recording
    from eventsourcing.utils import EnvType

    from domain.log.postgres import AppendOnlyPostgresRecorder
    from domain.log.sqlite import AppendOnlySQLiteRecorder
    from domain.log.stored import Encoded, Stored
    from domain.model import Aggregate, Fact

    Log = AppendOnlySQLiteRecorder | AppendOnlyPostgresRecorder

A = TypeVar("A", bound="Aggregate")

_SOME = 1000
"""How many facts are looked up at a time."""


class LostRace(Exception):
    """Somebody else wrote to the same stream first; nothing of this write is stored."""


class Ledger(Application[UUID]):
    """The log of facts in one database, and the things that they make."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._awake: list[Callable[[], None]] = []
        try:
            super().__init__(env=dict(address.environment))
        except BaseException:
            # What was opened is closed here, and not by the collector of garbage in some thread of its own choice.
            with suppress(AttributeError):
                self.close()
            raise

    @classmethod
    def at(cls, url: str, *, create: bool = True) -> Ledger:
        """Open the ledger at a database URL, making it where `create`; else nothing of it is made or mended.

        Raises NoLedger, in one line.
        """
        address = address_of(url)
        if not create:
            check_is_ledger(address)
            address = replace(address, environment={**address.environment, "CREATE_TABLE": "n"})
        try:
            return cls._opened(address)
        except (PersistenceError, sqlite3.Error) as failed:
            said = str(failed).strip().splitlines() or [type(failed).__name__]
            raise NoLedger(f"cannot open {without_password(url)}: {said[0]}") from failed

    @classmethod
    def _opened(cls, address: Address, attempts: int = 20) -> Ledger:
        """SQLite waits for no lock when a file turns to write-ahead logging: another process may just be making it."""
        try:
            return cls(address)
        except (PersistenceError, sqlite3.Error) as failed:
            if attempts == 1 or "database is locked" not in str(failed):
                raise
        time.sleep(0.05)
        return cls._opened(address, attempts - 1)

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:  # noqa: ARG002 - the library's
        """The address alone says where and how: no variable of the process does, and no class names the table."""
        return Environment(env=env)

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:
        """The library knows host, name and user; whatever else the address says goes to each connection too."""
        factory: Any = super().construct_factory(env)
        if self.address.options:
            factory.datastore.pool.kwargs.update(self.address.options)
        return cast("InfrastructureFactory[Any]", factory)

    def construct_mapper(self) -> Mapper[UUID]:
        """Facts are stored under our own names and versions."""
        return FactMapper()

    @property
    def log(self) -> Log:  # type: ignore[override]
        """The append-only log itself."""
        return cast("Log", self.recorder)

    @property
    def position(self) -> int:
        """The position of the last fact; 0 in an empty ledger."""
        return self.log.max_notification_id() or 0

    def when_appended(self, wake: Callable[[], None]) -> None:
        """Call `wake` after every append by this process."""
        self._awake.append(wake)

    def get(self, kind: type[A], stream: UUID) -> A | None:
        """A thing as recorded so far; None where there is none of that kind."""
        try:
            found: Any = self.repository.get(stream)
        except AggregateNotFoundError:
            return None
        return found if isinstance(found, kind) else None

    def facts_of(self, stream: UUID, *, before: int | None = None) -> list[Fact]:
        """The facts of one stream, in the order of their recording; those before a version, where one is given."""
        return cast("list[Fact]", list(self.events.get(stream, lte=None if before is None else before - 1)))

    def facts_after(self, position: int, limit: int) -> list[tuple[int, Fact]]:
        """Up to `limit` facts with their positions, from the first one after `position`."""
        return [(one.id, self.decode(one)) for one in self.stored_after(position, limit)]

    def facts_named(self, *names: str, saying: bytes = b"") -> Iterator[Fact]:
        """Every fact of these stored names whose bytes have `saying` in them, in the order of the log.

        The whole log is looked through for them.
        """
        position = 0
        while some := self.log.select_notifications(position, _SOME, topics=names, inclusive_of_start=False):
            yield from (self.decode(one) for one in some if saying in one.state)
            position = some[-1].id

    def stored_after(self, position: int, limit: int) -> Sequence[Notification]:
        """The same, as stored: undecoded."""
        return self.log.select_notifications(start=position, limit=limit, inclusive_of_start=False)

    def undecoded_after(self, position: int, limit: int) -> list[Stored]:
        """The same, as fast as the database gives them."""
        return self.log.after(position, limit)

    def decode(self, stored: Notification) -> Fact:
        """The fact that stored bytes say."""
        return cast("Fact", self.mapper.to_domain_event(stored))

    def append(self, *things: Aggregate) -> int:
        """Store what the things have recorded, all or nothing; answers the last position. Raises LostRace."""
        facts = [fact for thing in things for fact in thing.pending_events]
        try:
            recordings = self.save(*things)
        except IntegrityError as lost:
            # A lost acknowledgement is retried by the library, and then looks like a conflict.
            if not self._has(facts):
                raise LostRace from lost
            last = self.log.position_of(facts[-1].originator_id, facts[-1].originator_version)
            return last or 0
        return recordings[-1].notification.id if recordings else self.position

    def append_encoded(self, facts: Sequence[Encoded]) -> int:
        """Store facts that were decided before, all or nothing; answers the last position. Raises LostRace."""
        if not facts:
            return self.position
        try:
            self.log.append_many(facts)
        except IntegrityError as lost:
            if not all(map(self._stores, facts)):
                raise LostRace from lost
        for wake in self._awake:
            wake()
        return self.log.position_of(facts[-1].stream_id, facts[-1].version) or 0

    def _has(self, facts: list[Any]) -> bool:
        """Whether exactly these facts are what is stored."""
        return all(self._stores(encoded(fact)) for fact in facts)

    def _stores(self, wanted: Encoded) -> bool:
        version = wanted.version
        found = self.log.select_events(wanted.stream_id, gt=version - 1, lte=version)
        return [stored.state for stored in found] == [wanted.state]

    def _notify(self, recordings: list[Recording[UUID]]) -> None:
        for wake in self._awake if recordings else ():
            wake()


def found(thing: A | None, kind: str, name: object) -> A:
    """The thing, or a refusal that says what is missing."""
    if thing is None:
        raise errors.Missing(f"there is no {kind} {name}")
    return thing
