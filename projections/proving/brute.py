"""Brute force: what a stream says at one point, folded from scratch out of the facts that can be seen from there.

It shares nothing with the way in which the tables are made, save what a fact does to a thing (`evolve`) and what a
table keeps of it (`content`). So it is slow, and plain enough to be believed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from domain.catalogue import kind_of
from domain.log.mapper import decoded
from domain.model import in_known_order
from projections.catalogue import TABLE_OF
from projections.clock import FOREVER, micros
from projections.proving.sample import thinned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.log.stored import Stored
    from domain.model import Fact, State
    from projections.table import Table
    from projections.timeline import Content

TIMELESS = ("party", "source", "fit")
"""Reference data and methods: cut by position only."""


class Cut(NamedTuple):
    """A point from which to look: the last moment of knowledge (UTC microseconds), and the last position."""

    known: int
    position: int


@dataclass(frozen=True)
class Record:
    """One stream as the log tells it: its facts by position."""

    stream: str
    table: Table
    facts: Sequence[tuple[int, Fact]]


def record_of(stored: Sequence[Stored], before: int) -> Record:
    """The record of one stream before a position. Raises where a fact cannot be read."""
    facts = [(one.position, decoded(one)) for one in stored if one.position < before]
    return Record(stored[0].stream, TABLE_OF[kind_of(stored[0].name)], facts)


def cuts_of(record: Record, last: int, most: int) -> list[Cut]:
    """Every moment at which anything of it was known, and just before, at every position of it, and just before.

    Also without a limit of knowledge, and at the last position. Where there are more than `most`, evenly thinned.
    """
    moments = {micros(fact.known_at) for _, fact in record.facts}
    positions = {position for position, _ in record.facts}
    known = sorted({moment - step for moment in moments for step in (0, 1)} | {FOREVER - 1})
    at = sorted({position - step for position in positions for step in (0, 1)} | {last})
    return thinned([Cut(moment, position) for position in at for moment in known], most)


def content_at(record: Record, cut: Cut) -> Content | None:
    """What the stream's table keeps of it at a cut; None where there is nothing to be seen. Raises what a fold raises.

    A thing that is there by its opening alone is not known before its opening was.
    """
    facts = [fact for position, fact in record.facts if position <= cut.position]
    if record.table.kind in TIMELESS:
        return _content(record.table, facts)
    opening = [fact for fact in facts if fact.originator_version == 1]
    if opening and cut.known < micros(opening[0].known_at) and _state(record.table, opening).exists():
        return None
    later = [fact for fact in facts if fact.originator_version > 1 and micros(fact.known_at) <= cut.known]
    return _content(record.table, in_known_order([*opening, *later]))


def _content(table: Table, facts: Sequence[Fact]) -> Content | None:
    state = _state(table, facts)
    return table.content(state) if state.exists() else None


def _state(table: Table, facts: Sequence[Fact]) -> State:
    state = table.state()
    for fact in facts:
        state.evolve(fact)
    return state
