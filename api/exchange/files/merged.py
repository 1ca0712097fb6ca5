"""Merged cells of a sheet: one value over several cells, of which only the first has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from openpyxl.utils.cell import get_column_letter, range_boundaries

from api.exchange.draft import FileRefused, Finding

MOST = 10_000
"""A sheet with more merged cells than this is refused."""


@dataclass
class _Area:
    left: int
    top: int
    right: int
    bottom: int
    filled: bool = False


class Merged:
    """The merged cells that rows meet on the way down a sheet.

    Whether a value stands for all cells that it covers, or is their sum, nobody but its author knows: a row that has
    its part in one is refused. Merged cells without a value, and rows without one of their own, say nothing.
    """

    def __init__(self, references: Iterable[str]) -> None:
        """Raises FileRefused where they are too many, or no references such as B5:B6."""
        try:
            areas = [_Area(*range_boundaries(reference)) for reference in references]
        except (TypeError, ValueError) as wrong:
            raise FileRefused("the workbook is broken: its merged cells have no place") from wrong
        if len(areas) > MOST:
            raise FileRefused(f"the sheet has more than {MOST} merged cells: unmerge them")
        self._below = sorted(areas, key=lambda area: area.top, reverse=True)
        self._here: list[_Area] = []

    def findings(self, number: int, columns: Sequence[str], cells: Sequence[str]) -> Iterator[Finding]:
        """The cells of a row whose value stands in another; rows come in their order, without a gap."""
        while self._below and self._below[-1].top <= number:
            area = self._below.pop()
            area.filled = area.left <= len(cells) and bool(cells[area.left - 1])
            self._here.append(area)
        self._here = [area for area in self._here if area.bottom >= number and area.filled]
        if not any(cells):
            return
        for area in self._here:
            place = area.left + (area.top == number)
            if place <= min(area.right, len(columns)):
                value = f"{get_column_letter(area.left)}{area.top}"
                yield Finding(number, columns[place - 1], "", f"the cell is merged with {value}: unmerge and fill it")
