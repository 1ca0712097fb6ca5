"""The legend: what the symbols and short words of the tables mean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.table import Table

from api.cli.numbers import LEGEND, NONE

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
    (
        "incidents",
        "distinct incidents that name the party or cost it losses: also what is laid to others, or to nobody",
    ),
    ("inflicted", "on others, by what is attributed to the party"),
    ("suffered", "by the party, whoever did it"),
    ("rung", "how heavy: 1 accusation or threat, 2 mobilisation, 3 firearms, 4 heavy weapons or from the air"),
    ("says", "who asserts that it was an answer; what nobody asserts is told as `probably answers` or `may answer`"),
    ("0.83", "how probable that is, by what is inferred"),
    ("25+ to 1", "at least 25 times as many killed or neutralised as by what it answers"),
    ("within 24 h", "how long the answer took, as far as the precision of both times says"),
    ("a step up", "the answer is heavier than what it answers, by its rung; `a step down`: lighter"),
    ("neutralised", "a ministry's word for killed, wounded or captured: never added to killed"),
)

_SEEN = {
    "4-8": r"(?<![\w-])\d[\d,]*-\d[\d,]*(?![\w-])",
    "50+": r"\d\+",
    "?": r"(?<!\S)\?(?!\S)",
    NONE: r"(?<!\S)-(?!\S)",
    "attributed, attr.": r"\battr(\.|ibuted)",
    "contested, cont.": r"\bcont(\.|ested)",
    "(1)": r"\d \(\d+\)",
    "incidents": r"inci-|incidents",
    "says": r", says|may answer|probably (also )?answers",
    "0.83": r"\b0\.\d\d\b",
    "25+ to 1": r"\bto 1\b",
    "within 24 h": r"\bwithin \d",
    "neutralised": r"neutra",
}
"""As what a sign or a word of a legend is printed, where it is not as itself."""


def print_legend(console: Console, words: Iterable[tuple[str, str]] | None = None) -> None:
    """What signs and words mean, a line each; without any given, those of counts and chains that were printed here."""
    if words is None:
        printed = console.export_text(clear=False)
        words = [one for one in (*LEGEND, *_WORDS) if re.search(_SEEN.get(one[0], re.escape(one[0])), printed)]
    if not words:
        return
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column()
    for sign, meaning in words:
        table.add_row(sign, meaning)
    console.print("Legend", style="bold")
    console.print(table, style="dim")
