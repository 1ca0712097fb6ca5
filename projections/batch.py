"""A batch: facts of the log that wait to be folded, with what came before in its streams."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.ledger import Log
    from domain.log.stored import Stored


@dataclass
class Batch:
    """Facts to fold, in the order of the log, with the earlier facts of streams that began before them."""

    stored: Sequence[Stored]
    before: Mapping[str, Sequence[Stored]] = field(default_factory=dict)
    parked: Container[str] = frozenset()


def waiting(log: Log, stored: Sequence[Stored], parked: Container[str]) -> Batch:
    """A batch of a log, ready to be folded; of what is parked, nothing is looked up."""
    first: dict[str, Stored] = {}
    for one in stored:
        first.setdefault(one.stream, one)
    begun = [one.stream_id for one in first.values() if one.version > 1 and one.stream not in parked]
    before: dict[str, list[Stored]] = {}
    for one in log.of(begun) if begun else ():
        if one.position < first[one.stream].position:
            before.setdefault(one.stream, []).append(one)
    return Batch(stored, before, parked)


def mark_of(stored: Stored) -> str:
    """What tells a stored fact from any other."""
    return f"{stored.stream} {stored.version} {hashlib.sha256(repr(stored.state).encode()).hexdigest()}"
