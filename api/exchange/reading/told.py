"""Which column tells a part of a report: asked where the ledger refuses that part, to name it as the file does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from api.exchange.reading.acled import Acled
from api.exchange.reading.bulletins import Bulletins
from api.exchange.reading.table import MappedTable
from api.exchange.reading.ucdp import UcdpGed

if TYPE_CHECKING:
    from api.exchange.draft import Format, Row
    from api.exchange.reading.mapped_cell import MappedCell
    from api.exchange.reading.mapping import TableMapping

_COLUMNS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    UcdpGed.name: {
        "external_id": ("id",),
        "occurred": ("date_start",),
        "published_at": ("source_date", "date_end"),
    },
    Acled.name: {
        "external_id": ("event_id_cnty",),
        "occurred": ("event_date",),
        "published_at": ("timestamp",),
    },
    Bulletins.name: {
        "external_id": ("id", "bulletin_date"),
        "published_at": ("published_at", "bulletin_date"),
    },
}
"""Of each format, the columns that may tell a part: the first of them in which a row says something does."""


def told(reads: Format, part: str, row: Row) -> tuple[str, str]:
    """The column that tells a part of a row's report, and its cell; the part itself where no column is known for it."""
    if isinstance(reads, MappedTable):
        return next(_mapped(reads.mapping, part, row), (part, ""))
    there = [(column, row.cells[column]) for column in _columns(reads, part) if column in row.cells]
    return next((one for one in there if one[1].strip()), there[0] if there else (part, ""))


def _columns(reads: Format, part: str) -> tuple[str, ...]:
    return _COLUMNS.get(reads.name, {}).get(part, (part,))


def _mapped(mapping: TableMapping, part: str, row: Row) -> Iterator[tuple[str, str]]:
    """What a mapping says of the part: the column, or the key of the mapping that has a constant."""
    for path, cell in _paths(mapping):
        if f".{part}." in f".{path}.":
            yield cell.shown, row.cells[cell.shown] if cell.columns else cell.constant or ""


def _paths(mapping: TableMapping) -> Iterator[tuple[str, MappedCell]]:
    for cell in mapping.once:
        yield cell.path, cell
    for path, cells in mapping.lists:
        for cell in cells:
            yield f"{path}.{cell.path}", cell
