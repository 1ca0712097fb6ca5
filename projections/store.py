"""The DuckDB store: a disposable replica of the log, in which every read is answered."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import duckdb
import numpy as np

from domain.log.mapper import decoded
from projections.catalogue import TABLES
from projections.clock import FOREVER, micros
from projections.columns import prepared
from projections.looking import bounds
from projections.memory import Memory
from projections.opening import connected
from projections.progress import NOWHERE, Ends, Progress
from projections.schema import are_of_this_release, make_anew
from projections.snapshot import Snapshot, first_column

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    from domain.ledger import Log
    from domain.lens import Lens
    from domain.log.stored import Stored
    from domain.model import Fact

FRUGAL = "512MiB"
"""Memory that DuckDB takes while a long log is loaded."""


class Store:
    """The tables and the position of the log that they show. One writer; any number of reading threads.

    Tables that are only `built` here, for another process or for later, are not remembered for reading.
    """

    def __init__(self, path: str | Path = ":memory:", *, built: bool = False) -> None:
        self.path = path
        self.is_read = not built
        self._writing = threading.Lock()
        self._connection = connected(path)
        self.memory = Memory()
        self.log: Log | None = None
        self.parked_at = self._parking = dict[str, int]()
        """The parked streams (32 hexadecimal digits) with the position from which each waits."""
        self._ends: Ends | None = None
        self.last_rows = dict.fromkeys((table.name for table in TABLES), 0)
        """How many rows each table has been given: whatever comes to be in a table comes as another row."""
        self._progress = self._moving = NOWHERE
        try:
            self._create()
        except BaseException:
            self._connection.close()
            raise

    def _create(self) -> None:
        if are_of_this_release(self._connection):
            self.complete()
        else:
            self._make_anew()

    def _make_anew(self) -> None:
        self._ends = None
        make_anew(self._connection)
        self.complete()

    def complete(self) -> None:
        """Make what is derived from the tables: their indexes, and what is held in memory."""
        self.reindex()
        self.last_rows = {table.name: table.last_row(self._connection) for table in TABLES}
        self._progress = self._moving = self._read_progress()
        self.parked_at = self._parking = self._read_parked()
        self.remember()

    def reindex(self) -> None:
        """Let rows be found by their stream."""
        for table in TABLES:
            table.index(self._connection)

    @contextmanager
    def frugal(self) -> Iterator[None]:
        """Take little memory for a while: what is written goes to disk all the same."""
        (held,) = self.rows("SELECT current_setting('memory_limit')")
        self._connection.execute("SET memory_limit = ?", [FRUGAL])
        try:
            yield
        finally:
            self._connection.execute("SET memory_limit = ?", [*held])

    def unindex(self) -> None:
        """Be filled faster; until `complete`, finding a stream takes the whole table."""
        for table in TABLES:
            table.unindex(self._connection)

    def empty(self) -> None:
        """Forget everything: the log is followed from its beginning again."""
        with self._writing:
            self._make_anew()

    @property
    def progress(self) -> Progress:
        """How far the tables go, as the one process that writes them remembers it."""
        return self._progress

    @property
    def position(self) -> int:
        """The position of the last fact that the tables show; 0 where they show none."""
        return self.progress.position

    def set_parked(self, parked_at: dict[str, int]) -> None:
        """Say which streams are parked, and from where, once the transaction that parks them is done."""
        self._parking = parked_at

    def remember(self) -> None:
        """Hold in memory what the tables show."""
        memory = Memory()
        if self.is_read:
            memory.take_up(self._connection, self.position)
        self.memory = memory

    def _read_parked(self) -> dict[str, int]:
        return {stream.hex: position for stream, position in self.rows("SELECT id, position FROM parked")}

    def _read_progress(self) -> Progress:
        return Progress(*self.rows("SELECT position, ledger, last FROM progress")[0])

    def move(self, connection: DuckDBPyConnection, progress: Progress) -> None:
        """Say how far the tables go, in the transaction that brings them there."""
        self._moving = progress
        connection.execute(prepared(connection, "UPDATE progress SET position = ?, ledger = ?, last = ?"), progress)

    def parked(self) -> list[dict[str, Any]]:
        """Streams that a fold could not digest, with the position and the reason."""
        found = self.rows("SELECT id, position, error FROM parked ORDER BY position")
        return [{"id": str(stream), "position": position, "error": error} for stream, position, error in found]

    def rows(self, query: str, values: Any = None) -> list[tuple[Any, ...]]:  # noqa: ANN401 - DuckDB's parameters
        """Answer a query from one consistent state of the tables."""
        cursor = self._connection.cursor()
        try:
            return cursor.execute(query, values).fetchall()
        finally:
            cursor.close()

    def arrays(self, query: str, values: Any = None) -> dict[str, NDArray[Any]]:  # noqa: ANN401 - DuckDB's parameters
        """The columns of numbers that a query gives, by their names."""
        cursor = self._connection.cursor()
        try:
            found = cursor.execute(query, values).fetchnumpy()
            return {name: np.ma.getdata(column) for name, column in found.items()}
        finally:
            cursor.close()

    def column(self, query: str) -> NDArray[Any]:
        """The one column that a query gives."""
        cursor = self._connection.cursor()
        try:
            return first_column(cursor, query)
        finally:
            cursor.close()

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """The tables as they are now, whatever is written meanwhile."""
        cursor = self._connection.cursor()
        cursor.begin()
        try:
            yield Snapshot(cursor)
        finally:
            cursor.rollback()
            cursor.close()

    @contextmanager
    def writing(self) -> Iterator[DuckDBPyConnection]:
        """One transaction of the one writer: rows and position change together, or not at all."""
        with self._writing:
            self._connection.begin()
            try:
                yield self._connection
                self._connection.commit()
                # Whoever sees the position knows what is parked there, and of the rows that came.
                self.parked_at = self._parking
                self.last_rows = self.last_rows if self._ends is None else {**self._ends.last_rows}
                self._progress = self._moving
            except BaseException:
                self._ends = None
                with suppress(duckdb.Error):
                    self._connection.rollback()
                # Whether or not it was committed, the tables say.
                self.parked_at = self._parking = self._read_parked()
                self._progress = self._moving = self._read_progress()
                raise

    def facts_of(self, streams: Sequence[UUID], lens: Lens | None = None) -> dict[UUID, list[Fact]]:
        """The facts of streams that a lens shows (None: all), each in order, up to where a stream is parked.

        They come from the log, which finds a stream's facts at once; the opening is always among them.
        """
        known, position = bounds(lens)
        facts: dict[UUID, list[Fact]] = {stream: [] for stream in streams}
        for one in self.stored(streams):
            if one.position <= min(position, self.parked_at.get(one.stream, FOREVER) - 1):
                fact = decoded(one)
                if one.version == 1 or micros(fact.known_at) <= known:
                    facts[fact.originator_id].append(fact)
        return {stream: found for stream, found in facts.items() if found}

    def stored(self, streams: Sequence[UUID]) -> list[Stored]:
        """The facts of streams as the log holds them, in its order. Follow a log first."""
        return [] if self.log is None else self.log.of(streams)

    def ends(self) -> Ends:
        """Where the tables end; for the writer, inside its transaction."""
        if self._ends is None:
            last = self._connection.execute("SELECT coalesce(max(recorded_at), 0) FROM facts").fetchone()
            self._ends = Ends(
                last_rows={table.name: table.last_row(self._connection) for table in TABLES},
                recorded_at=0 if last is None else int(last[0]),
            )
        return self._ends

    def settle(self) -> None:
        """Put everything so far into the file itself, so that it holds without the log that DuckDB keeps beside it."""
        with self._writing:
            self._connection.execute("CHECKPOINT")

    def close(self) -> None:
        """Let the file go."""
        with self._writing:
            self._connection.close()
