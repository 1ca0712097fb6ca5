"""The follower: keeps the tables in step with the log, on either database, and survives what happens to it."""

from __future__ import annotations

import gc
import hashlib
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING
from uuid import UUID

import psycopg

from projections.apply import apply, streams_begun_before
from projections.fold import Waiting, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eventsourcing.persistence import Notification

    from domain.ledger import Ledger
    from domain.model import Fact
    from projections.store import Store

BATCH = 2000
"""Facts folded in one transaction at the most."""

POLL_SECONDS = 0.25
"""How long the follower sleeps at the most, whether or not anyone wakes it."""

log = logging.getLogger(__name__)


class Follower:
    """Pulls from the log after the store's position; woken by appends here, and by PostgreSQL's NOTIFY."""

    def __init__(self, ledger: Ledger, store: Store) -> None:
        self.ledger = ledger
        self.store = store
        self.failure: str | None = None
        self._first = ""
        self._position = store.position
        self._moved = threading.Condition()
        self._awake = threading.Event()
        self._stopping = threading.Event()
        self._applying = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._check_ledger()
        ledger.when_appended(self._awake.set)

    def _check_ledger(self) -> None:
        """Tables made from another ledger, or from a log that went another way or further, are made anew."""
        if self.store.position and (self.store.ledger != self._mark() or not self._holds_last()):
            log.warning("the projections at %s are of another ledger; making them anew", self.store.path)
            self.store.empty()
            self._position = 0

    def _holds_last(self) -> bool:
        """Whether the log has the last fact of the tables where they have it: a log restored from a copy may not."""
        position = self.store.position
        stored = [
            (one.id, one.originator_id, one.originator_version, one.topic)
            for one in self.ledger.stored_after(position - 1, 1)
        ]
        return stored == self.store.rows("SELECT position, id, version, name FROM facts WHERE position = ?", [position])

    def _mark(self) -> str:
        """What tells this ledger from any other: its first fact."""
        if not self._first:
            first = self.ledger.stored_after(0, 1)
            self._first = f"{first[0].originator_id} {hashlib.sha256(first[0].state).hexdigest()}" if first else ""
        return self._first

    def start(self) -> None:
        """Follow in the background until stopped."""
        self._threads = [threading.Thread(target=self._follow, name="follower", daemon=True)]
        if self.ledger.address.is_postgres:
            self._threads.append(threading.Thread(target=self._listen, name="listener", daemon=True))
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop following; what is being applied is finished first."""
        self._stopping.set()
        self._awake.set()
        for thread in self._threads:
            thread.join()

    def catch_up(self, on_progress: Callable[[int], None] | None = None) -> int:
        """Fold everything recorded so far, in this thread; answers the position."""
        with self._applying:
            while self._step():
                if on_progress is not None:
                    on_progress(self._position)
            return self._position

    def wait_for(self, position: int, timeout: float) -> bool:
        """Whether the store shows the position within `timeout` seconds."""
        if self._position < position:
            self._awake.set()
        with self._moved:
            return self._moved.wait_for(lambda: self._position >= position, timeout)

    def _step(self) -> bool:
        """Apply the next batch; answers whether there was one."""
        stored = self.ledger.stored_after(self._position, BATCH)
        if not stored:
            return False
        try:
            with _unburdened() if len(stored) == BATCH else nullcontext():
                apply(self.store, stored, fold(self._waiting(stored)), self._mark())
        except BaseException:
            # Whether or not it was committed, the tables say; nothing is applied twice.
            self._move_to(self.store.position)
            raise
        self._move_to(stored[-1].id)
        return True

    def _move_to(self, position: int) -> None:
        with self._moved:
            self._position = position
            self._moved.notify_all()

    def _waiting(self, stored: Sequence[Notification]) -> Waiting:
        """The facts with what is held of the streams that began before them."""
        old = streams_begun_before(stored)
        parked = frozenset(UUID(one["id"]) for one in self.store.parked())
        if not old:
            return Waiting(stored, parked=parked)
        before: dict[UUID, list[Fact]] = {}
        broken: dict[UUID, str] = {}
        try:
            before = self.store.facts_of(old)
        except Exception:  # noqa: BLE001 - one of them cannot be read: find out which
            for stream in old:
                try:
                    before |= self.store.facts_of([stream])
                except Exception as unreadable:  # noqa: BLE001 - whatever stored bytes raise is theirs alone
                    broken[stream] = str(unreadable)
        return Waiting(stored, before, self.store.open_rows(old), parked, broken)

    def _follow(self) -> None:
        while not self._stopping.is_set():
            self._awake.wait(POLL_SECONDS)
            self._awake.clear()
            try:
                self.catch_up()
                self.failure = None
            except Exception as failed:  # noqa: BLE001 - whatever happened, the next round tries again
                self.failure = f"{type(failed).__name__}: {failed}"
                log.warning("the follower stands at position %s: %s", self._position, self.failure)
                self._stopping.wait(POLL_SECONDS)

    def _listen(self) -> None:
        """Be woken by other processes' appends; a lost connection is made again."""
        while not self._stopping.is_set():
            try:
                with psycopg.connect(self.ledger.address.url, autocommit=True) as connection:
                    connection.execute("LISTEN stored_events")
                    self._awake.set()
                    while not self._stopping.is_set():
                        for _ in connection.notifies(timeout=POLL_SECONDS, stop_after=1):
                            self._awake.set()
            except psycopg.Error as lost:
                log.warning("listening to the log again after: %s", str(lost).strip())
                time.sleep(POLL_SECONDS)


@contextmanager
def _unburdened() -> Iterator[None]:
    """Fold a full batch without the collector of cycles: it makes none, and looking for them takes half the time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()
