"""Versions held in memory, column by column: clocks as numbers, words as codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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


class Cut(NamedTuple):
    """What a lens lets through: known by, recorded by and begun by (microseconds, and a position)."""

    known: int
    position: int
    began: int

    def shows(self, known_from: int, known_to: int, position_from: int, position_to: int, began_by: int) -> bool:
        """Whether it lets a version through."""
        is_known = known_from <= self.known < known_to
        return is_known and position_from <= self.position < position_to and began_by <= self.began


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

    def begun(self, places: Integers) -> Held:
        """Some of the rows, in that order: of their columns, only the clocks of when they began."""
        clocks = {name: self.clocks[name][places] for name in ("began_from", "began_by")}
        return Held(self.key[places], self.number[places], clocks, {})

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


KEY = 24
"""Bytes of a key."""

_BIAS = 2**63


def key_of(began_from: int, stream: str) -> bytes:
    """When something began (microseconds) and its id (32 hexadecimal digits), in bytes that sort as lists do."""
    return (began_from + _BIAS).to_bytes(8, "big") + bytes.fromhex(stream)


def read_key(key: bytes) -> tuple[UUID, int]:
    """The id, and when it began (microseconds). NumPy leaves out the zeros at the end of a key."""
    whole = key.ljust(KEY, b"\0")
    return UUID(bytes=whole[8:]), int.from_bytes(whole[:8], "big") - _BIAS


def code_type(name: str) -> type[np.int8 | np.int32]:
    """What the codes of a column are kept as."""
    return np.int8 if name in _FEW_WORDS else np.int32


def nothing() -> Held:
    """No rows."""
    integers = np.zeros(0, dtype=np.int64)
    codes: dict[str, Codes] = {name: np.zeros(0, dtype=code_type(name)) for name in WORDS}
    return Held(np.zeros(0, dtype=f"S{KEY}"), integers, dict.fromkeys(CLOCKS, integers), codes)


def joined(one: Any, other: Any) -> Any:  # noqa: ANN401 - an array, or arrays by name
    """One after the other."""
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
