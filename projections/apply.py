"""Applying what was folded: rows, facts and position change in one transaction, exactly once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from projections.catalogue import TABLES
from projections.versions import INCIDENTS, counts, tallied

if TYPE_CHECKING:
    from uuid import UUID

    from duckdb import DuckDBPyConnection
    from eventsourcing.persistence import Notification

    from projections.fold import Folded
    from projections.store import Ends, Store


def apply(store: Store, stored: Sequence[Notification], folded: Folded, ledger: str) -> None:
    """Bring the tables from the position before these facts to the last of them."""
    position = stored[-1].id
    with store.writing() as connection:
        ends = store.ends()
        for trouble in folded.troubles:
            ends.parked.add(trouble.stream)
            connection.execute(
                "INSERT INTO parked VALUES (?::UUID, ?, ?)", [str(trouble.stream), trouble.position, trouble.error]
            )
        for table in TABLES:
            opened = sorted(folded.opened.get(table.name, ()), key=lambda row: row.position_from)
            folded.opened[table.name] = opened
            for number, row in enumerate(opened, start=ends.last_rows[table.name] + 1):
                row.number = number
            ends.last_rows[table.name] += len(opened)
            table.close(connection, folded.closed.get(table.name, ()))
            table.insert(connection, opened)
        _keep_facts(connection, stored, folded.clocks, ends)
        connection.execute("UPDATE progress SET position = ?, ledger = ?", [position, ledger])
    store.index.extend(
        position,
        [tallied(row) for row in folded.opened[INCIDENTS.name] if counts(row)],
        [(row.number, row.position_to) for row in folded.closed.get(INCIDENTS.name, ())],
    )


def _keep_facts(
    connection: DuckDBPyConnection, stored: Sequence[Notification], clocks: Sequence[tuple[int, int]], ends: Ends
) -> None:
    """The facts themselves, so that what a row leaves out is folded again when it is read."""
    recorded = []
    for _, recorded_at in clocks:
        ends.recorded_at = max(ends.recorded_at, recorded_at)
        recorded.append(ends.recorded_at)
    connection.execute(
        "INSERT INTO facts SELECT unnest(?::BIGINT[]), unnest(?::VARCHAR[])::UUID, unnest(?::BIGINT[]),"
        " unnest(?::VARCHAR[]), unnest(?::BIGINT[]), unnest(?::BIGINT[]), unnest(?::VARCHAR[])",
        [
            [one.id for one in stored],
            [str(one.originator_id) for one in stored],
            [one.originator_version for one in stored],
            [one.topic for one in stored],
            [known_at for known_at, _ in clocks],
            recorded,
            [_text(one.state) for one in stored],
        ],
    )


def _text(state: bytes | str) -> str:
    """Stored bytes as text; what was tampered with may be neither, and is told by its stream being parked."""
    return state if isinstance(state, str) else state.decode("utf-8", "replace")


def streams_begun_before(stored: Sequence[Notification]) -> list[UUID]:
    """The streams of a batch whose first fact here is not their first of all."""
    first: dict[UUID, int] = {}
    for one in stored:
        first.setdefault(one.originator_id, one.originator_version)  # type: ignore[arg-type]
    return [stream for stream, version in first.items() if version > 1]
