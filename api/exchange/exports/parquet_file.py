"""Rows as a Parquet file: typed columns, and in its metadata what the export says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

from api.exchange.exports.csv_file import some_at_a_time
from api.exchange.exports.json_text import as_lines, as_text
from api.temporary_folder import TemporaryFolder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from api.exchange.exports.flat_incidents import Column, Values
    from api.exchange.exports.heading import Heading

TYPES = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "flag": "BOOLEAN",
    "date": "DATE",
    "time": "TIMESTAMPTZ",
    "list": "VARCHAR[]",
    "casualties": "STRUCT(party VARCHAR, category VARCHAR, outcome VARCHAR, low BIGINT, high BIGINT, best BIGINT,"
    ' "open" BOOLEAN, claims VARCHAR[])[]',
}
"""What a column of each kind is in Parquet."""

_SETTINGS: dict[str, Any] = {
    # One thread: the order of rows, and so the bytes, are always the same.
    "threads": 1,
    "memory_limit": "256MiB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}

_PIECE = 1 << 20
_GROUP = 20_000
"""Rows that are held in memory until they are written, column by column."""


def parquet_of(columns: Sequence[Column], rows: Iterable[Values], heading: Heading) -> Iterator[bytes]:
    """The file, once all of it is made: its end says where everything is. On the way rows wait on disk."""
    with TemporaryFolder("export") as folder:
        waiting, made = folder / "rows.ndjson", folder / "rows.parquet"
        with waiting.open("wb") as file:
            names = [column.name for column in columns]
            file.writelines(
                as_lines(dict(zip(names, row, strict=True)) for row in some) for some in some_at_a_time(rows)
            )
        _turn(waiting, made, columns, as_text(heading.as_json()))
        waiting.unlink()
        with made.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece


def _turn(rows: Path, into: Path, columns: Sequence[Column], heading: str) -> None:
    types = ", ".join(f"'{column.name}': '{TYPES[column.kind]}'" for column in columns)
    read = f"read_json(?, format = 'newline_delimited', columns = {{{types}}})"
    how = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_GROUP}, KV_METADATA {{truceline: '{_quoted(heading)}'}}"
    with duckdb.connect(config=_SETTINGS | {"temp_directory": str(rows.parent)}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        # Neither a path nor metadata can be a parameter of COPY.
        connection.execute(f"COPY (SELECT * FROM {read}) TO '{_quoted(str(into))}' ({how})", [str(rows)])  # noqa: S608


def _quoted(text: str) -> str:
    """As SQL writes a text between apostrophes."""
    return text.replace("'", "''")
