"""Rates as a table: what happened, who was looking, who was kept out, and what the silence is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.legend import print_legend
from api.cli.numbers import NONE, counted
from api.cli.screen import a_table, print_below

if TYPE_CHECKING:
    from rich.console import Console

_HEADINGS = ("from", "days", "watched", "kept\nout", "inci-\ndents", "viol.", "per\nday", "state")
_STATE = len(_HEADINGS) - 1
_LEFT = {0, _STATE}
"""The columns of words; all others are numbers."""

_WORDS = (
    ("watched", "days on which a monitor watched; 3-5 where two more are possible"),
    ("kept out", "days on which a monitor was kept out; 0-7 where it may have been"),
    ("per day", "incidents that began on watched days, for each of these days"),
    ("calm", "every day watched, nobody kept out, and no incident recorded"),
    ("silent", "no incident recorded, and nobody known to have watched: this is not calm"),
    (NONE, "nobody watched, so there is no rate; or none"),
)


def print_rates(console: Console, answered: dict[str, Any]) -> None:
    """The table of the periods with the whole below it, and what its words mean."""
    where, by = answered["governorate"] or "everywhere", answered["by"]
    watchers = f", watched by {answered['monitor']}" if answered["monitor"] else ""
    title = f"Incidents per watched day by {by}, {where}{watchers}"
    if not answered["items"]:
        print_below(console, title, "None of these days had begun under this lens.")
        return
    table = a_table()
    for place, heading in enumerate(_HEADINGS):
        # Two words of a state give way before any number does.
        table.add_column(heading, justify="left" if place in _LEFT else "right", no_wrap=place != _STATE)
    for period in answered["items"]:
        table.add_row(period["from"], *_row(period))
    table.add_section()
    table.add_row("in all", *_row(answered["whole"]))
    print_below(console, title, table)
    if answered["unplaced_watches"]:
        console.print(f"Left out, for naming no governorate: {counted(answered['unplaced_watches'], 'watch')}.\n")
    print_legend(console, _WORDS)


def _row(period: dict[str, Any]) -> list[str]:
    watched, denied, incidents = period["watched"], period["denied"], period["incidents"]
    rate = period["rate"]["per_watched_day"]
    return [
        str(period["days"]),
        _range(watched["days"], watched["possible_days"]),
        _range(denied["days"], denied["possible_days"]),
        f"{incidents['count']:,}" if incidents["count"] else NONE,
        f"{incidents['violations']:,}" if incidents["violations"] else NONE,
        NONE if rate is None else f"{rate:.3f}",
        period["state"].replace("_", " "),
    ]


def _range(certain: int, possible: int) -> str:
    if possible == 0:
        return NONE
    return str(certain) if certain == possible else f"{certain}-{possible}"
