"""The shelf: every version of every incident in memory, in the order of lists, so that a page needs no scan of a table.

A filter on words (who, what, of which standing, in which month) is asked of each different value once. Which rows
have such a value is then looked up, and only for those the clocks are compared.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Codes = NDArray[np.signedinteger[Any]]
Keys = NDArray[np.bytes_]

CLOCKS = ("known_from", "known_to", "position_from", "position_to", "began_from", "began_by")
WORDS = (
    *("nature", "standing", "attribution", "act", "perpetrators", "targets", "involved", "possible"),
    *("governorate", "precision", "day", "tally", "linked", "folded"),
)
"""The columns of words; a list is one text, and so are a tally and what was folded."""

_FEW_WORDS = {"nature", "standing", "attribution", "act", "precision", "linked"}
"""Columns of a vocabulary so small that a byte tells its words apart."""

_TAIL = 2_000
"""Rows that may wait outside the order before they are put in, or a fiftieth of all, whichever is more."""
_TAIL_SHARE = 50

Test = tuple[str, Callable[[Any], bool]]
"""A column of words, and what has to hold of its value."""


class Cut(NamedTuple):
    """What a lens lets through: known by, recorded by and begun by (microseconds, and a position)."""

    known: int
    position: int
    began: int

    def shows(self, known_from: int, known_to: int, position_from: int, position_to: int, began_by: int) -> bool:
        """Whether it lets a version through."""
        is_known = known_from <= self.known < known_to
        return is_known and position_from <= self.position < position_to and began_by <= self.began


class Found(NamedTuple):
    """How many there are, and the first of them: ids with when each began at the earliest."""

    total: int
    first: list[tuple[UUID, int]]


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


class Held(NamedTuple):
    """Rows column by column. `key` is when a row began and its id, in bytes that sort as lists do."""

    key: Keys
    number: Integers
    clocks: dict[str, Integers]
    codes: dict[str, Codes]

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.key)

    def at(self, places: Any) -> Held:  # noqa: ANN401 - a slice, or places
        """Some of the rows, in that order."""
        clocks = {name: column[places] for name, column in self.clocks.items()}
        codes = {name: column[places] for name, column in self.codes.items()}
        return Held(self.key[places], self.number[places], clocks, codes)

    def merged(self, others: Held, places: Integers) -> Held:
        """These with others put in at places, as `numpy.insert` does."""
        clocks = {name: np.insert(column, places, others.clocks[name]) for name, column in self.clocks.items()}
        codes = {name: np.insert(column, places, others.codes[name]) for name, column in self.codes.items()}
        return Held(
            np.insert(self.key, places, others.key), np.insert(self.number, places, others.number), clocks, codes
        )

    def shown(self, cut: Cut, passing: Mapping[str, NDArray[np.bool_]]) -> Integers:
        """The places of the rows that a lens lets through, and whose words pass."""
        lets, looked_up = np.ones(self.size, dtype=np.bool_), []
        for name, wanted in passing.items():
            if _is_short(wanted):
                _keep_among(lets, self.codes[name], wanted)
            else:
                looked_up.append((self.codes[name], wanted))
        many = not looked_up and np.count_nonzero(lets) > self.size // _FEW
        for name, holds in _CUTS.items() if many else ():
            lets &= holds(self.clocks[name], cut)
        places = np.flatnonzero(lets)
        for codes, wanted in looked_up:
            places = places.compress(wanted.take(codes.take(places)))
        for name, holds in () if many else _CUTS.items():
            places = places.compress(holds(self.clocks[name].take(places), cut))
        return places

    def crossed(self, one: Cut, other: Cut) -> Integers:
        """The places of the rows of which a bound lies between two lenses: others are shown by both, or by neither."""
        near = np.zeros(self.size, dtype=np.bool_)
        for clock, names in _BOUNDS.items():
            low, high = sorted((getattr(one, clock), getattr(other, clock)))
            for name in names if low < high else ():
                column = self.clocks[name]
                near |= (column > low) & (column <= high)
        return np.flatnonzero(near)

    def lets(self, cut: Cut, places: Integers) -> NDArray[np.bool_]:
        """Which of the rows at these places a lens lets through."""
        lets = np.ones(len(places), dtype=np.bool_)
        for name, holds in _CUTS.items():
            lets &= holds(self.clocks[name][places], cut)
        return lets


_BOUNDS = {"known": ("known_from", "known_to"), "position": ("position_from", "position_to"), "began": ("began_by",)}
"""What bounds a row on each clock of a lens."""

_FEW = 4
"""Where less than so large a part of the rows is left, only those are looked at further."""

_SHORT = 3
"""So many words are compared one by one sooner than they are looked up."""

_CUTS: dict[str, Callable[[Integers, Cut], NDArray[np.bool_]]] = {
    "began_by": lambda column, cut: column <= cut.began,
    "known_from": lambda column, cut: column <= cut.known,
    "known_to": lambda column, cut: column > cut.known,
    "position_from": lambda column, cut: column <= cut.position,
    "position_to": lambda column, cut: column > cut.position,
}


class Shelf:
    """Rows in the order of lists, and a tail of newer ones; filled by the one writer, read by any thread.

    `position` is that of the last fact it shows. A row that is closed is marked in its place: a reader who looks
    at an earlier position sees no difference. Where taking something in has failed, it stays where it stood.
    """

    def __init__(self) -> None:
        self.position = 0
        self.words = {name: Words() for name in WORDS}
        self._rows: tuple[Held, Held] = (_nothing(), _nothing())
        self._place = np.zeros(0, dtype=np.int64)
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
                tail = Held(*(_joined(one, other) for one, other in zip(tail, more, strict=True)))
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
        keys = [*main.key[in_order[begin : begin + limit]].tolist(), *tail.key[waiting].tolist()]
        later = sorted(key for one in keys if (key := one.ljust(_KEY, b"\0")) > (after or b""))
        return Found(len(in_order) + len(waiting), [_read(key) for key in later[:limit]])

    def tallies(self, cut: Cut, tests: Iterable[Test]) -> list[tuple[str, int]]:
        """The tallies of the rows that a lens and all tests let through, each with how many have it."""
        parts = [held.codes["tally"][shown] for held, shown in self._shown(cut, tests)]
        codes, times = np.unique(np.concatenate(parts), return_counts=True)
        lines = self.words["tally"].values
        return [(lines[code], int(count)) for code, count in zip(codes, times, strict=True)]

    def ids(self, cut: Cut, tests: Iterable[Test]) -> list[UUID]:
        """The ids of the rows that a lens and all tests let through."""
        keys = [key for held, shown in self._shown(cut, tests) for key in held.key[shown].tolist()]
        return [_read(key.ljust(_KEY, b"\0"))[0] for key in keys]

    def apart(self, one: Cut, other: Cut, tests: Iterable[Test]) -> list[Apart]:
        """The rows that pass, and that one of two lenses lets through, in no order."""
        passing, folded = self._passing(tests), self.words["folded"].values
        found: list[Apart] = []
        for held in self._rows:
            places = held.crossed(one, other)
            for name, wanted in passing.items():
                places = places[wanted[held.codes[name][places]]]
            first, second = held.lets(one, places), held.lets(other, places)
            for place, is_first in zip(places[first != second].tolist(), first[first != second].tolist(), strict=True):
                stream, began = _read(bytes(held.key[place]).ljust(_KEY, b"\0"))
                found.append(Apart(stream, began, folded[held.codes["folded"][place]], is_first))
        return found

    def _passing(self, tests: Iterable[Test]) -> dict[str, NDArray[np.bool_]]:
        passing: dict[str, NDArray[np.bool_]] = {}
        for name, test in tests:
            wanted = self.words[name].passing(test)
            passing[name] = passing[name] & wanted if name in passing else wanted
        return passing

    def _shown(self, cut: Cut, tests: Iterable[Test]) -> list[tuple[Held, Integers]]:
        passing = self._passing(tests)
        main, tail = self._rows
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
        return Held(np.array(keys, dtype=f"S{_KEY}"), np.array(number, dtype=np.int64), clocks, codes)

    def _close(self, number: int, until: int) -> None:
        main, tail = self._rows
        held = tail if number >= len(self._place) or self._place[number] < 0 else main
        place = int(np.flatnonzero(tail.number == number)[0]) if held is tail else int(self._place[number])
        held.clocks["position_to"][place] = until

    def _put_in(self) -> None:
        main, tail = self._rows
        tail = tail.at(np.argsort(tail.key, kind="stable"))
        self._settle(main.merged(tail, np.searchsorted(main.key, tail.key)))

    def _settle(self, main: Held) -> None:
        """Let these be the rows in order, with nothing waiting."""
        place = np.full(int(main.number.max(initial=0)) + 1, -1, dtype=np.int64)
        place[main.number] = np.arange(main.size)
        self._rows, self._place = (main, _nothing()), place


_KEY = 24
_BIAS = 2**63


def key_of(began_from: int, stream: str) -> bytes:
    """When something began (microseconds) and its id (32 hexadecimal digits), in bytes that sort as lists do."""
    return (began_from + _BIAS).to_bytes(8, "big") + bytes.fromhex(stream)


def _read(key: bytes) -> tuple[UUID, int]:
    return UUID(bytes=key[8:]), int.from_bytes(key[:8], "big") - _BIAS


def code_type(name: str) -> type[np.int8 | np.int32]:
    """What the codes of a column are kept as."""
    return np.int8 if name in _FEW_WORDS else np.int32


def _nothing() -> Held:
    integers = np.zeros(0, dtype=np.int64)
    codes = np.zeros(0, dtype=np.int32)
    return Held(np.zeros(0, dtype=f"S{_KEY}"), integers, dict.fromkeys(CLOCKS, integers), dict.fromkeys(WORDS, codes))


def _joined(one: Any, other: Any) -> Any:  # noqa: ANN401 - an array, or arrays by name
    if isinstance(one, dict):
        return {name: np.concatenate((column, other[name])) for name, column in one.items()}
    return np.concatenate((one, other))


def _is_short(wanted: NDArray[np.bool_]) -> bool:
    passing = np.count_nonzero(wanted)
    return bool(min(passing, len(wanted) - passing) <= _SHORT)


def _keep_among(lets: NDArray[np.bool_], codes: Codes, wanted: NDArray[np.bool_]) -> None:
    """Leave out what is not wanted, by the few that are, or by the few that are not."""
    few = np.flatnonzero(wanted)
    if len(few) == 1:
        lets &= codes == few[0]
    elif len(few) <= _SHORT:
        lets &= np.logical_or.reduce([codes == code for code in few]) if len(few) else False
    else:
        for code in np.flatnonzero(~wanted):
            lets &= codes != code
