"""Applying what was folded: rows, recording times and position change in one transaction, exactly once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projections.catalogue import TABLES
from projections.columns import insert
from projections.versions import INCIDENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from projections.fold import Folded, Trouble
    from projections.progress import Ends, Progress
    from projections.store import Store

RECORDED = {"position": "BIGINT", "recorded_at": "BIGINT"}


def apply(store: Store, folded: Folded, progress: Progress) -> None:
    """Bring the tables from the position before these facts to the last of them."""
    closed: dict[str, list[tuple[int, int]]] = {}
    with store.writing() as connection:
        ends = store.ends()
        park(connection, folded.troubles)
        for table in TABLES:
            opened = folded.opened.get(table.name, ())
            for number, row in enumerate(opened, start=ends.last_rows[table.name] + 1):
                row.number = number
            ends.last_rows[table.name] += len(opened)
            closed[table.name] = table.close(connection, folded.closed.get(table.name, ()))
            table.insert(connection, opened)
        insert(connection, "facts", RECORDED, _never_going_back(folded.recorded, ends))
        store.move(connection, progress)
    store.parked_at |= {trouble.stream: trouble.position for trouble in folded.troubles}
    if store.is_read:
        store.memory.extend(progress.position, folded.opened.get(INCIDENTS.name, ()), closed[INCIDENTS.name])


def park(connection: DuckDBPyConnection, troubles: Sequence[Trouble]) -> None:
    """Keep which streams are parked, and why."""
    for trouble in troubles:
        connection.execute(
            "INSERT INTO parked VALUES (?::UUID, ?, ?)", [trouble.stream, trouble.position, trouble.error]
        )


def _never_going_back(recorded: Sequence[tuple[int, int]], ends: Ends) -> list[tuple[int, int]]:
    """Positions with their recording times: clocks of writers differ, so each is the greatest up to there."""
    times = []
    for position, recorded_at in recorded:
        ends.recorded_at = max(ends.recorded_at, recorded_at)
        times.append((position, ends.recorded_at))
    return times
