"""Applying what was folded: rows, recording times and position change in one transaction, exactly once."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from projections.catalogue import TABLES
from projections.columns import FEW, insert
from projections.versions import INCIDENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from projections.fold import Folded, Trouble
    from projections.progress import Ends, Progress
    from projections.store import Store
    from projections.table import Closing, Row, Table

log = logging.getLogger(__name__)

RECORDED = {"position": "BIGINT", "recorded_at": "BIGINT"}


def apply(store: Store, folded: Folded, progress: Progress) -> None:
    """Bring the tables from the position before these facts to the last of them."""
    closed: dict[str, list[tuple[int, int]]] = {}
    before = store.position
    with store.writing() as connection:
        ends = store.ends()
        park(connection, folded.troubles)
        store.set_parked(store.parked_at | {trouble.stream: trouble.position for trouble in folded.troubles})
        for table in TABLES:
            opened = folded.opened.get(table.name, ())
            for number, row in enumerate(opened, start=ends.last_rows[table.name] + 1):
                row.number = number
            ends.last_rows[table.name] += len(opened)
            closed[table.name] = _close(connection, store, table, folded.closed.get(table.name, ()))
            table.insert(connection, opened)
        insert(connection, "facts", RECORDED, _never_going_back(folded.recorded, ends))
        store.move(connection, progress)
    if store.is_read:
        opened = folded.opened.get(INCIDENTS.name, ())
        _keep_in_mind(store, before, progress.position, opened, closed[INCIDENTS.name])


def _close(
    connection: DuckDBPyConnection, store: Store, table: Table, closings: Sequence[Closing]
) -> list[tuple[int, int]]:
    """Say from where rows no longer hold. Of incidents, memory knows which ones: that saves asking for them."""
    few = 0 < len(closings) <= FEW
    standing = store.memory.standing(store.position, closings) if few and table is INCIDENTS else None
    return table.close(connection, closings) if standing is None else table.end(connection, closings, standing)


def _keep_in_mind(
    store: Store, before: int, position: int, opened: Sequence[Row], closed: Sequence[tuple[int, int]]
) -> None:
    """Bring what is held in memory to where the tables are; where that fails, or it lags behind, it is made anew."""
    try:
        extended = store.memory.extend(before, position, opened, closed)
    except Exception:
        log.exception("what is held in memory is made anew")
        extended = False
    if not extended:
        store.remember()


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
