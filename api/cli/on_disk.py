"""Projections on disk, looked at without a change to them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from api.settings import MEMORY
from api.temporary_folder import TemporaryFolder
from projections.batch import mark_of
from projections.follow import Follower
from projections.opening import LOCKED
from projections.schema import shape
from projections.store import Store

if TYPE_CHECKING:
    from domain.ledger import Ledger


@dataclass(frozen=True)
class Held:
    """How the projections are, in words; their tables, where they can be compared; and what is wrong with the file."""

    state: str
    store: Store | None = None
    findings: list[str] = field(default_factory=list)


@contextmanager
def projections_at(path: str, ledger: Ledger) -> Iterator[Held]:
    """The projections at a path. Where they are behind the log, it is a copy that catches up with it."""
    if path == MEMORY:
        yield Held("are in memory")
        return
    if not Path(path).exists():
        yield Held("not made yet")
        return
    try:
        held_shape, position = _glance(path)
    except duckdb.Error as failed:
        yield _unreadable(path, str(failed).strip().splitlines()[0])
        return
    if held_shape != shape():
        yield Held("of another release, not compared; the next start makes them anew")
    else:
        with TemporaryFolder("doctor") as folder:
            behind = position < ledger.position
            with _opened(_copied(path, folder) if behind else path) as store:
                yield _compared(path, store, ledger, behind=behind)


def _compared(path: str, store: Store, ledger: Ledger, *, behind: bool) -> Held:
    position, first, last = store.progress
    if position and (first != _mark(ledger, 1) or last != _mark(ledger, position)):
        other = f"the projections at {path} stand at position {position}, where the log holds another fact, or none"
        return Held("of another log, not compared; the next start makes them anew", findings=[other])
    if behind:
        Follower(ledger, store).catch_up()
        return Held(f"behind, at {position:,}; caught up in a copy, and compared", store)
    return Held("compared", store)


def _mark(ledger: Ledger, position: int) -> str:
    """What marks the fact at a position; empty where there is none."""
    found = ledger.undecoded_after(position - 1, 1)
    return mark_of(found[0]) if found and found[0].position == position else ""


def _glance(path: str) -> tuple[str, int]:
    """The shape and the position of the tables."""
    with duckdb.connect(path, read_only=True) as connection:
        found = connection.execute("SELECT shape, position FROM progress").fetchone()
    return ("", 0) if found is None else (str(found[0]), int(found[1]))


def _unreadable(path: str, failure: str) -> Held:
    if LOCKED in failure:
        return Held("in use by a server, not compared")
    return Held("unreadable", findings=[f"the projections at {path} cannot be read: {failure}"])


def _copied(path: str, folder: Path) -> str:
    """A copy with the changes that a server left unfinished when it was killed."""
    copy = folder / "copy"
    shutil.copy(path, copy)
    unfinished = Path(f"{path}.wal")
    if unfinished.exists():
        shutil.copy(unfinished, f"{copy}.wal")
    return str(copy)


@contextmanager
def _opened(path: str) -> Iterator[Store]:
    store = Store(path)
    try:
        yield store
    finally:
        store.close()
