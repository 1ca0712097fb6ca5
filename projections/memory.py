"""What is held in memory: sums for counts, versions in the order of lists, and what lists showed lately."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import numpy as np

from projections.index import CountIndex
from projections.looking import cut_of
from projections.recent import Recent
from projections.shelf import Shelf
from projections.shelving import fill
from projections.versions import ALL_TALLIED, ALL_TALLIES, counts, shelved, tallied

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    from domain.assessment.tally import Sums
    from domain.lens import Lens
    from projections.held import Held
    from projections.shelf import Apart, Found, Test
    from projections.table import Closing, Row, Standing


SHOWN = 5_000
"""So many incidents are kept as lists showed them lately: some kilobytes each."""


class Memory:
    """Answers what it can; None where it does not show a lens's position: then the tables are asked."""

    def __init__(self) -> None:
        self.index, self.shelf = CountIndex(), Shelf()
        self.shown: Recent[tuple[UUID, str, str], dict[str, Any]] = Recent(SHOWN)

    def take_up(self, connection: DuckDBPyConnection, position: int) -> None:
        """Take in whole tables, where another process left off."""
        found = connection.execute(ALL_TALLIED).fetchnumpy()
        rows = np.array([np.ma.getdata(column) for column in found.values()], dtype=np.int64)
        self.index.load(position, rows, [row[0] for row in connection.execute(ALL_TALLIES).fetchall()])
        fill(self.shelf, connection, position)

    @property
    def position(self) -> int:
        """The position that all of it shows."""
        return min(self.index.position, self.shelf.position)

    def extend(self, after: int, position: int, opened: Sequence[Row], closed: Sequence[tuple[int, int]]) -> bool:
        """Take in the versions of incidents that came after a position, and the numbers of those closed.

        Answers whether it shows `position` now; not so where it did not stand at `after`.
        """
        if self.position != after:
            return False
        counted, on_shelf = [tallied(row) for row in opened if counts(row)], [shelved(row) for row in opened]
        self.index.extend(position, counted, closed)
        self.shelf.extend(position, on_shelf, closed)
        return self.position == position

    def standing(self, position: int, closings: Sequence[Closing]) -> list[Standing] | None:
        """The versions that hold, of the incidents of which some are closed; None where it shows another position."""
        if self.position != position:
            return None
        return self.shelf.standing({UUID(one.stream) for one in closings}) if closings else []

    def sums(self, lens: Lens) -> Sums | None:
        """Every number of every party under the lens."""
        return self.index.sums(lens)

    def first(self, lens: Lens, tests: Sequence[Test], *, limit: int, after: bytes | None = None) -> Found | None:
        """How many incidents pass under the lens, and the first of them, or the first after a key."""
        return self.shelf.find(cut_of(lens), tests, limit=limit, after=after) if self._shows(lens) else None

    def tallies(self, lens: Lens, tests: Sequence[Test]) -> list[tuple[str, int]] | None:
        """The tallies of the incidents that pass, with how many have each."""
        return self.shelf.tallies(cut_of(lens), tests) if self._shows(lens) else None

    def ids(self, lens: Lens, tests: Sequence[Test]) -> list[UUID] | None:
        """The incidents that pass under the lens, in no order."""
        return self.shelf.ids(cut_of(lens), tests) if self._shows(lens) else None

    def stretch(self, lens: Lens, tests: Sequence[Test], begun: tuple[int, int]) -> Held | None:
        """The versions that pass under the lens and began between two moments, in the order of lists."""
        return self.shelf.stretch(cut_of(lens), tests, begun) if self._shows(lens) else None

    def among(self, lens: Lens, tests: Sequence[Test], ids: Collection[UUID]) -> Held | None:
        """The versions of these incidents that pass under the lens, in the order of lists."""
        return self.shelf.among(cut_of(lens), tests, ids) if self._shows(lens) else None

    def linked(self, lens: Lens) -> NDArray[np.int64] | None:
        """The numbers of the versions under the lens that are linked, in order."""
        return self.shelf.linked(cut_of(lens)) if self._shows(lens) else None

    def apart(self, one: Lens, other: Lens, tests: Sequence[Test]) -> list[Apart] | None:
        """The versions that pass, and that one of two lenses shows."""
        both = self._shows(one) and self._shows(other)
        return self.shelf.apart(cut_of(one), cut_of(other), tests) if both else None

    def _shows(self, lens: Lens) -> bool:
        return lens.position is not None and lens.position <= self.shelf.position
