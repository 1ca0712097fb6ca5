"""Loading: a long stretch of the log, folded by several processes and taken in part by part, in its order."""

from __future__ import annotations

import os
import tempfile
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from projections.apply import park
from projections.catalogue import TABLES
from projections.part import Part, make_part, open_ledger
from projections.store import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from concurrent.futures import Future

    from duckdb import DuckDBPyConnection

    from domain.ledger import Ledger
    from projections.store import Store
    from projections.table import Table

MANY = 50_000
"""From so many facts on, it pays to start processes."""

PART = 20_000
"""Facts folded at a time by one process, and taken in in one transaction."""


def load(store: Store, ledger: Ledger, first: str, moved: Callable[[int], bool]) -> None:
    """Take in everything recorded so far. After each part `moved` is told the position, and says whether to go on."""
    if store.position == 0:
        store.unindex()
    with tempfile.TemporaryDirectory(prefix="truceline-") as folder:
        for part in _parts(ledger, store.position, ledger.position, Path(folder)):
            _take_in(store, part, first)
            if not moved(part.position):
                break
    store.complete()


def _parts(ledger: Ledger, after: int, last: int, folder: Path) -> Iterator[Part]:
    """The parts in the order of the log, each being made while earlier ones are taken in."""
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    starts = deque(range(after, last, PART))
    pending: deque[Future[Part]] = deque()
    # A process of this one's kind would inherit locks that its other threads hold.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), open_ledger, (ledger.address.url,))
    try:
        while starts or pending:
            while starts and len(pending) <= workers:
                start = starts.popleft()
                pending.append(pool.submit(make_part, start, min(PART, last - start), folder))
            yield pending.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _take_in(store: Store, part: Part, first: str) -> None:
    """One part in one transaction. What a stream says after it was parked is left out."""
    troubles = [trouble for trouble in part.troubles if trouble.stream not in store.parked_at]
    with store.writing() as connection:
        ends = store.ends()
        park(connection, troubles)
        for table in TABLES:
            closings = part.closed.get(table.name, ())
            table.close(connection, [one for one in closings if one.stream not in store.parked_at])
            if table.name in part.files:
                _insert(connection, table, part.files[table.name], ends.last_rows[table.name], store.parked_at)
                ends.last_rows[table.name] += part.counts[table.name]
        _insert_facts(connection, part.files["facts"], ends.recorded_at)
        ends.recorded_at = max(ends.recorded_at, part.recorded_at)
        store.move(connection, Progress(part.position, first, part.last))
    store.parked_at |= {trouble.stream: trouble.position for trouble in troubles}
    for path in part.files.values():
        path.unlink()


def _insert(connection: DuckDBPyConnection, table: Table, path: Path, last_row: int, parked: Mapping[str, int]) -> None:
    connection.execute(
        f"INSERT INTO {table.name} SELECT row + ?, * EXCLUDE (row) FROM read_parquet(?)"
        " WHERE NOT list_contains(?::VARCHAR[]::UUID[], id)",
        [last_row, str(path), list(parked)],
    )


def _insert_facts(connection: DuckDBPyConnection, path: Path, recorded_at: int) -> None:
    """Recording times never go back: each is the greatest up to there."""
    connection.execute(
        "INSERT INTO facts SELECT position, greatest(max(recorded_at) OVER (ORDER BY position), ?)"
        " FROM read_parquet(?) ORDER BY position",
        [recorded_at, str(path)],
    )
