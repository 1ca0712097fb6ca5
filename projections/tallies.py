"""Every tally that occurs, once, as sparse rows of numbers that add up exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from domain.assessment.tally import addends

if TYPE_CHECKING:
    from domain.assessment.tally import Addend, Sums

Integers = NDArray[np.int64]


class Tallies:
    """Every tally that occurs, once, as sparse rows: which numbers it adds to, and how much."""

    def __init__(self, read: Callable[[str], Iterable[Addend]] = addends) -> None:
        self._read = read
        self._codes: dict[str, int] = {}
        self._groups: dict[tuple[str, str], int] = {}
        self._starts: list[int] = [0]
        self._columns: list[int] = []
        self._amounts: list[int] = []
        self._frozen: tuple[Integers, Integers, Integers] | None = None

    def code(self, entries: str) -> int:
        """The number of a tally, as the line that tables keep; the same for the same tally."""
        known = self._codes.get(entries)
        if known is not None:
            return known
        for party, number, amount in self._read(entries):
            self._columns.append(self._groups.setdefault((party, number), len(self._groups)))
            self._amounts.append(amount)
        self._starts.append(len(self._columns))
        self._frozen = None
        self._codes[entries] = len(self._codes)
        return len(self._codes) - 1

    @property
    def width(self) -> int:
        """How many different numbers there are."""
        return len(self._groups)

    def arrays(self) -> tuple[Integers, Integers, Integers]:
        """Where each tally begins, and the columns and amounts of all."""
        frozen = self._frozen
        # A reader may have frozen them while the writer was adding one more: what is short is frozen anew.
        if frozen is None or len(frozen[0]) < len(self._starts):
            starts = np.array(self._starts)
            frozen = (starts, np.array(self._columns, dtype=np.int64), np.array(self._amounts, dtype=np.int64))
            self._frozen = frozen
        return frozen

    def expand(self, codes: Integers, signs: Integers) -> tuple[Integers, Integers, Integers]:
        """Every entry of these tallies: which of them it belongs to, its column, and its signed amount."""
        starts, columns, amounts = self.arrays()
        lengths = starts[codes + 1] - starts[codes]
        owner = np.repeat(np.arange(len(codes)), lengths)
        first = np.repeat(starts[codes] - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
        entries = first + np.arange(len(owner))
        return owner, columns[entries], amounts[entries] * signs[owner]

    def added(self, codes: Integers, signs: Integers) -> Integers:
        """These tallies added up, column by column."""
        if not len(codes):
            return np.zeros(self.width, dtype=np.int64)
        unique, place = np.unique(codes, return_inverse=True)
        times = np.bincount(place, weights=signs).astype(np.int64)
        _, columns, amounts = self.expand(unique, times)
        return np.bincount(columns, weights=amounts, minlength=self.width).astype(np.int64)

    def sums(self, totals: Integers) -> Sums:
        """Columns as the numbers of each party."""
        sums: Sums = {}
        for (party, number), column in list(self._groups.items()):  # the writer may add one meanwhile
            if column < len(totals):
                sums.setdefault(party, {})[number] = int(totals[column])
        return sums
