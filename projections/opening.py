"""Opening a DuckDB file as we want it, or saying why it may not be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    # Nothing is ever fetched.
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    # Each reader has a thread of its own; more of them for one small statement only wait for each other.
    "threads": 1,
    # The tables follow from the log: a process that is killed loses nothing, and after a power cut they are rebuilt.
    "fsync_mode": "NONE",
}

LOCKED = "Could not set lock on file"
"""How DuckDB says that another process has a file open."""


class StoreInUse(Exception):
    """Another process owns the projections at this path; the message is one line for a person."""


class StoreUnreadable(Exception):
    """What is at this path are no projections; a rebuild puts them there. The message is one line for a person."""


def connected(path: str | Path) -> DuckDBPyConnection:
    """The one connection that writes to the tables at a path. Raises StoreInUse or StoreUnreadable."""
    try:
        connection = duckdb.connect(str(path), config=_SETTINGS)
    except duckdb.Error as failed:
        if LOCKED in str(failed):
            raise StoreInUse(
                f"the projections at {path} are in use: another process has them open, most likely a server of this "
                "ledger. End that one first (Ctrl-C in its terminal), or name another ledger"
            ) from failed
        raise StoreUnreadable(f"the projections at {path} cannot be read: {_first_line(failed)}") from failed
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
