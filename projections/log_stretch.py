"""A stretch of the log, folded in a process of its own, and left in files for the one writer of the tables."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import partial
from multiprocessing.util import Finalize
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from domain.ledger import Ledger
from projections.apply import RECORDED
from projections.batch import mark_of, waiting
from projections.catalogue import TABLES
from projections.columns import arrays_of, select
from projections.fold import Folded, Trouble, fold
from projections.table import Closing, values_of
from projections.workers import begin_work

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

_LEDGER: list[Ledger] = []


@dataclass(frozen=True)
class Part:
    """What a stretch of the log brings: files of rows by table, and what is said beside them."""

    files: dict[str, Path]
    closed: dict[str, list[Closing]]
    troubles: list[Trouble]
    position: int
    last: str
    recorded_at: int


def open_ledger(url: str, folder: Path) -> None:
    """Prepare a process for making parts in a folder."""
    folder.mkdir(mode=0o700, exist_ok=True)
    # A worker ends after the parts are taken in, or with its parent: whatever still lies there, nobody wants.
    Finalize(None, _remove, (folder,), exitpriority=0)
    begin_work(tidy_up=partial(_remove, folder))
    # There is a process for each processor: more threads in each only wait for one another.
    duckdb.execute("SET threads = 1")
    _LEDGER.append(Ledger.at(url, create=False))


def _remove(folder: Path) -> None:
    """Until it is gone: others may still be at it, or put one more file there."""
    while folder.exists():
        shutil.rmtree(folder, ignore_errors=True)


def make_part(after: int, limit: int, folder: Path) -> Part:
    """Fold up to `limit` facts after a position, and write the rows to files in a folder."""
    log = _LEDGER[0].log
    stored = log.after(after, limit)
    folded = fold(waiting(log, stored, frozenset()))
    files = {
        name: _written(columns, rows, folder / f"{after}-{name}.parquet") for name, columns, rows in _tables(folded)
    }
    recorded_at = max(moment for _, moment in folded.recorded)
    return Part(files, folded.closed, folded.troubles, stored[-1].position, mark_of(stored[-1]), recorded_at)


def _tables(folded: Folded) -> list[tuple[str, Mapping[str, str], Sequence[Sequence[Any]]]]:
    """Every table that gets rows, with its columns; rows are numbered where they are taken in."""
    made = [
        (table.name, table.all_columns, [values_of(row) for row in folded.opened[table.name]])
        for table in TABLES
        if folded.opened.get(table.name)
    ]
    return [("facts", RECORDED, folded.recorded), *made]


def _written(columns: Mapping[str, str], rows: Sequence[Sequence[Any]], path: Path) -> Path:
    batch = arrays_of(columns, rows)  # noqa: F841 - DuckDB finds it here by its name
    duckdb.execute(f"COPY ({select(columns, 'batch')}) TO '{path}' (FORMAT parquet, COMPRESSION uncompressed)")
    return path
