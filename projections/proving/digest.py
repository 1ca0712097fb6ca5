"""Digests of tables: whether two stores say the same, row for row, and if not, in how many rows."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from projections.apply import RECORDED
from projections.catalogue import TABLES

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Tables(Protocol):
    """What can be asked for a column."""

    def column(self, query: str) -> NDArray[Any]:
        """The one column that a query gives."""


_COLUMNS = {"facts": [*RECORDED]} | {
    # The number of a row says in which batch it came, and nothing else.
    table.name: [name for name in table.all_columns if name != "row"]
    for table in TABLES
}

COMPARED = (*_COLUMNS,)
"""Every table that follows from the log."""


def digests(store: Tables) -> dict[str, str]:
    """What stands for the rows of each table, in whatever order they lie there (SHA-256)."""
    return {name: hashlib.sha256(row_hashes(store, name).tobytes()).hexdigest() for name in COMPARED}


def row_hashes(store: Tables, table: str) -> NDArray[np.uint64]:
    """One number for each row of a table, in order."""
    return np.sort(store.column(f"SELECT hash({', '.join(_COLUMNS[table])}) FROM {table}"))


def differing(one: Tables, other: Tables) -> dict[str, int]:
    """In how many rows two stores differ, table by table; empty where they say the same."""
    counted = {name: _apart(row_hashes(one, name), row_hashes(other, name)) for name in COMPARED}
    return {name: rows for name, rows in counted.items() if rows}


def _apart(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> int:
    """How many rows have no partner on the other side; of the side that has more."""
    held, places = np.unique(np.concatenate((left, right)), return_inverse=True)
    surplus = np.bincount(places[: len(left)], minlength=len(held)) - np.bincount(
        places[len(left) :], minlength=len(held)
    )
    return int(max(surplus[surplus > 0].sum(), -surplus[surplus < 0].sum()))
