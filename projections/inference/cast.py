"""The cast: versions of incidents that a lens shows and that count, with when they began."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, overload
from uuid import UUID

import numpy as np

from domain.assessment.tally import UNCOUNTED
from projections.clock import ALWAYS, FOREVER
from projections.held import KEY, key_of, read_key
from projections.links import written_out
from projections.looking import COUNTED, cut_of, had_happened_by, seen
from projections.shelving import HALVES, keys_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from domain.lens import Lens
    from projections.held import Held, Keys
    from projections.reader import Reader
    from projections.shelf import Test

    Integers = NDArray[np.int64]

Stretch = tuple[int, int]
"""Two moments (microseconds since 1970, UTC), both included."""

EVER: Stretch = (ALWAYS, FOREVER)

_COUNTS: list[Test] = [("standing", lambda standing: standing not in UNCOUNTED)]


_READ = 50_000
"""Ids that are remembered at the most: some five megabytes."""


class Ids(Sequence[UUID]):
    """Ids, read from keys when they are asked for. An act is named in many links: those read last are remembered."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._read: dict[int, UUID] = {}

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, number: int) -> UUID: ...

    @overload
    def __getitem__(self, number: slice) -> Ids: ...

    def __getitem__(self, number: int | slice) -> UUID | Ids:
        if isinstance(number, slice):
            return Ids(self._keys[number])
        known = self._read.get(number)
        if known is None:
            if len(self._read) >= _READ:
                self._read.clear()
            known = self._read[number] = read_key(bytes(self._keys[number]))[0]
        return known

    def at(self, places: Integers) -> Ids:
        """Some of them, in that order."""
        return Ids(self._keys[places])

    def places(self, ids: Sequence[UUID]) -> Integers:
        """Where each of these is; -1 for one that is not there."""
        halves = np.ascontiguousarray(self._keys).view(">u8").reshape(-1, 3)[:, 1:]
        wanted = np.array([one.int & (2**64 - 1) for one in ids], dtype=np.uint64)
        near = np.flatnonzero(np.isin(halves[:, 1].astype(np.uint64), wanted)).tolist()
        place_of = {halves[place].tobytes(): place for place in near}
        return np.array([place_of.get(one.bytes, -1) for one in ids], dtype=np.int64)


class Cast(NamedTuple):
    """Versions by when they began (microseconds, UTC), then by id; `rows` are their numbers."""

    keys: Keys
    rows: Integers
    began_from: Integers
    began_by: Integers

    @property
    def ids(self) -> Ids:
        """The incidents."""
        return Ids(self.keys)

    def at(self, places: Any) -> Cast:  # noqa: ANN401 - places, or which of them
        """Some of them, in that order."""
        return Cast(*(column[places] for column in self))


def cast_of(store: Reader, lens: Lens, begun: Sequence[Stretch] = (EVER,)) -> Cast:
    """What the lens shows and began in one of these stretches of time, which are apart and in order."""
    held = [store.memory.stretch(lens, _COUNTS, one) for one in begun]
    parts = [
        _held(one) if one is not None else _looked_up(store, lens, each) for one, each in zip(held, begun, strict=True)
    ]
    return Cast(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def cast_among(store: Reader, lens: Lens, incidents: Collection[UUID]) -> Cast:
    """Of these incidents, those that the lens shows."""
    held = store.memory.among(lens, _COUNTS, incidents)
    return _looked_up_among(store, lens, incidents) if held is None else _held(held)


def _held(held: Held) -> Cast:
    return Cast(held.key, held.number, held.clocks["began_from"], held.clocks["began_by"])


def _looked_up(store: Reader, lens: Lens, begun: Stretch) -> Cast:
    """What the tables have, where memory does not show the lens's position."""
    seen_by, values = seen(lens)
    happened, moments = had_happened_by(lens)
    found = store.arrays(
        f"SELECT v.row, v.began_from, v.began_by, {HALVES} FROM incident_versions v"
        f" WHERE v.began_from BETWEEN ? AND ? AND {seen_by} AND {happened} AND {COUNTED} ORDER BY v.began_from, v.id",
        [*begun, *values, *moments],
    )
    began_from = found["began_from"]
    return Cast(keys_of(began_from, found["high"], found["low"]), found["row"], began_from, found["began_by"])


def _looked_up_among(store: Reader, lens: Lens, incidents: Collection[UUID]) -> Cast:
    """The same of some incidents, by their ids alone: with the cut beside them, the whole table would be read."""
    cut = cut_of(lens)
    versions = store.rows(
        "SELECT id, row, began_from, known_from, known_to, position_from, position_to, began_by, standing"
        f" FROM incident_versions v WHERE {written_out(incidents)}"
    )
    shown = sorted(
        (key_of(began_from, stream.hex), row, began_from, clocks[-1])
        for stream, row, began_from, *clocks, standing in versions
        if standing not in UNCOUNTED and cut.shows(*clocks)
    )
    keys, *columns = zip(*shown, strict=True) if shown else ((), (), (), ())
    numbers = (np.array(column, dtype=np.int64) for column in columns)
    return Cast(np.array(keys, dtype=f"S{KEY}"), *numbers)
