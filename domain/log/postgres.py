"""The log in PostgreSQL: for production, and for several processes. Triggers refuse every change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder
from psycopg.rows import tuple_row
from psycopg.sql import SQL, Identifier, Literal

from domain.log.stored import Stored

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from psycopg import Cursor
    from psycopg.rows import DictRow

    from domain.log.stored import Encoded

_SCHEMA_LOCK = 7_301_662_001
"""An advisory lock of our own: two processes that start together do not both create the table."""


class AppendOnlyPostgresRecorder(PostgresApplicationRecorder):
    """Positions are contiguous: the sequence is set from the last position, under the table's lock."""

    def __init__(self, datastore: Any, *, events_table_name: str = "stored_events") -> None:  # noqa: ANN401 - the library's
        super().__init__(datastore, events_table_name=events_table_name)
        self._table = SQL("{}.{}").format(Identifier(self.datastore.schema), Identifier(events_table_name))
        name = Literal(f'"{self.datastore.schema}"."{events_table_name}"')
        # A conflict or a crash leaves a hole in a sequence; whoever holds the lock closes it.
        self.lock_table_statements.append(
            SQL(
                "SELECT setval(pg_get_serial_sequence({name}, 'notification_id'),"
                " coalesce((SELECT max(notification_id) FROM {table}), 0) + 1, false)"
            ).format(name=name, table=self._table)
        )

    def create_table(self) -> None:
        """Make types, table and guard; others that start at the same time wait until all are there."""
        with self.datastore.transaction(commit=True) as curs:
            curs.execute(SQL("SELECT pg_advisory_xact_lock({})").format(Literal(_SCHEMA_LOCK)))
            super().create_table()

    def _create_table(self, curs: Cursor[DictRow]) -> None:
        super()._create_table(curs)
        guard = SQL("{}.{}").format(Identifier(self.datastore.schema), Identifier(f"{self.events_table_name}_refuse"))
        trigger = f"{self.events_table_name}_append_only"
        if self._guard(curs) is not None:
            return
        curs.execute(
            SQL(
                "CREATE OR REPLACE FUNCTION {guard}() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'integrity_constraint_violation';"
                " END $$"
            ).format(guard=guard)
        )
        curs.execute(
            SQL(
                "CREATE TRIGGER {trigger} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION {guard}()"
            ).format(trigger=Identifier(trigger), table=self._table, guard=guard)
        )

    def append_many(self, facts: Sequence[Encoded]) -> None:
        """Store facts in their order, all or nothing. Raises IntegrityError where one is there already."""
        self.insert_events([StoredEvent(one.stream_id, one.version, one.name, one.state) for one in facts])

    def after(self, position: int, limit: int) -> list[Stored]:
        """Up to `limit` facts from the first one after a position."""
        return self._stored(SQL("notification_id > %s ORDER BY notification_id LIMIT %s"), (position, limit))

    def of(self, streams: Sequence[UUID]) -> list[Stored]:
        """Every fact of these streams, in the order of the log."""
        return self._stored(SQL("originator_id = ANY(%s) ORDER BY notification_id"), (list(streams),))

    def _stored(self, where: SQL, values: Sequence[object]) -> list[Stored]:
        statement = SQL(
            "SELECT notification_id, replace(originator_id::text, '-', ''), originator_version, topic, state"
            " FROM {} WHERE {}"
        ).format(self._table, where)
        with self.datastore.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            return [Stored._make(row) for row in cursor.execute(statement, values, binary=True)]

    def position_of(self, stream: UUID, version: int) -> int | None:
        """The position of one fact; None where it is not stored."""
        statement = SQL("SELECT notification_id AS position FROM {} WHERE originator_id=%s AND originator_version=%s")
        with self.datastore.get_connection() as connection:
            row = connection.execute(statement.format(self._table), (stream, version)).fetchone()
        return None if row is None else int(row["position"])

    def count(self, up_to: int) -> int:
        """How many facts are stored up to a position; as many as the position says, in a sound log."""
        statement = SQL("SELECT count(*) AS facts FROM {} WHERE notification_id <= %s").format(self._table)
        with self.datastore.get_connection() as connection:
            row = connection.execute(statement, (up_to,)).fetchone()
        return 0 if row is None else int(row["facts"])

    def guarded(self) -> bool:
        """Whether the trigger that keeps the log append-only is in place, and fires."""
        with self.datastore.get_connection() as connection:
            return self._guard(connection.cursor()) in {"O", "A"}

    def _guard(self, curs: Cursor[DictRow]) -> str | None:
        """How the trigger fires ("O" always but in a replica); None where there is none."""
        curs.execute(
            "SELECT tgenabled AS fires FROM pg_trigger WHERE tgname = %s AND tgrelid = %s::regclass",
            (
                f"{self.events_table_name}_append_only",
                f'"{self.datastore.schema}"."{self.events_table_name}"',
            ),
        )
        row = curs.fetchone()
        return None if row is None else str(row["fires"])
