"""Where a ledger is kept: `sqlite:///path`, `sqlite://` (in memory) or `postgresql://…`."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote
from uuid import uuid4

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

if TYPE_CHECKING:
    from collections.abc import Mapping

_SQLITE = "sqlite://"
_POSTGRES = ("postgresql://", "postgres://")


class NoLedger(Exception):
    """There is no ledger at the address, or the address is none; the message is one line for a person."""


@dataclass(frozen=True)
class Address:
    """A database URL, taken apart. `options` are what a PostgreSQL address says beyond host, name and user."""

    url: str
    path: Path | None
    environment: Mapping[str, str]
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_postgres(self) -> bool:
        """Whether other processes on other machines may share this ledger."""
        return self.url.startswith(_POSTGRES)

    @property
    def is_in_memory(self) -> bool:
        """Whether only this process can open it."""
        return self.path is None and not self.is_postgres


def address_of(url: str) -> Address:
    """Take a database URL apart. Raises NoLedger where it is none of the three forms."""
    if url.startswith(_POSTGRES):
        return _postgres(url)
    if url in {_SQLITE, _SQLITE + "/:memory:"}:
        memory = f"file:truceline-{uuid4().hex}?mode=memory&cache=shared"
        return Address(url, None, _sqlite(memory))
    if url.startswith(_SQLITE + "/"):
        path = Path(unquote(url.removeprefix(_SQLITE + "/")))
        return Address(url, path, _sqlite(path.absolute().as_uri() + "?mode=rwc"))
    raise NoLedger(f"{without_password(url)!r} is not a database address: use sqlite:///PATH or postgresql://HOST/NAME")


def without_password(url: str) -> str:
    """The address as it may be shown."""
    scheme, found, rest = re.sub(r"(?<=[?&])password=[^&]*&?", "", url).rstrip("?&").partition("://")
    credentials, at, host = rest.rpartition("@")
    return f"{scheme}{found}{credentials.partition(':')[0]}{at}{host}"


def check_is_ledger(address: Address) -> None:
    """Raises NoLedger where an SQLite address has no file, or a file that holds no ledger."""
    if address.path is None:
        return
    if not address.path.is_file():
        raise NoLedger(f"there is no ledger at {address.path}")
    try:
        connection = sqlite3.connect(address.path.absolute().as_uri() + "?mode=ro", uri=True)
        try:
            found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'stored_events'").fetchone()
        finally:
            connection.close()
    except sqlite3.DatabaseError as broken:
        raise NoLedger(f"{address.path} is not a ledger: {broken}") from broken
    if found is None:
        raise NoLedger(f"{address.path} is a database, but holds no ledger")


def _sqlite(name: str) -> dict[str, str]:
    return {
        "PERSISTENCE_MODULE": "eventsourcing.sqlite",
        "SQLITE_DBNAME": name,
        "SQLITE_LOCK_TIMEOUT": "30",
        "APPLICATION_RECORDER_TOPIC": "domain.log.sqlite:AppendOnlySQLiteRecorder",
    }


def _postgres(url: str) -> Address:
    try:
        parts = {name: str(value) for name, value in conninfo_to_dict(url).items() if value}
    except ProgrammingError as wrong:
        # What is quoted may be a password that the parser stumbled over.
        said = re.sub(r'"[^"]*"', "…", str(wrong)).strip()
        raise NoLedger(f"{without_password(url)} is not a PostgreSQL address: {said}") from wrong
    environment = {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_HOST": parts.pop("host", "127.0.0.1"),
        "POSTGRES_PORT": parts.pop("port", "5432"),
        "POSTGRES_USER": (user := parts.pop("user", "postgres")),
        "POSTGRES_DBNAME": parts.pop("dbname", user),
        "POSTGRES_PASSWORD": parts.pop("password", ""),
        "POSTGRES_CONNECT_TIMEOUT": parts.get("connect_timeout", "5"),
        "POSTGRES_POOL_SIZE": "2",
        "POSTGRES_MAX_OVERFLOW": "18",
        # With database functions on, a live reader loses facts: the commit-order lock is not taken.
        "POSTGRES_ENABLE_DB_FUNCTIONS": "n",
        "APPLICATION_RECORDER_TOPIC": "domain.log.postgres:AppendOnlyPostgresRecorder",
    }
    return Address(url, None, environment, options=parts)
