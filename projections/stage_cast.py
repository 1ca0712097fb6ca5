"""The cast: versions of incidents that a lens shows and that count, column by column, as the stage needs them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, overload
from uuid import UUID

import numpy as np

from domain.act import Act
from domain.compliance.happenings import Coded
from domain.escalation.marks import mark_of
from domain.escalation.spots import spread_of
from domain.place import PlacePrecision
from projections.held import KEY, read_key
from projections.looking import COUNTED, had_happened_by, seen

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from domain.lens import Lens
    from projections.held import Keys
    from projections.reader import Reader

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]

_KILLED = re.compile(r"\|casualties::killed:(\d+)")


class Ids(Sequence[UUID]):
    """Ids, read from keys when they are asked for."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, number: int) -> UUID: ...

    @overload
    def __getitem__(self, number: slice) -> Ids: ...

    def __getitem__(self, number: int | slice) -> UUID | Ids:
        if isinstance(number, slice):
            return Ids(self._keys[number])
        return read_key(bytes(self._keys[number]).ljust(KEY, b"\0"))[0]

    def places(self, ids: Collection[UUID]) -> Integers:
        """Where each of these is; -1 for one that is not there."""
        halves = np.ascontiguousarray(self._keys).view(">u8").reshape(-1, 3)[:, 1:]
        wanted = np.frombuffer(b"".join(one.bytes for one in ids), dtype=">u8").reshape(-1, 2)
        # numpy sorts numbers in the machine's own order of bytes only.
        own = np.isin(halves[:, 1].astype(np.uint64), wanted[:, 1].astype(np.uint64))
        place_of = {halves[place].tobytes(): place for place in np.flatnonzero(own).tolist()}
        return np.array([place_of.get(one.bytes, -1) for one in ids], dtype=np.int64)

    def at(self, places: Integers) -> Ids:
        """Some of them, in that order."""
        return Ids(self._keys[places])


class Cast(NamedTuple):
    """Versions by when they began (microseconds, UTC), then by id. A place without coordinates is not a number.

    `rows` are their numbers, `spread` is in km, `mark` in steps; `named` is who may have acted, and
    `targets` who was hit: lists of slugs, a line each.
    """

    rows: Integers
    ids: Ids
    began_from: Integers
    began_by: Integers
    lat: Floats
    lon: Floats
    spread: Floats
    mark: Integers
    named: Coded[str]
    targets: Coded[str]


_COLUMNS = """
    v.row, v.began_from, v.began_by, coalesce(v.lat, 'nan'::DOUBLE) AS lat, coalesce(v.lon, 'nan'::DOUBLE) AS lon,
    v.place_precision, v.act, v.tally, array_to_string(list_concat(v.perpetrators, v.possible), chr(10)) AS named,
    array_to_string(v.targets, chr(10)) AS targets,
    ('0x' || replace(v.id::VARCHAR, '-', '')[1:16])::UBIGINT AS high,
    ('0x' || replace(v.id::VARCHAR, '-', '')[17:32])::UBIGINT AS low
"""


def cast_of(store: Reader, lens: Lens, incidents: Collection[UUID] | None = None) -> Cast:
    """What the lens shows that counts; of these incidents only, where they are given."""
    seen_by, values = seen(lens)
    happened, moments = had_happened_by(lens)
    among = "true" if incidents is None else "v.id IN (SELECT unnest(?::VARCHAR[])::UUID)"
    asked = [] if incidents is None else [[str(one) for one in incidents]]
    found = store.arrays(
        f"SELECT {_COLUMNS} FROM incident_versions v WHERE {among} AND {seen_by} AND {happened} AND {COUNTED}"
        " ORDER BY v.began_from, v.id",
        [*asked, *values, *moments],
    )
    precision, act, tally = (Coded.of(found[name].tolist()) for name in ("place_precision", "act", "tally"))
    return Cast(
        rows=found["row"],
        ids=Ids(_keys(found["began_from"], found["high"], found["low"])),
        began_from=found["began_from"],
        began_by=found["began_by"],
        lat=found["lat"],
        lon=found["lon"],
        spread=np.array([spread_of(PlacePrecision(one)) for one in precision.values])[precision.codes],
        mark=_marks(act, tally),
        named=Coded.of(found["named"].tolist()),
        targets=Coded.of(found["targets"].tolist()),
    )


def _keys(began_from: Integers, high: NDArray[Any], low: NDArray[Any]) -> Keys:
    key = np.empty((len(began_from), 3), dtype=">u8")
    key[:, 0] = began_from.view(np.uint64) + np.uint64(2**63)
    key[:, 1], key[:, 2] = high, low
    keys: Keys = key.reshape(-1).view(f"S{KEY}")
    return keys


def _marks(act: Coded[str], tally: Coded[str]) -> Integers:
    killed = [int(found[1]) if (found := _KILLED.search(line)) else 0 for line in tally.values]
    both, inverse = np.unique(act.codes * (len(killed) + 1) + tally.codes, return_inverse=True)
    acts, tallies = np.divmod(both, len(killed) + 1)
    marks = [mark_of(Act(act.values[one]), killed[other]) for one, other in zip(acts, tallies, strict=True)]
    return np.array(marks, dtype=np.int64)[inverse]
