"""Which rows of a small table hold at a position: what was made of them lately is found again by their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projections.beside import Lately
from projections.looking import bounds

if TYPE_CHECKING:
    from domain.lens import Lens
    from projections.reader import Reader
    from projections.table import Table

_VERSIONS = Lately[tuple[str, int], list[tuple[int, int, int]]](8)


def rows_at(store: Reader, table: Table, lens: Lens) -> tuple[int, ...]:
    """The numbers of the rows that hold at a lens's position, whatever was known; in order.

    Every version is looked up once for as long as none is added: for tables of hundreds of rows, not of millions.
    """
    _, last = bounds(lens)
    query = f"SELECT row, position_from, position_to FROM {table.name} ORDER BY row"
    versions = _VERSIONS.of(
        store,
        (table.name, store.last_rows[table.name]),
        lambda: [(one[0], one[1], one[2]) for one in store.rows(query)],
    )
    return tuple(row for row, position_from, position_to in versions if position_from <= last < position_to)
