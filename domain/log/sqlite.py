"""The log in SQLite: the embedded default. Triggers refuse every way to change what is stored."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from eventsourcing.sqlite import SQLiteApplicationRecorder

from domain.log.stored import Stored

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from domain.log.stored import Encoded

_REFUSAL = "the log is append-only"

_AT_ONCE = 500
"""How many streams one query asks for: SQLite takes so many values, and no more."""

_FOR_MANY = ("PRAGMA cache_size = -65536", "PRAGMA wal_autocheckpoint = 16384")
"""Of a connection that stores many facts: ids of streams come in no order, so each batch touches much of their index.

With 64 MB of it in memory, and as much written before it is copied to its place, a batch takes half the time in a log
of half a million facts.
"""

_STORED = partial(tuple.__new__, Stored)
"""A row, as a fact: what `Stored._make` does, in half the time."""

# REPLACE removes the old row without firing DELETE triggers, and a rowid may be given by hand:
# so an insert on an existing key or rowid is refused before it happens.
_TRIGGERS = {
    "update": "BEFORE UPDATE ON {table}",
    "delete": "BEFORE DELETE ON {table}",
    "replace": "BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE rowid = NEW.rowid"
    " OR (originator_id = NEW.originator_id AND originator_version = NEW.originator_version))",
}


class AppendOnlySQLiteRecorder(SQLiteApplicationRecorder):
    """Positions are SQLite's rowids: contiguous, since nothing can be removed."""

    def construct_create_table_statements(self) -> list[str]:
        """The library's table, and the triggers that guard it."""
        statements = super().construct_create_table_statements()
        table = self.events_table_name
        for name, when in _TRIGGERS.items():
            statements.append(
                f"CREATE TRIGGER IF NOT EXISTS {table}_no_{name} {when.format(table=table)}"
                f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            )
        return statements

    def append_many(self, facts: Sequence[Encoded]) -> None:
        """Store facts in their order, all or nothing. Raises IntegrityError where one is there already."""
        with self.datastore.transaction(commit=True) as cursor:
            for setting in _FOR_MANY:
                cursor.execute(setting)
            cursor.executemany(self.insert_events_statement, facts)

    def after(self, position: int, limit: int) -> list[Stored]:
        """Up to `limit` facts from the first one after a position."""
        return self._stored("rowid > ? ORDER BY rowid LIMIT ?", (position, limit))

    def of(self, streams: Sequence[UUID]) -> list[Stored]:
        """Every fact of these streams, in the order of the log."""
        found: list[Stored] = []
        for first in range(0, len(streams), _AT_ONCE):
            some = [stream.hex for stream in streams[first : first + _AT_ONCE]]
            found += self._stored(f"originator_id IN ({', '.join('?' * len(some))})", some)
        return sorted(found)

    def _stored(self, where: str, values: Sequence[object]) -> list[Stored]:
        statement = f"SELECT rowid, originator_id, originator_version, topic, state FROM {self.events_table_name}"  # noqa: S608 - our own table
        with self.datastore.transaction(commit=False) as cursor:
            # Plain tuples: the library's rows are found by name, which takes twice as long.
            cursor.sqlite_cursor.row_factory = None
            return [*map(_STORED, cursor.sqlite_cursor.execute(f"{statement} WHERE {where}", values))]

    def position_of(self, stream: UUID, version: int) -> int | None:
        """The position of one fact; None where it is not stored."""
        statement = f"SELECT rowid FROM {self.events_table_name} WHERE originator_id=? AND originator_version=?"  # noqa: S608 - our own table
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(statement, (stream.hex, version))
            row = cursor.fetchone()
        return None if row is None else int(row[0])

    def count(self, up_to: int) -> int:
        """How many facts are stored up to a position; as many as the position says, in a sound log."""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(f"SELECT count(*) FROM {self.events_table_name} WHERE rowid <= ?", (up_to,))  # noqa: S608 - our own table
            return int(cursor.fetchone()[0])

    def guarded(self) -> bool:
        """Whether every trigger that keeps the log append-only is in place."""
        wanted = {f"{self.events_table_name}_no_{name}" for name in _TRIGGERS}
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            return wanted <= {row["name"] for row in cursor.fetchall()}
