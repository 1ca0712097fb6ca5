"""Folding stored facts into rows. What came before comes in with the facts; nothing is read or written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domain.catalogue import kind_of
from domain.log.mapper import decoded
from domain.model import in_known_order
from projections.catalogue import TABLE_OF
from projections.clock import micros
from projections.table import Closing, Row, Table

if TYPE_CHECKING:
    from domain.log.stored import Stored
    from domain.model import Fact
    from projections.batch import Batch
    from projections.timeline import Segment


@dataclass
class Trouble:
    """A fact that could not be read or folded: its stream is parked from there on."""

    stream: str
    position: int
    error: str


@dataclass
class Folded:
    """The rows that came and those that no longer hold, by table; when each fact was recorded; what no fold digests."""

    opened: dict[str, list[Row]] = field(default_factory=dict)
    closed: dict[str, list[Closing]] = field(default_factory=dict)
    recorded: list[tuple[int, int]] = field(default_factory=list)
    """Position and recording time (microseconds) of each fact, by position; 0 where it cannot be read."""
    troubles: list[Trouble] = field(default_factory=list)


def fold(waiting: Batch) -> Folded:
    """Fold every stream of a batch; rows come in the order of their positions."""
    streams: dict[str, list[Stored]] = {}
    for one in waiting.stored:
        streams.setdefault(one.stream, []).append(one)
    result = Folded()
    for stream, facts in streams.items():
        _fold_stream(result, stream, facts, waiting)
    result.recorded.sort()
    result.troubles.sort(key=lambda trouble: trouble.position)
    for rows in result.opened.values():
        rows.sort(key=lambda row: row.position_from)
    return result


def _fold_stream(result: Folded, stream: str, facts: Sequence[Stored], waiting: Batch) -> None:
    """One bad fact parks its stream from there on; the others go on."""
    earlier = waiting.before.get(stream, ())
    table = TABLE_OF.get(kind_of((earlier or facts)[0].name))
    parked = stream in waiting.parked
    history: History | None = None
    for one in facts:
        recorded_at, error = 0, ""
        try:
            fact = decoded(one)
            recorded_at = micros(fact.timestamp)
            if not parked and table is not None:
                if history is None:
                    history = History(table, stream, earlier)
                history.add(one.position, fact)
        except Exception as trouble:  # noqa: BLE001 - whatever a fact makes go wrong is its stream's alone
            error = f"{type(trouble).__name__}: {trouble}"
        result.recorded.append((one.position, recorded_at))
        if error and not parked:
            parked = True
            result.troubles.append(Trouble(stream, one.position, error))
    if history is not None and table is not None:
        result.opened.setdefault(table.name, []).extend(history.made)
        result.closed.setdefault(table.name, []).extend(history.closed)


class History:
    """The rows of one stream while facts are added to it."""

    def __init__(self, table: Table, stream: str, before: Sequence[Stored] = ()) -> None:
        self.stream = stream
        self.timeline = table.timeline(table.state, table.content)
        for fact in in_known_order(map(decoded, before)) if before else ():
            self.timeline.add(fact)
        self.made: list[Row] = []
        self.closed: list[Closing] = []
        # What holds now, with its row; None where the row was there before.
        self._holding: list[tuple[Segment, Row | None]] = [(segment, None) for segment in self.timeline.segments]

    def add(self, position: int, fact: Fact) -> None:
        """Say what the stream says from this position on; a row that still says the same goes on holding."""
        before, segments = self.timeline.segments, self.timeline.add(fact)
        if segments is before:
            return
        staying: list[tuple[Segment, Row | None]] = []
        for segment, row in self._holding:
            if segment in segments:
                staying.append((segment, row))
            else:
                self._close(segment, row, position)
        for segment in segments:
            if segment not in before:
                row = Row(0, self.stream, position, segment)
                staying.append((segment, row))
                self.made.append(row)
        self._holding = staying

    def _close(self, segment: Segment, row: Row | None, position: int) -> None:
        if row is None:
            self.closed.append(Closing(self.stream, segment.known_from, position))
        else:
            row.position_to = position
