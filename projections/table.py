"""Tables of versions: each row holds what one stream said, for a stretch of knowledge and of positions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from projections.clock import FOREVER
from projections.timeline import Content, Segment, TimelessTimeline, Timeline

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from domain.model import State

_CLOCKS = {
    "row": "BIGINT",
    "id": "UUID",
    "known_from": "BIGINT",
    "known_to": "BIGINT",
    "position_from": "BIGINT",
    "position_to": "BIGINT",
}


@dataclass(frozen=True, eq=False)
class Table:
    """How the streams of one kind become rows: `content` answers the values of `columns`, or None for no row."""

    kind: str
    name: str
    columns: dict[str, str]
    state: Callable[[], State]
    content: Callable[[Any], Content | None]
    timeline: type[Timeline | TimelessTimeline] = Timeline

    def create(self, connection: DuckDBPyConnection) -> None:
        """Make the table where it is missing, with an index by stream."""
        columns = ", ".join(f"{name} {kind}" for name, kind in (_CLOCKS | self.columns).items())
        connection.execute(f"CREATE TABLE IF NOT EXISTS {self.name} ({columns})")
        connection.execute(f"CREATE INDEX IF NOT EXISTS {self.name}_by_id ON {self.name} (id)")

    def open_rows(self, connection: DuckDBPyConnection, streams: Sequence[UUID]) -> dict[UUID, list[Row]]:
        """The rows that still hold at the last position, of each stream."""
        names = ", ".join(self.columns)
        found = connection.execute(
            f"SELECT row, id, known_from, known_to, position_from, {names} FROM {self.name}"
            " WHERE id IN (SELECT unnest(?::VARCHAR[])::UUID) AND position_to = ?",
            [[str(stream) for stream in streams], FOREVER],
        ).fetchall()
        rows: dict[UUID, list[Row]] = {}
        for row, stream, known_from, known_to, position_from, *content in found:
            held = Row(row, stream, position_from, Segment(known_from, known_to, _frozen(content)))
            rows.setdefault(stream, []).append(held)
        return rows

    def last_row(self, connection: DuckDBPyConnection) -> int:
        """The greatest row number given out; 0 in an empty table."""
        found = connection.execute(f"SELECT coalesce(max(row), 0) FROM {self.name}").fetchone()
        return 0 if found is None else int(found[0])

    def insert(self, connection: DuckDBPyConnection, rows: Sequence[Row]) -> None:
        """Add rows in bulk, column by column."""
        if not rows:
            return
        values: list[list[Any]] = [
            [row.number for row in rows],
            [str(row.stream) for row in rows],
            [row.segment.known_from for row in rows],
            [row.segment.known_to for row in rows],
            [row.position_from for row in rows],
            [row.position_to for row in rows],
            *([row.segment.content[place] for row in rows] for place in range(len(self.columns))),
        ]
        kinds = (_CLOCKS | self.columns | {"id": "VARCHAR"}).items()
        listed = ", ".join(f"unnest(?::{kind}[])" + ("::UUID" if name == "id" else "") for name, kind in kinds)
        connection.execute(f"INSERT INTO {self.name} SELECT {listed}", values)

    def close(self, connection: DuckDBPyConnection, rows: Sequence[Row]) -> None:
        """Record from which position on each of these stored rows no longer holds."""
        if not rows:
            return
        connection.execute(
            f"UPDATE {self.name} SET position_to = closed.position FROM"
            " (SELECT unnest(?::VARCHAR[])::UUID AS id, unnest(?::BIGINT[]) AS row, unnest(?::BIGINT[]) AS position)"
            f" AS closed WHERE {self.name}.id = closed.id AND {self.name}.row = closed.row",
            [[str(row.stream) for row in rows], [row.number for row in rows], [row.position_to for row in rows]],
        )


@dataclass(slots=True)
class Row:
    """One version of one stream: a segment of knowledge, and the positions at which the ledger said so."""

    number: int
    stream: UUID
    position_from: int
    segment: Segment
    position_to: int = FOREVER
    stored: bool = field(default=True)


def _frozen(content: Sequence[Any]) -> Content:
    return tuple(content)
