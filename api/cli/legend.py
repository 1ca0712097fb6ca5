"""The legend: what the symbols and short words of the tables mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from api.cli.numbers import LEGEND

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

_WORDS = (
    ("attributed, attr.", "every source that names a perpetrator names the same one; what a side admits is included"),
    (
        "contested, cont.",
        "sources name different perpetrators: counted under each of them, never added into attributed",
    ),
    ("(1)", "so many contested retaliations besides"),
    ("incidents", "distinct incidents behind the row, those that nobody calls a breach or an answer included"),
    ("inflicted", "on others, by what is attributed to the party"),
    ("suffered", "by the party, whoever did it"),
    ("rung", "how heavy: 1 accusation or threat, 2 mobilisation, 3 firearms, 4 heavy weapons or from the air"),
    ("says", "who asserts that it was an answer; what nobody asserts is told as `probably answers` or `may answer`"),
    ("0.83", "how probable that is, by what is inferred"),
    ("25+ to 1", "at least 25 times as many killed or neutralised as by what it answers"),
    ("within 24 h", "how long the answer took, as far as the precision of both times says"),
    ("neutralised", "a ministry's word for killed, wounded or captured: never added to killed"),
)


def print_legend(console: Console, words: Iterable[tuple[str, str]] = (*LEGEND, *_WORDS)) -> None:
    """What signs and words mean, a line each: unless others are given, those of counts, chains and what they cost."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column()
    for sign, meaning in words:
        table.add_row(sign, meaning)
    console.print("Legend", style="bold")
    console.print(table, style="dim")
