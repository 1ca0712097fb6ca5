"""Proof: tables held against brute force, stream by stream and cut by cut, for all of a log or a sample of it."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from projections.clock import FOREVER, shown
from projections.proving.breach_check import misjudged
from projections.proving.brute import Cut, content_at, cuts_of, record_of
from projections.proving.recount import Recount
from projections.proving.sample import sampled
from projections.versions import INCIDENTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domain.ledger import Ledger
    from domain.log.stored import Stored
    from projections.proving.brute import Record
    from projections.store import Store
    from projections.timeline import Content

STREAMS = 500
"""How many streams are tried, where nobody says otherwise."""

CUTS = 50
"""At how many points one stream is looked at, at the most."""

_SAID = 20
"""How many streams that are shown wrongly are named."""

_AT_ONCE = 500


@dataclass
class Proof:
    """What brute force found wrong, in plain sentences; and how much it tried: streams, cuts through them, lenses."""

    findings: list[str] = field(default_factory=list)
    streams: int = 0
    of_streams: int = 0
    cuts: int = 0
    lenses: int = 0

    @property
    def whole(self) -> bool:
        """Whether every stream was tried, and not a sample."""
        return self.streams == self.of_streams

    @property
    def extent(self) -> str:
        """How much was tried, in words."""
        streams = f"all {self.streams:,}" if self.whole else f"{self.streams:,} of {self.of_streams:,}"
        lenses = f"{self.lenses:,} lens{'' if self.lenses == 1 else 'es'}"
        return f"{streams} streams at {self.cuts:,} cuts, and the counts under {lenses}"


def prove(ledger: Ledger, store: Store, size: int = STREAMS) -> Proof:
    """Hold what tables show, at their own position, against brute force over up to `size` streams of the log."""
    sample = sampled(ledger, store.position, size)
    proof = Proof(streams=len(sample.streams), of_streams=sample.of)
    recount = Recount(store)
    wrong: list[str] = []
    judged: list[str] = []
    for stored in _stored(ledger, sample.streams):
        try:
            record = record_of(stored, _end(store, stored[0].stream))
            cuts = cuts_of(record, store.position, CUTS)
            wrong += _misshown(store, record, cuts)
        except Exception as failed:  # noqa: BLE001 - whatever a fact makes go wrong is a finding
            wrong.append(f"stream {stored[0].stream_id} is not parked, and cannot be folded: {failed}")
            continue
        proof.cuts += len(cuts)
        if record.table is INCIDENTS:
            recount.add(record, cuts)
            judged.append(record.stream)
    proof.findings = [*_first(wrong), *recount.findings(whole=proof.whole), *_first(misjudged(store, judged))]
    proof.lenses = recount.tried
    return proof


def _stored(ledger: Ledger, streams: Sequence[str]) -> Iterator[list[Stored]]:
    """The facts of each stream, as the log holds them."""
    for first in range(0, len(streams), _AT_ONCE):
        facts: dict[str, list[Stored]] = {}
        for one in ledger.log.of([UUID(stream) for stream in streams[first : first + _AT_ONCE]]):
            facts.setdefault(one.stream, []).append(one)
        yield from facts.values()


def _end(store: Store, stream: str) -> int:
    """The first position of a stream that tables do not show: what came after them, or made it wait."""
    return min(store.position + 1, store.parked_at.get(stream, FOREVER))


def _misshown(store: Store, record: Record, cuts: Sequence[Cut]) -> list[str]:
    """The first cut at which a table does not show what brute force says; an empty list where there is none."""
    table = record.table
    rows = store.rows(
        f"SELECT known_from, known_to, position_from, position_to, {', '.join(table.columns)}"
        f" FROM {table.name} WHERE id = ?::UUID",
        [record.stream],
    )
    for cut in cuts:
        expected, seen = content_at(record, cut), _seen(rows, cut)
        if seen != ([] if expected is None else [tuple(expected)]):
            what = _difference(list(table.columns), expected, seen)
            known = "at any time" if cut.known == FOREVER - 1 else f"at {shown(cut.known)}"
            where = f"stream {UUID(record.stream)} at position {cut.position} as known {known}"
            return [f"{table.name} is wrong about {where}: {what}"]
    return []


def _seen(rows: Sequence[Sequence[Any]], cut: Cut) -> list[Content]:
    """What the rows that hold at a cut say."""
    return [
        tuple(map(_plain, content))
        for known_from, known_to, position_from, position_to, *content in rows
        if known_from <= cut.known < known_to and position_from <= cut.position < position_to
    ]


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of a column
    """A value as a fold gives it: ids are text."""
    return str(value) if isinstance(value, UUID) else value


def _difference(columns: Sequence[str], expected: Content | None, seen: Sequence[Content]) -> str:
    if expected is None or len(seen) != 1:
        return f"it shows {len(seen)} rows, where the log tells of {0 if expected is None else 1}"
    for name, told, held in zip(columns, expected, seen[0], strict=True):
        if told != held:
            return f"{name} is {_short(held)}, where the log says {_short(told)}"
    raise AssertionError  # pragma: no cover - what differs, differs somewhere


def _short(value: object) -> str:
    """As much of a value as a sentence bears."""
    return textwrap.shorten(str(value), 60, placeholder=" …") or "empty"


def _first(wrong: list[str]) -> list[str]:
    more = len(wrong) - _SAID
    return wrong if more <= 0 else [*wrong[:_SAID], f"{more:,} more streams are not shown as the log tells them"]
