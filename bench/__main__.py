"""`make bench`: made-up ledgers, measured. Options: `ARGS="--size 100000 --json"`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bench import replay

FOLDER = Path(".bench")


def main(
    size: Annotated[int, typer.Option(min=100, help="How many incidents.")] = 10_000,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measure replay at one size; the ledger is made once and kept in .bench."""
    console = Console(stderr=as_json)
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(f"Making a ledger of {size:,} incidents", total=size)
        lines = replay.measure(size, FOLDER, lambda done: progress.update(task, completed=done))
    if as_json:
        Console().print_json(data={"size": size, "peak_mb": replay.peak_megabytes(), "lines": replay.as_json(lines)})
        return
    table = Table("what", "ms", "beside", "ms", "times as fast", title=f"{size:,} incidents", box=None)
    for line in lines:
        beside = "" if line.baseline_milliseconds is None else f"{line.baseline_milliseconds:,.2f}"
        table.add_row(line.what, f"{line.milliseconds:,.2f}", line.baseline, beside, str(line.times_as_fast or ""))
    console.print(table)
    console.print(f"Peak memory {replay.peak_megabytes():,.0f} MB.")


if __name__ == "__main__":
    typer.run(main)
