"""A file of rows, whatever wrote it: its columns first, then its rows, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from api.exchange.draft import FileRefused, Finding, Row, RowRefused

COLUMNS = 1_000
"""A header with more columns than this is refused; the widest format that we know has 49."""

CELL_LENGTH = 131_072
"""A cell with more characters than this is refused: 128 Ki, as Python's csv module has it."""

EXCERPT = 80
"""Of a refused cell, so many characters are shown."""


@dataclass(frozen=True, slots=True)
class Table:
    """An open file: its columns, its rows (one that is none comes as its refusal), and how far it has been read.

    `share` answers from 0 to 1. `sheets` are those of a workbook, the one that is read first; elsewhere there are none.
    """

    columns: tuple[str, ...]
    rows: Iterator[Row | RowRefused]
    share: Callable[[], float]
    sheets: tuple[str, ...] = ()


def header(cells: Sequence[str]) -> tuple[str, ...]:
    """The columns that a first row names. Raises FileRefused where two have one name, or one has none."""
    columns = tuple(cell.strip() for cell in cells)
    if len(columns) > COLUMNS:
        raise FileRefused(f"the first row names {len(columns)} columns, and {COLUMNS} is the most that is read")
    if not any(columns):
        raise FileRefused("the first row names no columns")
    for place, column in enumerate(columns):
        if not column:
            raise FileRefused(f"column {place + 1} has no name in the first row")
        if column in columns[:place]:
            raise FileRefused(f"two columns have the name {column!r}: which one holds?")
    return columns


def rows_under(columns: tuple[str, ...], cells_of: Iterable[Sequence[str]]) -> Iterator[Row | RowRefused]:
    """Each row after the header, numbered as a spreadsheet does; empty ones are counted and left out."""
    width = len(columns)
    for number, cells in enumerate(cells_of, 2):
        if len(cells) == width:
            if any(cells):
                yield Row(number, dict(zip(columns, cells, strict=True)))
        elif any(cells):
            yield _of_another_width(number, cells, width)


def _of_another_width(number: int, cells: Sequence[str], width: int) -> RowRefused:
    rule = f"the row has {len(cells)} cells, and the header {width}"
    return RowRefused(Finding(number, "", excerpt(cells[0]), rule))


def excerpt(cell: str) -> str:
    """The beginning of a cell, as a finding shows it."""
    return cell if len(cell) <= EXCERPT else cell[: EXCERPT - 1] + "…"
