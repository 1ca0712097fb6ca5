"""The README's picture: a part of what the demo prints, drawn by rich. `python -m tests.docs.picture` makes it anew."""

import io
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from api.cli.chain_tree import tree_of
from api.cli.counts_table import print_counts
from api.cli.screen import print_below
from api.cli.story import fitted_once, told_by
from domain.ledger import Ledger
from projections.follow import Follower
from projections.store import Store
from seeds.loader import load

PICTURE = Path(__file__).parents[2] / "docs" / "demo.svg"
WIDTH = 114

_THEME = TerminalTheme(
    (18, 24, 32),
    (214, 219, 226),
    [
        (18, 24, 32),
        (224, 108, 117),
        (152, 195, 121),
        (229, 192, 123),
        (97, 175, 239),
        (198, 120, 221),
        (86, 182, 194),
        (214, 219, 226),
    ],
)

# No script, no font from elsewhere and no window around it: text as a terminal sets it.
_FORMAT = """<svg xmlns="http://www.w3.org/2000/svg" class="rich-terminal" viewBox="0 0 {width} {height}" role="img"
  aria-label="Counts per party as of 20 February 2020, and the escalation of that month, as truceline demo prints them">
  <style>
    .{unique_id}-matrix {{ font-family: Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: {char_height}px;
      line-height: {line_height}px; white-space: pre; }}
    {styles}
  </style>
  <defs>
    <clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{width}" height="{height}"/></clipPath>
    {lines}
  </defs>
  <rect width="{width}" height="{height}" rx="8" fill="#121820"/>
  <g transform="translate(9, 9)">
    {backgrounds}
    <g class="{unique_id}-matrix">
    {matrix}
    </g>
  </g>
</svg>
"""


def drawn() -> str:
    """Draw the counts of the day of Nayrab, and the chains of its month, from the seeds."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), highlight=False, color_system="truecolor")
    ledger, store = Ledger.at("sqlite://"), Store()
    follower = Follower(ledger, store)
    load(ledger)
    follower.catch_up()
    fitted_once(ledger, store)
    follower.catch_up()
    told = told_by(store)
    print_counts(console, "Counts per party as of 2020-02-20", told.counts[-1]["groups"])
    print_below(console, "Escalation in February 2020", tree_of(told.chains["chains"]))
    store.close()
    ledger.close()
    return console.export_svg(theme=_THEME, code_format=_FORMAT, unique_id="demo")


if __name__ == "__main__":
    PICTURE.write_text(drawn())
