"""Sums over blocks of steps: so that a count reads two blocks and one cell, and not every version."""

from __future__ import annotations

import numpy as np

from projections.clock import FOREVER
from projections.tallies import Integers, Tallies


class Steps:
    """Signed tallies with the moment they were known and the moment by which their incident had begun."""

    def __init__(self, known: Integers, began: Integers, code: Integers, sign: Integers) -> None:
        self.known, self.began, self.code, self.sign = known, began, code, sign

    def __len__(self) -> int:
        return len(self.known)

    def cut(self, known: int, began: int, tallies: Tallies) -> Integers:
        """Read one by one."""
        inside = (self.known <= known) & (self.began <= began)
        return tallies.added(self.code[inside], self.sign[inside])

    def followed_by(self, others: Steps) -> Steps:
        """These, and others after them."""
        names = ("known", "began", "code", "sign")
        return Steps(*(np.concatenate((getattr(self, name), getattr(others, name))) for name in names))

    def after(self, count: int) -> Steps:
        """Those after the first so many."""
        return Steps(self.known[count:], self.began[count:], self.code[count:], self.sign[count:])


_AT_ONCE = 10_000
"""Steps whose numbers are added up at a time."""

LEAST_BLOCK = 64
"""Fewer steps than these are read one by one sooner than they are looked up."""


class Cube:
    """Steps with their sums over whole blocks, by rank of knowledge and rank of beginning."""

    def __init__(self, steps: Steps, tallies: Tallies) -> None:
        count = len(steps)
        self.block = max(LEAST_BLOCK, int(count**0.5))
        blocks = count // self.block + 1
        self._fit(blocks, tallies.width, count)
        by_known, by_began = np.argsort(steps.known, kind="stable"), np.argsort(steps.began, kind="stable")
        known_rank, began_rank = np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64)
        known_rank[by_known] = began_rank[by_began] = np.arange(count)
        self.known, self.began = steps.known[by_known], steps.began[by_began]
        self.began_rank, self.known_rank = began_rank[by_known].astype(np.int32), known_rank[by_began].astype(np.int32)
        self.code_by_known, self.code_by_began = (steps.code[order].astype(np.int32) for order in (by_known, by_began))
        self.sign_by_known, self.sign_by_began = (steps.sign[order].astype(np.int8) for order in (by_known, by_began))
        self.sums = self._summed(steps, known_rank // self.block, began_rank // self.block, tallies)

    def _fit(self, blocks: int, width: int, count: int) -> None:
        """Larger blocks where the cube would take more memory than the steps themselves."""
        while blocks > 2 and blocks * blocks * width > max(8 * count, 1_000_000):  # noqa: PLR2004 - one block is no cube
            self.block *= 2
            blocks = count // self.block + 1
        self.blocks = blocks

    def _summed(self, steps: Steps, rows: Integers, columns: Integers, tallies: Tallies) -> Integers:
        # Once: whoever writes may add to the tallies meanwhile.
        width = tallies.width
        shape = (self.blocks, self.blocks, width)
        sums = np.zeros(int(np.prod(shape)), dtype=np.int64)
        cells = (rows * self.blocks + columns) * width
        # A step becomes a dozen numbers: all at once, they fill a gigabyte, and keep other threads waiting.
        for first in range(0, len(cells), _AT_ONCE):
            some = slice(first, first + _AT_ONCE)
            owner, group, amount = tallies.expand(steps.code[some], steps.sign[some])
            np.add.at(sums, cells[some][owner] + group, amount)
        sums = sums.reshape(shape)
        padded = np.zeros((self.blocks + 1, self.blocks + 1, width), dtype=np.int64)
        padded[1:, 1:] = sums.cumsum(axis=0).cumsum(axis=1)
        return padded

    def cut(self, known: int, began: int, tallies: Tallies) -> Integers:
        """The sum over every step known by `known` of what had begun by `began`."""
        last_known = int(np.searchsorted(self.known, known, "right"))
        last_began = int(np.searchsorted(self.began, began, "right"))
        row, column = last_known // self.block, last_began // self.block
        strip = slice(row * self.block, last_known)
        across = self.began_rank[strip] < last_began
        other = slice(column * self.block, last_began)
        along = self.known_rank[other] < row * self.block
        codes = np.concatenate((self.code_by_known[strip][across], self.code_by_began[other][along]))
        signs = np.concatenate((self.sign_by_known[strip][across], self.sign_by_began[other][along]))
        totals = tallies.added(codes.astype(np.int64), signs.astype(np.int64))
        totals[: self.sums.shape[2]] += self.sums[row, column]
        return totals


def steps_of(rows: Integers, sign: int) -> Steps:
    """Each row's step up when it was known, and down when it no longer was."""
    _, known_from, known_to, _, _, began, code = rows
    ending = known_to < FOREVER
    up = np.full(len(code), sign, dtype=np.int64)
    return Steps(
        np.concatenate((known_from, known_to[ending])),
        np.concatenate((began, began[ending])),
        np.concatenate((code, code[ending])),
        np.concatenate((up, -up[ending])),
    )


def no_steps() -> Steps:
    """Nothing to add up."""
    none = np.zeros(0, dtype=np.int64)
    return Steps(none, none, none, none)
