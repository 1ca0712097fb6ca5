"""Restoring: the facts of another ledger, as they were stored there, into an empty log; all of them, or none."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import psycopg
from eventsourcing.persistence import IntegrityError
from psycopg.rows import tuple_row
from psycopg.sql import SQL, Identifier

from domain.log.postgres import AppendOnlyPostgresRecorder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.ledger import Log
    from domain.log.sqlite import AppendOnlySQLiteRecorder
    from domain.log.stored import Stored

_OUT_OF_TURN = """
    SELECT originator_id, originator_version FROM (
        SELECT originator_id, originator_version, {position} AS position,
               row_number() OVER facts AS turn, lag({position}) OVER facts AS before
        FROM {table} WINDOW facts AS (PARTITION BY originator_id ORDER BY originator_version)
    ) AS streams WHERE originator_version <> turn OR before > position LIMIT 1
"""
"""A stream whose versions are not 1, 2, 3 and so on, in the order of the log."""


class CannotRestore(Exception):
    """These facts make no log; nothing of them is stored. The message is one line for a person."""


def restore(log: Log, facts: Iterable[Stored]) -> None:
    """Store facts, whose positions are 1, 2, 3 and so on, byte by byte as they were.

    Whatever goes wrong on the way, in what gives the facts too, leaves the log empty. Raises CannotRestore.
    """
    try:
        if isinstance(log, AppendOnlyPostgresRecorder):
            _restore_postgres(log, facts)
        else:
            _restore_sqlite(log, facts)
    except (IntegrityError, sqlite3.IntegrityError, psycopg.IntegrityError) as twice:
        raise CannotRestore("two of the facts are the same version of one stream") from twice


def _restore_sqlite(log: AppendOnlySQLiteRecorder, facts: Iterable[Stored]) -> None:
    table = log.events_table_name
    with log.datastore.transaction(commit=True) as cursor:
        cursor.sqlite_cursor.row_factory = None
        cursor.execute(f"SELECT max(rowid) FROM {table}")  # noqa: S608 - our own table
        _check_empty(cursor.fetchone()[0])
        cursor.executemany(
            f"INSERT INTO {table} (originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?)",  # noqa: S608
            ((one.stream, one.version, one.name, one.state) for one in facts),
        )
        cursor.execute(_OUT_OF_TURN.format(table=table, position="rowid"))
        _check_in_turn(cursor.fetchone())


def _restore_postgres(log: AppendOnlyPostgresRecorder, facts: Iterable[Stored]) -> None:
    table = SQL("{}.{}").format(Identifier(log.datastore.schema), Identifier(log.events_table_name))
    columns = SQL("originator_id, originator_version, topic, state, notification_id")
    with log.datastore.get_connection() as connection, connection.transaction():
        cursor = psycopg.Cursor(connection, row_factory=tuple_row)
        for statement in log.lock_table_statements:
            cursor.execute(statement)
        cursor.execute(SQL("SELECT max(notification_id) FROM {}").format(table))
        _check_empty((cursor.fetchone() or [None])[0])
        with cursor.copy(SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(table, columns)) as copy:
            copy.set_types(["uuid", "int8", "text", "bytea", "int8"])
            for one in facts:
                copy.write_row((one.stream_id, one.version, one.name, one.state, one.position))
        cursor.execute(SQL(_OUT_OF_TURN).format(table=table, position=Identifier("notification_id")))
        _check_in_turn(cursor.fetchone())
        cursor.execute(SQL("NOTIFY {}").format(Identifier(log.channel_name)))


def _check_empty(last: int | None) -> None:
    if last is not None:
        raise CannotRestore(f"this ledger holds {last:,} facts already: a copy goes into an empty one")


def _check_in_turn(found: tuple[object, ...] | None) -> None:
    if found is not None:
        raise CannotRestore(
            f"version {found[1]} of the stream {found[0]} is not in its turn: a fact is missing, or misplaced"
        )
