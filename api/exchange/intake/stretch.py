"""Stretches: some rows of a file, packed to be decided elsewhere, and what was decided about them."""

from __future__ import annotations

import marshal
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from api.exchange.draft import Row, RowRefused
from domain.log.stored import Encoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from api.exchange.draft import Finding

ROWS = 1000
"""Rows decided at a time, and stored in one transaction: few enough that nobody who writes meanwhile waits for long."""


class Line(NamedTuple):
    """One line of an import's report: what became of a row, and why. `row` is None for what the file lacks."""

    outcome: str
    row: int | None
    column: str
    value: str
    rule: str


def line_of(outcome: str, finding: Finding) -> Line:
    """A finding as the report lists it."""
    return Line(outcome, finding.row, finding.column, finding.value[:200], finding.rule)


@dataclass(frozen=True)
class Stretch:
    """Some rows, packed, and what is refused of those between them that are none. All rows have the same columns."""

    columns: tuple[str, ...]
    packed: list[bytes]
    refused: tuple[Finding, ...]
    size: int

    @classmethod
    def of(cls, records: Iterable[Row | RowRefused]) -> Stretch:
        """Pack some records of a file, each as it comes."""
        columns: tuple[str, ...] = ()
        packed: list[bytes] = []
        refused: list[Finding] = []
        size = 0
        for size, one in enumerate(records, 1):  # noqa: B007 - how many there were
            if isinstance(one, RowRefused):
                refused += one.findings
                continue
            columns = columns or tuple(one.cells)
            packed.append(marshal.dumps((one.number, [*one.cells.values()])))
        return cls(columns, packed, tuple(refused), size)

    def rows(self) -> Iterator[Row]:
        """The rows again, one at a time: all of a stretch together would not fit the processor."""
        return map(self.row, range(len(self.packed)))

    def row(self, place: int) -> Row:
        """One of the rows, by its place among them."""
        # Packed by ourselves, in this very run.
        number, cells = marshal.loads(self.packed[place])  # noqa: S302
        return Row(number, dict(zip(self.columns, cells, strict=True)))


def stretches(records: Iterable[Row | RowRefused], size: int | None = None) -> Iterator[Stretch]:
    """The records of a file in their order, so many at a time."""
    upcoming = iter(records)
    while (stretch := Stretch.of(islice(upcoming, size or ROWS))).size:
        yield stretch


@dataclass(frozen=True)
class Terms:
    """What a stretch is decided on, beside its rows: the time (UTC), and what came before it in the same file."""

    at: datetime
    parties: dict[str, str] = field(default_factory=dict)
    """Parties registered by this import, each slug by the name that it was called by."""
    twice: dict[int, int] = field(default_factory=dict)
    """Rows whose id an earlier row has, and which one that is."""


@dataclass
class Decided:
    """What is to be recorded of a stretch, and what became of its rows."""

    facts: list[Encoded] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    """All but what is new or unchanged, in the order of the rows."""
    new: int = 0
    unattributed: int = 0
    """Of those that are new, incidents of which nobody is said to have done it."""
    unchanged: int = 0
    streams: list[tuple[str, int]] = field(default_factory=list)
    """The streams that its rows speak of, each with the number of its row."""
    newcomers: dict[str, str] = field(default_factory=dict)
    """Names that ask for a party of their own, each with its slug."""
    unresolved: dict[str, int] = field(default_factory=dict)
    """Names that nobody bears, each with how many rows were refused for it."""


_ENCODED = partial(tuple.__new__, Encoded)
"""A packed fact, as it was: what `Encoded._make` does, in half the time."""

Packed = tuple[bytes, Decided]
"""What was decided, on its way from one process to another: the facts in the form that takes the least time."""


def packed(decided: Decided) -> Packed:
    """Pack the facts of what was decided."""
    facts = marshal.dumps([(*one,) for one in decided.facts])
    decided.facts = []
    return facts, decided


def unpacked(given: Packed) -> Decided:
    """The same as before."""
    facts, decided = given
    # Packed by a process of ours.
    decided.facts = [*map(_ENCODED, marshal.loads(facts))]  # noqa: S302
    return decided
