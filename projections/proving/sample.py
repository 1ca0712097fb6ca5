"""Samples: streams taken from the log, spread evenly over it, and the same ones each time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from domain.catalogue import kind_of
from projections.catalogue import TABLE_OF

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domain.ledger import Ledger
    from domain.log.stored import Stored

T = TypeVar("T")

_PAGE = 2000


class Sample(NamedTuple):
    """Streams (32 hexadecimal digits), and of how many they were taken."""

    streams: list[str]
    of: int


def sampled(ledger: Ledger, last: int, size: int) -> Sample:
    """Streams that fill a table, up to a position: all where there are no more than `size`, else evenly spaced."""
    first: list[str] = []
    spread: dict[str, None] = {}
    opened = 0
    for one in stored_up_to(ledger, last):
        if kind_of(one.name) not in TABLE_OF:
            continue
        if one.version == 1:
            opened += 1
            if opened <= size:
                first.append(one.stream)
        if one.position * size > len(spread) * last:
            spread[one.stream] = None
    return Sample(first if opened <= size else list(spread), opened)


def stored_up_to(ledger: Ledger, last: int) -> Iterator[Stored]:
    """Every stored fact up to a position, in the order of the log."""
    position = 0
    while page := ledger.undecoded_after(position, _PAGE):
        for one in page:
            if one.position > last:
                return
            yield one
        position = page[-1].position


def thinned(things: Sequence[T], most: int) -> list[T]:
    """No more than `most` of these (two or more), evenly spaced, the first and the last among them."""
    if len(things) <= most:
        return list(things)
    return [things[place * (len(things) - 1) // (most - 1)] for place in range(most)]
