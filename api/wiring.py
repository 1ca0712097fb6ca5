"""Wiring: one ledger with its keys and its projections, opened together and closed together."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Self
from weakref import WeakSet

from api.access import Keys
from api.http.feed import Feed
from api.settings import MEMORY, Settings
from domain.ledger import Ledger
from projections.follow import Follower
from projections.parking import replay_parked
from projections.store import Store

if TYPE_CHECKING:
    from types import TracebackType


BESIDE = ".rebuilding"
"""How the names of files go on that are not, or no longer, in their place."""

MOST_FITS = 4
"""So many fits are made or waited for at once."""


class GaveUp(Exception):
    """The rebuild has stopped half-way, because the server does."""


class Truceline:
    """Everything that a server, or a command, works with. `store` and `follower` change at a rebuild.

    `ready_from` is the position of the log at the start: until the projections show it, they lack what was there.
    """

    def __init__(self, settings: Settings, ledger: Ledger, store: Store, keys: Keys) -> None:
        self.settings = settings
        self.ledger = ledger
        self.store = store
        self.keys = keys
        self.follower = Follower(ledger, store)
        self.feed = Feed(ledger, lambda: self.follower)
        self.rebuilding = threading.Lock()
        self.fitting = threading.Lock()
        self.room_to_fit = threading.BoundedSemaphore(MOST_FITS)
        self.making: Follower | None = None
        self.ready_from = 0
        self.stopping = threading.Event()
        self._rebuilds = 0
        self._replaced: WeakSet[Store] = WeakSet()

    @classmethod
    def open(cls, settings: Settings, *, create: bool = True) -> Self:
        """Open the ledger, making it where `create`. Raises NoLedger or StoreInUse, each in one line."""
        path = settings.projections_path
        with ExitStack() as opened:
            ledger = Ledger.at(settings.database, create=create)
            opened.callback(ledger.close)
            store = Store(path)
            opened.callback(store.close)
            _tidy(path)
            keys = Keys(ledger.address, settings.bootstrap_key)
            opened.callback(keys.close)
            truceline = cls(settings, ledger, store, keys)
            opened.pop_all()
        return truceline

    def start(self) -> None:
        """Follow the log in the background, with what an earlier release could not digest."""
        self.ready_from = self.ledger.position
        replay_parked(self.follower)
        self.follower.start()

    def stop(self) -> None:
        """Stop following; a rebuild gives up."""
        self.give_up()
        with self.rebuilding:
            self.follower.stop()

    def give_up(self) -> None:
        """Let no rebuild go on."""
        self.stopping.set()
        if self.making is not None:
            self.making.stop()

    def beside(self) -> str:
        """Where tables are made anew: a path of their own, since others may still be read at all that came before."""
        home = self.settings.projections_path
        self._rebuilds += 1
        return MEMORY if home == MEMORY else f"{home}{BESIDE}-{self._rebuilds}"

    def replace(self, store: Store, follower: Follower) -> None:
        """Read from other tables from now on. Whoever still reads the old ones keeps them until done. Raises GaveUp."""
        old = self.follower
        follower.catch_up()
        store.settle()
        # Nobody who has seen a position is shown an earlier one.
        with old.resting():
            if follower.catch_up() < self.store.position:
                raise GaveUp
            self._put_in_place(store)
            self._replaced.add(self.store)
            self.store, self.follower = store, follower
            old.hand_over(follower)
        follower.start()
        old.stop()

    def _put_in_place(self, store: Store) -> None:
        """Let the next start find these tables, even after a kill; their newest rows may then be followed again."""
        home = self.settings.projections_path
        if home != MEMORY:
            Path(f"{home}.wal").unlink(missing_ok=True)
            Path(store.path).replace(home)
            store.path = Path(home)

    def close(self) -> None:
        """Let the databases go."""
        self.keys.close()
        for store in (*self._replaced, self.store):
            store.close()
        self.ledger.close()
        _tidy(self.settings.projections_path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()


def _tidy(home: str) -> None:
    """Remove what a rebuild has left beside the tables that are ours. The log of tables put in place is among it."""
    if home != MEMORY:
        for one in Path(home).absolute().parent.iterdir():
            if one.name.startswith(Path(home).name + BESIDE):
                one.unlink(missing_ok=True)
