"""A history as a grid: stretches of knowledge down, what the ledger said after each write across. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

Version = Mapping[str, Any]


@dataclass(frozen=True)
class Write:
    """Facts recorded together: the last position of those that made versions, when, which, and why."""

    position: int
    recorded_at: str
    made_by: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """The writes across, the moments of knowledge down (UTC, as told), and the version at each crossing."""

    writes: list[Write]
    moments: list[str]
    cells: dict[tuple[int, int], Version]

    def is_as_before(self, row: int, column: int) -> bool:
        """Whether a write left this stretch as the ledger told it before."""
        return column > 0 and says(self.cells.get((row, column))) == says(self.cells.get((row, column - 1)))

    def goes_on(self, row: int, column: int) -> bool:
        """Whether nothing begins here: the stretch above is told in the same way, or both as they were before."""
        if row == 0:
            return self.is_as_before(row, column)
        if self.is_as_before(row, column) or self.is_as_before(row - 1, column):
            return self.is_as_before(row, column) and self.is_as_before(row - 1, column)
        return says(self.cells.get((row, column))) == says(self.cells.get((row - 1, column)))

    def rows_told(self, columns: Sequence[int]) -> list[int]:
        """The rows at which one of these writes begins to tell something, or ceases to."""
        return [row for row in range(len(self.moments)) if not all(self.goes_on(row, column) for column in columns)]


def grid_of(versions: Sequence[Version]) -> Grid:
    """The grid of a history, whose versions come in order of position."""
    writes = list(_writes(versions))
    moments = sorted({version["known_from"] for version in versions})
    cells = {
        (row, column): version
        for column, write in enumerate(writes)
        for version in versions
        if version["position_from"] <= write.position < (version["position_to"] or write.position + 1)
        for row, moment in enumerate(moments)
        if version["known_from"] <= moment and (version["known_to"] is None or moment < version["known_to"])
    }
    return Grid(writes, moments, cells)


def _writes(versions: Sequence[Version]) -> Iterator[Write]:
    """Versions recorded at one time are of one write."""
    for recorded_at, together in groupby(versions, key=lambda version: str(version["recorded_at"])):
        made = list(together)
        yield Write(
            max(version["position_from"] for version in made),
            recorded_at,
            tuple(dict.fromkeys(version["made_by"] for version in made)),
            tuple(dict.fromkeys(version["reason"] for version in made if version["reason"])),
        )


def says(version: Version | None) -> Mapping[str, Any] | None:
    """What a version says of its incident; None where there is none."""
    return None if version is None else version["incident"]
