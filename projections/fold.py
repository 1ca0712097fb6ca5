"""Folding stored facts into rows. What the tables hold comes in with the facts; nothing is read or written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from eventsourcing.persistence import Notification

from domain.catalogue import kind_of
from domain.log.mapper import FactMapper
from projections.catalogue import TABLE_OF
from projections.clock import micros
from projections.table import Row, Table
from projections.timeline import folded

if TYPE_CHECKING:
    from domain.model import Fact

_MAPPER = FactMapper()


@dataclass
class Waiting:
    """Facts to fold, in the order of the log, with what the tables hold of streams that began before them."""

    stored: Sequence[Notification]
    before: Mapping[UUID, Sequence[Fact]] = field(default_factory=dict)
    held: Mapping[UUID, list[Row]] = field(default_factory=dict)
    parked: frozenset[UUID] = frozenset()
    broken: Mapping[UUID, str] = field(default_factory=dict)
    """Streams whose earlier facts cannot be read any more, and why."""


@dataclass
class Trouble:
    """A fact that could not be read or folded: its stream is parked from there on."""

    stream: UUID
    position: int
    error: str


@dataclass
class Folded:
    """The rows that came and those that no longer hold, by table; each fact's clocks; and what no fold digests."""

    opened: dict[str, list[Row]] = field(default_factory=dict)
    closed: dict[str, list[Row]] = field(default_factory=dict)
    clocks: list[tuple[int, int]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def fold(waiting: Waiting) -> Folded:
    """Fold every stream of a batch. `clocks` are (known_at, recorded_at) in microseconds, fact by fact."""
    result = Folded()
    parked = set(waiting.parked)
    histories: dict[UUID, History] = {}
    for one in waiting.stored:
        stream = UUID(str(one.originator_id)) if isinstance(one.originator_id, str) else one.originator_id
        try:
            fact: Fact = _MAPPER.to_domain_event(one)
        except Exception as unreadable:  # noqa: BLE001 - whatever stored bytes raise is theirs alone
            result.clocks.append((0, 0))
            if stream not in parked:
                parked.add(stream)
                result.troubles.append(Trouble(stream, one.id, str(unreadable)))
            continue
        result.clocks.append((micros(fact.known_at), micros(fact.timestamp)))
        table = TABLE_OF.get(kind_of(one.topic))
        if table is None or stream in parked:
            continue
        try:
            if stream not in histories:
                histories[stream] = _history(table, stream, waiting)
            histories[stream].add(one.id, fact)
        except Exception as trouble:  # noqa: BLE001 - one bad stream is parked, the others go on
            parked.add(stream)
            result.troubles.append(Trouble(stream, one.id, f"{type(trouble).__name__}: {trouble}"))
    for history in histories.values():
        result.opened.setdefault(history.table.name, []).extend(history.made)
        result.closed.setdefault(history.table.name, []).extend(history.closed)
    return result


def _history(table: Table, stream: UUID, waiting: Waiting) -> History:
    """The rows of a stream before this batch. Raises ValueError where its earlier facts cannot be read."""
    if stream in waiting.broken:
        raise ValueError(waiting.broken[stream])
    return History(table, stream, waiting.before.get(stream, ()), waiting.held.get(stream, []))


class History:
    """The rows of one stream while facts are added to it."""

    def __init__(self, table: Table, stream: UUID, before: Sequence[Fact], held: list[Row]) -> None:
        self.table = table
        self.stream = stream
        self.timeline = folded(table.timeline(table.state, table.content), before)
        self.holding = held
        self.made: list[Row] = []
        self.closed: list[Row] = []

    def add(self, position: int, fact: Fact) -> None:
        """Say what the stream says from this position on; a row that still says the same goes on holding."""
        self.timeline.add(fact)
        segments = self.timeline.segments
        staying = [row for row in self.holding if row.segment in segments]
        if len(staying) < len(self.holding):
            self._close([row for row in self.holding if row.segment not in segments], position)
        for segment in segments:
            if not any(row.segment == segment for row in staying):
                row = Row(0, self.stream, position, segment, stored=False)
                staying.append(row)
                self.made.append(row)
        self.holding = staying

    def _close(self, rows: list[Row], position: int) -> None:
        for row in rows:
            row.position_to = position
            if row.stored:
                self.closed.append(row)
