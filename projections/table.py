"""Tables of versions: each row holds what one stream said, for a stretch of knowledge and of positions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from projections.clock import FOREVER
from projections.columns import FEW, arrays_of, insert, prepared
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


@dataclass(slots=True)
class Row:
    """One version of one stream: a segment of knowledge, and the positions at which the ledger said so."""

    number: int
    stream: str
    position_from: int
    segment: Segment
    position_to: int = FOREVER


class Closing(NamedTuple):
    """From `position` on, what a stream said of a stretch of knowledge that begins at `known_from` holds no longer."""

    stream: str
    known_from: int
    position: int


class Standing(NamedTuple):
    """A stored row that no closing has met: its number, its stream, and since when, on both clocks, it says so."""

    number: int
    stream: str
    known_from: int
    position_from: int


@dataclass(frozen=True, eq=False)
class Table:
    """How the streams of one kind become rows: `content` answers the values of `columns`, or None for no row."""

    kind: str
    name: str
    columns: dict[str, str]
    state: Callable[[], State]
    content: Callable[[Any], Content | None]
    timeline: type[Timeline | TimelessTimeline] = Timeline

    @cached_property
    def all_columns(self) -> dict[str, str]:
        """Every column with its type, those of the clocks first."""
        return _CLOCKS | self.columns

    def create(self, connection: DuckDBPyConnection) -> None:
        """Make the table where it is missing."""
        columns = ", ".join(f"{name} {kind}" for name, kind in self.all_columns.items())
        connection.execute(f"CREATE TABLE IF NOT EXISTS {self.name} ({columns})")

    def index(self, connection: DuckDBPyConnection) -> None:
        """Let rows be found by their stream."""
        connection.execute(f"CREATE INDEX IF NOT EXISTS {self.name}_by_id ON {self.name} (id)")

    def unindex(self, connection: DuckDBPyConnection) -> None:
        """Let rows be added faster, for a while."""
        connection.execute(f"DROP INDEX IF EXISTS {self.name}_by_id")

    def last_row(self, connection: DuckDBPyConnection) -> int:
        """The greatest row number given out; 0 in an empty table."""
        found = connection.execute(f"SELECT coalesce(max(row), 0) FROM {self.name}").fetchone()
        return 0 if found is None else int(found[0])

    def insert(self, connection: DuckDBPyConnection, rows: Sequence[Row]) -> None:
        """Add rows."""
        insert(connection, self.name, self.all_columns, [values_of(row) for row in rows])

    def close(self, connection: DuckDBPyConnection, closings: Sequence[Closing]) -> list[tuple[int, int]]:
        """Record from which position on stored rows no longer hold; answers the numbers of those rows with it."""
        if len(closings) > FEW:
            return self._close_many(connection, closings)
        found: list[tuple[int, int]] = []
        for stream, ends in groupby(sorted(closings), key=lambda one: one.stream):
            found += self._close(connection, stream, sorted(ends, key=lambda one: one.position))
        return found

    def _close(self, connection: DuckDBPyConnection, stream: str, closings: Sequence[Closing]) -> list[tuple[int, int]]:
        """Those of one stream. Its rows are asked for by stream alone, which the index answers."""
        asked = f"SELECT row, known_from, position_from, position_to FROM {self.name} WHERE id = ?"
        stored = connection.execute(prepared(connection, asked), [stream]).fetchall()
        standing = [Standing(number, stream, *since) for number, *since, until in stored if until == FOREVER]
        return self.end(connection, closings, standing)

    def end(
        self, connection: DuckDBPyConnection, closings: Sequence[Closing], standing: Sequence[Standing]
    ) -> list[tuple[int, int]]:
        """The same for a few, among rows that are known to hold. They are changed in place.

        To have an UPDATE say which rows it met takes three times as long: it then writes them anew, lists and all.
        """
        in_order = sorted(closings, key=lambda one: one.position)
        ends = [(row.number, until) for row in standing if (until := _first_end(in_order, row)) is not None]
        for until, met in groupby(sorted(ends, key=itemgetter(1)), key=itemgetter(1)):
            given = [number for number, _ in met]
            ended = f"UPDATE {self.name} SET position_to = ? WHERE row IN ({', '.join('?' * len(given))})"
            connection.execute(prepared(connection, ended), [until, *given])
        return ends

    def _close_many(self, connection: DuckDBPyConnection, closings: Sequence[Closing]) -> list[tuple[int, int]]:
        """The same for many, in whatever order: a row holds until the first closing after it was opened."""
        columns = {"stream": "VARCHAR", "known_from": "BIGINT", "position": "BIGINT"}
        arrays = arrays_of(columns, closings)  # noqa: F841 - DuckDB finds it here by its name
        return connection.execute(
            f"UPDATE {self.name} AS v SET position_to = closed.position FROM (SELECT row, min(c.position) AS position"
            f" FROM {self.name} JOIN (SELECT stream::UUID AS id, known_from, position FROM arrays) AS c"
            f" USING (id, known_from) WHERE position_to = {FOREVER} AND position_from < c.position GROUP BY row)"
            " AS closed WHERE v.row = closed.row RETURNING v.row, v.position_to"
        ).fetchall()


def _first_end(closings: Sequence[Closing], row: Standing) -> int | None:
    """Where a row that holds ends; None where none of these, in order, closes it."""
    ends = (
        one.position
        for one in closings
        if (one.stream, one.known_from) == (row.stream, row.known_from) and one.position > row.position_from
    )
    return next(ends, None)


def values_of(row: Row) -> list[Any]:
    """The values of a row, column by column."""
    segment = row.segment
    clocks = (row.number, row.stream, segment.known_from, segment.known_to, row.position_from, row.position_to)
    return [*clocks, *segment.content]
