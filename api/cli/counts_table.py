"""Counts per party as a table: numbers as the projections answer them, the party's losses below its blows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from api.cli.numbers import NONE, in_lines, shown_range
from api.cli.screen import WIDE, a_table, print_below

if TYPE_CHECKING:
    from rich.console import Console

OUTCOMES = ("killed", "wounded", "neutralised")

_NARROW = (
    "party",
    "inci-\ndents",
    "viol.\nattr.",
    "viol.\ncont.",
    "retal.",
    "",
    "killed",
    "wound-\ned",
    "neutra-\nlised",
)
_BROAD = (
    "party",
    "incidents",
    "violations\nattributed",
    "violations\ncontested",
    "retaliations",
    "",
    "killed",
    "wounded",
    "neutralised",
)
_LEFT = {0, 5}
"""The columns of words; all others are numbers."""


def print_counts(console: Console, title: str, groups: Sequence[dict[str, Any]]) -> None:
    """The table of the groups, with what it is about above it."""
    wide = console.width >= WIDE
    table = a_table(gap=3 if wide else 1)
    for place, heading in enumerate(_BROAD if wide else _NARROW):
        # A long name gives way before any number does.
        table.add_column(heading, justify="left" if place in _LEFT else "right", no_wrap=place > 0, overflow="fold")
    for group in groups:
        for row in _rows(group):
            table.add_row(*row)
    print_below(console, title, table if groups else "Nothing is counted under this lens.")


def _rows(group: dict[str, Any]) -> list[list[str]]:
    """One line for what the party did, one for what was done to it; what is empty is left out."""
    violations, retaliations = group["violations"], group["retaliations"]
    numbers = [
        in_lines(str(group["party"])),
        f"{group['count']:,}",
        _count(violations["attributed"]),
        _count(violations["contested"]),
        _with_contested(retaliations),
    ]
    losses = [(name, group[name]) for name in ("inflicted", "suffered") if group[name]] or [("", {})]
    heads = [numbers, *([""] * len(numbers) for _ in losses[1:])]
    return [[*head, name, *_casualties(found)] for head, (name, found) in zip(heads, losses, strict=True)]


def _casualties(found: dict[str, Any]) -> list[str]:
    return [shown_range(found.get(outcome)) for outcome in OUTCOMES]


def _with_contested(counted: dict[str, int]) -> str:
    contested = f" ({counted['contested']:,})" if counted["contested"] else ""
    return f"{_count(counted['attributed'])}{contested}"


def _count(number: int) -> str:
    return f"{number:,}" if number else NONE
