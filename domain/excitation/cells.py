"""Acts by pair of sides, cell of the globe and minute, so that those near and before are found by two searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from domain.excitation.acts import Acts
from domain.excitation.distance import EARTH_KM, KM_PER_DEGREE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]

AT_ONCE = 1_000_000
"""Pairs looked at together: some tens of megabytes."""

_ASKED_AT_ONCE = 50_000
"""Acts asked about together, which is nine cells each: some tens of megabytes."""

_NORTH, _EAST = (one.reshape(9, 1) for one in np.mgrid[-1:2, -1:2])
_WIDER_THAN = np.array([1, 0, 2])[_EAST + 1]
"""The nine cells around, by their bands; and how many cells a band has to have more than, for each to be another."""

_MINUTES_A_DAY = 1440.0
_STRETCH = 2**32
"""Minutes of eight thousand years, around 1970: the lower half of a key."""

_PLACES = 2**30
"""Cells of all pairs together, at the most: the upper half."""


class Cells:
    """Acts in cells of the globe; any two places that are no more than `apart` km apart lie in cells that touch."""

    def __init__(self, acts: Acts, apart: float) -> None:
        least = np.sqrt(len(acts.reverse) * (180.0 * KM_PER_DEGREE + 2.0) * (360.0 * KM_PER_DEGREE + 2.0) / _PLACES)
        self._cell = max(apart, 2.0 * float(least), 1.0)
        self._widths = _around(int(180.0 * KM_PER_DEGREE / self._cell) + 1, self._cell)
        self._columns = int(self._widths.max())
        band = self._band(acts.lat)
        keys = self._cell_key(acts.pair, band, self._column(band, acts.lon)) + _minute(acts.began)
        self._order = np.argsort(keys, kind="stable")
        self._keys = keys[self._order]
        # A trigger may have begun until the end of its own day: so far back its beginning is looked for.
        self._longest = float((acts.until - acts.began).max(initial=0.0))

    def pairs(self, asked: Acts, back: float) -> Iterator[tuple[Integers, Integers]]:
        """Acts asked about with the acts of the other side in the cells around, so many days back; some at a time.

        Acts asked about come by their numbers; all pairs of one act come together.
        """
        for begin in range(0, max(len(asked), 1), _ASKED_AT_ONCE):
            some = np.arange(begin, min(begin + _ASKED_AT_ONCE, len(asked)))
            first, last = self._ranges(asked.take(some), back)
            looked_at = np.cumsum((last - first).sum(axis=0))
            cuts = np.searchsorted(looked_at, np.arange(AT_ONCE, looked_at[-1:].sum(), AT_ONCE), "right")
            start = 0
            for end in np.unique(np.append(np.maximum(cuts, 1), len(some))).tolist():
                answer, place = _within(first[:, start:end], last[:, start:end])
                yield answer + begin + start, self._order[place]
                start = end

    def _ranges(self, asked: Acts, back: float) -> tuple[Integers, Integers]:
        """From where to where the candidates of each act lie: a row for each of the nine cells around, each once."""
        band = self._band(asked.lat) + _NORTH
        pair = asked.reverse[asked.pair]
        wanted = (band >= 0) & (band < len(self._widths)) & (pair >= 0)
        band = np.minimum(np.maximum(band, 0), len(self._widths) - 1)
        width = self._widths[band]
        # In a band of one or two cells, the cell to the west is also that to the east.
        wanted &= width > _WIDER_THAN
        cell = self._cell_key(pair, band, (self._column(band, asked.lon) + _EAST) % width)
        first = np.searchsorted(self._keys, cell + _minute(asked.began - back - self._longest))
        last = np.searchsorted(self._keys, cell + _minute(asked.until), "right")
        return np.where(wanted, first, 0), np.where(wanted, last, 0)

    def _band(self, lat: Floats) -> Integers:
        return ((lat + 90.0) * KM_PER_DEGREE / self._cell).astype(np.int64)

    def _column(self, band: Integers, lon: Floats) -> Integers:
        width = self._widths[band]
        return np.minimum(((lon + 180.0) / 360.0 * width).astype(np.int64), width - 1)

    def _cell_key(self, pair: Integers, band: Integers, column: Integers) -> Integers:
        key: Integers = ((pair * len(self._widths) + band) * self._columns + column) * _STRETCH
        return key


def _minute(day: Floats) -> Integers:
    """The lower half of a key."""
    minute = np.floor(day * _MINUTES_A_DAY).astype(np.int64) + _STRETCH // 2
    return np.minimum(np.maximum(minute, 0), _STRETCH - 1)


def _within(first: Integers, last: Integers) -> tuple[Integers, Integers]:
    """The columns, and all from the first to before the last of each: row by row."""
    lengths = (last - first).ravel()
    before = np.cumsum(lengths) - lengths
    inside = np.arange(int(lengths.sum())) + np.repeat(first.ravel() - before, lengths)
    return np.repeat(np.tile(np.arange(first.shape[1]), len(first)), lengths), inside


def _around(bands: int, cell: float) -> Integers:
    """How many cells go round the earth in each band.

    A cell is as wide as two places may differ in longitude that are a cell apart, one in this band and one in the next.
    """
    band = np.arange(bands)
    edges = np.abs(np.stack([band - 1, band + 2]) * cell / KM_PER_DEGREE - 90.0)
    narrowest = np.cos(np.radians(np.minimum(edges.max(axis=0), 90.0)))
    half = np.sin(cell / (2.0 * EARTH_KM)) / np.maximum(narrowest, 1e-9)
    widths: Integers = np.floor(np.pi / np.arcsin(np.minimum(half, 1.0))).astype(np.int64)
    return np.where(half < 1.0, widths, 1)
