"""The follower: keeps the tables in step with the log, on either database, and survives what happens to it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

import psycopg

from projections.apply import apply
from projections.batch import mark_of, waiting
from projections.fold import fold
from projections.loading import MANY, load
from projections.progress import Progress
from projections.without_gc import without_gc

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from domain.ledger import Ledger
    from domain.log.stored import Stored
    from projections.store import Store

BATCH = 2000
"""Facts folded here in one transaction at the most; a long log is loaded in larger parts."""

POLL_SECONDS = 0.25
"""How long the follower sleeps at the most, whether or not anyone wakes it."""

log = logging.getLogger(__name__)


class Follower:
    """Pulls from the log after the store's position; woken by appends here, and by PostgreSQL's NOTIFY."""

    def __init__(self, ledger: Ledger, store: Store) -> None:
        self.ledger = ledger
        self.store = store
        self.failure: str | None = None
        store.log = ledger.log
        self._ledger_mark = ""
        self._position = store.position
        self._moved = threading.Condition()
        self._awake = threading.Event()
        self._stopping = threading.Event()
        self._applying = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._successor: Follower | None = None
        self._check_ledger()
        ledger.when_appended(self._awake.set)

    def _check_ledger(self) -> None:
        """Tables made from another ledger, or from a log that went another way or further, are made anew."""
        held = self.store.progress
        if held.position and (held.ledger != self._first() or held.last != self._at(held.position)):
            log.warning("the projections at %s are of another ledger; making them anew", self.store.path)
            self.store.empty()
            self._position = 0

    def _first(self) -> str:
        """What tells this ledger from any other: its first fact."""
        self._ledger_mark = self._ledger_mark or self._at(1)
        return self._ledger_mark

    def _at(self, position: int) -> str:
        """What marks the fact at a position; empty where there is none: a log restored from a copy may end before."""
        return "".join(mark_of(one) for one in self.ledger.undecoded_after(position - 1, 1) if one.position == position)

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

    def catch_up(self, on_progress: Callable[[int], None] | None = None, *, until: int | None = None) -> int:
        """Fold everything recorded so far, or up to a position, in this thread; answers the position.

        Where it is told to stop meanwhile, that is an earlier one.
        """
        with self._applying:
            while not self._stopping.is_set() and self._step(on_progress, until):
                if on_progress is not None:
                    on_progress(self._position)
            return self._position

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Fold nothing meanwhile."""
        with self._applying:
            yield

    def hand_over(self, successor: Follower) -> None:
        """Let whoever waits here wait for another follower, of tables that show at least as much."""
        with self._moved:
            self._successor = successor
            self._moved.notify_all()

    def wait_for(self, position: int, timeout: float) -> bool:
        """Whether the store, or one that took its place meanwhile, shows the position within `timeout` seconds."""
        deadline = time.monotonic() + timeout
        if self._position < position:
            self._awake.set()
        with self._moved:
            self._moved.wait_for(lambda: self._position >= position or self._successor is not None, timeout)
        if self._position < position and self._successor is not None:
            return self._successor.wait_for(position, max(0.0, deadline - time.monotonic()))
        return self._position >= position

    def _step(self, on_progress: Callable[[int], None] | None, until: int | None) -> bool:
        """Apply the next batch, or all that is there where it is much; answers whether there was any."""
        limit = BATCH if until is None else min(BATCH, until - self._position)
        stored = self.ledger.undecoded_after(self._position, limit) if limit > 0 else []
        if not stored:
            return False
        try:
            if len(stored) == BATCH and until is None and self._far_behind():
                self._load(on_progress)
            else:
                self._apply(stored)
        except BaseException:
            # Whether or not it was committed, the tables say; nothing is applied twice.
            self._move_to(self.store.position)
            raise
        return True

    def _far_behind(self) -> bool:
        """Whether there is so much to fold that other processes should; no other can open a ledger in memory."""
        return self.ledger.position - self._position >= MANY and not self.ledger.address.is_in_memory

    def _load(self, on_progress: Callable[[int], None] | None) -> None:
        def moved(position: int) -> None:
            self._move_to(position)
            if on_progress is not None:
                on_progress(position)

        load(self.store, self.ledger, self._first(), moved, self._stopping)

    def _apply(self, stored: Sequence[Stored]) -> None:
        last = stored[-1]
        with without_gc() if len(stored) == BATCH else nullcontext():
            folded = fold(waiting(self.ledger.log, stored, self.store.parked_at))
            apply(self.store, folded, Progress(last.position, self._first(), mark_of(last)))
        self._move_to(last.position)

    def _move_to(self, position: int) -> None:
        with self._moved:
            self._position = position
            self._moved.notify_all()

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
                self._stopping.wait(POLL_SECONDS)
