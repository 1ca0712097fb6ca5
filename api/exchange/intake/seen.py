"""Seen: which things the rows of a file have spoken of so far; kept on disk, since a file may have millions."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType
    from uuid import UUID


class Seen:
    """The streams of a file's rows, in a temporary database of one connection."""

    def __init__(self) -> None:
        # Without a name it is in memory while it is small, and in a file that nobody else can open once it is not.
        self._connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for statement in (
            "PRAGMA journal_mode = OFF",
            "PRAGMA synchronous = OFF",
            "PRAGMA cache_size = -32768",
            "CREATE TABLE seen (stream BLOB PRIMARY KEY, row INTEGER) WITHOUT ROWID",
        ):
            self._connection.execute(statement)

    def note(self, streams: Sequence[tuple[str, int]]) -> dict[int, int]:
        """Note streams, each with its row; answers rows whose stream an earlier row has, and which one that is."""
        if not streams:
            return {}
        keyed = [(bytes.fromhex(stream), row) for stream, row in streams]
        self._connection.execute("BEGIN")
        done = self._connection.executemany("INSERT INTO seen VALUES (?, ?) ON CONFLICT DO NOTHING", keyed)
        self._connection.execute("COMMIT")
        if done.rowcount == len(keyed):
            return {}
        found = ((row, self._row_of(stream)) for stream, row in keyed)
        return {row: first for row, first in found if first is not None and first != row}

    def has(self, stream: UUID) -> bool:
        """Whether a row speaks of it."""
        return self._row_of(stream.bytes) is not None

    def _row_of(self, stream: bytes) -> int | None:
        found = self._connection.execute("SELECT row FROM seen WHERE stream = ?", (stream,)).fetchone()
        return None if found is None else int(found[0])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._connection.close()
