"""Escalation as tables: a pair of sides each, and the alerts below them in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.legend import print_legend
from api.cli.numbers import NONE, counted
from api.cli.screen import a_table, print_below

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

_HEADINGS = ("from", "acts", "answers\nfor each", "95 %", "usual", "state")
_STATE = len(_HEADINGS) - 1
_LEFT = {0, _STATE}
"""The columns of words; all others are numbers."""

_WORDS = (
    ("acts", "of the first side against the second; periods without any are not shown, and have no ratio"),
    (
        "answers for each",
        "an estimate: how many answers of the second side each act had, by the probability of all links",
    ),
    ("95 %", "holds the true number in 95 of 100 cases, if the assumptions hold"),
    ("usual", "in which range a period like those before it would lie in 95 of 100"),
    ("higher !", "all of the interval is above what is usual: an alert"),
    ("*", "some answers could not be recorded yet; the number makes up for them"),
    (NONE, "no ratio: most answers could not be recorded yet; or nothing is called usual yet"),
)


def print_escalation(console: Console, answered: dict[str, Any]) -> None:
    """The table of each pair of sides, the alerts, and what the words mean; or why there are no numbers."""
    title = f"Answers for each act, by {answered['period']}"
    side = f", {answered['side']}" if answered["side"] else ""
    told = [(pair, [one for one in pair["items"] if one["acts"]]) for pair in answered["pairs"]]
    if answered["not_inferred"]:
        print_below(console, title, f"Nothing is inferred: {answered['not_inferred']}.")
    elif not any(items for _, items in told):
        print_below(console, f"{title}{side}", "No act of one side against another is in these periods.")
    for pair, items in told:
        if items:
            print_below(console, f"{title}: {pair['by']} against {pair['against']}", _table(items))
    for alert in answered["alerts"]:
        console.print(f"{alert['by']} against {alert['against']}: {alert['in_words']}\n")
    _print_left_out(console, answered)
    if any(items for _, items in told):
        print_legend(console, _WORDS)


def _table(items: Iterable[dict[str, Any]]) -> Any:  # noqa: ANN401 - a table of rich's
    table = a_table()
    for place, heading in enumerate(_HEADINGS):
        # The words of a state give way before any number does.
        table.add_column(heading, justify="left" if place in _LEFT else "right", no_wrap=place != _STATE)
    for item in items:
        table.add_row(item["from"], *_row(item), style="bold" if item["alert"] else None)
    return table


def _row(item: dict[str, Any]) -> list[str]:
    ratio, usual, mark = item["ratio"], item["usual"], "*" if item["incomplete"] else ""
    return [
        f"{item['acts']:,}",
        NONE if ratio is None else f"{ratio['best']:.2f}{mark}",
        NONE if ratio is None else f"{ratio['low']:.2f} to {ratio['high']:.2f}",
        NONE if usual is None else f"{usual['low']:.2f} to {usual['high']:.2f}",
        "higher !" if item["alert"] else item["state"].replace("_", " "),
    ]


def _print_left_out(console: Console, answered: dict[str, Any]) -> None:
    """What takes no part at all, and what is in no period."""
    outside = [f"{reason.replace('_', ' ')} {count:,}" for reason, count in answered["left_out"].items()]
    if outside and not answered["not_inferred"]:
        console.print(f"Incidents that take no part: {', '.join(outside)}.\n")
    unplaced = sum(pair["unplaced"] for pair in answered["pairs"])
    if unplaced:
        console.print(f"Left out, for they may be of several periods: {counted(unplaced, 'act')}.\n")
