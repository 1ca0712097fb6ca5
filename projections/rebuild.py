"""Rebuilding: the tables made anew from the log beside the old ones, then put in their place."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from projections.follow import Follower
from projections.store import Store, StoreUnreadable

if TYPE_CHECKING:
    from domain.ledger import Ledger


@dataclass(frozen=True)
class Rebuilt:
    """What a rebuild did: facts folded, in how many seconds, up to which position."""

    facts: int
    seconds: float
    position: int


def rebuild(ledger: Ledger, path: Path, on_progress: Callable[[int], None] | None = None) -> Rebuilt:
    """Make the tables at `path` anew. They are swapped in whole: an interrupted rebuild leaves the old ones.

    Raises StoreInUse where another process has them open.
    """
    if path.exists():
        with suppress(StoreUnreadable):
            Store(path).close()
    beside = path.with_name(path.name + ".rebuilding")
    _remove(beside)
    began = time.perf_counter()
    store = Store(beside)
    try:
        position = Follower(ledger, store).catch_up(on_progress)
    finally:
        store.close()
    path.with_name(path.name + ".wal").unlink(missing_ok=True)
    beside.replace(path)
    return Rebuilt(position, time.perf_counter() - began, position)


def _remove(path: Path) -> None:
    """A DuckDB file and the log that it may have left beside it."""
    for one in (path, path.with_name(path.name + ".wal")):
        one.unlink(missing_ok=True)
