"""A fit as a table: four parameters with their intervals, what they were learnt from, and what was left out."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from api.cli.legend import print_legend
from api.cli.numbers import counted
from api.cli.screen import a_table, print_below

if TYPE_CHECKING:
    from rich.console import Console

_SHOWN = {
    "answers": ("answers", 2),
    "weight": ("weight", 2),
    "delay_days": ("delay (days)", 1),
    "reach_km": ("reach (km)", 1),
}
"""Each parameter with its heading, and to how many places it is shown."""

_WORDS = (
    ("answers", "acts of the other side that one act of the lightest weight makes, on average"),
    ("weight", "what each step of weight adds to the logarithm of that"),
    ("delay", "the mean time to an answer"),
    ("reach", "how far off answers are: one standard deviation to the north, and to the east"),
    ("95 %", "holds the true value in 95 of 100 cases, if the assumptions hold"),
)


def print_fit(console: Console, told: dict[str, Any], *, adopted: bool) -> None:
    """The table of a fit, with what it was made of below it."""
    table = a_table()
    table.add_column("parameter")
    for heading in ("value", "95 % from", "to"):
        table.add_column(heading, justify="right")
    for name, (heading, places) in _SHOWN.items():
        low, high = told["intervals"][name]
        table.add_row(heading, *(f"{number:.{places}f}" for number in (told["parameters"][name], low, high)))
    title = f"What answers what, by {told['version']}, from {counted(told['acts'], 'act')}, {_days(told['window'])}"
    print_below(console, title, table)
    more = math.expm1(told["parameters"]["weight"])
    console.print(f"Each step of weight has {abs(more):.0%} {'more' if more >= 0 else 'fewer'} answers.")
    left_out = [f"{reason.replace('_', ' ')} {count:,}" for reason, count in told["left_out"].items()]
    console.print(f"Left out: {', '.join(left_out) or 'none'}.")
    for name in told["at_bound"]:
        console.print(
            f"The {_SHOWN[name][0]} is as great as is let: acts gather here for other reasons than answering."
        )
    console.print(f"{_standing(told) if adopted else 'Not adopted: this was a dry run.'}\n")
    print_legend(console, _WORDS)


def _standing(told: dict[str, Any]) -> str:
    return f"Adopted as {told['id']} at position {told['adopted']['position']}: {told['reason']}"


def _days(window: dict[str, str]) -> str:
    """The first and the last day; a window's end is not included."""
    first, end = (datetime.fromisoformat(window[name]) for name in ("from", "to"))
    return f"{first.date()} to {(end - timedelta(days=1)).date()}"
