"""Copying a made-up ledger from a file to PostgreSQL, faster than its facts could be recorded there."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from uuid import UUID

import psycopg

from domain.ledger import Ledger


def copy_facts(ledger: Path, url: str) -> None:
    """Put the facts of an SQLite ledger into an empty PostgreSQL database, as they are stored, and all at once."""
    Ledger.at(url).close()
    columns = "originator_id, originator_version, topic, state"
    with psycopg.connect(url) as there, there.cursor() as cursor:
        here = sqlite3.connect(ledger)
        with cursor.copy(f"COPY stored_events (notification_id, {columns}) FROM STDIN (FORMAT binary)") as copy:
            copy.set_types(["int8", "uuid", "int8", "text", "bytea"])
            for position, stream, *rest in here.execute(f"SELECT rowid, {columns} FROM stored_events ORDER BY rowid"):
                copy.write_row((position, UUID(stream), *rest))
        here.close()
    with psycopg.connect(url, autocommit=True) as there:
        there.execute("ANALYZE stored_events")
