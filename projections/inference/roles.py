"""Roles: what each version of an incident is to the stage. It never changes, so it is looked up once and kept."""

from __future__ import annotations

import threading
from math import nan
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import numpy as np
from pydantic_core import from_json

from domain.act import INTENSITY, Act
from domain.assessment.tally import killed_in
from domain.compliance.happenings import Coded
from domain.excitation.acts import FARTHEST
from domain.inference.marks import mark_of
from domain.inference.spots import spread_of
from domain.place import PlacePrecision
from projections.beside import Beside
from projections.columns import FEW, listed
from projections.shelf import Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from projections.reader import Reader

    Integers = NDArray[np.int64]

_PRECISIONS = tuple(PlacePrecision)
_SPREADS = np.array([spread_of(precision) for precision in _PRECISIONS])

_AT_ONCE = 100_000
"""So many versions are looked up in one go: some hundred megabytes."""


class Roles(NamedTuple):
    """Columns of versions. A place without coordinates is not a number; `precision` is a place in `PlacePrecision`.

    `mark` is in steps.
    """

    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    precision: NDArray[np.int8]
    mark: NDArray[np.int8]

    @property
    def spread(self) -> NDArray[np.float64]:
        """How far off each place may be (km, one standard deviation on each axis)."""
        spread: NDArray[np.float64] = _SPREADS[self.precision]
        return spread


class Lists(NamedTuple):
    """Who may have acted and who was hit, as codes of lists of slugs (a line each)."""

    named: NDArray[np.int32]
    targets: NDArray[np.int32]


class Courses(NamedTuple):
    """When each was over at the latest (microseconds since 1970, UTC), and its weight on the scale of `domain.act`."""

    over_by: NDArray[np.int64]
    weight: NDArray[np.float64]


class Said(NamedTuple):
    """What a version that is linked says: what it answers, each with how that stands, and what it was merged into."""

    stream: UUID
    answers: tuple[tuple[UUID, str], ...]
    merged_into: UUID | None
    retracted: bool


_AMONG = "FROM incident_versions v WHERE v.row > ? AND v.row <= ?"
_NAMES = ("row", "linked", "lat", "lon", "place_precision", "act", "tally", "named", "targets", "over_by")


class KnownRoles:
    """The roles of versions by their numbers, and every list of slugs once. For any thread."""

    def __init__(self) -> None:
        self.words = Words()
        self._said: dict[int, Said] = {}
        self._last = 0
        self._roughest = 0.0
        self._columns = _room(0)
        self._lock = threading.Lock()

    def of(self, store: Reader, numbers: Integers) -> Roles:
        """Those of versions that the tables have."""
        self._catch_up(store, int(numbers.max(initial=0)))
        return Roles(*(column[numbers] for column in self._columns[_ROLES]))

    def latitudes(self, store: Reader, numbers: Integers) -> tuple[NDArray[np.float64], float]:
        """Those of versions that the tables have; not a number where a place has no coordinates.

        And how far off (km) the least certain place may be of all that are certain enough to take part.
        """
        self._catch_up(store, int(numbers.max(initial=0)))
        return self._columns[0][numbers], self._roughest

    def lists(self, store: Reader, numbers: Integers) -> Lists:
        """The lists of versions that the tables have."""
        self._catch_up(store, int(numbers.max(initial=0)))
        return Lists(*(column[numbers] for column in self._columns[_LISTS]))

    def courses(self, store: Reader, numbers: Integers) -> Courses:
        """The courses of versions that the tables have."""
        self._catch_up(store, int(numbers.max(initial=0)))
        return Courses(*(column[numbers] for column in self._columns[_COURSES]))

    def said(self, store: Reader, numbers: Integers) -> list[Said]:
        """What versions say that are linked."""
        self._catch_up(store, int(numbers.max(initial=0)))
        return [self._said[number] for number in numbers.tolist()]

    def _read(self, found: dict[str, NDArray[Any]]) -> tuple[NDArray[Any], ...]:
        precision = Coded.of(map(PlacePrecision, found["place_precision"].tolist()))
        named, targets = (Coded.of(found[name].tolist()) for name in ("named", "targets"))
        act = Coded.of(found["act"].tolist())
        weights = np.array([INTENSITY[Act(one)] for one in act.values], dtype=np.float64)
        codes = np.array([_PRECISIONS.index(one) for one in precision.values], dtype=np.int8)
        return (
            found["lat"],
            found["lon"],
            codes[precision.codes],
            _marks(act, Coded.of(found["tally"].tolist())),
            self._coded(named),
            self._coded(targets),
            found["over_by"],
            weights[act.codes],
        )

    def _coded(self, lists: Coded[str]) -> NDArray[np.int32]:
        codes = np.array([self.words.code(text) for text in lists.values], dtype=np.int32)
        return codes[lists.codes]

    def _catch_up(self, store: Reader, last: int) -> None:
        if last <= self._last:
            return
        with self._lock:
            while last > self._last:
                self._take_in(store, self._last, min(last, self._last + _AT_ONCE))

    def _take_in(self, store: Reader, after: int, last: int) -> None:
        found = _few(store, after, last) if last - after <= FEW else _many(store, after, last)
        if len(self._columns[0]) <= last:
            self._columns = [_copied(held, room) for held, room in zip(self._columns, _room(2 * last), strict=True)]
        columns = self._read(found)
        for kept, column in zip(self._columns, columns, strict=True):
            kept[found["row"]] = column
        spreads = _SPREADS[columns[2]]
        self._roughest = float(spreads[spreads <= FARTHEST].max(initial=self._roughest))
        if found["linked"].any():
            said = store.rows(
                f"SELECT v.row, v.id, v.answers, v.merged_into, v.standing = 'retracted' {_AMONG} AND v.linked <> ''",
                [after, last],
            )
            self._said |= {row: Said(stream, _answers(answers), *rest) for row, stream, answers, *rest in said}
        self._last = last


def _many(store: Reader, after: int, last: int) -> dict[str, NDArray[Any]]:
    return store.arrays(
        f"""SELECT v.row, v.linked <> '' AS linked, coalesce(v.lat, 'nan'::DOUBLE) AS lat,
                   coalesce(v.lon, 'nan'::DOUBLE) AS lon, v.place_precision, v.act, v.tally, v.over_by,
                   concat_ws(chr(10), nullif(v.perpetrators, ''), nullif(v.possible, '')) AS named,
                   v.targets {_AMONG}""",
        [after, last],
    )


def _few(store: Reader, after: int, last: int) -> dict[str, NDArray[Any]]:
    """The same, sooner for a few: to plan the expressions takes longer than to look up the rows."""
    found = store.rows(
        "SELECT v.row, v.linked, v.lat, v.lon, v.place_precision, v.act, v.tally, v.perpetrators, v.possible,"
        f" v.targets, v.over_by {_AMONG}",
        [after, last],
    )
    columns: dict[str, list[Any]] = {name: [] for name in _NAMES}
    for row, linked, lat, lon, precision, act, tally, perpetrators, possible, targets, over_by in found:
        spot = (nan, nan) if lat is None else (lat, lon)
        named = listed(filter(None, (perpetrators, possible)))
        one = (row, linked != "", *spot, precision, act, tally, named, targets, over_by)
        for name, value in zip(_NAMES, one, strict=True):
            columns[name].append(value)
    return {name: np.array(values) for name, values in columns.items()}


_ROLES, _LISTS, _COURSES = slice(4), slice(4, 6), slice(6, 8)
"""Which of the columns are whose."""


def _room(many: int) -> list[NDArray[Any]]:
    return [np.zeros(many, dtype=kind) for kind in ("f8", "f8", "i1", "i1", "i4", "i4", "i8", "f8")]


def _copied(column: NDArray[Any], into: NDArray[Any]) -> NDArray[Any]:
    into[: len(column)] = column
    return into


def _answers(text: str) -> tuple[tuple[UUID, str], ...]:
    return tuple((UUID(target), status) for target, _, status, _ in from_json(text)) if text else ()


def _marks(act: Coded[str], tally: Coded[str]) -> NDArray[np.int8]:
    killed = [killed_in(line) for line in tally.values]
    both, places = np.unique(act.codes * (len(killed) + 1) + tally.codes, return_inverse=True)
    acts, tallies = (part.tolist() for part in np.divmod(both, len(killed) + 1))
    marks = [mark_of(Act(act.values[one]), killed[other]) for one, other in zip(acts, tallies, strict=True)]
    return np.array(marks, dtype=np.int8)[places]


known_roles = Beside(KnownRoles)
"""Those of the versions of a store."""
