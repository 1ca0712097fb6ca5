"""Distances on the earth (WGS 84, NIMA TR8350.2) from many points to lines straight in longitude and latitude.

Lines are cut into short pieces. The nearest piece is found among straight chords in earth-centred coordinates, where
neither the poles nor the 180th meridian are special; the distance to it is then measured to the line itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

_EQUATOR_KM = 6378.137
_FLATTENING = 1 / 298.257223563
_ECCENTRICITY = _FLATTENING * (2 - _FLATTENING)
"""Squared."""

_PIECE_KM = 5.0
_BEND_KM = 0.0005
"""How far a line may bend away from the chord of a piece."""
_MOST_PIECES = 400_000
_BLOCK = 16
"""Pieces in a row that are passed over together where another block is certainly nearer."""
_MARGIN_KM = 0.002
"""More than chords dip and lines bend."""
_AT_ONCE = 2_000_000
"""Pairs of points and blocks."""


def km_to_lines(lines: Sequence[Numbers], lat: Numbers, lon: Numbers) -> Numbers:
    """Least distance (km, on the ellipsoid) of each point to any of the lines; infinite where there is no line.

    A line is an (n, 2) array of longitudes and latitudes, and takes the short way between two positions.
    """
    return Lines(lines).km_to(lat, lon)


class Lines:
    """Lines on the earth, cut into pieces once for measuring often."""

    def __init__(self, lines: Sequence[Numbers]) -> None:
        """Each line is an (n, 2) array of longitudes and latitudes, and takes the short way between two positions."""
        begins, turns = _edges(lines)
        count = _pieces_in(begins, turns)
        nth = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        self._turn = np.repeat(turns / count[:, None], count, axis=0)
        self._begin = np.repeat(begins, count, axis=0) + nth[:, None] * self._turn
        self._from, _ = cartesian(self._begin)
        self._along = cartesian(self._begin + self._turn)[0] - self._from
        self._blocks = [slice(first, first + _BLOCK) for first in range(0, len(nth), _BLOCK)]
        middles = [(self._from[block] + self._along[block] / 2).mean(axis=0) for block in self._blocks]
        self._middles = np.array(middles).reshape(-1, 3)
        self._reach = np.array([self._reach_of(*pair) for pair in zip(self._blocks, middles, strict=True)])

    def _reach_of(self, block: slice, middle: Numbers) -> float:
        ends = np.concatenate([self._from[block], self._from[block] + self._along[block]])
        return float(np.linalg.norm(ends - middle, axis=1).max()) + _MARGIN_KM

    @property
    def pieces(self) -> int:
        """Into how many pieces the lines are cut."""
        return len(self._begin)

    def km_to(self, lat: Numbers, lon: Numbers, at_most: float = np.inf) -> Numbers:
        """Least distance of each point (km); what is further than `at_most` may answer any greater number."""
        km = np.full(len(lat), np.inf)
        points, up = cartesian(np.column_stack([lon, lat]))
        km[~np.isfinite(points).all(axis=1)] = np.nan
        rows = max(1, _AT_ONCE // (len(self._blocks) + 1))
        for first in range(0, len(km), rows):
            nearest = self._nearest(points[first : first + rows], at_most)
            found = np.flatnonzero(nearest >= 0)
            some = found + first
            km[some] = self._measured(points[some], up[some], nearest[found])
        return km

    def _nearest(self, points: Numbers, at_most: float) -> NDArray[np.intp]:
        """The nearest piece of each point, by chords; -1 where none is near enough."""
        nearest = np.full(len(points), -1)
        least = np.full(len(points), np.inf)
        for block, rows in self._candidates(points, at_most):
            squares = self._squares(points[rows], self._blocks[block])
            best = squares.argmin(axis=1)
            square = squares[np.arange(len(rows)), best]
            nearer = square < least[rows]
            least[rows[nearer]] = square[nearer]
            nearest[rows[nearer]] = block * _BLOCK + best[nearer]
        return nearest

    def _candidates(self, points: Numbers, at_most: float) -> Iterator[tuple[int, NDArray[np.intp]]]:
        """Every block that can hold the nearest piece of any point, with those points."""
        if not self._blocks:
            return
        square = (points**2).sum(axis=1)[:, None] + (self._middles**2).sum(axis=1) - 2 * points @ self._middles.T
        gap = np.sqrt(np.maximum(square, 0))
        enough = np.minimum((gap + self._reach).min(axis=1), at_most)
        near = gap - self._reach <= enough[:, None] + _MARGIN_KM
        for block in np.flatnonzero(near.any(axis=0)):
            yield int(block), np.flatnonzero(near[:, block])

    def _squares(self, points: Numbers, block: slice) -> Numbers:
        """Squares of the distances between points and the chords of a block, each with each."""
        origin, along = self._from[block][0], self._along[block]
        points, begin = points - origin, self._from[block] - origin
        length = np.maximum((along**2).sum(axis=1), np.finfo(float).tiny)
        ahead = points @ along.T - (begin * along).sum(axis=1)
        share = np.clip(ahead / length, 0, 1)
        squares = (points**2).sum(axis=1)[:, None] + (begin**2).sum(axis=1) - 2 * points @ begin.T
        return np.asarray(squares + share * (share * length - 2 * ahead))

    def _measured(self, points: Numbers, up: Numbers, piece: NDArray[np.intp]) -> Numbers:
        """The distance between each point and its piece: as far as to the chord, then nearer by two parabolas."""
        begin, turn, along = self._begin[piece], self._turn[piece], self._along[piece]
        length = np.maximum((along**2).sum(axis=1), np.finfo(float).tiny)
        share = np.clip(((points - self._from[piece]) * along).sum(axis=1) / length, 0, 1)
        for step in (0.05, 0.005):
            before, here, after = (
                ((points - cartesian(begin + (share + move)[:, None] * turn)[0]) ** 2).sum(axis=1)
                for move in (-step, 0, step)
            )
            bend = before - 2 * here + after
            ahead = np.divide(step * (before - after), 2 * bend, out=np.zeros_like(bend), where=bend > 0)
            share = np.clip(share + ahead, 0, 1)
        place, up_there = cartesian(begin + share[:, None] * turn)
        return _along_the_earth(points - place, up - up_there)


def cartesian(positions: Numbers) -> tuple[Numbers, Numbers]:
    """Earth-centred coordinates (km) of (n, 2) longitudes and latitudes, and which way is up there, as unit vectors."""
    lon, lat = np.radians(positions).T
    up = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    normal = _EQUATOR_KM / np.sqrt(1 - _ECCENTRICITY * up[:, 2] ** 2)
    return up * normal[:, None] * [1, 1, 1 - _ECCENTRICITY], up


def _along_the_earth(chord: Numbers, turn: Numbers) -> Numbers:
    """Length of the arcs over chords whose ends' upward directions differ by `turn`.

    On a circle a chord meets the horizon of its ends at half the arc's angle; here, at the mean of both ends.
    """
    straight = np.linalg.norm(chord, axis=1)
    twice = np.divide((chord * turn).sum(axis=1), straight, out=np.zeros_like(straight), where=straight > 0)
    half = np.clip(twice / 2, 1e-9, 1)
    return np.asarray(straight * np.arcsin(half) / half)


def _edges(lines: Sequence[Numbers]) -> tuple[Numbers, Numbers]:
    """Where each edge begins, and how far it turns east and north, in degrees."""
    none = np.empty((0, 2))
    begins = np.concatenate([none, *(line[:-1] for line in lines)])
    turns = np.concatenate([none, *(np.diff(line, axis=0) for line in lines)])
    turns[:, 0] -= 360 * np.rint(turns[:, 0] / 360)
    return begins, turns


def _pieces_in(begins: Numbers, turns: Numbers) -> NDArray[np.intp]:
    """How many pieces an edge needs, so that none is long or bends far from its chord.

    The geodesic curvature of a line straight in longitude and latitude is at most twice its turn to the east in
    radians a kilometre, so a piece bends by at most a quarter of its length times that turn.
    """
    east, north = np.abs(np.radians(turns)).T
    lowest = np.radians(np.clip(np.abs(begins[:, 1]) - np.abs(turns[:, 1]), 0, 90))
    length = _EQUATOR_KM * np.hypot(east * np.cos(lowest), north)
    needed = np.maximum(length / _PIECE_KM, np.sqrt(length * east / (4 * _BEND_KM)))
    needed *= min(1.0, _MOST_PIECES / max(needed.sum(), 1.0))
    return np.asarray(np.maximum(1, np.ceil(needed)), dtype=np.intp)
