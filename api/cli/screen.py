"""The screen: tables and trees on standard output, everything else on standard error."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

import typer
from rich import box
from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")

WIDE = 116
"""From this many columns on, tables spell their headings out."""


def screen() -> Console:
    """Standard output, as wide as it is; without colours where it is no terminal. It knows what was printed on it."""
    return Console(highlight=False, markup=False, emoji=False, record=True)


def aside() -> Console:
    """Standard error, for what is not an answer."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def refuse(reason: str) -> None:
    """Say in one line on standard error why nothing was done."""
    typer.echo(f"truceline: {printable(' '.join(reason.split()))}", err=True)


def print_json(content: object) -> None:
    """The content as JSON, for other programs."""
    typer.echo(json.dumps(content, ensure_ascii=False, indent=2, default=str))


def a_table(gap: int = 2) -> Table:
    """A table of the house: a line below the headings, and `gap` blanks between columns."""
    return Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, gap - 1, 0, 0), pad_edge=False, header_style="dim")


def print_below(console: Console, title: str, shown: RenderableType) -> None:
    """What is shown, below its title, with a blank line after it."""
    console.print(Text(title, style="bold"))
    console.print(shown)
    console.print()


def printable(content: Any) -> Any:  # noqa: ANN401 - whatever answers are made of
    """The content without the characters by which words could take over a terminal."""
    match content:
        case str():
            return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", content)
        case list() | tuple():
            return [printable(part) for part in content]
        case dict():
            return {name: printable(part) for name, part in content.items()}
        case _:
            return content


def progress(unit: str) -> Progress:
    """A bar on standard error that goes away when done; nothing at all where that is no terminal."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit),
        TimeElapsedColumn(),
    )
    console = aside()
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def print_what_can_be_printed() -> None:
    """Let a terminal that knows few characters show a question mark instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
