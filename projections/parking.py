"""Parking: streams that a fold could not digest, folded anew once it can, and put among the others.

Afterwards the tables are those that the whole log makes: the rows in their order, and the times of recording too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from projections.apply import park
from projections.batch import Batch
from projections.catalogue import TABLES
from projections.fold import fold
from projections.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from projections.fold import Folded, Trouble
    from projections.follow import Follower
    from projections.store import Store

_AT_ONCE = 500


@dataclass(frozen=True)
class Replayed:
    """The streams that were taken up again, and those that still wait, with position and reason."""

    taken_up: list[str]
    waiting: list[dict[str, Any]]


def replay_parked(follower: Follower) -> Replayed:
    """Fold every parked stream anew, up to where the tables stand; what still cannot be folded goes on waiting.

    All of it happens in one transaction, while the follower rests. Reads go on.
    """
    store = follower.store
    with follower.resting():
        before = store.parked_at
        troubles = {one.stream: one for folded in _folded(follower, sorted(before)) for one in folded.troubles}
        moved = [stream for stream in sorted(before) if _position(troubles.get(stream)) != before[stream]]
        if before:
            _take_up(follower, moved, [*troubles.values()])
        return Replayed([str(UUID(stream)) for stream in moved if stream not in troubles], store.parked())


def _position(trouble: Trouble | None) -> int | None:
    return None if trouble is None else trouble.position


def _folded(follower: Follower, streams: Sequence[str]) -> Iterator[Folded]:
    """Streams folded from their beginning, up to where the tables stand."""
    last = follower.store.position
    for first in range(0, len(streams), _AT_ONCE):
        stored = follower.ledger.log.of([UUID(stream) for stream in streams[first : first + _AT_ONCE]])
        yield fold(Batch([one for one in stored if one.position <= last]))


def _take_up(follower: Follower, moved: Sequence[str], troubles: Sequence[Trouble]) -> None:
    """Keep what still waits, and why; put the rows of the streams that moved on in the place of their old ones."""
    store = follower.store
    try:
        with store.writing() as connection:
            connection.execute("DELETE FROM parked")
            park(connection, troubles)
            store.set_parked({trouble.stream: trouble.position for trouble in troubles})
            if moved:
                _replace(connection, follower, moved)
                # Whoever reads between this and the end of it is answered from the tables.
                store.memory = Memory()
    finally:
        if moved:
            store.complete()


def _replace(connection: DuckDBPyConnection, follower: Follower, moved: Sequence[str]) -> None:
    for table in TABLES:
        connection.execute(f"DELETE FROM {table.name} WHERE id IN (SELECT unnest(?::UUID[]))", [list(moved)])
    for folded in _folded(follower, moved):
        for table in TABLES:
            table.insert(connection, folded.opened.get(table.name, ()))
        _mend_times(connection, follower.store, folded)
    _renumber(connection, follower.store)


def _mend_times(connection: DuckDBPyConnection, store: Store, folded: Folded) -> None:
    """A fact that could not be read has told no time; whatever comes after it was recorded no earlier."""
    ends = store.ends()
    for position, recorded_at in folded.recorded:
        ends.recorded_at = max(ends.recorded_at, recorded_at)
        connection.execute(
            "UPDATE facts SET recorded_at = $at WHERE position >= $position AND recorded_at < $at",
            {"at": recorded_at, "position": position},
        )


def _renumber(connection: DuckDBPyConnection, store: Store) -> None:
    """Number the rows in the order of their positions, as if nothing had waited."""
    ends = store.ends()
    for table in TABLES:
        connection.execute(
            f"UPDATE {table.name} AS v SET row = due.number FROM (SELECT rowid AS place,"
            f" row_number() OVER (ORDER BY position_from, row, known_from) AS number FROM {table.name}) AS due"
            " WHERE v.rowid = due.place AND v.row <> due.number"
        )
        ends.last_rows[table.name] = table.last_row(connection)
