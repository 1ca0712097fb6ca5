"""Loading: a long stretch of the log, folded by several processes and taken in part by part, in its order."""

from __future__ import annotations

import shutil
import tempfile
from collections import deque
from contextlib import contextmanager
from itertools import islice, takewhile
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from projections.apply import park
from projections.catalogue import TABLES
from projections.clock import FOREVER
from projections.log_stretch import Part, make_part, open_ledger
from projections.progress import Progress
from projections.workers import processors, workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor
    from threading import Event

    from duckdb import DuckDBPyConnection

    from domain.ledger import Ledger
    from projections.store import Store
    from projections.table import Table

MANY = 50_000
"""From so many facts on, it pays to start processes."""

PART = 20_000
"""Facts folded at a time by one process."""

AT_ONCE = 16
"""Parts taken in in one transaction, at the most: the more, the less is done over again for each transaction."""


def load(store: Store, ledger: Ledger, first: str, moved: Callable[[int], None], stopping: Event) -> None:
    """Take in everything recorded so far, or as much as is made until it is stopped; `moved` is told the position."""
    if store.position == 0:
        store.unindex()
    try:
        # The workers outlive the folder: whenever this process is killed, somebody is there to remove it.
        folder = Path(tempfile.gettempdir(), f"truceline-{uuid4().hex}")
        folding = workers(processors(), open_ledger, ledger.address.url, folder)
        with store.frugal(), folding as pool, _removed_after(folder):
            after, last = store.position, ledger.position
            made = takewhile(lambda _: not stopping.is_set(), _parts(pool, after, last, folder))
            for several in _several(made, -(-(last - after) // PART)):
                _take_in(store, several, first)
                moved(several[-1].position)
    finally:
        store.reindex()
    store.complete()


@contextmanager
def _removed_after(folder: Path) -> Iterator[None]:
    """Remove the folder of parts, which the workers make."""
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _parts(pool: ProcessPoolExecutor, after: int, last: int, folder: Path) -> Iterator[Part]:
    """The parts in the order of the log, each being made while earlier ones are taken in."""
    starts = deque(range(after, last, PART))
    pending: deque[Future[Part]] = deque()
    while starts or pending:
        # So many that no process waits for the writer, which then has a transaction to itself.
        while starts and len(pending) < processors() + AT_ONCE:
            start = starts.popleft()
            pending.append(pool.submit(make_part, start, min(PART, last - start), folder))
        yield pending.popleft().result()


def _several(parts: Iterator[Part], left: int) -> Iterator[list[Part]]:
    """So many parts, in lists: shorter and shorter ones in the end, when nobody folds any more while they are taken in.

    There may be fewer parts than were to come.
    """
    while several := list(islice(parts, min(AT_ONCE, (left + 1) // 2))):
        left -= len(several)
        yield several


def _take_in(store: Store, parts: list[Part], first: str) -> None:
    """Parts in one transaction. What a stream says after it was parked is left out."""
    waits: dict[str, int] = {}
    with store.writing() as connection:
        ends = store.ends()
        for trouble in (trouble for part in parts for trouble in part.troubles):
            if trouble.stream not in store.parked_at and trouble.stream not in waits:
                waits[trouble.stream] = trouble.position
                park(connection, [trouble])
        for table in TABLES:
            files = [str(part.files[table.name]) for part in parts if table.name in part.files]
            parked, last = store.parked_at | waits, ends.last_rows[table.name]
            if files:
                ends.last_rows[table.name] += _insert(connection, table, files, last, is_any_parked=bool(parked))
            closings = [one for part in parts for one in part.closed.get(table.name, ())]
            table.close(connection, [one for one in closings if one.position <= parked.get(one.stream, FOREVER)])
        store.set_parked(store.parked_at | waits)
        _insert_facts(connection, [str(part.files["facts"]) for part in parts], ends.recorded_at)
        ends.recorded_at = max(ends.recorded_at, *(part.recorded_at for part in parts))
        store.move(connection, Progress(parts[-1].position, first, parts[-1].last))
    for path in (path for part in parts for path in part.files.values()):
        path.unlink()


def _insert(
    connection: DuckDBPyConnection, table: Table, files: list[str], last_row: int, *, is_any_parked: bool
) -> int:
    """Rows of parts, numbered on from the last one in the order in which they stand; answers how many."""
    query = f"INSERT INTO {table.name} SELECT row_number() OVER () + ?, * EXCLUDE (row) FROM read_parquet(?) AS made"
    if is_any_parked:
        query += " WHERE NOT EXISTS (FROM parked WHERE parked.id = made.id AND parked.position < made.position_from)"
    found = connection.execute(query, [last_row, files]).fetchall()
    return int(found[0][0])


def _insert_facts(connection: DuckDBPyConnection, files: list[str], recorded_at: int) -> None:
    """Recording times never go back: each is the greatest up to there."""
    connection.execute(
        "INSERT INTO facts SELECT position, greatest(max(recorded_at) OVER (ORDER BY position), ?)"
        " FROM read_parquet(?) ORDER BY position",
        [recorded_at, files],
    )
