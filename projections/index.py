"""The index of counts: tallies of every version in memory, so that a count under any lens reads a little of them.

A version adds its tally from `known_from` on and takes it away at `known_to`. So a count as of A, known at K, is a
sum over all such steps that were known by K of incidents that had happened by A. Sums over whole blocks of steps are
kept in a cube; only the steps in the two blocks that K and A cut through are read one by one.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from projections.clock import FOREVER, micros

if TYPE_CHECKING:
    from domain.lens import Lens
    from domain.tally import Sums

Integers = NDArray[np.int64]

_FIELDS = ("number", "known_from", "known_to", "position_from", "position_to", "began_by", "code")
_FRESH = 2_000
"""Steps that may wait outside the cube before it is made anew, or a share of all, whichever is more."""
_FRESH_SHARE = 50


class Tallies:
    """Every tally that occurs, once, as sparse rows: which numbers it adds to, and how much."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self._groups: dict[tuple[str, str], int] = {}
        self._starts: list[int] = [0]
        self._columns: list[int] = []
        self._amounts: list[int] = []
        self._frozen: tuple[Integers, Integers, Integers] | None = None

    def code(self, entries: str) -> int:
        """The number of a tally, as JSON; the same for the same tally."""
        known = self._codes.get(entries)
        if known is not None:
            return known
        for party, number, amount in json.loads(entries):
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


class Cube:
    """Steps with their sums over whole blocks, by rank of knowledge and rank of beginning."""

    def __init__(self, steps: Steps, tallies: Tallies) -> None:
        count = len(steps)
        self.block = max(64, int(count**0.5))
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
        while blocks > 2 and blocks * blocks * width > max(4 * count, 1_000_000):  # noqa: PLR2004 - one block is no cube
            self.block *= 2
            blocks = count // self.block + 1
        self.blocks = blocks

    def _summed(self, steps: Steps, rows: Integers, columns: Integers, tallies: Tallies) -> Integers:
        shape = (self.blocks, self.blocks, tallies.width)
        owner, group, amount = tallies.expand(steps.code, steps.sign)
        cell = (rows[owner] * self.blocks + columns[owner]) * tallies.width + group
        sums = np.bincount(cell, weights=amount, minlength=int(np.prod(shape))).astype(np.int64).reshape(shape)
        padded = np.zeros((self.blocks + 1, self.blocks + 1, tallies.width), dtype=np.int64)
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


class Front:
    """What holds at one position: the cube, and the steps that came since it was made."""

    def __init__(self, position: int, cube: Cube, fresh: Steps) -> None:
        self.position, self.cube, self.fresh = position, cube, fresh


class CountIndex:
    """Tallies of every version row, kept in step with the table by the one writer; read by any thread.

    Where taking something in has failed, it stays where it stood; later positions are then read from the table.
    """

    def __init__(self) -> None:
        self._tallies = Tallies()
        self._rows = np.zeros((len(_FIELDS), 1024), dtype=np.int64)
        self._count = 0
        self._stuck = False
        self._writing = threading.Lock()
        self._front = Front(0, Cube(_no_steps(), self._tallies), _no_steps())

    def extend(self, position: int, opened: Sequence[Sequence[Any]], closed: Sequence[tuple[int, int]]) -> None:
        """Take in rows opened (fields in order, the tally last, as JSON) and closed (number, position)."""
        with self._writing:
            if self._stuck:
                return
            self._stuck = True
            first = self._count
            self._append(opened)
            fresh = [_steps(self._rows[:, first : self._count], 1)]
            slots = self._slots([number for number, _ in closed])
            ends = dict(closed)
            gone = self._rows[:, slots]
            self._rows[4, slots] = [ends[int(number)] for number in gone[0]]
            fresh.append(_steps(gone, -1))
            still = self._rows[4, first : self._count] < FOREVER
            fresh.append(_steps(self._rows[:, first : self._count][:, still], -1))
            self._move(position, fresh)
            self._stuck = False

    def load(self, position: int, rows: Integers, tallies: Sequence[str]) -> None:
        """Take in a whole table at once: fields by row, in order of position; codes are places in `tallies`."""
        with self._writing:
            codes = np.array([self._tallies.code(entries) for entries in tallies], dtype=np.int64)
            self._rows, self._count = rows, rows.shape[1]
            if len(codes):
                self._rows[6] = codes[self._rows[6]]
            holding = rows[:, rows[4] == FOREVER]
            self._front = Front(position, Cube(_steps(holding, 1), self._tallies), _no_steps())

    def _append(self, opened: Sequence[Sequence[Any]]) -> None:
        needed = self._count + len(opened)
        if needed > self._rows.shape[1]:
            grown = np.zeros((len(_FIELDS), max(needed, 2 * self._rows.shape[1])), dtype=np.int64)
            grown[:, : self._count] = self._rows[:, : self._count]
            self._rows = grown
        if opened:
            coded = [(*row[:-1], self._tallies.code(row[-1])) for row in opened]
            self._rows[:, self._count : needed] = np.array(coded, dtype=np.int64).T
        self._count = needed

    def _slots(self, numbers: Iterable[int]) -> Integers:
        """Where rows stand; rows that count nowhere never came in."""
        wanted = np.array(sorted(numbers), dtype=np.int64)
        held = self._rows[0, : self._count]
        slots = np.searchsorted(held, wanted)
        inside = slots < self._count
        slots, wanted = slots[inside], wanted[inside]
        return slots[held[slots] == wanted] if len(slots) else slots

    def _move(self, position: int, fresh: list[Steps]) -> None:
        steps = self._front.fresh
        for more in fresh:
            steps = steps.followed_by(more)
        cube = self._front.cube
        if len(steps) > max(_FRESH, len(cube.known) // _FRESH_SHARE):
            holding = self._rows[:, : self._count][:, self._rows[4, : self._count] == FOREVER]
            cube, steps = Cube(_steps(holding, 1), self._tallies), _no_steps()
        self._front = Front(position, cube, steps)

    def sums(self, lens: Lens) -> Sums | None:
        """Every party's sums under the lens; None where the index does not show its position."""
        front = self._front
        known = FOREVER - 1 if lens.known_at is None else micros(lens.known_at)
        began = FOREVER - 1 if lens.as_of is None else micros(lens.as_of)
        position = front.position if lens.position is None else lens.position
        if position > front.position:
            return None
        if position == front.position:
            totals = front.cube.cut(known, began, self._tallies)
            newer = front.fresh.cut(known, began, self._tallies)
            newer[: len(totals)] += totals
            return self._tallies.sums(newer)
        return self._tallies.sums(self._at(known, began, position))

    def _at(self, known: int, began: int, position: int) -> Integers:
        """At an earlier position: read every row that was opened by then, once."""
        rows, count = self._rows, self._count
        opened = int(np.searchsorted(rows[3, :count], position, "right"))
        _, known_from, known_to, _, position_to, began_by, code = rows[:, :opened]
        inside = (known_from <= known) & (known_to > known) & (position_to > position) & (began_by <= began)
        codes = code[inside]
        return self._tallies.added(codes, np.ones(len(codes), dtype=np.int64))


def _steps(rows: Integers, sign: int) -> Steps:
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


def _no_steps() -> Steps:
    none = np.zeros(0, dtype=np.int64)
    return Steps(none, none, none, none)
