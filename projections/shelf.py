"""The shelf: every version of every incident in memory, in the order of lists, so that a page needs no scan of a table.

A filter on words (who, what, of which standing, in which month) is asked of each different value once. Which rows
have such a value is then looked up, and only for those the clocks are compared.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from projections.by_id import ById, places_among
from projections.clock import FOREVER
from projections.held import CLOCKS, KEY, WORDS, Cut, Held, Integers, joined, key_of, nothing, read_key
from projections.table import Standing

_TAIL = 2_000
"""Rows that may wait outside the order before they are put in, or a fiftieth of all, whichever is more."""
_TAIL_SHARE = 50

Test = tuple[str, Callable[[Any], bool]]
"""A column of words, and what has to hold of its value."""


class Found(NamedTuple):
    """How many there are, and the first of them: ids, when each began at the earliest, and what was folded."""

    total: int
    first: list[tuple[UUID, int, str]]


class Apart(NamedTuple):
    """A version that one of two lenses shows: when it began, from what it was folded, and which lens shows it."""

    stream: UUID
    began_from: int
    folded: str
    is_first: bool


class Words:
    """Every value of a column, once."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._codes: dict[Any, int] = {}

    def code(self, value: Any) -> int:  # noqa: ANN401 - a word, a list as text, or None
        """The number of a value; the same for the same value."""
        held = self._codes.setdefault(value, len(self.values))
        if held == len(self.values):
            self.values.append(value)
        return held

    def passing(self, test: Callable[[Any], bool]) -> NDArray[np.bool_]:
        """Whether each value passes."""
        return np.fromiter(map(test, [*self.values]), dtype=np.bool_)


class Shelf:
    """Rows in the order of lists, and a tail of newer ones; filled by the one writer, read by any thread.

    `position` is that of the last fact it shows. A row that is closed is marked in its place: a reader who looks
    at an earlier position sees no difference. Where taking something in has failed, it stays where it stood.
    """

    def __init__(self) -> None:
        self.position = 0
        self.words = {name: Words() for name in WORDS}
        self._rows: tuple[Held, Held] = (nothing(), nothing())
        self._place = np.zeros(0, dtype=np.int64)
        self._linked = self._rows[0], self._place
        self._by_id = self._rows[0], ById(self._rows[0].key)
        self._stuck = False
        self._writing = threading.Lock()

    def load(self, position: int, main: Held) -> None:
        """Take in a whole table at once, in the order of lists."""
        with self._writing:
            self._settle(main)
            self.position = position

    def extend(self, position: int, opened: Sequence[Sequence[Any]], closed: Iterable[tuple[int, int]]) -> None:
        """Take in rows opened (number, id, clocks and words, in order) and closed (number, position)."""
        with self._writing:
            if self._stuck:
                return
            self._stuck = True
            main, tail = self._rows
            if opened:
                more = self._held(opened)
                tail = Held(*(joined(one, other) for one, other in zip(tail, more, strict=True)))
                self._rows = (main, tail)
            for number, until in closed:
                self._close(number, until)
            if tail.size > max(_TAIL, main.size // _TAIL_SHARE):
                self._put_in()
            self.position = position
            self._stuck = False

    def find(self, cut: Cut, tests: Iterable[Test], *, limit: int, after: bytes | None = None) -> Found:
        """How many rows a lens and all tests let through, and the first of them, or the first after a key."""
        (main, in_order), (tail, waiting) = self._shown(cut, tests)
        started = 0 if after is None else int(np.searchsorted(main.key, np.bytes_(after), "right"))
        begin = int(np.searchsorted(in_order, started))
        folded = self.words["folded"].values
        rows = [
            (bytes(one.key[place]).ljust(KEY, b"\0"), folded[one.codes["folded"][place]])
            for one, places in ((main, in_order[begin : begin + limit]), (tail, waiting))
            for place in places.tolist()
        ]
        later = sorted(row for row in rows if row[0] > (after or b""))
        return Found(len(in_order) + len(waiting), [(*read_key(key), said) for key, said in later[:limit]])

    def tallies(self, cut: Cut, tests: Iterable[Test]) -> list[tuple[str, int]]:
        """The tallies of the rows that a lens and all tests let through, each with how many have it."""
        parts = [held.codes["tally"][shown] for held, shown in self._shown(cut, tests)]
        codes, times = np.unique(np.concatenate(parts), return_counts=True)
        lines = self.words["tally"].values
        return [(lines[code], int(count)) for code, count in zip(codes, times, strict=True)]

    def ids(self, cut: Cut, tests: Iterable[Test]) -> list[UUID]:
        """The ids of the rows that a lens and all tests let through."""
        keys = [key for held, shown in self._shown(cut, tests) for key in held.key[shown].tolist()]
        return [read_key(key)[0] for key in keys]

    def stretch(self, cut: Cut, tests: Iterable[Test], begun: tuple[int, int]) -> Held:
        """The rows that a lens and all tests let through and that began between two moments, in the order of lists.

        The moments (microseconds) are included. Of the columns, there are only the clocks of when the rows began.
        """
        main, tail = self._rows
        passing, (first, last) = self._passing(tests), begun
        began = main.clocks["began_from"]
        near = main.at(slice(int(np.searchsorted(began, first)), int(np.searchsorted(began, last, "right"))))
        in_order, waiting = near.begun(near.shown(cut, passing)), tail.begun(tail.shown(cut, passing))
        moments = waiting.clocks["began_from"]
        return _in_one_order(in_order, waiting.at(np.flatnonzero((moments >= first) & (moments <= last))))

    def among(self, cut: Cut, tests: Iterable[Test], ids: Collection[UUID]) -> Held:
        """Of the rows of these ids, those that a lens and all tests let through, in the order of lists.

        Of the columns, there are only the clocks of when the rows began.
        """
        passing = self._passing(tests)
        mine = [held.at(places) for held, places in self._of(ids)]
        return _in_one_order(*(held.begun(held.shown(cut, passing)) for held in mine))

    def standing(self, ids: Collection[UUID]) -> list[Standing]:
        """The rows of these ids that no row has taken the place of."""
        found: list[Standing] = []
        for held, places in self._of(ids):
            still = places[held.clocks["position_to"][places] == FOREVER]
            clocks = (held.clocks[name][still].tolist() for name in ("known_from", "position_from"))
            streams = [bytes(key).ljust(KEY, b"\0")[8:].hex() for key in held.key[still].tolist()]
            found += map(Standing, held.number[still].tolist(), streams, *clocks)
        return found

    def _of(self, ids: Collection[UUID]) -> list[tuple[Held, Integers]]:
        """Where rows of these ids are."""
        main, tail = self._rows
        found = self._by_id
        if found[0] is not main:
            self._by_id = found = main, ById(main.key)
        return [(main, found[1].places(ids)), (tail, places_among(tail.key, ids))]

    def linked(self, cut: Cut) -> Integers:
        """The numbers of the rows that a lens lets through and that are linked, in order; they are few."""
        main, tail = self._rows
        wanted = self.words["linked"].passing(bool)
        known = self._linked
        if known[0] is not main:
            self._linked = known = main, np.flatnonzero(wanted[main.codes["linked"]])
        parts = (known, (tail, np.flatnonzero(wanted[tail.codes["linked"]])))
        found = [held.number[places[held.lets(cut, places)]] for held, places in parts]
        return np.sort(np.concatenate(found))

    def apart(self, one: Cut, other: Cut, tests: Iterable[Test]) -> list[Apart]:
        """The rows that pass, and that one of two lenses lets through, in no order."""
        rows = self._rows
        passing, folded = self._passing(tests), self.words["folded"].values
        found: list[Apart] = []
        for held in rows:
            places = held.crossed(one, other)
            for name, wanted in passing.items():
                places = places[wanted[held.codes[name][places]]]
            first, second = held.lets(one, places), held.lets(other, places)
            for place, is_first in zip(places[first != second].tolist(), first[first != second].tolist(), strict=True):
                stream, began = read_key(bytes(held.key[place]))
                found.append(Apart(stream, began, folded[held.codes["folded"][place]], is_first))
        return found

    def _passing(self, tests: Iterable[Test]) -> dict[str, NDArray[np.bool_]]:
        passing: dict[str, NDArray[np.bool_]] = {}
        for name, test in tests:
            wanted = self.words[name].passing(test)
            passing[name] = passing[name] & wanted if name in passing else wanted
        return passing

    def _shown(self, cut: Cut, tests: Iterable[Test]) -> list[tuple[Held, Integers]]:
        # The rows first: words only ever grow, so they reach at least as far.
        main, tail = self._rows
        passing = self._passing(tests)
        begun = main.at(slice(0, int(np.searchsorted(main.clocks["began_from"], cut.began, "right"))))
        return [(held, held.shown(cut, passing)) for held in (begun, tail)]

    def _held(self, rows: Sequence[Sequence[Any]]) -> Held:
        number, stream, *others = zip(*rows, strict=True)
        clocks = dict(zip(CLOCKS, (np.array(column, dtype=np.int64) for column in others), strict=False))
        words = zip(self.words.items(), others[len(CLOCKS) :], strict=True)
        codes = {
            name: np.array([held.code(value) for value in column], dtype=np.int32) for (name, held), column in words
        }
        keys = [key_of(int(began), one) for began, one in zip(clocks["began_from"], stream, strict=True)]
        return Held(np.array(keys, dtype=f"S{KEY}"), np.array(number, dtype=np.int64), clocks, codes)

    def _close(self, number: int, until: int) -> None:
        main, tail = self._rows
        held = tail if number >= len(self._place) or self._place[number] < 0 else main
        place = int(np.flatnonzero(tail.number == number)[0]) if held is tail else int(self._place[number])
        held.clocks["position_to"][place] = until

    def _put_in(self) -> None:
        self._settle(_in_one_order(*self._rows))

    def _settle(self, main: Held) -> None:
        """Let these be the rows in order, with nothing waiting."""
        place = np.full(int(main.number.max(initial=0)) + 1, -1, dtype=np.int64)
        place[main.number] = np.arange(main.size)
        self._rows, self._place = (main, nothing()), place


def _in_one_order(in_order: Held, waiting: Held) -> Held:
    if not waiting.size:
        return in_order
    waiting = waiting.at(np.argsort(waiting.key, kind="stable"))
    return in_order.merged(waiting, np.searchsorted(in_order.key, waiting.key))
