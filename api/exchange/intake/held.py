"""Things as the log holds them: looked up many at a time, and made from their facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.log.mapper import decoded, encoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from domain.ledger import Ledger
    from domain.log.stored import Encoded, Stored
    from domain.model import Aggregate, Entry, Fact


def stored_by_stream(ledger: Ledger, streams: Sequence[UUID]) -> dict[str, list[Stored]]:
    """What is stored of each of these streams, by its id in hexadecimal digits; nothing of those that are not there."""
    held: dict[str, list[Stored]] = {}
    for one in ledger.log.of(streams):
        held.setdefault(one.stream, []).append(one)
    return held


def thing_of(stored: Sequence[Stored], entry: Entry) -> tuple[Any, list[Fact]]:
    """The thing that a stream's facts make, ready to record in this entry, and the facts."""
    facts = [decoded(one) for one in stored]
    thing: Any = None
    for fact in facts:
        thing = fact.mutate(thing)
    thing.entry = entry
    return thing, facts


def pending(*things: Aggregate) -> list[Encoded]:
    """What the things have recorded, as it is stored."""
    facts: Iterable[Any] = (fact for thing in things for fact in thing.pending_events)
    return [encoded(fact) for fact in facts]
