"""Where keys lie: a table in the ledger's own database, with a connection of its own."""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING, Any, LiteralString, Protocol

from psycopg_pool import ConnectionPool

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.log.address import Address

_TABLE: LiteralString = (
    "CREATE TABLE IF NOT EXISTS access_keys (id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL,"
    " digest TEXT NOT NULL, created_at TEXT NOT NULL, revoked_at TEXT)"
)
_TABLE_LOCK = 7_301_662_002
"""An advisory lock of our own: two processes that start together do not both create the table."""

_TIMEOUT_SECONDS = 5

Rows = list[tuple[Any, ...]]


class Keyring(Protocol):
    """A place where keys lie."""

    def run(self, statement: LiteralString, values: Sequence[object] = ()) -> Rows:
        """Carry out one statement, with `%s` for values; answers its rows, if it has any."""

    def close(self) -> None:
        """Let the database go."""


def keyring_at(address: Address) -> Keyring:
    """The place beside the log at this address; a ledger in memory has its keys in memory."""
    if address.is_postgres:
        return PostgresKeyring(address.url)
    return SQLiteKeyring(":memory:" if address.path is None else str(address.path))


class SQLiteKeyring:
    """Keys in an SQLite file: one connection, one thread at a time."""

    def __init__(self, path: str) -> None:
        self._one_at_a_time = threading.Lock()
        self._connection = sqlite3.connect(
            path, timeout=_TIMEOUT_SECONDS, isolation_level=None, check_same_thread=False
        )
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute(_TABLE)

    def run(self, statement: LiteralString, values: Sequence[object] = ()) -> Rows:
        """Carry out one statement."""
        with self._one_at_a_time:
            return self._connection.execute(statement.replace("%s", "?"), values).fetchall()

    def close(self) -> None:
        """Let the file go."""
        with self._one_at_a_time:
            self._connection.close()


class PostgresKeyring:
    """Keys in PostgreSQL; a lost connection is made again."""

    def __init__(self, url: str) -> None:
        self._pool = ConnectionPool(
            url, min_size=1, max_size=4, timeout=_TIMEOUT_SECONDS, open=True, check=ConnectionPool.check_connection
        )
        with self._pool.connection() as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_TABLE_LOCK,))
            connection.execute(_TABLE)

    def run(self, statement: LiteralString, values: Sequence[object] = ()) -> Rows:
        """Carry out one statement."""
        with self._pool.connection() as connection:
            done = connection.execute(statement, values)
            return done.fetchall() if done.description else []

    def close(self) -> None:
        """Let the connections go."""
        self._pool.close()
