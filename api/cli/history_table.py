"""The history of an incident as tables: known down, recorded across, as many writes beside each other as fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.history_grid import grid_of
from api.cli.numbers import NONE, shown_moment, shown_range
from api.cli.screen import a_table, print_below

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from api.cli.history_grid import Grid, Write

_KNOWN = 18
_WRITE = 26
"""Columns of the terminal for a moment, and for a write."""

_LEGEND = (
    ("=", "as the ledger told it before this write"),
    ('"', "as in the line above"),
    (NONE, "not known then"),
)


def print_history(console: Console, title: str, versions: Sequence[Mapping[str, Any]]) -> None:
    """What the ledger said after each write, of every stretch of knowledge."""
    grid = grid_of(versions)
    beside = max(1, (console.width - _KNOWN) // _WRITE)
    for first in range(0, len(grid.writes), beside):
        columns = range(first, min(first + beside, len(grid.writes)))
        table = a_table()
        table.add_column("known from\n(UTC)", no_wrap=True)
        for column in columns:
            table.add_column(_head(grid.writes[column]), width=_WRITE - 2)
        for row in grid.rows_told(columns):
            table.add_row(shown_moment(grid.moments[row]), *(_cell(grid, row, column) for column in columns))
            table.add_section()
        print_below(console, title if first == 0 else f"{title}, continued", table)
    for sign, meaning in _LEGEND:
        console.print(f"{sign}  {meaning}", style="dim")


def _head(write: Write) -> str:
    """When and where it was recorded, by which facts, and why."""
    made_by = ", ".join(name.partition(".")[2].replace("_", " ") for name in write.made_by)
    why = [f"({reason})" for reason in write.reasons]
    return "\n".join([f"at position {write.position},", shown_moment(write.recorded_at), made_by, *why])


def _cell(grid: Grid, row: int, column: int) -> str:
    if grid.is_as_before(row, column):
        return "="
    if grid.goes_on(row, column):
        return '"'
    version = grid.cells.get((row, column))
    return NONE if version is None else "\n".join(_said(version["incident"]))


def _said(incident: Mapping[str, Any]) -> list[str]:
    """The toll, how far it stands, and who did it."""
    tolls = [row for row in incident["assessed"]["tolls"] if row["of"] == "all"]
    by = " or ".join(incident["perpetrators"])
    return [
        ", ".join(f"{shown_range(row)} {row['outcome']}" for row in tolls) or "no toll",
        incident["standing"],
        f"{incident['attribution']}: {by}" if by else incident["attribution"],
    ]
