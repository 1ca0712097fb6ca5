"""The index of counts: tallies of every version in memory, so that a count under any lens reads a little of them.

A version adds its tally from `known_from` on and takes it away at `known_to`. So a count as of A, known at K, is a
sum over all such steps that were known by K of incidents that had happened by A. Sums over whole blocks of steps are
kept in a cube; only the steps in the two blocks that K and A cut through are read one by one.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from projections.clock import FOREVER, micros
from projections.cube import Cube, Steps, no_steps, steps_of
from projections.tallies import Integers, Tallies

if TYPE_CHECKING:
    from domain.assessment.tally import Sums
    from domain.lens import Lens

_FRESH = 2_000
"""Steps that may wait outside the cube before it is made anew, or a fiftieth of all, whichever is more."""
_FRESH_SHARE = 50

log = logging.getLogger(__name__)


class Column(IntEnum):
    """Where each part of a row stands, as the table gives it."""

    NUMBER = 0
    KNOWN_FROM = 1
    KNOWN_TO = 2
    POSITION_FROM = 3
    POSITION_TO = 4
    BEGAN_BY = 5
    CODE = 6


class Front:
    """What holds at one position: the cube, and the steps that came since it was made."""

    def __init__(self, position: int, cube: Cube, fresh: Steps) -> None:
        self.position, self.cube, self.fresh = position, cube, fresh


class CountIndex:
    """Tallies of every version row, kept in step with the table by the one writer; read by any thread.

    Where taking something in has failed, it stays where it stood; later positions are then read from the table.
    """

    def __init__(self, tallies: Tallies | None = None) -> None:
        self._tallies = tallies or Tallies()
        self._rows = np.zeros((len(Column), 1024), dtype=np.int64)
        self._count = 0
        self._stuck = False
        self._writing = threading.Lock()
        self._gathering: threading.Thread | None = None
        self._front = Front(0, Cube(no_steps(), self._tallies), no_steps())

    @property
    def position(self) -> int:
        """The position that it shows."""
        return self._front.position

    def extend(self, position: int, opened: Sequence[Sequence[Any]], closed: Sequence[tuple[int, int]]) -> None:
        """Take in rows opened (fields in order, the tally last, as its line) and closed (number, position)."""
        with self._writing:
            if self._stuck:
                return
            self._stuck = True
            first = self._count
            self._append(opened)
            fresh = [steps_of(self._rows[:, first : self._count], 1)]
            slots = self._slots([number for number, _ in closed])
            ends = dict(closed)
            gone = self._rows[:, slots]
            self._rows[Column.POSITION_TO, slots] = [ends[int(number)] for number in gone[Column.NUMBER]]
            fresh.append(steps_of(gone, -1))
            still = self._rows[Column.POSITION_TO, first : self._count] < FOREVER
            fresh.append(steps_of(self._rows[:, first : self._count][:, still], -1))
            self._move(position, fresh)
            self._stuck = False

    def load(self, position: int, rows: Integers, tallies: Sequence[str]) -> None:
        """Take in a whole table at once: fields by row, in order of position; codes are places in `tallies`."""
        with self._writing:
            codes = np.array([self._tallies.code(entries) for entries in tallies], dtype=np.int64)
            if len(codes):
                rows[Column.CODE] = codes[rows[Column.CODE]]
            # With room, so that the first row to come need not wait until all are copied.
            self._rows, self._count = _roomier(rows, 2 * rows.shape[1]), rows.shape[1]
            holding = rows[:, rows[Column.POSITION_TO] == FOREVER]
            self._front = Front(position, Cube(steps_of(holding, 1), self._tallies), no_steps())

    def _append(self, opened: Sequence[Sequence[Any]]) -> None:
        needed = self._count + len(opened)
        if needed > self._rows.shape[1]:
            self._rows = _roomier(self._rows[:, : self._count], max(needed, 2 * self._rows.shape[1]))
        if opened:
            coded = [(*row[:-1], self._tallies.code(row[-1])) for row in opened]
            self._rows[:, self._count : needed] = np.array(coded, dtype=np.int64).T
        self._count = needed

    def _slots(self, numbers: Iterable[int]) -> Integers:
        """Where rows stand; rows that count nowhere never came in."""
        wanted = np.array(sorted(numbers), dtype=np.int64)
        held = self._rows[Column.NUMBER, : self._count]
        slots = np.searchsorted(held, wanted)
        inside = slots < self._count
        slots, wanted = slots[inside], wanted[inside]
        return slots[held[slots] == wanted] if len(slots) else slots

    def _move(self, position: int, fresh: list[Steps]) -> None:
        steps = self._front.fresh
        for more in fresh:
            steps = steps.followed_by(more)
        cube = self._front.cube
        self._front = Front(position, cube, steps)
        if self._gathering is None and len(steps) > max(_FRESH, len(cube.known) // _FRESH_SHARE):
            # Of these rows, only their ends may change meanwhile.
            rows = self._rows[:, : self._count]
            holds = rows[Column.POSITION_TO] == FOREVER
            self._gathering = threading.Thread(target=self._gather, args=(self._front, rows, holds), daemon=True)
            self._gathering.start()

    def _gather(self, front: Front, rows: Integers, holds: NDArray[np.bool_]) -> None:
        """Make the cube anew of what held, while the writer goes on: of a million rows, that takes seconds."""
        try:
            cube = Cube(steps_of(rows[:, holds], 1), self._tallies)
            with self._writing:
                if self._front.cube is front.cube:
                    self._front = Front(self._front.position, cube, self._front.fresh.after(len(front.fresh)))
        except Exception:
            log.exception("the cube of counts is not made anew; steps go on waiting beside it")
        finally:
            self._gathering = None

    def settle(self) -> None:
        """Wait until a cube that is being made anew is there."""
        if (gathering := self._gathering) is not None:
            gathering.join()

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
        # The count first: rows only ever grow, so they reach at least as far.
        count = self._count
        rows = self._rows
        opened = int(np.searchsorted(rows[Column.POSITION_FROM, :count], position, "right"))
        _, known_from, known_to, _, position_to, began_by, code = rows[:, :opened]
        inside = (known_from <= known) & (known_to > known) & (position_to > position) & (began_by <= began)
        codes = code[inside]
        return self._tallies.added(codes, np.ones(len(codes), dtype=np.int64))


def _roomier(rows: Integers, room: int) -> Integers:
    """The same rows, with room for more behind them; what is never used takes no memory."""
    held = np.zeros((len(Column), room), dtype=np.int64)
    held[:, : rows.shape[1]] = rows
    return held
