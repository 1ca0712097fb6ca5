"""`make bench`: made-up ledgers, measured. Options: `ARGS="--size 100000 --json"`, `ARGS="latency --size 100000"`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bench import chain_ledger, chains, escalation, importing, judging, latency, replay
from bench.chain_tables import grid_table, size_table, summary

FOLDER = Path(".bench")
POSTS = 200

app = typer.Typer(add_completion=False)

Incidents = Annotated[int, typer.Option(min=100, help="How many incidents.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.callback(invoke_without_command=True)
def main(context: typer.Context, size: Incidents = 10_000, *, as_json: Json = False) -> None:
    """Measure replay at one size; the ledger is made once and kept in .bench."""
    if context.invoked_subcommand is None:
        measure_replay(size, as_json=as_json)


def measure_replay(size: int, *, as_json: bool) -> None:
    """Measure, and print a table or JSON."""
    console = Console(stderr=as_json)
    with bar(console, f"Making a ledger of {size:,} incidents", size) as moved:
        lines = replay.measure(size, FOLDER, moved)
    if as_json:
        Console().print_json(data={"size": size, "peak_mb": replay.peak_megabytes(), "lines": replay.as_json(lines)})
        return
    table = Table("what", "ms", "beside", "ms", "times as fast", title=f"{size:,} incidents", box=None)
    for line in lines:
        beside = "" if line.baseline_milliseconds is None else f"{line.baseline_milliseconds:,.2f}"
        table.add_row(line.what, f"{line.milliseconds:,.2f}", line.baseline, beside, str(line.times_as_fast or ""))
    console.print(table)
    console.print(f"Peak memory {replay.peak_megabytes():,.0f} MB.")


@app.command("latency")
def measure_latency(
    size: Incidents = 10_000,
    writes: Annotated[int, typer.Option(min=20, help="How many writes.")] = 2_000,
    database: Annotated[str, typer.Option(help="`sqlite`, or `postgresql`: a server of its own.")] = "sqlite",
    *,
    as_json: Json = False,
) -> None:
    """Measure how long after its commit a write is readable, beside the library's way to wait for it."""
    lines = latency.measure(size, FOLDER, writes, database)
    if as_json:
        Console().print_json(data={"size": size, "database": database, "lines": latency.as_json(lines)})
        return
    table = Table("ms from", "writes", "median", "p99", "most", title=f"{size:,} incidents, {database}", box=None)
    for line in lines:
        table.add_row(line.what, f"{line.writes:,}", *(f"{one:,.2f}" for one in (line.median, line.p99, line.most)))
    Console().print(table)


@app.command("import")
def measure_import(
    size: Annotated[int, typer.Option(min=100, help="How many rows.")] = 100_000,
    *,
    as_json: Json = False,
) -> None:
    """Measure how fast a file is in the log, beside the plain library storing equal events."""
    console = Console(stderr=as_json)
    memory = importing.Memory()
    with bar(console, f"Importing {size:,} rows", size) as moved:

        def noted(done: int) -> None:
            memory.note(done)
            moved(done)

        lines = importing.measure(size, FOLDER, noted)
    peak = importing.peak_megabytes()
    if as_json:
        said = {"size": size, "peak_mb": peak, "held_mb": memory.held, "lines": importing.as_json(lines)}
        Console().print_json(data=said)
        return
    table = Table("what", "incidents", "seconds", "a second", title=f"{size:,} rows", box=None)
    for line in lines:
        table.add_row(line.what, f"{line.incidents:,}", f"{line.seconds:,.2f}", f"{line.per_second:,}")
    console.print(table)
    console.print(
        f"{lines[0].per_second / lines[1].per_second:.2f} times the library's speed; peak memory {peak:,} MB."
    )
    for rows in sorted(memory.held)[:1] + sorted(memory.held)[1:][-1:]:
        console.print(f"Held at the most until {rows:,} rows were in: {memory.held[rows]:,} MB, in all processes.")


@app.command("judging")
def measure_judging(size: Incidents = 10_000, *, as_json: Json = False) -> None:
    """Measure how soon a redrawn zone shows in every judgement, while others read on."""
    console = Console(stderr=as_json)
    with bar(console, f"Making a ledger of {size:,} incidents", size) as moved:
        lines = judging.measure(size, FOLDER, moved)
    peak = judging.peak_megabytes()
    if as_json:
        Console().print_json(data={"size": size, "peak_mb": peak, "lines": judging.as_json(lines)})
        return
    table = Table("what", "ms", "of", "times as fast", title=f"{size:,} incidents", box=None)
    for line in lines:
        of = "" if line.number is None else f"{line.number:,}"
        table.add_row(line.what, f"{line.milliseconds:,.1f}", of, str(line.times_as_fast or ""))
    console.print(table)
    console.print(f"Peak memory {peak:,} MB.")


@app.command("chains")
def measure_chains(
    size: Annotated[int, typer.Option(min=0, help="How many acts to fit at the most; 0: none.")] = 1_000_000,
    runs: Annotated[int, typer.Option(min=0, help="How many theatres at each point of the grid; 0: none.")] = 40,
    part: Annotated[str, typer.Option(help="`middle`, `beyond` or `grid`: which settings.")] = "grid",
    *,
    ledger: Annotated[bool, typer.Option("--ledger", help="Ask a made-up ledger of that size instead.")] = False,
    as_json: Json = False,
) -> None:
    """Measure how well it is inferred what answered what, and how long that takes."""
    if ledger:
        measure_links(size, as_json=as_json)
        return
    settings = {"middle": [chains.MIDDLE], "beyond": chains.BEYOND, "grid": chains.GRID + chains.BEYOND}[part]
    settings = settings if runs else []
    sizes = [chains.measure_size(one) for one in sorted({size // 10, size}) if one]
    console = Console(stderr=as_json, width=140)
    with Progress(console=console, transient=True) as progress:
        points = list(progress.track(chains.measure_grid(settings, runs), total=len(settings)))
    if as_json:
        Console().print_json(data=chains.as_json(points, sizes))
        return
    if points:
        console.print(grid_table(points), summary(points), sep="\n")
    console.print(size_table(sizes))


def measure_links(size: int, *, as_json: bool) -> None:
    """Measure how soon links are told in a large ledger, and print a table or JSON."""
    console = Console(stderr=as_json)
    with bar(console, f"Making a ledger of {size:,} incidents", size) as moved:
        waits = chain_ledger.measure(size, FOLDER, POSTS, moved)
    peak, times = replay.peak_megabytes(), chain_ledger.times_as_fast(waits)
    if as_json:
        said = {"size": size, "peak_mb": peak, "times_as_fast": times, "waits": chain_ledger.as_json(waits)}
        Console().print_json(data=said)
        return
    console.print(chain_ledger.table(waits, size))
    console.print(f"Told {times:,.0f} times as soon as from everything; peak memory {peak:,} MB.")


@app.command("escalation")
def measure_escalation(
    runs: Annotated[int, typer.Option(min=1, help="How many theatres of each case.")] = 40,
    *,
    as_json: Json = False,
) -> None:
    """Measure what intervals of branching ratios hold, and how often an alert is false, or a rise goes unnoticed."""
    console = Console(stderr=as_json, width=140)
    with Progress(console=console, transient=True) as progress:
        points = list(progress.track(escalation.measure(escalation.CASES, runs), total=len(escalation.CASES)))
    if as_json:
        Console().print_json(data=escalation.as_json(points))
        return
    console.print(escalation.table(points))


@contextmanager
def bar(console: Console, what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar that shows how many of a total are done, and goes away at the end."""
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda done: progress.update(task, completed=done)


if __name__ == "__main__":
    app()
