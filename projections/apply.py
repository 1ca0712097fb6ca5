"""Applying facts: one batch of the log becomes rows, in one transaction, exactly once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from projections.catalogue import TABLE_OF
from projections.clock import FOREVER, micros
from projections.table import Row, Table
from projections.versions import INCIDENTS, counts, tallied

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from domain.model import Fact
    from projections.store import Ends, Store

Placed = tuple[int, "Fact"]
"""A fact with its position."""


@dataclass
class Unreadable:
    """A fact that could not be decoded: its place, and why."""

    position: int
    stream: UUID
    version: int
    name: str
    error: str


@dataclass
class Batch:
    """Facts in the order of the log, those that could not be decoded, and the last position of all."""

    facts: list[Placed]
    unreadable: list[Unreadable] = field(default_factory=list)
    position: int = 0


@dataclass
class Folded:
    """What became of one table's streams: rows that came, rows that no longer hold, streams that no fold digests."""

    opened: list[Row] = field(default_factory=list)
    closed: list[Row] = field(default_factory=list)
    troubles: list[tuple[UUID, int, str]] = field(default_factory=list)


def apply(store: Store, batch: Batch, earlier: Callable[[UUID, int], list[Fact]], ledger: str) -> None:
    """Bring the tables from the position before the batch to its last one.

    `earlier` answers the facts of a stream before a version: those that the batch does not hold.
    """
    indexed: tuple[list[Row], list[Row]] = ([], [])
    with store.writing() as connection:
        ends = store.ends()
        troubles = [(one.stream, one.position, one.error) for one in batch.unreadable]
        for table, streams in _by_table(batch.facts, _parked_from(ends.parked, troubles)).items():
            parts = _fold(connection, table, streams, earlier, ends)
            troubles += parts.troubles
            if table is INCIDENTS:
                indexed = (parts.opened, parts.closed)
        for stream, position, error in sorted(troubles, key=lambda one: one[1]):
            if stream in ends.parked:
                continue
            ends.parked.add(stream)
            connection.execute("INSERT INTO parked VALUES (?::UUID, ?, ?)", [str(stream), position, error])
        _keep_facts(connection, batch, ends)
        connection.execute("UPDATE progress SET position = ?, ledger = ?", [batch.position, ledger])
    opened, closed = indexed
    store.index.extend(
        batch.position,
        [tallied(row) for row in opened if counts(row)],
        [(row.number, row.position_to) for row in closed],
    )


def _parked_from(parked: set[UUID], troubles: Iterable[tuple[UUID, int, str]]) -> dict[UUID, int]:
    """From which position on the facts of a stream wait. What came before the trouble holds, in whatever batch."""
    waiting = dict.fromkeys(parked, 0)
    for stream, position, _ in troubles:
        waiting[stream] = min(position, waiting.get(stream, position))
    return waiting


def _by_table(facts: Iterable[Placed], parked: dict[UUID, int]) -> dict[Table, dict[UUID, list[Placed]]]:
    """The facts of each stream that has a table, in order; those that come after a trouble of their stream wait."""
    sorted_out: dict[Table, dict[UUID, list[Placed]]] = {}
    for position, fact in facts:
        table = TABLE_OF.get(fact.TOPIC.partition(".")[0])
        if table is not None and position < parked.get(fact.originator_id, FOREVER):
            sorted_out.setdefault(table, {}).setdefault(fact.originator_id, []).append((position, fact))
    return sorted_out


def _fold(
    connection: DuckDBPyConnection,
    table: Table,
    streams: dict[UUID, list[Placed]],
    earlier: Callable[[UUID, int], list[Fact]],
    ends: Ends,
) -> Folded:
    """Make the rows of each stream, numbered in the order of their positions."""
    parts = Folded()
    old = [stream for stream, facts in streams.items() if facts[0][1].originator_version > 1]
    held = table.open_rows(connection, old) if old else {}
    for stream, facts in streams.items():
        before = earlier(stream, facts[0][1].originator_version) if facts[0][1].originator_version > 1 else []
        history = History(table, stream, before, held.get(stream, []))
        for position, fact in facts:
            try:
                history.add(position, fact)
            except Exception as trouble:  # noqa: BLE001 - one bad stream is parked, the others go on
                parts.troubles.append((stream, position, f"{type(trouble).__name__}: {trouble}"))
                break
        parts.opened += history.made
        parts.closed += history.closed
    parts.opened.sort(key=lambda row: row.position_from)
    for number, row in enumerate(parts.opened, start=ends.last_rows[table.name] + 1):
        row.number = number
    ends.last_rows[table.name] += len(parts.opened)
    table.close(connection, parts.closed)
    table.insert(connection, parts.opened)
    return parts


class History:
    """The rows of one stream while facts are added to it."""

    def __init__(self, table: Table, stream: UUID, before: list[Fact], held: list[Row]) -> None:
        self.table = table
        self.stream = stream
        self.facts = before
        self.holding = held
        self.made: list[Row] = []
        self.closed: list[Row] = []

    def add(self, position: int, fact: Fact) -> None:
        """Say what the stream says from this position on; a row that still says the same goes on holding."""
        self.facts = [*self.facts, fact]
        segments = self.table.timeline(self.facts, self.table.state(), self.table.content)
        staying = [row for row in self.holding if row.segment in segments]
        for row in self.holding:
            if row not in staying:
                row.position_to = position
                if row.stored:
                    self.closed.append(row)
        kept = [row.segment for row in staying]
        for segment in segments:
            if segment not in kept:
                row = Row(0, self.stream, position, segment, stored=False)
                staying.append(row)
                self.made.append(row)
        self.holding = staying


def _keep_facts(connection: DuckDBPyConnection, batch: Batch, ends: Ends) -> None:
    rows = [
        (
            position,
            str(fact.originator_id),
            fact.originator_version,
            fact.TOPIC,
            micros(fact.known_at),
            micros(fact.timestamp),
        )
        for position, fact in batch.facts
    ]
    rows += [(one.position, str(one.stream), one.version, one.name, 0, 0) for one in batch.unreadable]
    rows.sort()
    clocked = []
    for *address, recorded_at in rows:
        ends.recorded_at = max(ends.recorded_at, recorded_at)
        clocked.append((*address, ends.recorded_at))
    if clocked:
        connection.execute(
            "INSERT INTO facts SELECT unnest(?::BIGINT[]), unnest(?::VARCHAR[])::UUID, unnest(?::BIGINT[]),"
            " unnest(?::VARCHAR[]), unnest(?::BIGINT[]), unnest(?::BIGINT[])",
            [list(column) for column in zip(*clocked, strict=True)],
        )
