"""Making the tables: their shape in this release, and what happens to those of another."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING

import duckdb

from projections.catalogue import TABLES
from projections.progress import NOWHERE

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

REVISION = 13
"""Raised whenever a fold says something else than before, so that tables on disk are made anew."""

_OWN = (
    # When each fact was recorded. It never goes back: clocks of writers differ, so it is the greatest
    # timestamp up to that position.
    "CREATE TABLE IF NOT EXISTS facts (position BIGINT, recorded_at BIGINT)",
    "CREATE TABLE IF NOT EXISTS parked (id UUID, position BIGINT, error VARCHAR)",
    "CREATE TABLE IF NOT EXISTS progress (position BIGINT, ledger VARCHAR, last VARCHAR, shape VARCHAR)",
)
"""The tables that are not of versions."""


def shape() -> str:
    """Tells whether tables on disk are those of this release; others are made anew."""
    described = [*_OWN, *(f"{table.name} {table.columns}" for table in TABLES), str(REVISION)]
    return hashlib.sha256("\n".join(described).encode()).hexdigest()


def are_of_this_release(connection: DuckDBPyConnection) -> bool:
    """Whether there are tables, and of the shape that this release gives them."""
    if connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'progress'").fetchone() is None:
        return False
    return connection.execute("SELECT shape FROM progress").fetchone() == (shape(),)


def make_anew(connection: DuckDBPyConnection) -> None:
    """Drop and create in one transaction: whoever is killed in between finds the old tables, or the new."""
    connection.begin()
    try:
        for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            connection.execute(f"DROP TABLE {name}")
        for statement in _OWN:
            connection.execute(statement)
        for table in TABLES:
            table.create(connection)
        connection.execute("INSERT INTO progress VALUES (?, ?, ?, ?)", [*NOWHERE, shape()])
        connection.commit()
    except BaseException:
        with suppress(duckdb.Error):
            connection.rollback()
        raise
