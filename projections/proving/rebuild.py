"""Rebuilding: the tables made anew from the log beside the old ones, proven, and put in their place."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from projections.follow import Follower
from projections.loading import MANY
from projections.opening import StoreUnreadable
from projections.proving.digest import differing
from projections.proving.proof import prove
from projections.store import Store

if TYPE_CHECKING:
    from domain.ledger import Ledger


SAID = 3
"""How many findings a refusal names."""


@dataclass(frozen=True)
class Rebuilt:
    """What a rebuild did: facts folded, in how many seconds, up to which position; and how the old tables differed.

    `mended` gives the number of rows that differed, by table; it is None where there were no old tables to compare.
    `parked` is how many streams wait.
    """

    facts: int
    seconds: float
    position: int
    mended: dict[str, int] | None
    parked: int


class RebuildUnproven(Exception):
    """Brute force disproves the tables made anew, so the old ones stay; the message is one line for a person."""


def rebuild(ledger: Ledger, path: Path, on_progress: Callable[[int], None] | None = None) -> Rebuilt:
    """Make the tables at `path` anew. They are swapped in whole: an interrupted rebuild leaves the old ones.

    Raises StoreInUse where another process has them open, and RebuildUnproven where they do not equal the old ones
    and brute force shows that it is the new ones that are wrong.
    """
    beside = path.with_name(path.name + ".rebuilding")
    with ExitStack() as opened:
        old = _opened(path)
        if old is not None:
            opened.callback(old.close)
        remove(beside)
        began = time.perf_counter()
        store = Store(beside, built=True)
        opened.callback(store.close)
        position = Follower(ledger, store).catch_up(on_progress)
        seconds = time.perf_counter() - began
        mended = None if old is None else _compared(old, store, ledger)
        findings = [] if mended == {} else prove(ledger, store).findings
        waiting = len(store.parked_at)
    if findings:
        remove(beside)
        raise RebuildUnproven(f"{path} stays as it is: what was made anew is wrong: {'; '.join(findings[:SAID])}")
    path.with_name(path.name + ".wal").unlink(missing_ok=True)
    beside.replace(path)
    return Rebuilt(position, seconds, position, mended, waiting)


def _opened(path: Path) -> Store | None:
    """The old tables, to be compared; None where there are none, or none that can be read."""
    if not path.exists():
        return None
    try:
        return Store(path, built=True)
    except StoreUnreadable:
        return None


def _compared(old: Store, new: Store, ledger: Ledger) -> dict[str, int] | None:
    """In how many rows the old tables differ from the new, once they show as much; None where they are far behind."""
    follower = Follower(ledger, old)
    if new.position - old.position > MANY or old.position > new.position:
        return None
    follower.catch_up(until=new.position)
    return differing(old, new)


def remove(path: Path) -> None:
    """Delete a DuckDB file, and the log that it may have left beside it."""
    for one in (path, path.with_name(path.name + ".wal")):
        one.unlink(missing_ok=True)
