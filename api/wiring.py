"""Wiring: one ledger with its keys and its projections, opened together and closed together."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Self

from api.access import Keys
from api.feed import Feed
from api.settings import MEMORY, Settings
from domain.ledger import Ledger
from projections.follow import Follower
from projections.store import Store

if TYPE_CHECKING:
    from types import TracebackType


class Truceline:
    """Everything that a server, or a command, works with. `store` and `follower` change at a rebuild."""

    def __init__(self, settings: Settings, ledger: Ledger, store: Store, keys: Keys) -> None:
        self.settings = settings
        self.ledger = ledger
        self.store = store
        self.keys = keys
        self.follower = Follower(ledger, store)
        self.feed = Feed(ledger, lambda: self.follower)
        self.rebuilding = threading.Lock()
        self._home = store

    @classmethod
    def open(cls, settings: Settings, *, create: bool = True) -> Self:
        """Open the ledger, making it where `create`. Raises NoLedger or StoreInUse, each in one line."""
        path = settings.projections_path
        with ExitStack() as opened:
            ledger = Ledger.at(settings.database, create=create)
            opened.callback(ledger.close)
            store = Store(path)
            opened.callback(store.close)
            keys = Keys(ledger.address, settings.bootstrap_key)
            opened.callback(keys.close)
            truceline = cls(settings, ledger, store, keys)
            opened.pop_all()
        return truceline

    def start(self) -> None:
        """Follow the log in the background."""
        self.follower.start()

    def stop(self) -> None:
        """Stop following."""
        self.follower.stop()

    def replace(self, store: Store, follower: Follower) -> None:
        """Read from other tables from now on. Whoever still reads the old ones keeps them until done.

        The first tables stay open: the file in its usual place is ours until we end.
        """
        old = self.follower
        # Nobody who has seen a position is shown an earlier one.
        with old.resting():
            follower.catch_up()
            self.store, self.follower = store, follower
        follower.start()
        old.stop()

    def close(self) -> None:
        """Let the databases go; tables that were made anew take their place on disk."""
        self.keys.close()
        self.store.close()
        self.ledger.close()
        home = self.settings.projections_path
        if self.store is not self._home:
            self._home.close()
        if home != MEMORY and str(self.store.path) != home:
            Path(home).with_name(f"{Path(home).name}.wal").unlink(missing_ok=True)
            Path(self.store.path).replace(home)
            for left_over in Path(home).parent.glob(f"{Path(home).name}.rebuilding*"):
                left_over.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()
