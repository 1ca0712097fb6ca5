"""Tables that stand still, whatever is written meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray


class Snapshot:
    """The tables as one transaction sees them."""

    def __init__(self, cursor: DuckDBPyConnection) -> None:
        self._cursor = cursor
        found = cursor.execute("SELECT position FROM progress").fetchall()
        self.position = int(found[0][0])

    def column(self, query: str) -> NDArray[Any]:
        """The one column that a query gives."""
        return first_column(self._cursor, query)


def first_column(cursor: DuckDBPyConnection, query: str) -> NDArray[Any]:
    """The first column that a query gives."""
    (column,) = cursor.execute(query).fetchnumpy().values()
    return np.ma.getdata(column)
